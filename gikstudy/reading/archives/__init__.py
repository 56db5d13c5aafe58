"""Archives as sequences of records: each document inside, with its position and its bytes."""
