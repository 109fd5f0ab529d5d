"""The KPIs of a set-up, before there is a company: proposed, written on one line, checked as company.toml would be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cadence_tui.domain.entry import parse_bound
from cadence_tui.domain.errors import CadenceError
from cadence_tui.domain.text import clean_line, fold, known_as
from cadence_tui.services import audit
from cadence_tui.services.wizard_plan import KPI_FIELDS, fields_of, one_person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cadence_tui.domain.company import Stage
    from cadence_tui.domain.kpi import Bound
    from cadence_tui.domain.library import Library, LibraryKpi
    from cadence_tui.domain.playbook import Range
    from cadence_tui.services.wizard import Answers

Entry = dict[str, str]
PROPOSED, AUDITED = "proposed", "audited"

_SIGNS = {">=": "at_least", "≥": "at_least", "at least": "at_least", "<=": "at_most", "≤": "at_most",
          "at most": "at_most", "between": "between", "yes/no": "yes_no"}  # fmt: skip
_LINE = re.compile(
    r"(?P<name>.+?)\s*(?P<sign>>=|≥|<=|≤|\bat least\b|\bat most\b|\bbetween\b|\byes/no)\s*(?P<rest>.*)", re.IGNORECASE
)
_OWNER = re.compile(r"(?:^|\s)(?:@|owner:?\s)\s*(?P<owner>[^@]+)$", re.IGNORECASE)
_ALERT = re.compile(r"\s*(?:\balert:?\s|/)\s*", re.IGNORECASE)
_CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR"}
_SUFFIX = re.compile(r"[\d.,\s]*[kKmM]?\s*(?P<word>[^\d\s.,]*)\s*$")
_UNITS = {"%": "percent", "h": "hours", "hours": "hours", "hour": "hours", "d": "days", "days": "days", "day": "days"}
_CODE = re.compile(r"[A-Z]{3}")


def blank(name: str = "", thing: str = "own") -> Entry:
    """Give an entry with nothing but its name."""
    return dict.fromkeys(KPI_FIELDS, "") | {
        "name": name,
        "unit": "number",
        "direction": "at_least",
        "cadence": "weekly",
        "thing": thing,
    }


def of_library(kpi: LibraryKpi, thing: str = PROPOSED) -> Entry:
    """Make an entry from a KPI of the library."""
    found = {name: getattr(kpi, name) for name in KPI_FIELDS if name != "owner"}
    return found | {"owner": "", "thing": thing}


def localised(entry: Entry, form: str) -> Entry:
    """Write the library's numbers in a company's number format."""
    if form == "1,234.50":
        return entry
    signs = str.maketrans({",": " " if form.startswith("1 ") else ".", ".": ","})
    return entry | {
        name: "..".join(end.translate(signs) for end in entry[name].split("..")) for name in ("target", "alert")
    }


def read_line(text: str, people: Iterable[str] = ()) -> Entry:
    """Read a KPI of one's own from one line: Customer churn <= 3% / 5% @Ada.

    Without a target it is a name alone, and the rest is asked for. Of the `people` an owner is known by the first name.

    Raises:
        InvalidError: for a name that is none, and an owner who may be one of several.
    """
    entry, rest = blank(), text.strip()
    if owner := _OWNER.search(rest):
        entry["owner"] = known_as(one_person(owner["owner"]), people)
        rest = rest[: owner.start()].strip()
    found = _LINE.fullmatch(rest)
    entry["name"] = clean_line((found["name"] if found else rest).rstrip(" ,;:"), "KPI name")
    if not found:
        return entry
    entry["direction"] = _SIGNS[found["sign"].casefold()]
    if entry["direction"] == "yes_no":
        return entry | {"unit": "yes_no"}
    target, *alert = _ALERT.split(found["rest"].strip(), maxsplit=1)
    unit = _unit_of(target)
    return entry | {"target": _plain(target, unit), "alert": _plain(alert[0], unit) if alert else "", "unit": unit}


def _unit_of(target: str) -> str:
    """Tell the unit by how the target is written."""
    if sign := next((sign for sign in _CURRENCIES if sign in target), ""):
        return f"currency:{_CURRENCIES[sign]}"
    if code := _CODE.search(target):
        return f"currency:{code[0]}"
    word = _SUFFIX.search(target)
    return _UNITS.get(word["word"].casefold(), "number") if word else "number"


def _plain(text: str, unit: str) -> str:
    """Take the name of the unit off a number, where it would not be read with it."""
    return (
        re.sub(r"\s*(?:[a-z]{3,}|d)\s*$", "", text.strip(), flags=re.IGNORECASE) if unit in ("days", "hours") else text
    )


def check(entry: Mapping[str, str], founder: str, number_format: str) -> dict[str, str]:
    """Say what is missing or wrong in an entry, by its fields."""
    from cadence_tui.edges.kpi_form import draft_kpi

    fields = fields_of(entry, founder)
    _, found = draft_kpi(fields, number_format=number_format, teams=(), taken=())
    return {problem.field: problem.what for problem in found}


def read_goal(text: str, entry: Mapping[str, str], number_format: str) -> Bound | None:
    """Read a target or an alert as it will be read.

    Raises:
        InvalidError: where it cannot be.
    """
    direction: Any = entry.get("direction") or "at_least"
    return parse_bound(text, direction, unit=entry.get("unit") or "number", number_format=number_format)


def goals(entry: Mapping[str, str], number_format: str) -> tuple[Bound | None, Bound | None] | None:
    """Read an entry's target and alert; None where they cannot be read yet."""
    if entry.get("direction") == "yes_no" or not entry.get("target", "").strip():
        return None
    try:
        alert = entry.get("alert", "").strip()
        return read_goal(entry["target"], entry, number_format), (
            read_goal(alert, entry, number_format) if alert and alert != "none" else None
        )
    except CadenceError:
        return None


