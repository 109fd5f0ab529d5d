"""Whether a title keeps a level instead of changing one; then it is a KPI (seed 001).

It goes by the main clause: “Keep churn under 5 %” keeps a level, “Grow revenue while keeping churn under 5 %” does not.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from cadence_tui.domain.figures import targets
from cadence_tui.domain.phrase import tokens
from cadence_tui.domain.wording import start_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cadence_tui.domain.phrase import Token
    from cadence_tui.domain.words import Words


_NEAR = 4
_SOMETIMES = ("continu", "ensur", "guarant", "run", "operat", "leav", "secur", "retain")
_GUARDS = ("protect", "defend", "safeguard", "conserv", "preserv", "stabili")
_PLACES = {"leader", "leaders", "number", "#", "top", "best", "first", "1"}


def maintains(title: str, words: Words) -> bool:
    """Say whether a title keeps a level instead of changing one; then it is a KPI (seed 001)."""
    found = tokens(title, words)
    levels = targets(found, words)
    if not found or "way" in levels.values():
        return False
    at = start_of(found, words)
    if any(token.text.startswith("continu") for token in found[:at]):
        if "be" in texts_of(found[:at]):
            return True
        if found[at].text not in words.moves - words.reach:
            return bool(levels)
    main = found[at].text
    if main in words.keeps and not found[at].is_glued:
        return at < len(found) - 1
    rest = found[at + 1 :]
    if _guards(found, at, words):
        return True
    if main in words.moves - words.holds:
        return False
    if main in words.holds and rest and not found[at].is_glued:
        return _keeps_level(found, at, levels, words)
    return _is_kept(found, at, words) or _is_held(found, words)


def _guards(found: Sequence[Token], at: int, words: Words) -> bool:
    """Say whether it only guards: “no drop in NPS”, “don't let churn rise”, “avoid falling below 99 %”."""
    texts = texts_of(_main_clause(found, at))
    joined = f" {' '.join(texts)} "
    if any(f" {phrase} " in joined for phrase in words.no_change):
        return True
    first = texts[0] if texts else ""
    if first in words.none and not set(texts) & words.moves:
        return bool(words.lapses.intersection(texts[1:2])) or _ends_in_measure(_main_clause(found, at), words)
    if first not in words.shields or not set(texts) & words.falls:
        return False
    return bool(set(texts) & words.measures) or any(token.kind == "number" for token in found)


def _main_clause(found: Sequence[Token], at: int) -> Sequence[Token]:
    """Give a title up to where a second clause begins; what stands there only guards a change."""
    for n in range(at + 1, len(found)):
        if found[n].text in ("while", "whilst", "without", "with", "and", "but", ";"):
            return found[at:n]
    return found[at:]


def _keeps_level(found: Sequence[Token], at: int, levels: Collection[int], words: Words) -> bool:
    """Say whether keep, hold, stay and their like have a level to keep."""
    main = found[at].text
    clause = found[at:] if main.startswith("continu") else _main_clause(found, at)
    inner = [_ending(token, words) for token in clause[1:]]
    has_number = any(n < at + len(clause) for n in levels)
    if main.startswith("continu") and inner[0] == "being":
        return True
    if main.startswith(("keep", "continu")) and _goes_on(inner, words):
        return False
    if main.startswith(_SOMETIMES):
        return _means_to_keep(main, clause, words, has_number=has_number)
    if _bounded(clause, words) or _is_steady(main, inner, words):
        return True
    is_named = bool(words.measures.intersection(inner))
    if words.now.intersection(inner) and (is_named or words.level_words.intersection(inner)):
        return True
    if main.startswith(("stay", "remain")):
        return has_number or bool(words.level_words.intersection(inner)) or bool(_PLACES.intersection(inner))
    if main.startswith(_GUARDS):
        return has_number or _ends_in_measure(clause, words) or bool(words.level_words.intersection(inner))
    is_share = any(token.kind == "number" and token.sort == "percent" for token in clause)
    return is_share or (has_number and is_named) or (main.startswith("ke") and _ends_in_measure(clause, words))


