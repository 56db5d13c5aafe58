"""A dataset becomes a study: indicators, the figures made of them, and the notebooks that narrate.

The rooms' parts are imported by name (`gikstudy.analysis.indicators`, `.figures`, `.tables`), so that
importing an indicator must not load matplotlib.
"""

from gikstudy.analysis.pipeline import NotebookError, run_study

__all__ = ["NotebookError", "run_study"]