def settle(
    answers: Answers, library: Library, *, stage: Stage, fits: Range, number_format: str, proposes: bool = True
) -> None:
    """Fill the KPIs in from what survived the audit, else from what the library proposes to the stage.

    What somebody wrote, edited or took in stays as it is, also where the audit is done again.
    """
    wanted = audit.survivors(answers.things, "health")
    kept = {fold(name) for name in wanted}
    stays = [
        one
        for one in answers.kpis
        if one["thing"] not in (PROPOSED, AUDITED) or (one["thing"] == AUDITED and fold(one["was"]) in kept)
    ]
    there = {fold(one["name"]) for one in stays} | {fold(one.get("was", "")) for one in stays}
    out = {fold(name) for name in f"{answers.get('dropped')}\n{answers.get('there')}".split("\n")}
    added = list[Entry]()
    for name in wanted:
        if fold(name) not in there | out:
            known = library.near(name)
            entry = localised(of_library(known, AUDITED), number_format) if known else blank(thing=AUDITED)
            added.append(entry | {"name": name, "was": name})
    proposed = dict[str, Entry]()
    if proposes and not wanted and not answers.things:
        most = max(fits.low, (fits.low + (fits.high or fits.low)) // 3)
        proposed = {
            fold(kpi.name): localised(of_library(kpi), number_format)
            for kpi in library.proposed(stage, most)
            if fold(kpi.name) not in there | out
        }
    # What is still proposed stays where it stood.
    found = [one if one in stays else proposed.pop(fold(one["name"]), None) for one in answers.kpis]
    answers.kpis[:] = [*(one for one in found if one is not None), *added, *proposed.values()]


def drop(answers: Answers, at: int) -> None:
    """Take an entry out; what it came from is not proposed again."""
    gone = answers.kpis.pop(at)
    answers.typed["dropped"] = "\n".join(filter(None, [answers.get("dropped"), gone.get("was") or gone["name"]]))


def unfinished(kpis: Sequence[Entry], founder: str, number_format: str) -> list[int]:
    """Say which entries have something missing or wrong, by their places."""
    return [at for at, one in enumerate(kpis) if check(one, founder, number_format)]
