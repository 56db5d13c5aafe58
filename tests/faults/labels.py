"""The words that the two forms print, and the keys of their cells."""

from functools import cache

APPLICANTS = {
    "natural_person": "自然人",
    "business": "商业企业",
    "research": "科研机构",
    "public_interest": "社会公益组织",
    "legal_service": "法律服务机构",
    "other_org": "其他",
    "total": "总计",
}
CHANNELS = {
    "review": "行政复议",
    "suit_direct": "未经复议直接起诉",
    "suit_after_review": "复议后起诉",
}
OUTCOMES = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
    "total": "总计",
}
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = "三、本年度办理结果"
GROUPS = {
    "refused": "（三）不予公开",
    "unable": "（四）无法提供",
    "not_processed": "（五）不予处理",
    "other": "（六）其他处理",
}
ROWS = {
    "received_new": "一、本年新收政府信息公开申请数量",
    "carried_in": "二、上年结转政府信息公开申请数量",
    "granted": "（一）予以公开",
    "partial": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "refused_state_secret": "1.属于国家秘密",
    "refused_law_prohibited": "2.其他法律行政法规禁止公开",
    "refused_security_stability": "3.危及“三安全一稳定”",
    "refused_third_party": "4.保护第三方合法权益",
    "refused_internal_affairs": "5.属于三类内部事务信息",
    "refused_process_info": "6.属于四类过程性信息",
    "refused_enforcement_file": "7.属于行政执法案卷",
    "refused_admin_inquiry": "8.属于行政查询事项",
    "unable_not_held": "1.本机关不掌握相关政府信息",
    "unable_must_create": "2.没有现成信息需要另行制作",
    "unable_unclear": "3.补正后申请内容仍不明确",
    "not_processed_petition": "1.信访举报投诉类申请",
    "not_processed_repeat": "2.重复申请",
    "not_processed_publication": "3.要求提供公开出版物",
    "not_processed_excessive": "4.无正当理由大量反复申请",
    "not_processed_reconfirm": "5.要求行政机关确认或重新出具已获取信息",
    "other_undivided": "（六）其他处理",
    "other_not_supplemented": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "other_fee_unpaid": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "other_misc": "3.其他",
    "handled_total": "（七）总计",
    "carried_out": "四、结转下年度继续办理",
}
ONLY = {"2019": ("other_undivided",), "2021": tuple(r for r in ROWS if r.startswith("other_"))[1:]}
OUTSIDE = ("received_new", "carried_in", "handled_total", "carried_out")

MADE = {
    "made": "本年新制作数量",
    "disclosed": "本年新公开数量",
    "disclosed_total": "对外公开总数量",
}
ITEMS = {"items_prev": "上一年项目数量", "items_change": "本年增/减", "decisions": "处理决定数量"}
ISSUED = {"issued": "本年制发件数", "repealed": "本年废止件数", "in_force": "现行有效件数"}
DECIDED = {"decisions": "本年处理决定数量"}
FEES = {"items_prev": ITEMS["items_prev"], "items_change": ITEMS["items_change"]}
BOUGHT = {"projects": "采购项目数量", "amount": "采购总金额"}
CHARGED = {"amount": "本年收费金额（单位：万元）"}
# Blocks of table 2: the article, the measures, the items.
BLOCKS = {
    "2019": (
        ("一", MADE, {"rules": "规章", "normative_docs": "规范性文件"}),
        ("五", ITEMS, {"licensing": "行政许可", "other_services": "其他对外管理服务事项"}),
        ("六", ITEMS, {"penalty": "行政处罚", "compulsion": "行政强制"}),
        ("八", FEES, {"admin_fees": "行政事业性收费"}),
        ("九", BOUGHT, {"procurement": "政府集中采购"}),
    ),
    "2021": (
        ("一", ISSUED, {"rules": "规章", "normative_docs": "行政规范性文件"}),
        ("五", DECIDED, {"licensing": "行政许可"}),
        ("六", DECIDED, {"penalty": "行政处罚", "compulsion": "行政强制"}),
        ("八", CHARGED, {"admin_fees": "行政事业性收费"}),
    ),
}
FORMS = tuple(BLOCKS)
TABLES = ("proactive", "requests", "disputes")


@cache
def request_rows(form):
    """The keys of the rows of table 3, in order."""
    other = ONLY["2021" if form == "2019" else "2019"]
    return tuple(row for row in ROWS if row not in other)


@cache
def group_of(row):
    """The group whose label stands before the first of its rows, or nothing."""
    if row == "other_undivided":
        return ""
    return next((group for group in GROUPS if row.startswith(group + "_")), "")


@cache
def keys_of(form, table):
    """Every cell of a table of a form, in order."""
    if table == "proactive":
        rows = [(items, list(measures)) for _, measures, items in BLOCKS[form]]
        return tuple((table, i, m) for items, measures in rows for i in items for m in measures)
    if table == "requests":
        return tuple((table, row, a) for row in request_rows(form) for a in APPLICANTS)
    return tuple((table, channel, outcome) for channel in CHANNELS for outcome in OUTCOMES)
