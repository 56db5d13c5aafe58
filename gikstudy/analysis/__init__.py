"""A dataset becomes a study: indicators, figures, and the notebooks that explain them.

Import the parts by name (`gikstudy.analysis.indicators`, `gikstudy.analysis.figures`): importing an
indicator must not load matplotlib.
"""

from gikstudy.analysis.pipeline import NotebookError, run_study

__all__ = ["NotebookError", "run_study"]
