"""A dataset becomes a study: indicators, the figures made of them, and the notebooks that narrate."""
