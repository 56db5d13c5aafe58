"""How well near-copies of prose are found: made-up sections with known copies among them."""

from __future__ import annotations

import random
import time

from gikstudy.prose.masking import own_sentences
from gikstudy.prose.similarity import SectionProse, containment, find_similar, section_and_year

_COPY = 0.9  # the score from which a section counts as a copy
PARTS = (
    [
        "区教育局",
        "镇党政办",
        "街道办事处",
        "各村居",
        "县住建局",
        "综合执法队",
        "政务服务中心",
        "信息中心",
        "文化站",
        "财政所",
        "林业站",
        "卫生院",
    ],
    [
        "加强统筹",
        "抓好落实",
        "完善台账",
        "梳理清单",
        "定期会商",
        "逐项核对",
        "畅通渠道",
        "优化流程",
        "压茬推进",
        "公开亮相",
        "明确专人",
        "建章立制",
    ],
    [
        "惠民补贴发放情况",
        "老旧小区改造进度",
        "乡村道路养护计划",
        "义务教育招生方案",
        "医保缴费政策问答",
        "低保对象评定结果",
        "河道整治工程",
        "农房建设审批",
        "集体资产处置",
        "征地补偿方案",
        "公租房分配名单",
        "环境执法结果",
        "食品抽检信息",
        "预算绩效目标",
        "扶持企业措施",
        "森林防火部署",
    ],
    [
        "让群众看得明白",
        "方便企业查询",
        "接受社会监督",
        "回应居民关心",
        "减少跑腿次数",
        "提升办事体验",
        "打通最后一米",
        "促进公平公正",
        "化解邻里矛盾",
        "节约行政成本",
    ],
    [
        "在每月例会上讲评",
        "由分管领导把关",
        "按季度形成简报",
        "与年终评比挂钩",
        "请代表实地察看",
        "通过广播循环播放",
        "在村口公示栏张贴",
        "邀请媒体跟进报道",
    ],
)
TEMPLATE = (
    "根据《中华人民共和国政府信息公开条例》要求,编制本报告。",
    "本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
    "如对本报告有疑问,请与办公室联系,电话{n}。",
    "未收到政府信息公开申请。",
)


def made_up(chance: random.Random, sentences: int = 14) -> str:
    """A section of made-up sentences below the sentences that every report has."""
    own = []
    for _ in range(sentences):
        who, how, what, why, when = (chance.choice(part) for part in PARTS)
        n = chance.randint(2, 900)
        own.append(
            chance.choice(
                (
                    f"{who}{how},围绕{what}{when},全年{n}条,{why}。",
                    f"{when},{who}就{what}{how},{why}。",
                    f"为{why},{who}把{what}列入重点,{how},累计{n}次。",
                    f"{what}由{who}负责,{how}并{when}。",
                )
            )
        )
    head = [t.format(year=2020, n=chance.randint(1000000, 9999999)) for t in TEMPLATE]
    return "".join([*head, *own])


def with_other_numbers(text: str, chance: random.Random) -> str:
    """The text with every digit drawn anew."""
    return "".join(str(chance.randint(1, 9)) if c.isdigit() else c for c in text)


def score_similarity(pairs: int) -> dict[str, float]:
    """Share of near-copies found at 0.9, and of unrelated pairs found, peers and last year.

    A copy has other numbers and one sentence less; it counts where its true score is 0.9.
    """
    chance = random.Random(7)
    prose: list[SectionProse] = []
    for n in range(pairs):
        text = made_up(chance)
        lines = with_other_numbers(text, chance).split("。")
        del lines[chance.randrange(len(TEMPLATE), len(lines) - 1)]
        copy = "。".join(lines)
        prose.append(SectionProse(f"a{n}", f"a{n}", 2020, "overview", text))
        prose.append(SectionProse(f"b{n}", f"b{n}", 2020, "overview", copy))
        prose.append(
            SectionProse(f"c{n}", f"a{n}", 2021, "overview", with_other_numbers(text, chance))
        )
        prose.append(SectionProse(f"d{n}", f"b{n}", 2021, "overview", made_up(chance)))
    start = time.perf_counter()
    rows = [
        r
        for r in find_similar(sorted(prose, key=section_and_year), threshold=0.5, peers=5)
        if r.score >= _COPY
    ]
    seconds = time.perf_counter() - start
    peers = {(r.report_id, r.other_id) for r in rows if r.relation == "peer"}
    years = {r.report_id for r in rows if r.relation == "previous_year"}
    masked = {p.report_id: own_sentences(p.text) for p in prose}
    alike = [n for n in range(pairs) if containment(masked[f"a{n}"], masked[f"b{n}"]) >= _COPY]
    copies = sum((f"a{n}", f"b{n}") in peers for n in alike)
    wrong = sum(a[1:] != b[1:] for a, b in peers)
    wrong += sum(f"d{n}" in years for n in range(pairs))
    return {
        "recall_peer": copies / len(alike),
        "recall_previous_year": sum(f"c{n}" in years for n in range(pairs)) / pairs,
        "unrelated": wrong / pairs,
        "ms_per_section": 1000 * seconds / len(prose),
    }
