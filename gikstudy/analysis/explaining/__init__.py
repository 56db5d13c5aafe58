"""What explains the differences: covariates, models with body effects, the law of 2024, weights.

Import the modules by name: `covariates` and `observations` make the rows, `models` fits them,
`event_study`, `weights` and `specifications` ask the questions, `findings` writes the sentences, and
`explanation` has the short calls of the notebook.
"""
