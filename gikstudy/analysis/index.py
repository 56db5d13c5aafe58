"""The first page of a study: what was read, the notebooks, the figures; in Chinese and English."""

from __future__ import annotations

from contextlib import suppress
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from gikstudy.analysis.labels import LANGUAGES, Language, say
from gikstudy.analysis.selection import counted, made_up
from gikstudy.dataset.declarations import table_names
from gikstudy.dataset.load import load_dataset
from gikstudy.evidence import INDEX, REVIEW


def write_index(study: Path, dataset: Path) -> Path:
    """Write `index.html` into the folder of a study.

    Args:
        study: the folder, with the HTML of the notebooks and `figures/`.
        dataset: the folder of the dataset that the study uses.

    Returns:
        The page.
    """
    data = load_dataset(dataset)
    figures = study / "figures"
    fill = {
        "stamp": '<p class="made-up">合成数据，非真实报告 · Made-up data, no real reports</p>'
        if made_up(data.reports)
        else "",
        "counts": "\n".join(_count(key, n) for key, n in counts(dataset).items()),
        "review": _review(study),
        "notebooks": "\n".join(_notebook(path) for path in sorted(study.glob("*.html"))),
        "figures": "\n".join(_figure(path) for path in sorted(figures.glob("*.png"))),
        "notes": _notes(sorted(figures.glob("*.txt"))),
        "tables": " · ".join(f'<a href="../{t}.parquet">{t}</a>' for t in table_names()),
    }
    page = study / "index.html"
    template = Template(files(__package__).joinpath("index.html").read_text("utf-8"))
    page.write_text(template.substitute(fill), "utf-8")
    return page


def counts(dataset: Path) -> dict[str, int]:
    """The counts of the first page: inputs, reports, bodies, years, numbers read, failed checks."""
    data = load_dataset(dataset)
    reports = counted(data.reports)
    numbers = sum(
        int(t["value"].notna().sum()) for t in (data.requests, data.proactive, data.disputes)
    )
    return {
        "inputs": len(data.sources),
        "reports": len(reports),
        "bodies": reports["body"].nunique(),
        "years": reports["year"].nunique(),
        "numbers": numbers,
        "failed": int(data.checks["result"].eq("fail").sum()),
    }


def _count(key: str, n: int) -> str:
    return f"<li><b>{n:,}</b><span>{say(f'count.{key}', 'zh')}<br>{say(f'count.{key}', 'en')}</span></li>"


def _notebook(path: Path) -> str:
    words: dict[Language, str] = dict.fromkeys(
        LANGUAGES, path.stem
    )  # a notebook of the user is listed by its file name
    with suppress(KeyError):
        words = {language: say(f"notebook.{path.stem}", language) for language in LANGUAGES}
    return f'<li><a href="{escape(path.name)}">{escape(words["zh"])}</a> <small>{escape(words["en"])}</small></li>'


def _title(stem: str) -> str:
    name = stem.split("_", 1)[1]
    return f"{escape(say(f'title.{name}', 'zh'))}<br>{escape(say(f'title.{name}', 'en'))}"


def _review(study: Path) -> str:
    """The link to the pages that show each number beside its source, if the study has them."""
    if not (study / REVIEW / INDEX).is_file():
        return ""
    words = f"{say('study.review', 'zh')} <small>{say('study.review', 'en')}</small>"
    return f'<p><a href="{REVIEW}/{INDEX}">{words}</a></p>'


def _figure(path: Path) -> str:
    link = f"figures/{escape(path.stem)}"
    return (
        f'<figure><a href="{link}.svg"><img src="{link}.png" alt="{escape(path.stem)}" loading="lazy"></a>'
        f"<figcaption>{_title(path.stem)}</figcaption></figure>"
    )


def _notes(paths: list[Path]) -> str:
    if not paths:
        return ""
    lines = "\n".join(f"<li>{escape(path.read_text('utf-8').strip())}</li>" for path in paths)
    head = f"未绘制的图 · Figures not drawn ({len(paths)})"
    return f'<details class="notes"><summary>{head}</summary>\n<ul>\n{lines}\n</ul></details>'
