"""One pure function over many inputs: serial, in processes or on a cluster, with resumption."""

from gikstudy.engine.extracting import Extraction, extract
from gikstudy.engine.one_report import read_report

__all__ = ["Extraction", "extract", "read_report"]
