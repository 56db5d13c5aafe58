"""Bodies over the years: which there are, what each reported when, and which reports are missing."""
