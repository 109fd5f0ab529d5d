"""How lint reads a sentence: where it begins, past “KR 1:”, “By June,” and “We will”; and whose objective it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.figures import targets
from cadence_tui.domain.owner import is_role
from cadence_tui.domain.phrase import tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cadence_tui.domain.phrase import Token
    from cadence_tui.domain.words import Words


_OPENERS = ("in", "by", "during", "before", "until", "within", "this", "next", "after", "for", "throughout")
_NEAR = 4


def named_target(title: str, words: Words) -> str | None:
    """Give the number that makes an objective a target of a metric, as it was written; None without one."""
    found = tokens(title, words)
    hits = sorted(targets(found, words)) or _multiplied(found, words) or _starred(found, words)
    return " ".join(token.raw for token in found[hits[0] : hits[-1] + 1]).strip() if hits else None


def _multiplied(found: Sequence[Token], words: Words) -> list[int]:
    """Find what multiplies or divides something measured: double retention, cut the backlog by a third."""
    named = [n for n, token in enumerate(found) if token.text in words.measures | words.counts and not token.is_glued]
    times = [n for n, token in enumerate(found) if token.text in words.multiples and not token.is_glued]
    for n in times:
        if any(at > n for at in named) and [token.text for token in found[n + 1 : n + 2]] != ["down"]:
            return [n]
    if any(token.text in words.moves for token in found):
        parts = [n for n, token in enumerate(found) if n and token.text in words.fractions]
        return [n for n in parts if _is_part(found, n, words, is_named=bool(named))][:1]
    return []


def _is_part(found: Sequence[Token], n: int, words: Words, *, is_named: bool) -> bool:
    """Say whether a word is a part, or a multiple, of something measured: by a third, above half, two-thirds of."""
    if found[n].is_glued and found[n - 1].text in words.numerals:
        return True
    before = {token.text for token in found[max(n - 2, 0) : n]}
    return is_named and (found[n].text.endswith("fold") or bool(before & {"by", "in", *words.comparators}))


def _starred(found: Sequence[Token], words: Words) -> list[int]:
    """Find a rating in stars: a 4.8-star rating; a five-star experience is none."""
    return [
        n
        for n, token in enumerate(found[:-1])
        if token.kind == "name" and token.text.endswith(("-star", "-stars")) and found[n + 1].text in words.measures
    ]


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
    joined = f" {' '.join(texts)} "
    if any(f" {whose} {what} " in joined for whose in words.personal for what in words.own):
        return True
    given = {name.split()[0] for name in known} | known
    return any(_is_about(found, n, known | given, words) for n in range(len(found)))


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
    if token.is_glued and n + 1 < len(found) and found[n + 1].is_glued and found[n + 1].raw.islower():
        return False
    if whose is not None:
        return True
    if n == 0 or before in ("for", "by", "@", "(", "[", ":", "–", "—", "-"):
        return not (n == 0 and not after)
    return before in words.helped
