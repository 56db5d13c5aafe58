"""Near-identical prose: a report compared with its body's previous year and with its peers."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from gikstudy.errors import CallError
from gikstudy.prose.masking import own_sentences
from gikstudy.prose.nlp_libraries import load

ProseRelation = Literal["previous_year", "peer"]
SHINGLE: Final = 5  # characters
_PERMUTATIONS: Final = 128
_BANDS: Final = 32  # of 4 rows: a pair with Jaccard 0.8 is missed once in ten million
_SEED: Final = 20190415
_SHORTEST: Final = 60  # masked characters; less is a formula, and formulas match by chance
_MOST_CANDIDATES: Final = 64  # compared for one text; more copies would not change a maximum
_COMMON_SHARE: Final = 0.5  # a sentence that half of all bodies print belongs to the form
_CORPUS: Final = 300  # with fewer, a template looks like a neighbour's text


@dataclass(frozen=True, slots=True)
class SectionProse:
    """The text of one section of one report, and the body it belongs to.

    `body` is the same for the reports of one body over the years. It is empty if it is not known;
    then the report has no previous year. `names` are masked (agency, region).
    """

    report_id: str
    body: str
    year: int
    section: str
    text: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Similar:
    """`score` is the share of the passages of `report_id` that `other_id` has too."""

    report_id: str
    other_id: str
    section: str
    relation: ProseRelation
    score: float


@dataclass(frozen=True, slots=True)
class _Kept:
    """A text (masked sentences), compressed because a year of texts is in memory at once."""

    report_id: str
    body: str
    packed: bytes

    def sentences(self) -> list[str]:
        return zlib.decompress(self.packed).decode().split("\n")


def find_similar(
    prose: Iterable[SectionProse], *, threshold: float = 0.8, peers: int = 5
) -> Iterator[Similar]:
    """Sections that repeat last year's report or a peer's.

    国办公开办函〔2021〕30号 holds bodies responsible for reports that repeat themselves. Numbers
    and names are masked and the sentences of the form left out, so what still agrees was copied.
    Candidates among peers come from MinHash; every score is exact (the share of one text's
    5-character passages found in the other).

    Args:
        prose: sections of originals only (a mirror of a report is not a peer), in the order of
            `section_and_year`: at most two years of texts are in memory.
        threshold: the lowest score of a peer that is kept; last year's score is always kept.
        peers: the most peers kept for one section; 0 compares with last year alone.

    Yields:
        Rows by section, year and report, in the order of the input; the same input gives the same
        rows. Sections with fewer than 60 characters of their own text are not compared.

    Raises:
        MissingPackageError: peers are asked for and rensa is not installed.
        CallError: the prose comes in another order.
    """
    last_read, own = ("", 0), list[_Kept]()
    for here, items in groupby(prose, key=section_and_year):
        if here <= last_read:
            raise CallError(
                f"prose of {here} comes after that of {last_read}; sort it by section_and_year"
            )
        section, year = here
        last = own if last_read == (section, year - 1) else []
        last_read, own = here, _without_common(_kept(items))
        before = {text.body: text for text in reversed(last) if text.body}
        found: dict[str, list[Similar]] = defaultdict(list)
        for text in own:
            other = before.get(text.body) if text.body else None
            if other:
                row = Similar(text.report_id, other.report_id, section, "previous_year", 0.0)
                found[text.report_id].append(_scored(row, text, other))
        if peers:
            for row in _peers(own, section, threshold, peers):
                found[row.report_id].append(row)
        for text in own:
            yield from found.pop(text.report_id, ())


def shingles(masked: Sequence[str]) -> frozenset[str]:
    """The 5-character passages of masked sentences; none crosses the end of a sentence."""
    return frozenset(
        sentence[i : i + SHINGLE]
        for sentence in masked
        for i in range(max(1, len(sentence) - SHINGLE + 1))
    )


def containment(text: Sequence[str], other: Sequence[str]) -> float:
    """The share of the passages of one text that the other has too, 0 to 1.

    Examples:
        >>> containment(["公开信息#条"], ["全年公开信息#条"])
        1.0
    """
    own = shingles(text)
    return len(own & shingles(other)) / len(own) if own else 0.0


def section_and_year(item: SectionProse) -> tuple[str, int]:
    """What is compared together: one section of one year."""
    return item.section, item.year


def _kept(prose: Iterable[SectionProse]) -> list[_Kept]:
    kept: list[_Kept] = []
    for item in prose:
        masked = own_sentences(item.text, item.names)
        if sum(map(len, masked)) >= _SHORTEST:
            packed = zlib.compress("\n".join(masked).encode(), 1)
            kept.append(_Kept(item.report_id, item.body, packed))
    return kept


def _without_common(texts: list[_Kept]) -> list[_Kept]:
    """The texts without the sentences that half of all bodies share.

    Those come from the form or from a notice to all bodies. A text that some bodies copied from one
    another is not a template, however many they are.
    """
    if len({t.body or t.report_id for t in texts}) < _CORPUS:
        return texts
    # As numbers in arrays: a counter of all sentences would be the largest thing in memory.
    hashes = np.concatenate([np.array([*{hash(s) for s in t.sentences()}]) for t in texts])
    found, counts = np.unique(hashes, return_counts=True)
    common = set(found[counts >= _COMMON_SHARE * len(texts)].tolist())
    if not common:
        return texts
    kept: list[_Kept] = []
    for text in texts:
        rest = [s for s in text.sentences() if hash(s) not in common]
        if sum(map(len, rest)) >= _SHORTEST:
            packed = zlib.compress("\n".join(rest).encode(), 1)
            kept.append(_Kept(text.report_id, text.body, packed))
    return kept


def _peers(texts: Sequence[_Kept], section: str, threshold: float, most: int) -> Iterator[Similar]:
    same: dict[bytes, list[int]] = defaultdict(list)
    for last_read, text in enumerate(texts):
        same[text.packed].append(last_read)
    first = [positions[0] for positions in same.values()]
    near = _candidates([texts[p] for p in first])
    for one, positions in enumerate(same.values()):
        others = [p for c in near[one] for p in same[texts[first[c]].packed][: most + 1]]
        scores = {p: _score(texts[positions[0]].packed, texts[p].packed) for p in others}
        scores |= dict.fromkeys(positions[: most + 1], 1.0)
        ranked = sorted(
            (p for p in scores if scores[p] >= threshold), key=lambda p: (-scores[p], p)
        )
        for last_read in positions:
            own = texts[last_read]
            rest = (texts[p] for p in ranked if p != last_read)
            kept = [o for o in rest if not (own.body and o.body == own.body)][:most]
            for other in kept:
                row = Similar(own.report_id, other.report_id, section, "peer", 0.0)
                yield _scored(row, own, other)


def _candidates(texts: Sequence[_Kept]) -> list[list[int]]:
    """For each text the positions of the texts that MinHash finds similar."""
    rensa: Any = load("rensa", "Comparing a report with its peers")
    digests = np.empty((len(texts), _PERMUTATIONS), np.uint32)
    for at, text in enumerate(texts):
        minhash = rensa.RMinHash(_PERMUTATIONS, _SEED)
        minhash.update(sorted(shingles(text.sentences())))
        digests[at] = minhash.digest()
    return _equal_in_a_band(digests)


def _equal_in_a_band(digests: npt.NDArray[np.uint32]) -> list[list[int]]:
    """For each row the first others that have the same numbers in one of the bands.

    One band after another, because an index of all bands takes several kilobytes a text.
    """
    groups: list[list[list[int]]] = [[] for _ in digests]
    for band in np.split(digests, _BANDS, axis=1):
        together: dict[bytes, list[int]] = defaultdict(list)
        for at, row in enumerate(np.ascontiguousarray(band)):
            together[row.tobytes()].append(at)
        for rows in together.values():
            if len(rows) > 1:
                first = rows[: _MOST_CANDIDATES + 1]
                for at in rows:
                    groups[at].append(first)
    return [
        sorted(set().union(*of_row) - {at})[:_MOST_CANDIDATES] for at, of_row in enumerate(groups)
    ]


def _scored(row: Similar, text: _Kept, other: _Kept) -> Similar:
    score = round(_score(text.packed, other.packed), 4)
    return Similar(row.report_id, row.other_id, row.section, row.relation, score)


def _score(text: bytes, other: bytes) -> float:
    if text == other:
        return 1.0
    own = _passages(text)
    return len(own & _passages(other)) / len(own)


@lru_cache(maxsize=512)
def _passages(packed: bytes) -> frozenset[str]:
    return shingles(zlib.decompress(packed).decode().split("\n"))


def as_rows(found: Iterable[Similar]) -> Iterator[Mapping[str, object]]:
    """Rows of table `similarity`."""
    for row in found:
        yield {
            "report_id": row.report_id,
            "other_id": row.other_id,
            "section": row.section,
            "relation": row.relation,
            "score": row.score,
        }
