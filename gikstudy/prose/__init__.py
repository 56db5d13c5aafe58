"""What the prose says: figures, problems and promises, and how much of it was copied."""

from gikstudy.prose.codes import find_codes
from gikstudy.prose.mentions import find_mentions
from gikstudy.prose.similarity import find_similar

__all__ = ["find_codes", "find_mentions", "find_similar"]
