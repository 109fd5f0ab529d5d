"""Whether a key result is work and no outcome; then it is an initiative (seeds 002, 003)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from cadence_tui.domain.figures import targets
from cadence_tui.domain.phrase import Token, tokens
from cadence_tui.domain.wording import start_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadence_tui.domain.words import Words


_NEAR = 4
_ABOUT = {"on", "about", "with", "for", "in", "by", "before", "at"}
_MAKING = ("do", "make", "have", "get", "place", "doing", "making")
_BESIDE = ("open", "work", "talk", "focus", "follow", "stand", "engage", "set", "start")
_RATES = {"a", "an", "per", "every", "each"}
_HAVING = {"have", "has", "had", "be", "been", "get", "got"}
_DETERMINERS = {"a", "an", "the", "their", "its", "our", "his", "her", "your", "all", "every", "up"}


def is_activity(title: str, words: Words) -> bool:
    """Say whether a key result is work and no outcome: launch, roll out, hire, interview (seeds 002, 003)."""
    found = tokens(title, words)
    if not found:
        return False
    at = start_of(found, words)
    if _names_outcome(found, at, words):
        return False
    return _begins_with_work(found, at, words) or _is_done(found, at, words) or _is_a_piece(found, at, words)


def _names_outcome(found: Sequence[Token], at: int, words: Words) -> bool:
    """Say whether it names the number that the work should move."""
    names_measure = any(token.text in words.measures for token in found)
    for n, kind in targets(found, words).items():
        moved = any(token.text in words.moves for token in found[at + 1 : n])
        is_span = any(token.text in words.long_units for token in found[n : n + 2]) and not any(
            token.text in words.measures for token in found[:n]
        )
        if kind in ("measure", "count") and _counted(found, n, words) & words.deliverables:
            continue
        if kind in ("percent", "times", "way", "measure") or (kind == "time" and not is_span) or moved:
            return True
        if kind == "money" and names_measure:
            return True
        if kind == "count" and found[at].text not in words.contact and _yields(found, n, words):
            return True
    return False


def _yields(found: Sequence[Token], n: int, words: Words) -> bool:
    """Say whether a number counts what work yields, as leads, and not what it is done to."""
    return bool(_counted(found, n, words) & words.results)


def _counted(found: Sequence[Token], n: int, words: Words) -> set[str]:
    """List the words that a number counts, up to where the phrase ends."""
    run = set[str]()
    for token in found[n + 1 : n + 1 + _NEAR]:
        if token.kind != "word" or token.text in words.stops:
            break
        run.add(token.text)
    return run


def _begins_with_work(found: Sequence[Token], at: int, words: Words) -> bool:
    """Say whether the main verb is work."""
    main, rest = found[at], found[at + 1 :]
    if main.kind != "word" or _is_hyphened(main, rest, words):
        return False
    if _has_particle(found, at, words) or _is_made(main, rest, words):
        return True
    if main.text in _MAKING and rest and rest[0].kind == "number":
        return _is_a_piece(found, at + 1, words)
    if main.text not in words.work or (main.text in words.needs_particle and main.text not in words.either):
        return False
    if main.text in words.needs_particle and main.text in _BESIDE:
        is_state = bool(rest) and main.text == "open" and rest[0].kind == "word" and rest[0].text.endswith("s")
        return bool(rest) and main.text in ("open", "set", "start") and not (is_state or _is_compound(rest, words))
    if main.text in words.amounts and rest and rest[0].text == "of":
        return False  # a share of shops
    if main.text in words.samples and rest and rest[0].text in words.counts:
        return False
    is_name = main.text in words.either or main.text.endswith(("ing", "ed", "s"))
    return bool(rest) and not (is_name and _is_compound(rest, words))


def _is_hyphened(main: Token, rest: Sequence[Token], words: Words) -> bool:
    """Say whether a verb is but a part of a name: call-backs, ship-to-cash; kick-off and its like are no names."""
    if not main.is_glued or not rest:
        return main.is_glued
    return rest[0].is_glued and f"{main.text}/{rest[0].text}" not in words.particles


def _is_made(main: Token, rest: Sequence[Token], words: Words) -> bool:
    """Say whether something is done or made: do monthly retros, make a training video."""
    if main.text in ("make", "making"):
        return _is_product(rest, words)
    return main.text in ("do", "doing") and bool(rest) and rest[0].text not in words.measures


def _is_product(found: Sequence[Token], words: Words) -> bool:
    """Say whether it is one new thing, by itself or with what it is about: a new website, a webinar on bread."""
    run = list[str]()
    for token in found:
        if token.kind != "word" or token.text in _ABOUT:
            break
        run.append(token.text)
    after = [token.text for token in found[len(run) : len(run) + 1]]
    is_new = bool({"a", "an", "new"} & set(run[:2]))
    return bool(run) and run[-1] in words.products and (is_new or bool(after and after[0] in _ABOUT and len(run) == 1))


def _has_particle(found: Sequence[Token], at: int, words: Words) -> bool:
    """Say whether a verb becomes work with a word soon after it: set … up, talk to, go live."""
    texts = texts_of(found)
    near = texts[at + 1 : at + 2 + _NEAR]
    return any(f"{form}/{word}" in words.particles for form in _bases(texts[at]) for word in near)


def _bases(verb: str) -> set[str]:
    """Guess the base forms of a verb, as far as they are needed to look up a particle."""
    irregular = {
        "went": "go",
        "gone": "go",
        "spun": "spin",
        "stood": "stand",
        "brought": "bring",
        "met": "meet",
        "spoken": "speak",
    }
    cut = {verb, irregular.get(verb, verb)}
    for ending in ("ing", "ed", "s", "es", "ting", "ning"):
        if verb.endswith(ending):
            cut |= {verb.removesuffix(ending), f"{verb.removesuffix(ending)}e"}
    return cut


def _is_compound(rest: Sequence[Token], words: Words) -> bool:
    """Say whether the verb only names what is measured: build time, test coverage, onboarding completion rate."""
    run = list[str]()
    for token in rest:
        if token.kind != "word" or token.text in words.stops | words.connectors - words.measures:
            break
        run.append(token.text)
    if not run:
        return (bool(rest) and rest[0].text == "per") or (
            bool(rest) and (rest[0].text in words.connectors - words.stops or rest[0].text in ("<", ">", "≤", "≥", "="))
        )
    cut = [n for n, text in enumerate(run) if text in words.measures | words.short_units | words.long_units]
    return bool(cut) and (cut[-1] == len(run) - 1 or run[cut[-1] + 1] in words.moves)


def _is_done(found: Sequence[Token], at: int, words: Words) -> bool:
    """Say whether something is said to be done: “SSO launched”, “20 customers interviewed”, “new site live”."""
    texts = texts_of(found)
    if set(texts[at : at + 2]) & words.amounts:
        return False
    done = [n for n in range(at + 1, len(found)) if _is_participle(found, n, words)]
    counted = any(token.kind == "number" for token in found[at:]) and bool(set(texts) & words.counts)
    return any(not counted or texts[n] in words.contact for n in done)


def _is_participle(found: Sequence[Token], n: int, words: Words) -> bool:
    """Say whether a word closes a phrase by saying that it is done."""
    text = found[n].text
    nexts = f"{' '.join(texts_of(found[n : n + 3]))} "
    phrases = [phrase for phrase in words.finished | words.participles if nexts.startswith(f"{phrase} ")]
    is_past = text.endswith("ed") and text in words.work and text != "need"
    if not (phrases or is_past):
        return False
    after = found[n + 1 : n + 2]
    if not after or after[0].kind in ("sign", "number") or any(" " in phrase for phrase in phrases):
        return True
    is_active = after[0].text in _DETERMINERS and found[n - 1].text not in _HAVING  # customers set their own goals
    return after[0].text in words.stops and not is_active


def _is_a_piece(found: Sequence[Token], at: int, words: Words) -> bool:
    """Say whether it names a piece of work: “SSO rollout”, “Launch of the new site”, “20 customer interviews”."""
    clause: list[Token] = []
    for token in found[at:]:
        if clause and (
            token.kind == "sign"
            or token.text in ("by", "before", "in", "for", "with", "on", "until", "to", "across", "per", "from")
        ):
            break
        clause.append(token)
    if len(clause) > 1 and clause[-1].kind == "name":
        clause.pop()  # a handbook v2
    texts = texts_of(clause)
    if not texts or set(texts[:2]) & words.amounts:
        return False
    if _is_product(found[at:], words):
        return True
    if "of" in texts[1:3] and texts[texts.index("of") - 1] in words.nominal_of:
        return True
    is_counted = clause[0].kind == "number"
    counted = next((text for text, after in pairwise([*texts, ""]) if after in _RATES), texts[-1])
    if is_counted and counted in words.deliverables:
        return True
    if len(texts) == 1:
        return texts[0] in words.nominal_of and [token.text for token in found[at + 1 : at + 2]] == ["to"]
    return texts[-1] in words.nominal and texts[0] not in words.moves
