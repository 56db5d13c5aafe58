"""A made-up report says so in the dataset, in every layout; a real one never does."""

from __future__ import annotations

import pyarrow.parquet as pq

import gikstudy as gik
from gikstudy.dataset.rows import SYNTHETIC_MARK
from gikstudy.synthesis import write_corpus


def test_made_up_reports_are_told_from_real_ones(few, tmp_path):
    write_corpus(60, tmp_path / "made", seed=5)
    gik.extract(tmp_path / "made" / "reports", out=tmp_path / "out")
    truth = pq.read_table(tmp_path / "made" / "truth.parquet", columns=["source", "kind"])
    kinds = dict(zip(*truth.to_pydict().values(), strict=True))
    reports = gik.load_dataset(tmp_path / "out").reports
    for source, made_up in zip(reports["source"], reports["made_up"], strict=True):
        assert made_up == (kinds[source] != "not_a_report"), source
    gik.extract(few, out=tmp_path / "real")
    real = gik.load_dataset(tmp_path / "real").reports
    assert not real["made_up"].any()
    assert not real["index_no"].str.startswith(SYNTHETIC_MARK).any()
