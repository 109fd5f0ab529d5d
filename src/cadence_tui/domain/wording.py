"""How lint reads a sentence: where it begins, past “KR 1:”, “By June,” and “We will”; and whose objective it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cadence_tui.domain.figures import targets
from cadence_tui.domain.owner import is_role
from cadence_tui.domain.phrase import tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cadence_tui.domain.phrase import Token
    from cadence_tui.domain.words import Words


_OPENERS = ("in", "by", "during", "before", "until", "within", "this", "next", "after", "for", "throughout")
_NEAR, _FEW = 4, 3
_FOLD = re.compile(r"\d+-?fold")
_PLACES = {"market", "markets", "city", "region", "hub", "branch"}


def named_target(title: str, words: Words) -> str | None:
    """Give the number that makes an objective a target of a metric, as it was written; None without one."""
    found = tokens(title, words)
    hits = sorted(targets(found, words)) or _multiplied(found, words) or _starred(found, words) or _worded(found, words)
    return " ".join(token.raw for token in found[hits[0] : hits[-1] + 1]).strip() if hits else None


def _multiplied(found: Sequence[Token], words: Words) -> list[int]:
    """Find what multiplies or divides something measured: double retention, cut the backlog by a third."""
    named = [n for n, token in enumerate(found) if token.text in words.measures | words.counts and not token.is_glued]
    for n, token in enumerate(found):
        is_of_it = {one.text for one in found[n + 1 : n + 2]} & {"the", "our", "as"}
        if token.text in words.doubled and is_of_it and {n + 2, n + 3}.intersection(named):
            return [n]
        is_part = (
            token.text in words.fractions and found[n + 1 : n + 2] and found[n + 1].text in ("more", "less", "fewer")
        )
        is_told = ":" in {one.text for one in found[n:]} and not any(at < n for at in named)  # a twofold mission: …
        if (named and is_part) or (_is_fold(token, words) and ((named and not is_told) or _is_rise(found, n, words))):
            return [n]
    times = [n for n, token in enumerate(found) if token.text in words.multiples and not token.is_glued]
    for n in times:
        if any(at > n for at in named) and [token.text for token in found[n + 1 : n + 2]] != ["down"]:
            return [n]
    if any(token.text in words.moves for token in found):
        parts = [n for n, token in enumerate(found) if n and token.text in words.fractions]
        return [n for n in parts if _is_part(found, n, words, is_named=bool(named))][:1]
    return []


def _is_fold(token: Token, words: Words) -> bool:
    """Say whether a word multiplies: twofold, 3-fold."""
    return (token.text.endswith("fold") and token.text in words.fractions) or bool(_FOLD.fullmatch(token.text))


def _is_rise(found: Sequence[Token], n: int, words: Words) -> bool:
    """Say whether what is multiplied is a change, or is told to change: a 3-fold jump in demos, tenfold the list."""
    after = [token.text for token in found[n + 1 : n + 2]]
    return bool(words.rises.intersection(after)) or (n == 0 and bool({"the", "our"}.intersection(after)))


def _is_part(found: Sequence[Token], n: int, words: Words, *, is_named: bool) -> bool:
    """Say whether a word is a part, or a multiple, of something measured: by a third, above half, two-thirds of."""
    if found[n].is_glued and found[n - 1].text in words.numerals:
        return True
    before = {token.text for token in found[max(n - 2, 0) : n]}
    is_end = bool(before & {"to", "from"}) and (n + 1 == len(found) or found[n + 1].kind == "sign")
    return is_named and (found[n].text.endswith("fold") or is_end or bool(before & {"by", "in", *words.comparators}))


def _starred(found: Sequence[Token], words: Words) -> list[int]:
    """Find a rating in stars: a 4.8-star rating; a five-star experience is none."""
    return [
        n
        for n, token in enumerate(found[:-1])
        if token.kind == "name" and token.text.endswith(("-star", "-stars")) and found[n + 1].text in words.measures
    ]


def _worded(found: Sequence[Token], words: Words) -> list[int]:
    """Find a number in words: NPS into the sixties, a six-figure turnover, our thousandth customer."""
    named = [n for n, token in enumerate(found) if token.text in words.measures]
    if (n := _ratio(found, words)) is not None:
        return [n]
    for n, token in enumerate(found):
        before = {one.text for one in found[max(n - _FEW, 0) : n]}
        is_decade = token.text in words.decades or re.fullmatch(r"\d0s", token.text)
        if named and is_decade and before & {"the", "high", "low", "mid"} and before & {"in", "into", "to", "past"}:
            return [n]
        if named and token.text in words.digits and before & (words.numerals | {"double", "single", "triple"}):
            return [n]
        is_counted = bool({one.text.removesuffix("s") + "s" for one in found[n + 1 : n + 1 + _FEW]} & words.counts)
        if token.text in words.ordinals and is_counted and {one.text for one in found[:n]} & words.reach:
            return [n]
        follows = {one.text for one in found[n + 1 : n + 2]}
        if token.kind == "name" and re.fullmatch(r"\d+/\d+", token.text) and follows & words.counts:
            return [n]
        parts = set(token.text.split("-"))
        if token.kind == "name" and parts & words.magnitudes and parts & (words.currencies | {"euro", "pound"}):
            return [n]
    return []


def _ratio(found: Sequence[Token], words: Words) -> int | None:
    """Find a part of what is counted, in words: one in three trials converts, every second trial converts."""
    for n, token in enumerate(found[:-2]):
        ahead = {one.text.removesuffix("s") + "s" for one in found[n + 2 : n + 4]} & words.counts
        is_part = found[n + 1].text in ("in", "of", "out") and any(one.kind == "number" for one in found[n + 2 : n + 4])
        counted = {one.text for one in found[n + 3 : n + 6]} & words.counts
        if (token.text == "one" or token.text in words.numerals) and is_part and counted:
            return n
        if token.text == "every" and found[n + 1].text in words.nths and ahead:
            return n
    return None


def texts_of(found: Sequence[Token]) -> list[str]:
    """Give the words of a title."""
    return [token.text.replace("’", "'") for token in found]


def start_of(found: Sequence[Token], words: Words) -> int:
    """Find the first word that counts: past “KR 1:”, “By June,”, “We will”, “Successfully”."""
    at = 0
    if found and found[0].text in _OPENERS:
        at = next((n + 1 for n, token in enumerate(found) if token.text == ","), 0)
    for n, token in enumerate(found[: at + _NEAR]):
        if token.text in (":", ".", ")", "–", "—") and all(_is_label(t) for t in found[at:n]):
            at = n + 1
    while at < len(found) - 1:
        token = found[at]
        is_adverb = (
            token.kind == "word" and token.text.endswith("ly") and token.text not in ("supply", "apply", "reply")
        )
        if token.text not in words.lead_ins and not is_adverb and token.kind != "sign":
            break
        if token.text in ("continue", "have", "begin", "start", "try") and not _leads(found, at):
            break
        at += 1
    return max(0, min(at, len(found) - 1))


def _is_label(token: Token) -> bool:
    """Say whether a piece only numbers the line: KR 1, O2, 3."""
    return token.kind != "word" or token.text in ("kr", "o", "objective", "result", "key", "goal", "initiative")


def _leads(found: Sequence[Token], at: int) -> bool:
    """Say whether another verb follows: continue to grow, have launched."""
    return at + 1 < len(found) and found[at + 1].text == "to"


def is_personal(title: str, words: Words, *, people: Collection[str] = (), level: str | None = None) -> bool:
    """Say whether an objective is a person's: the cascade stops at the team (seed 003).

    `level` is the team that it is given to, `people` are those of the company by name.
    """
    known = {name.casefold() for name in people if not is_role(name)}
    if level is not None and level.casefold() in known:
        return True
    found = tokens(title, words)
    texts = texts_of(found)
    if _is_ones_own(found, texts, words):
        return True
    given = {name.split()[0] for name in known} | known
    return any(_is_about(found, n, known | given, words) for n in range(len(found)))


def _is_ones_own(found: Sequence[Token], texts: Sequence[str], words: Words) -> bool:
    """Say whether it is about somebody's own goals or skills, and not about those that customers or teams set."""
    joined = f" {' '.join(texts)} "
    is_said = texts[:1] == ["i"] and not found[0].is_glued and found[1:2] and found[1].raw.islower()
    if is_said or "myself" in texts or re.search(rf" a better (?:\w+ )?(?:{'|'.join(words.better)}) $", joined):
        return True
    mine = [n for n, text in enumerate(texts) if text == "my"]
    if any(n + 1 < len(found) and not (found[n].raw[0] + found[n + 1].raw[:1]).isupper() for n in mine):
        return True
    for whose in words.personal:
        for what in words.own:
            near = r"(?:\w+ )?" if whose in ("my", "his", "her") else ""
            at = re.search(rf" {whose} {near}{what} ", joined)
            if at and not words.outsiders.intersection(joined[: at.start()].split()):
                return True
    return False


