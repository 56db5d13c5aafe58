"""Evidence pages: each report beside its source, with a form that writes corrections."""

from gikstudy.reviewing.decisions import DecisionAgreement, compare_decisions
from gikstudy.reviewing.site import ReviewSite, write_review

__all__ = ["DecisionAgreement", "ReviewSite", "compare_decisions", "write_review"]
