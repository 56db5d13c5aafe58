"""The figures of a study, drawn in one style."""
