"""Finding a thing by a few letters of its name, among thousands, while they are typed."""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from cadence_tui.domain.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")
# By what a name is found: it begins so, its words do, the words stand in it, its letters follow each other in it.
BEGINS, WORDS, WITHIN, SPREAD = 4.0, 3.0, 2.0, 1.0
ENOUGH = 20


class Found(NamedTuple):
    """How well something fits, and the places of the letters that were typed; none fit at 0."""

    score: float
    places: tuple[int, ...] = ()


def fit(query: str, name: str, *, spread: bool = True) -> Found:
    """Say how well a folded name fits what was typed, folded; with `spread`, letters may stand apart."""
    words = query.split()
    if not words:
        return Found(0)
    shorter = 1 / (2 + len(name))
    if all(word in name for word in words):
        starts = [_start(word, name) for word in words]
        places = tuple(at + step for (at, _), word in zip(starts, words, strict=True) for step in range(len(word)))
        whole = BEGINS if name.startswith(query) else WORDS if all(is_word for _, is_word in starts) else WITHIN
        return Found(whole + shorter, places)
    return _spread(query.replace(" ", ""), name, shorter) if spread else Found(0)


def _start(word: str, name: str) -> tuple[int, bool]:
    """Say where a word stands in a name, at the beginning of one of its words where it can; and whether it does."""
    at = name.find(word)
    while at > 0 and name[at - 1].isalnum():
        later = name.find(word, at + 1)
        if later < 0:
            return name.find(word), False
        at = later
    return at, True


def _spread(letters: str, name: str, shorter: float) -> Found:
    """Find letters in a name in their order, most of them together or where words begin: hsd, hire a second d."""
    places, good = list[int](), 0
    at = -1
    for letter in letters:
        if name.startswith(letter, at + 1):
            at, good = at + 1, good + 1
        else:
            start, is_start = _start(letter, name[at + 1 :])
            if start < 0:
                return Found(0)
            at, good = at + 1 + start, good + is_start
        places.append(at)
    # A few letters anywhere in a long name are no find.
    if good * 4 < len(places) * 3:
        return Found(0)
    return Found(SPREAD * good / len(places) * 0.9 + shorter, tuple(places))


def best(query: str, names: Sequence[tuple[str, T]], most: int) -> list[tuple[Found, T]]:
    """Give what fits best of folded names, the best first; letters apart count where little else is found."""
    wanted = fold(query)
    found = list(_fitting(wanted, names, spread=False))
    if len(found) < ENOUGH:
        found += [(fits, one) for fits, one in _fitting(wanted, names, spread=True) if fits.score < WITHIN]
    return nlargest(most, found, key=lambda one: one[0].score)


def _fitting(query: str, names: Iterable[tuple[str, T]], *, spread: bool) -> Iterable[tuple[Found, T]]:
    """Go through what fits."""
    for name, one in names:
        fits = fit(query, name, spread=spread)
        if fits.score:
            yield fits, one
