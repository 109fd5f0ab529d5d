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
rep chair captain steward supervisor controller accountant secretary treasurer editor producer administrator
"""
_FIELDS = """
sales marketing product people culture finance operations ops customer customers growth engineering design data
support success legal hr it research development security quality partnerships partner revenue brand content
community technology tech strategy business learning talent communications comms pr procurement supply logistics
risk compliance planning analytics insights performance delivery service services experience innovation
sustainability trust food beverage hospitality fulfilment fulfillment warehouse transport events relations investor
inclusion diversity clinical medical science ai health safety accounting admin administration infrastructure platform
mobile web ecommerce commerce
retail wholesale production manufacturing purchasing account accounts billing payments treasury tax audit facilities
office public affairs media social digital global international european nordic nordics europe emea apac americas dach
benelux uk usa us norway sweden denmark finland germany regional area team of the for new senior junior deputy
interim acting vice general managing executive
"""
_GROUPS = """
everyone everybody all both nobody noone none team teams tbd tba unassigned unknown anyone anybody we us shared joint
jointly whole committee group various several founders leadership management board staff crew squad someone somebody
whoever
"""
_NOBODY = "everyone everybody nobody anyone anybody someone somebody whoever"
_OPEN = "to be decided determined defined named hired confirmed assigned not yet no owner open vacant later na pending"
_HELPERS = "backup deputy cover covering substitute replacement"
_SUFFIXES = "jr sr phd md mba esq ii iii iv dr msc bsc cpa"
# What stands between two names, in the languages that founders write; the shortest only where they are small.
_BETWEEN = """
and or with plus und oder mit sowie et avec ou con com og eller med samt och en met ja és ve dan slash vs versus
alongside
"""
_TOGETHER = r"as\s+well\s+as|together\s+with|and/or|assisted\s+by|supported\s+by|helped\s+by|['’]n['’]"
_JOINERS = re.compile(
    rf"\s*(?:[/&+,;|、×·•\\\n→]|->|w/|\d[.)]\s|(?i:{_TOGETHER})|(?i:(?<![\w.@-])(?:{'|'.join(_BETWEEN.split())})(?![\w.@-])))\s*"
    r"|\s+(?:n|x|и|і)\s+"
)
# These join two names too, and stand within a name as well: Ada y Bob, José Ortega y Gasset.
_PARTICLES = re.compile(r"(?<=\w)\s+[yieaou]\s+(?=\w)")
_SURNAMES = "ortega ramón ramon garcía garcia primo pi puig castro silva sousa costa vega rivera torres ruiz menchú"
_PRONOUNS = "she her hers he him his they them theirs"
_FOUNDS = "founder cofounder owner chair"
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
    if not words or set(words) <= _set(_GROUPS) | {"the", "of", "our", "s", "co"} or set(words) <= _set(_OPEN):
        return bool(text)
    if words[0] in _set(_NOBODY) or text.casefold() == "n/a":
        return True
    if len(words) > 1 and words[-1].removesuffix("s") in _set(_ROLES) - {words[-1]} and _is_title(words[:-1]):
        return not set(words[:-1]) & _set(_ROLES)
    if words and words[-1] in ("team", "teams", "committee", "founders") and not _is_one_role(words[:-1]):
        return True
    plain = _ABBREVIATION.sub("X", text)
    bracketed = _NICKNAME.findall(plain)
    asides = [
        inner for inner in bracketed if not _is_title(_words(inner)) and not set(_words(inner)) <= _set(_PRONOUNS)
    ]
    if any(_JOINERS.search(f" {inner[1:-1]} ") or _is_helper(_words(inner)) for inner in asides):
        return True
    bare = _NICKNAME.sub(" ", plain).strip()
    parts = [part for part in _JOINERS.split(bare) if part.strip()]
    if len(parts) < 2:  # noqa: PLR2004 (none, where a name has only been begun: the And of Andrea)
        return any(_is_two(bare[: found.start()], bare[found.end() :]) for found in _PARTICLES.finditer(bare))
    return not (_is_suffixed(parts, bare) or _is_one_role_in(parts))


def _is_two(left: str, right: str) -> bool:
    """Say whether what stands on both sides of a particle is a name each: Ada y Bob; not Ortega y Gasset."""
    words = _words(left)
    if not words:
        return False
    is_surname = words[-1].endswith("ez") or words[-1] in _set(_SURNAMES)
    return not is_surname and (len(words) == 1 or len(_words(right)) > 1)


def _is_helper(words: list[str]) -> bool:
    """Say whether what stands in brackets names who else does it: backup: Sven."""
    return len(words) > 1 and words[0] in _set(_HELPERS)


def _is_suffixed(parts: list[str], text: str) -> bool:
    """Say whether all after the name only adds to it: Sammy Davis, Jr.; Ada Lovelace, founder and CEO; Ada | CTO."""
    if len(parts) > _MOST_TITLE or not re.match(r"[^/&+,;|、×·•\n→]*[,|/]", text):
        return False
    first, *tails = (_words(part) for part in parts)
    return not _is_title(first) and all(tail and _is_title(tail) for tail in tails)


def _is_one_role_in(parts: list[str]) -> bool:
    """Say whether the parts are fields of one role: Head of Sales and Marketing, Sales & Marketing lead."""
    words = [_words(part) for part in parts]
    founds = any(set(part) & _set(_FOUNDS) and part[0] not in _set(_FIELDS) for part in words)
    if founds and all(_is_one_role(part) for part in words):
        return True  # founder and CEO
    if words[0][:1] == ["chief"] and words[-1][-1:] == ["officer"]:
        words = [words[0][1:], *words[1:]]  # one chief officer of several fields
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
