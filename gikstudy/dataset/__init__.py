"""Reports become a dataset: declared tables, part files, data package, codebook, reading back.

Everything here follows from three data files: `tables.csv`, `columns.csv` and `values.csv`.
"""