def _is_brand(found: Sequence[Token], n: int, *, is_ours: bool) -> bool:
    """Say whether a name is part of a longer one, that is nobody's here: St. Mary's, Jack Daniel's, Maria Bakery."""
    before = [token for token in found[max(n - 2, 0) : n] if token.text != "."]
    if {token.text for token in before} & {"st", "saint", "santa", "san"}:
        return True
    if not is_ours and {token.text for token in found} & _PLACES:
        return True
    is_second = n > 1 and bool(before) and before[-1].kind == "word" and before[-1].raw[:1].isupper()
    after = found[n + 1] if n + 1 < len(found) else None
    is_first = n > 0 and after is not None and after.kind == "word" and after.raw[:1].isupper()
    return not is_ours and (is_second or is_first)


def _is_about(found: Sequence[Token], n: int, known: Collection[str], words: Words) -> bool:
    """Say whether a word is a person's name, and the objective is theirs."""
    token = found[n]
    text = token.text.replace("’", "'")
    whose = text.removesuffix("'s") if text.endswith("'s") else text.removesuffix("'") if text.endswith("s'") else None
    name = whose or text
    if not token.raw[:1].isupper() or not (name in known or name in words.given):
        return False
    before = found[n - 1].text if n else ""
    after = found[n + 1].text if n + 1 < len(found) else ""
    if f"{text} {after}" in known:
        return True
    if _is_brand(found, n, is_ours=name in known):
        return False
    if before == "of" and {one.text for one in found[max(n - _FEW, 0) : n]} & {"review", "appraisal", "promotion"}:
        return True
    if token.is_glued and n + 1 < len(found) and found[n + 1].is_glued and found[n + 1].raw.islower():
        return False
    if whose is not None:
        return True
    if n == 0 or before in ("for", "by", "@", "(", "[", ":", "–", "—", "-"):
        return not (n == 0 and not after)
    is_apart = before in ("up", "out") and n > 1 and found[n - 2].text in words.helped  # free up Ada
    return is_apart or before in words.helped
