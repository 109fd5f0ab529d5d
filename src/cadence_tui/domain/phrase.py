"""A title as lint reads it: words, names with digits in them (v2, Q3, 24/7), numbers and signs."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadence_tui.domain.words import Words

TokenKind = Literal["word", "number", "name", "sign"]

_TOKENS = re.compile(
    r"""
    (?P<money>(?:\b(?:usd|eur|gbp|nok|sek|dkk|chf|cad|aud|jpy|inr|kr\.?)\s?|us\$|[$€£¥₹]\s?)
        \d[\d.,'’]*(?:\s\d{3}\b)*(?:\s?(?:k|m|mm|mn|mio|b|bn|t|million|billion|thousand)\b)?\+?
      |\d[\d.,'’]*\s?(?:k|m|mm|mn|b|bn)?\s?[$€£¥₹])
  | (?P<percent>\d+(?:[.,]\d+)*\s?(?:%|٪|percent\b|per\s?cent\b|pct\b|pp\b|bps\b|ppt\b|percentage\spoints?\b))
  | (?P<times>\d+(?:[.,]\d+)?\s?[x×](?![\w]))
  | (?P<rated>\d[.,]\d+\s?/\s?(?:5|10)\b)
  | (?P<name>(?:[^\W\d_]+[\d][\w.]*|\d+(?:st|nd|rd|th)\b
      |\d{4}-\d\d(?:-\d\d)?|\d+[./]\d+[./]\d+|\d+\s?[/x]\s?\d+(?![\w%])
      |\d+(?:\.\d+)?(?:-[^\W\d_]+)+|['’]\d\d\b|\d+(?:\.\d+)?(?!(?:k|m|mm|mn|b|bn|h|hr|hrs|min|mins|s|sec|secs|ms|d)\b)[^\W\d_]+\w*
      |[^\W\d_](?:&[^\W\d_])+\b))
  | (?P<unit>\d+(?:[.,]\d+)?(?:h|hr|hrs|min|mins|s|sec|secs|ms|d)\b)
  | (?P<number>\d+(?:[.,'’]\d+)*(?:\s\d{3}\b)*(?:\s?(?:k|m|mm|mn|b|bn)\b)?\+?)
  | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
  | (?P<sign>->|<=|>=|[→<>≤≥=:~+&/(){}\[\],.;!?–—%#@"“”-])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SPLIT_TEST = re.compile(r"\bA\s?/\s?B[\s-]?test", re.IGNORECASE)
MANY = 1000
_WHOLE = re.compile(r"\d+")


class Token(NamedTuple):
    """A piece of a title: `text` in small letters, `raw` as written; `kind` of a number says what it carries."""

    text: str
    raw: str
    kind: TokenKind
    sort: str = ""
    value: float | None = None
    is_glued: bool = False

    @property
    def is_plain(self) -> bool:
        """Say whether it is a number that carries nothing: no sign, no unit, no thousands."""
        return self.kind == "number" and self.sort == "number"


def tokens(text: str, words: Words) -> list[Token]:
    """Take a title apart."""
    whole = _SPLIT_TEST.sub("test", unicodedata.normalize("NFKC", text.replace("\u2011", "-")))
    found = list[Token]()
    for match in _TOKENS.finditer(whole):
        sort, raw = match.lastgroup or "", match.group()
        glued = sort == "word" and whole[max(0, match.start() - 1) : match.start()] == "-" and match.start() > 1
        glued = glued or (
            sort == "word"
            and whole[match.end() : match.end() + 2].startswith("-")
            and _letter_at(whole, match.end() + 1)
        )
        if sort in ("word", "name", "sign"):
            kind: TokenKind = "word" if sort == "word" else "name" if sort == "name" else "sign"
            found.append(Token(raw.casefold(), raw, kind, is_glued=glued))
        else:
            found.append(Token(raw.casefold(), raw, "number", sort, _value(raw)))
    hyphens = [token for n, token in enumerate(found) if not (token.text == "-" and _joins(found, n))]
    return _spoken(_closed_up(hyphens, words), words)


def _closed_up(found: Sequence[Token], words: Words) -> list[Token]:
    """Read what is written with a hyphen as without one, where that is something measured or counted: sign-ups."""
    out = list[Token]()
    for token in found:
        if out and out[-1].is_glued and token.is_glued and out[-1].kind == token.kind == "word":
            whole = f"{out[-1].text}{token.text}"
            if whole in words.measures | words.counts:
                out[-1] = Token(whole, f"{out[-1].raw}-{token.raw}", "word")
                continue
        out.append(token)
    return out


def _letter_at(text: str, place: int) -> bool:
    """Say whether there is a letter at a place."""
    return text[place : place + 1].isalpha()


def _joins(found: Sequence[Token], n: int) -> bool:
    """Say whether a hyphen only joins two words."""
    return 0 < n < len(found) - 1 and found[n - 1].is_glued and found[n + 1].is_glued


def _value(raw: str) -> float | None:
    """Read how large a number is, as far as lint needs to know."""
    digits = _WHOLE.findall(raw)
    is_grouped = len(digits) > 1 and all(len(group) == len("000") for group in digits[1:])
    number = float("".join(digits)) if is_grouped or len(digits) == 1 else float(".".join(digits[:2]))
    is_large = re.search(r"\d\s?(?:k|m|mm|mn|mio|b|bn|t|million|billion|thousand)\b", raw, re.IGNORECASE)
    return number * MANY if is_large else number


def _spoken(found: list[Token], words: Words) -> list[Token]:
    """Read numbers that are written out (“two engineers”, “a million users”, “5 million”) as numbers."""
    out = list[Token]()
    for token in found:
        if token.kind == "word" and not token.is_glued and token.text in words.magnitudes and out:
            last = out[-1]
            if last.kind == "number" or last.text in ("one", "a", "half", "several"):
                sort = last.sort if last.kind == "number" and last.sort != "number" else "many"
                out[-1] = Token(f"{last.text} {token.text}", f"{last.raw} {token.raw}", "number", sort, MANY)
                continue
        if token.kind == "word" and not token.is_glued and token.text in words.numerals:
            out.append(token._replace(kind="number", sort="number", value=0))
        elif token.text in words.percents and out and (out[-1].is_plain or out[-1].text == "one"):
            out[-1] = out[-1]._replace(kind="number", sort="percent")
        elif token.text in words.currencies and out and out[-1].kind == "number" and token.text != "kr":
            out[-1] = out[-1]._replace(sort="money")
        else:
            out.append(token)
    return out