def _ending(token: Token, words: Words) -> str:
    """Give a word; what closes a compound and says that it is steady, as debt-free does, with its hyphen."""
    text = token.text.replace("’", "'")
    return f"-{text}" if token.is_glued and f"-{text}" in words.steady else text


def _goes_on(inner: Sequence[str], words: Words) -> bool:
    """Say whether something is kept up, and no level: keep shipping; operating costs are something measured."""
    if not inner[0].endswith("ing") or inner[0] in words.measures:
        return False
    return inner[0] in words.moves or not words.measures.intersection(inner[1:2])


def _means_to_keep(main: str, clause: Sequence[Token], words: Words, *, has_number: bool) -> bool:
    """Say whether a verb that may mean more (ensure, continue, run, retain) means to keep a level here."""
    inner = set(texts_of(clause)[1:])
    if inner & words.moves - words.reach:
        return False
    if main.startswith("retain"):
        return has_number or bool(inner & (words.steady | words.level_words))
    if not inner & words.measures:
        return False
    if main.startswith("leav"):
        return bool(inner & words.steady) or _bounded(clause, words)
    if main.startswith(("ensur", "guarant", "continu")):
        return has_number or main.startswith("continu") or _bounded(clause, words)
    return _bounded(clause, words)


def _is_steady(main: str, inner: Sequence[str], words: Words) -> bool:
    """Say whether something measured is to stay as good as it is: keep churn low, remain profitable, free of debt."""
    if any(pair in (("free", "of"), ("free", "from")) for pair in pairwise(inner)):
        return True
    if not words.steady.intersection(inner):
        return False
    return main.startswith(("stay", "remain")) or inner[-1] in words.steady or bool(words.measures.intersection(inner))


def _bounded(clause: Sequence[Token], words: Words) -> bool:
    """Say whether a bound with a number, or with what stands for one, closes the clause: at 40 %, within budget."""
    for n, token in enumerate(clause[1:], 1):
        if token.text not in words.bounds and token.text not in words.comparators:
            continue
        ahead = clause[n + 1 : n + 1 + _NEAR]
        if any(later.kind == "number" for later in ahead):
            number = next(later for later in ahead if later.kind == "number")
            after = clause[list(clause).index(number) + 1 :][:1]
            if not after or after[0].text not in words.long_units or {t.text for t in clause} & words.measures:
                return True
        if {later.text for later in ahead} & (words.level_words | words.steady):
            return True
        if any(a.text in ("a", "an") and b.text in words.short_units | words.long_units for a, b in pairwise(ahead)):
            return True
    return False


def _ends_in_measure(clause: Sequence[Token], words: Words) -> bool:
    """Say whether the object of a clause is something measured: protect gross margin."""
    inner = [token.text for token in clause[1:]]
    cut = next(
        (n for n, text in enumerate(inner) if text in words.stops and n > 0 and text not in ("our", "the", "a", "its")),
        len(inner),
    )
    return cut > 0 and inner[cut - 1] in words.measures


def _is_kept(found: Sequence[Token], at: int, words: Words) -> bool:
    """Say whether something measured stays where it is: “Churn remains below 5 %”, “uptime stays above 99.9 %”."""
    clause = _main_clause(found, at)
    for n, token in enumerate(clause[1:], 1):
        if token.text in ("stays", "remains", "stay", "remain", "holds", "staying", "remaining", "never"):
            tail = clause[n:]
            if _bounded(tail, words) or {t.text for t in tail} & words.steady:
                return True
    return False


def _is_held(found: Sequence[Token], words: Words) -> bool:
    """Say whether a level is said to be held: “99.9 % uptime maintained”, “Margin held at 40 %”."""
    for n, token in enumerate(found[1:], 1):
        if token.text in ("maintained", "sustained", "preserved", "kept", "held", "upheld", "stabilised", "stabilized"):
            tail = found[n:]
            is_end = n == len(found) - 1 or found[n + 1].kind == "sign"
            if is_end or _bounded(tail, words) or {t.text for t in tail} & words.steady:
                return True
    return False
