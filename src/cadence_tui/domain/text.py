"""What a person types or imports as a name, a note or a reason: cleaned once on the way in, made safe on the way out.

A control character that reaches a terminal is executed by it, and a bidi override makes a text read as what it is
not. Both are refused at entry; `visible` is for every edge that shows data which came in before, or from elsewhere.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from cadence_tui.domain.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME_LENGTH = 200
TEXT_LENGTH = 20_000
KEY_LENGTH = 60

_LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
# Controls, lone surrogates, and the separators of lines and paragraphs.
_FORBIDDEN = ("Cc", "Cs", "Zl", "Zp")
_REORDERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Letters, to Unicode, that are drawn as nothing; and the braille pattern without a dot, which is a symbol.
_BLANKS = "\u115f\u1160\u3164\uffa0\u2800"
_LATIN = {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}


def clean_line(text: str, what: str, *, longest: int = NAME_LENGTH) -> str:
    """Read a name or title: one line that can be seen, in NFC, without spaces around it.

    Raises:
        InvalidError: naming `what` (“KPI name”), what is wrong with it and what would be right.
    """
    _refuse_forbidden(text, what, allowed="")
    line = unicodedata.normalize("NFC", text).strip()
    if not _can_be_seen(line):
        raise InvalidError(f"The {what} is empty; write at least one character that can be seen.")
    _refuse_longer(line, what, longest)
    return line


def clean_text(text: str, what: str, *, longest: int = TEXT_LENGTH) -> str:
    """Read a long text, as a note or a reason: newlines and tabs may be in it, and it may be empty.

    The line end of Windows becomes a newline; a carriage return on its own would overwrite the line in a terminal.

    Raises:
        InvalidError: naming `what`, what is wrong with it and what would be right.
    """
    if not text:
        return ""
    whole = text.replace("\r\n", "\n")
    _refuse_forbidden(whole, what, allowed="\n\t")
    whole = unicodedata.normalize("NFC", whole).strip()
    _refuse_longer(whole, what, longest)
    return whole


def clean_key(text: str, what: str = "key") -> str:
    """Read a KPI's key: letters, digits, hyphens and underscores, so that commands and formulas can name it.

    Raises:
        InvalidError: with the key that would be right.
    """
    key = clean_line(text, what, longest=KEY_LENGTH)
    inner = key.replace("-", "").replace("_", "")
    is_plain = all(is_key_char(char) for char in inner) and _has_letter(inner)
    is_small = key == unicodedata.normalize("NFC", key.casefold())
    if not is_plain or not is_small or key[0] == "-" or key[-1] == "-":
        raise InvalidError(
            f"The {what} “{visible(key)}” may hold only small letters, digits, - and _, and needs a letter; "
            f"“{slug(key)}” would do."
        )
    return key


def fold(name: str) -> str:
    """Reduce a name to what makes it unique: two that look the same, or differ only in case, fold alike."""
    if name.isascii():
        return " ".join(name.casefold().split())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    seen = "".join(char for char in folded if unicodedata.category(char) != "Cf")
    return " ".join(seen.split())


def same_name(name: str, other: str) -> bool:
    """Say whether two names count as one."""
    return fold(name) == fold(other)


def bare(name: str) -> str:
    """Fold a name and drop the accents of its letters: that is how it is found from any keyboard."""
    parts = unicodedata.normalize("NFKD", fold(name))
    return "".join(_LATIN.get(char, char) for char in parts if not unicodedata.combining(char))


def known_as(name: str, names: Iterable[str]) -> str:
    """Write a name out where its first words are those of one of some names, and of no other: Ben for Ben Okoro.

    Raises:
        InvalidError: where they are those of several.
    """
    wanted, found = bare(name), list(names)
    whole = [one for one in found if same_name(one, name)] or [one for one in found if bare(one) == wanted]
    begun = whole or [one for one in found if bare(one).startswith(f"{wanted} ")]
    if len(begun) > 1 and not whole:
        raise InvalidError(f"“{name[:40]}” may be {' or '.join(begun[:3])}; write out who is meant.")
    return begun[0] if begun else name


def slug(name: str) -> str:
    """Make a KPI's key from its name: small letters, digits and hyphens, ASCII where there is a plain way to it.

    Accents are dropped from Latin letters; other scripts keep their letters and marks. It is never empty, and never a
    mere number, which a formula would read as a constant.
    """
    kept: list[str] = []
    for char in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold()):
        if char in "'’" or unicodedata.category(char) == "Cf":
            continue
        if unicodedata.combining(char) and (not kept or kept[-1].isascii()):
            continue
        kept.append(_LATIN.get(char, char if is_key_char(char) else "-"))
    words = [word for word in unicodedata.normalize("NFC", "".join(kept)).split("-") if word]
    key = "-".join(words)[:KEY_LENGTH].strip("-_")
    if _has_letter(key):
        return key
    return f"kpi-{key}" if any(char.isalnum() for char in key) else "kpi"


def is_key_char(char: str) -> bool:
    """Say whether a character may stand in a key: a letter, a mark on it, a digit or an underscore."""
    return (char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M") and char not in _BLANKS


def visible(text: str, *, lines: bool = False) -> str:
    r"""Show what a terminal would execute or hide, as ␛ or \u202e; with `lines`, newlines and tabs stay as they are."""
    if text.isprintable():
        return text
    allowed = "\n\t" if lines else ""
    return "".join(_picture(char) if _is_forbidden(char) and char not in allowed else char for char in text)


def _is_forbidden(char: str) -> bool:
    """Say whether a character is executed, or reorders what stands around it, or is no character (a lone surrogate)."""
    return unicodedata.category(char) in _FORBIDDEN or char in _REORDERING


def _picture(char: str) -> str:
    """Draw a forbidden character: a control picture where Unicode has one, else its number."""
    code = ord(char)
    if char < " ":
        return chr(0x2400 + code)
    if char == "\x7f":
        return "\u2421"
    return f"\\x{code:02x}" if char <= "\xff" else f"\\u{code:04x}"


def _refuse_forbidden(text: str, what: str, *, allowed: str) -> None:
    """Refuse the first forbidden character, saying which it is."""
    if text.isprintable():
        return
    for char in text:
        if not _is_forbidden(char) or char in allowed:
            continue
        if char in _LINE_ENDS and not allowed:
            raise InvalidError(f"The {what} has a line break ({_picture(char)}) in it; write it on one line.")
        raise InvalidError(f"The {what} has a control character ({_picture(char)}) in it; leave that character out.")


def _refuse_longer(text: str, what: str, longest: int) -> None:
    """Refuse a text that is too long to be shown."""
    if len(text) > longest:
        raise InvalidError(f"The {what} has {len(text):,} characters; write it in {longest:,} at most.")


def _has_letter(key: str) -> bool:
    """Say whether a key can be told from a number."""
    return any(char.isalnum() and not char.isnumeric() for char in key)


def _can_be_seen(text: str) -> bool:
    """Say whether anything in the text is drawn: spaces, joiners and fillers are not."""
    return any(unicodedata.category(char)[0] in "LNPS" and char not in _BLANKS for char in text)
