"""Whether a title keeps a level instead of changing one; then it is a KPI (seed 001).

It goes by the main clause: “Keep churn under 5 %” keeps a level, “Grow revenue while keeping churn under 5 %” does not.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from cadence_tui.domain.figures import targets
from cadence_tui.domain.phrase import tokens
from cadence_tui.domain.wording import start_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cadence_tui.domain.phrase import Token
    from cadence_tui.domain.words import Words


_SURELY = re.compile(r"\b(?:make sure|see to it)\b", re.IGNORECASE)
_NEAR = 4
_SOMETIMES = ("continu", "ensur", "guarant", "run", "operat", "leav", "secur", "retain")
_GUARDS = (
    "protect",
    "defend",
    "safeguard",
    "conserv",
    "preserv",
    "stabili",
    "freez",
    "cap",
    "limit",
    "contain",
    "guard",
)
_IS = {"is", "are", "was", "were", "becomes", "become", "and"}
_STANDINGS = {"lead", "leadership", "certificate", "certification", "rank", "ranking", "spot", "position"}
_PLACES = {"leader", "leaders", "number", "#", "top", "best", "first", "1"}


def maintains(title: str, words: Words) -> bool:
    """Say whether a title keeps a level instead of changing one; then it is a KPI (seed 001)."""
    found = tokens(_SURELY.sub("ensure", title), words)
    levels = targets(found, words)
    if not found or "way" in levels.values():
        return False
    at = start_of(found, words)
    if any(token.text.startswith("continu") for token in found[:at]):
        if "be" in texts_of(found[:at]):
            return True
        if found[at].text not in words.moves - words.reach:
            return bool(levels) or _bounded(_main_clause(found, at), words)
    main = found[at].text
    rest = found[at + 1 :]
    is_name = bool(rest) and rest[0].text in _IS and main in words.keeps | words.holds  # Sustain is our new brand
    if is_name or (main in words.keeps and not found[at].is_glued):
        return bool(rest) and not is_name
    if _guards(found, at, words) or _rules_out(found, words) or _is_unmoved(found, at, levels, words):
        return True
    if main in words.moves - words.holds:
        return False
    if main in words.holds and rest and not found[at].is_glued:
        return _keeps_level(found, at, levels, words)
    return _is_kept(found, at, words) or _is_held(found, words)


def _rules_out(found: Sequence[Token], words: Words) -> bool:
    """Say whether something measured is not to change: costs do not grow, margins don't shrink."""
    texts = texts_of(_main_clause(found, 0))
    ruled = any(a in words.negations and b in words.changes for a, b in pairwise(texts))
    return ruled and bool(words.measures.intersection(texts))


def _is_unmoved(found: Sequence[Token], at: int, levels: Collection[int], words: Words) -> bool:
    """Say whether something measured stays as it is or was: stable margins, same NPS as last quarter."""
    clause = _main_clause(found, at)
    texts = texts_of(clause)
    if not words.measures.intersection(texts):
        return False
    whole = texts_of(found)
    if {"always", "never"} & set(whole[: at + 1]) and "have" in whole[: at + 2] and levels:
        return True
    joined = f" {' '.join(texts)} "
    is_kept = texts[0] in words.holds or not words.moves.intersection(texts)
    if is_kept and any(f" {phrase} " in f"{joined}{' '.join(whole)} " for phrase in words.as_before):
        return True
    if texts[0] not in words.unmoved or clause[0].is_glued:
        return False
    return _bounded(clause, words) or _ends_in_measure([clause[0], *_to_number(clause[1:])], words)


def _to_number(clause: Sequence[Token]) -> Sequence[Token]:
    """Give a clause up to its first number."""
    return clause[: next((n for n, token in enumerate(clause) if token.kind == "number"), len(clause))]


def _guards(found: Sequence[Token], at: int, words: Words) -> bool:
    """Say whether it only guards: “no drop in NPS”, “don't let churn rise”, “avoid falling below 99 %”."""
    texts = texts_of(_main_clause(found, at))
    joined = f" {' '.join(texts)} "
    if "again" not in texts and any(f" {phrase} " in joined for phrase in words.no_change):
        return True  # what is not to happen again does happen now
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
    if main.startswith(("keep", "continu")) and (inner[0] == "being" or _goes_on(inner, words)):
        return inner[0] == "being" or (inner[0] not in words.moves and _bounded(clause, words))
    is_named = bool(words.measures.intersection(inner))
    is_now = bool(words.now.intersection(inner)) and (is_named or bool(words.level_words.intersection(inner)))
    if is_now and not main.startswith(("leav", "run", "operat")):
        return True
    if main.startswith(_SOMETIMES):
        return _means_to_keep(main, clause, words, has_number=has_number)
    if _bounded(clause, words) or _is_steady(main, inner, words):
        return True
    if main.startswith(("stay", "remain")):
        return has_number or bool(words.level_words.intersection(inner)) or bool(_PLACES.intersection(inner))
    if main.startswith(_GUARDS):
        return has_number or _ends_in_measure(clause, words) or bool(words.level_words.intersection(inner))
    is_sticking = main.startswith("stick") and any(token.text[:1].isdigit() for token in clause)
    is_share = any(token.kind == "number" and token.sort == "percent" for token in clause)
    if is_share or ((has_number or is_sticking) and is_named):
        return True
    is_standing = inner[0] in ("our", "the") and bool(_STANDINGS.intersection(inner[1:4]))
    return main.startswith("ke") and (is_standing or _ends_in_measure(clause, words))


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
        return "behind" not in inner and bool(inner & words.steady or _bounded(clause, words))
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
        if token.text in ("stays", "remains", "stay", "remain", "holds", "staying", "remaining", "never", "continues"):
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
