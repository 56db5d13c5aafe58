"""Archives as sequences of records: each document inside, with its place and its bytes."""
