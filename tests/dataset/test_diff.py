"""Two datasets compared: what changed, and why."""

from __future__ import annotations

import gikstudy as gik
from gikstudy.cli import main


def test_each_change_has_its_cause(few, tmp_path, capsys):
    names = sorted(path.name for path in few.glob("*.txt"))
    gik.extract(few, out=tmp_path / "old")
    assert str(gik.diff(tmp_path / "old", tmp_path / "old")) == "no difference"
    first, second, third = (few / name for name in names[:3])
    cell = next(
        c for c in gik.read_report(first).cells if c.state == "reported" and c.table == "proactive"
    )
    (few / "corrections.csv").write_text(
        "report,cell,action,value,expect,reason,who,date\n"
        f"{first.name},{cell.key},set,99,{cell.raw},typing error,me,2024-01-31\n",
        "utf-8",
    )
    second.write_bytes(second.read_bytes() + "\n又及：更正。\n".encode())
    third.unlink()
    (few / "zz.txt").write_text(
        "某县2023年政府信息公开工作年度报告\n一、总体情况\n无。\n" * 9, "utf-8"
    )
    gik.extract(few, out=tmp_path / "new")
    found = gik.diff(tmp_path / "old", tmp_path / "new")
    causes = found.changes.groupby("source")["cause"].agg(set).to_dict()
    assert causes[first.name] == {"correction came"}
    assert causes[second.name] == {"source changed"}
    assert causes[third.name] == {"report went"}
    assert causes["zz.txt"] == {"report came"}
    assert found.silent == (second.name,)
    (row,) = found.changes[found.changes["source"] == first.name].to_dict("records")
    assert (row["after"], row["raw_after"]) == ("99 corrected", cell.raw)
    back = gik.diff(tmp_path / "new", tmp_path / "old").changes
    assert set(back[back["source"] == first.name]["cause"]) == {"correction went"}
    assert main(["diff", str(tmp_path / "old"), str(tmp_path / "new")]) == 0
    assert "correction came" in capsys.readouterr().out
