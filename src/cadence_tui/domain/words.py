"""The English words that lint goes by, read from the playbook's data when a check first asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_VOWELS = "aeiou"


class Words(NamedTuple):
    """The English words that lint goes by; verbs in all their forms where `VERBS` names the list."""

    measures: frozenset[str]
    vanity: frozenset[str]
    counts: frozenset[str]
    results: frozenset[str]
    labels: frozenset[str]
    pickers: frozenset[str]
    best: frozenset[str]
    months: frozenset[str]
    comparators: frozenset[str]
    connectors: frozenset[str]
    reach: frozenset[str]
    short_units: frozenset[str]
    long_units: frozenset[str]
    magnitudes: frozenset[str]
    numerals: frozenset[str]
    tens: frozenset[str]
    currencies: frozenset[str]
    percents: frozenset[str]
    decades: frozenset[str]
    digits: frozenset[str]
    ordinals: frozenset[str]
    doubled: frozenset[str]
    gains: frozenset[str]
    owned: frozenset[str]
    multiples: frozenset[str]
    rises: frozenset[str]
    nths: frozenset[str]
    fractions: frozenset[str]
    saved: frozenset[str]
    counting: frozenset[str]
    segments: frozenset[str]
    stops: frozenset[str]
    moves: frozenset[str]
    guides: frozenset[str]
    keeps: frozenset[str]
    holds: frozenset[str]
    steady: frozenset[str]
    unmoved: frozenset[str]
    as_before: frozenset[str]
    changes: frozenset[str]
    negations: frozenset[str]
    level_words: frozenset[str]
    now: frozenset[str]
    none: frozenset[str]
    lapses: frozenset[str]
    bounds: frozenset[str]
    no_change: frozenset[str]
    falls: frozenset[str]
    shields: frozenset[str]
    work: frozenset[str]
    either: frozenset[str]
    tries: frozenset[str]
    particles: frozenset[str]
    needs_particle: frozenset[str]
    contact: frozenset[str]
    samples: frozenset[str]
    finished: frozenset[str]
    participles: frozenset[str]
    amounts: frozenset[str]
    nominal: frozenset[str]
    nominal_of: frozenset[str]
    deliverables: frozenset[str]
    products: frozenset[str]
    lead_ins: frozenset[str]
    given: frozenset[str]
    own: frozenset[str]
    personal: frozenset[str]
    outsiders: frozenset[str]
    better: frozenset[str]
    helped: frozenset[str]


VERBS = (
    "multiples",
    "reach",
    "moves",
    "gains",
    "keeps",
    "holds",
    "work",
    "either",
    "tries",
    "needs_particle",
    "contact",
    "helped",
)


def read_words(lists: Mapping[str, str]) -> Words:
    """Read the word lists, with every form of each verb."""
    found = {name: frozenset(" ".join(word.split()) for word in text.split(",")) for name, text in lists.items()}
    for name in VERBS:
        found[name] = frozenset(form for verb in found[name] for form in verb_forms(verb))
    return Words(**{name: found[name] for name in Words._fields})


def verb_forms(verb: str) -> set[str]:
    """Give a verb with its s, its ing and its ed, as it is spelled with and without a doubled consonant."""
    forms = {verb, f"{verb}s", f"{verb}es", f"{verb}ing", f"{verb}ed"}
    if verb.endswith("e"):
        forms |= {f"{verb}d", f"{verb[:-1]}ing"}
    if verb.endswith("y"):
        forms |= {f"{verb[:-1]}ies", f"{verb[:-1]}ied"}
    if verb[-1] not in _VOWELS and verb[-2:-1] and verb[-2] in _VOWELS:
        forms |= {f"{verb}{verb[-1]}ing", f"{verb}{verb[-1]}ed"}
    return forms | _IRREGULAR.get(verb, set())


_IRREGULAR = {
    "keep": {"kept"},
    "hold": {"held"},
    "stay": {"stayed"},
    "build": {"built"},
    "rebuild": {"rebuilt"},
    "write": {"wrote", "written"},
    "rewrite": {"rewrote", "rewritten"},
    "run": {"ran"},
    "send": {"sent"},
    "teach": {"taught"},
    "meet": {"met"},
    "buy": {"bought"},
    "begin": {"began", "begun"},
    "speak": {"spoke", "spoken"},
    "win": {"won"},
    "grow": {"grew", "grown"},
    "bring": {"brought"},
    "get": {"got"},
    "go": {"went", "gone", "goes"},
    "make": {"made"},
    "sell": {"sold"},
    "rise": {"rose", "risen"},
    "fall": {"fell", "fallen"},
    "spin": {"spun"},
    "take": {"took", "taken"},
}
