"""One pure function over many inputs: serial, in processes or on a cluster, with resumption."""

from gikstudy.engine.extract_dataset import Extraction, extract
from gikstudy.engine.pools import Workforce
from gikstudy.engine.report_from_file import read_report

__all__ = ["Extraction", "Workforce", "extract", "read_report"]
