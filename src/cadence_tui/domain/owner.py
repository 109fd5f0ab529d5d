"""One owner: joint ownership is no ownership (seeds 000, 003). Two people are seen by how they are written together.

A role may hold an “and” of its own (“Head of Sales and Marketing”), and so may a department; a person's name may end in
“Jr.” after a comma. This is asked wherever a name is typed, so it needs no playbook.
"""

from __future__ import annotations

import re
import unicodedata

_ROLES = """
head lead chief director manager vp svp evp president officer founder cofounder owner partner principal coordinator
analyst engineer designer developer adviser advisor assistant specialist executive ceo cto cfo coo cmo cpo cro cio cso
chair captain steward supervisor controller accountant secretary treasurer editor producer administrator
"""
_FIELDS = """
sales marketing product people culture finance operations ops customer customers growth engineering design data
support success legal hr it research development security quality partnerships partner revenue brand content
community technology tech strategy business learning talent communications comms pr procurement supply logistics
risk compliance planning analytics insights performance delivery service services experience innovation
sustainability health safety accounting admin administration infrastructure platform mobile web ecommerce commerce
retail wholesale production manufacturing purchasing accounts billing payments treasury tax audit facilities office
public affairs media social digital global international european nordic nordics europe emea apac americas dach
benelux uk usa us norway sweden denmark finland germany regional area team of the for new senior junior deputy
interim acting vice general managing executive
"""
_GROUPS = """
everyone everybody all both nobody noone none team teams tbd tba unassigned unknown anyone we us shared joint jointly
whole committee group various several founders
"""
_SUFFIXES = "jr sr phd md mba esq ii iii iv dr msc bsc cpa"
_JOINERS = re.compile(r"\s*(?:[/&+,;|、]|\b(?:and|or|with|plus|und|oder|et|og|och|en)\b)\s*", re.IGNORECASE)
_DASH = re.compile(r"\s+[-–—]\s+")
_ABBREVIATION = re.compile(r"\b\w[/&]\w\b")
_NICKNAME = re.compile(r"\([^)]*\)")
_WORD = re.compile(r"[^\W\d_]+")
_MOST_TITLE = 3


def is_role(name: str) -> bool:
    """Say whether a name is a role or a department, and no person's own: Head of Growth, Founder, Sales."""
    found = _words(name)
    return bool(set(found) & _set(_ROLES)) or (bool(found) and set(found) <= _set(_FIELDS))


def is_joint(name: str) -> bool:
    """Say whether an owner's name stands for more than one person, or for nobody in particular."""
    text = unicodedata.normalize("NFKC", name).strip()
    words = _words(text)
    dashed = [_words(part) for part in _DASH.split(text)]
    if len(dashed) > 1 and all(dashed) and not any(_is_title(part) for part in dashed):
        return True
    if words and set(words) <= _set(_GROUPS) | {"the", "of", "our", "s"}:
        return True
    if len(words) > 1 and words[-1].removesuffix("s") in _set(_ROLES) - {words[-1]} and _is_title(words[:-1]):
        return not set(words[:-1]) & _set(_ROLES)
    if words and words[-1] in ("team", "teams", "committee", "founders") and not _is_one_role(words[:-1]):
        return True
    plain = _ABBREVIATION.sub("X", text)
    bracketed = _NICKNAME.findall(plain)
    if any(_JOINERS.search(f" {inner[1:-1]} ") and not _is_title(_words(inner)) for inner in bracketed):
        return True
    parts = _JOINERS.split(_NICKNAME.sub(" ", plain))
    if len(parts) == 1:
        return False
    return not (_is_suffixed(parts, plain) or _is_one_role_in(parts))


def _is_suffixed(parts: list[str], text: str) -> bool:
    """Say whether all after the first comma only adds to one name: Sammy Davis, Jr.; Ada Lovelace, CTO."""
    if not re.fullmatch(r"[^/&+;|、]*", text) or len(parts) > _MOST_TITLE:
        return False
    tails = [_words(part) for part in parts[1:]]
    is_comma = text.count(",") == len(tails)
    return is_comma and all(tail and (set(tail) <= _set(_SUFFIXES) or _is_one_role(tail)) for tail in tails)


def _is_one_role_in(parts: list[str]) -> bool:
    """Say whether the parts are fields of one role: Head of Sales and Marketing, Sales & Marketing lead."""
    words = [_words(part) for part in parts]
    holders = [part for part in words if set(part) & _set(_ROLES) - {"partner", "executive"}]
    if len(holders) > 1 or not all(words):
        return False
    rest = {word for part in words for word in part} - _set(_ROLES)
    return rest <= _set(_FIELDS)


def _is_one_role(words: list[str]) -> bool:
    """Say whether words name a role and nothing else."""
    return bool(set(words) & _set(_ROLES)) and set(words) <= _set(_ROLES) | _set(_FIELDS)


def _is_title(words: list[str]) -> bool:
    """Say whether words name a role or a field, and no person: what stands beside a name only says where they work."""
    return set(words) - {"and"} <= _set(_ROLES) | _set(_FIELDS) | _set(_SUFFIXES)


def _words(text: str) -> list[str]:
    """List the words of a name in small letters."""
    return [word.casefold() for word in _WORD.findall(unicodedata.normalize("NFKC", text))]


def _set(words: str) -> frozenset[str]:
    """Read a list of words."""
    return frozenset(words.split())


def owner_fault(owner: str | None) -> str | None:
    """Say what is wrong with an owner, if anything is: nobody, or more than one (seeds 000, 003)."""
    if owner is None or not owner.strip():
        return "no owner"
    return f"a joint owner (“{owner}”)" if is_joint(owner) else None
