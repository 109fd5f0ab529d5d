"""From the set-up's answers to a company.toml, which founds it as any other; and what its first month will bring."""

from __future__ import annotations

import json
import re
from datetime import time
from typing import TYPE_CHECKING, Any

from cadence_tui.domain.calendar import WEEKDAYS, zone_named
from cadence_tui.domain.company import NUMBER_FORMATS, STAGES, Team
from cadence_tui.domain.errors import CadenceError, InvalidError
from cadence_tui.domain.ladder import ADVISER, stage_ladder
from cadence_tui.domain.owner import is_joint
from cadence_tui.domain.text import clean_line, fold, known_as

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from cadence_tui.domain.company import Stage
    from cadence_tui.domain.ladder import Rung
    from cadence_tui.edges.company_file import CompanyPlan
    from cadence_tui.services.wizard import Answers

NAME, FOUNDER, REVIEW, CLOSE = "My company", "Founder", "09:00", "18:00"
KPI_FIELDS = ("name", "owner", "unit", "direction", "target", "alert", "cadence", "kind", "perspective", "measure")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.h]?([0-5][0-9])?")
_LATEST = time(23)
_MOST_PEOPLE = 1_000_000
_MOST_HOURS = 24 * 366
_NO_LIMIT = ("none", "no limit", "-", "–")


# --- What single answers mean -----------------------------------------------------------------------------------------


def founder(answers: Answers) -> str:
    """Name the founder."""
    return answers.get("you", FOUNDER)


def number_format(answers: Answers) -> str:
    """Give the number format."""
    return answers.get("number_format", NUMBER_FORMATS[0])


def read_clock(text: str) -> time:
    """Read a time of day.

    Raises:
        InvalidError: where it is none.
    """
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise InvalidError(f"“{text[:20]}” is no time of day; write it as 18:00.")
    return time(int(found[1]), int(found[2] or 0))


def close_after(review: str) -> str:
    """Propose the close that follows from a review: 18:00 that day, or the end of a day with a late review."""
    try:
        at = read_clock(review or REVIEW)
    except CadenceError:
        return CLOSE
    return CLOSE if at < read_clock(CLOSE) else _LATEST.isoformat("minutes") if at < _LATEST else "23:59"


def read_close(text: str, review: str) -> time:
    """Read the close, which comes after the review.

    Raises:
        InvalidError: where it does not.
    """
    close, review_at = read_clock(text), read_clock(review or REVIEW)
    if close <= review_at:
        raise InvalidError(
            f"The week would close before your review at {review_at.isoformat('minutes')} is over; choose a later time."
        )
    return close


def read_count(text: str) -> int:
    """Read how many people there are.

    Raises:
        InvalidError: where it is no number of people.
    """
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit()) or not 1 <= int(typed[:9]) <= _MOST_PEOPLE:
        raise InvalidError(f"“{text[:20]}” is no number of people; write it as 7.")
    return int(typed)


def count(answers: Answers) -> int:
    """Say how many people there are: as many as was said, and never fewer than are named."""
    try:
        said = read_count(answers.get("count", "1"))
    except CadenceError:
        said = 1
    return said if said == 1 else max(said, 1 + len(names(answers)))


def read_people(text: str) -> list[str]:
    """Read people, one a line or with commas between them.

    Raises:
        InvalidError: for a name that is none, or is more than one person's.
    """
    found = dict[str, str]()
    for line in filter(str.strip, text.split("\n")):
        for part in line.split(",") if is_joint(line) else [line]:
            if part.strip():
                name = one_person(part, "name")
                found.setdefault(fold(name), name)
    return list(found.values())


def one_person(text: str, what: str = "owner") -> str:
    """Read the name of one person.

    Raises:
        InvalidError: for two, with the reason why.
    """
    name = clean_line(text, what)
    if is_joint(name):
        raise InvalidError(f"“{name[:40]}” is not one person; what two people own nobody does, so name one.")
    return name


def names(answers: Answers) -> list[str]:
    """Name those beside the founder."""
    if answers.get("count", "1") == "1":
        return []
    try:
        return [name for name in read_people(answers.get("people")) if fold(name) != fold(founder(answers))]
    except CadenceError:
        return []


def people(answers: Answers) -> list[str]:
    """Name everyone who has been named so far, the founder first."""
    found = {fold(founder(answers)): founder(answers)}
    for name in (*names(answers), *(p for t in teams(answers) for p in t.members), *(k["owner"] for k in answers.kpis)):
        if name.strip():
            found.setdefault(fold(name), name)
    return list(found.values())


def read_teams(text: str, known: Sequence[str] = (), *, among: Sequence[str] = ()) -> list[Team]:
    """Read teams, one a line, as “Growth: Mateus, Yuki”: the first who is named leads it.

    `among` those who are named elsewhere, the `known` if nobody else, a first name is enough.

    Raises:
        InvalidError: for a name that is none or may be one of several, for a team that is named twice, and, where the
            people are `known`, for somebody who is none of them and for people without a colon before them.
    """
    found = dict[str, Team]()
    for line in filter(str.strip, text.split("\n")):
        name, colon, listed = line.partition(":")
        if known and not colon:
            _refuse_without_colon(line.strip(), known)
        team = clean_line(name, "team name")
        named = (one_person(part, "name") for part in listed.split(",") if part.strip())
        members = tuple(dict.fromkeys(known_as(one, among or known) for one in named))
        if fold(team) in found:
            raise InvalidError(f"“{team}” is named twice; take one of them away.")
        if known:
            _refuse_strangers(team, members, known)
        found[fold(team)] = Team(team, members[0] if members else None, members)
    return list(found.values())


def _refuse_without_colon(line: str, known: Sequence[str]) -> None:
    """Refuse a team's line that names people and has no colon before the first of them."""
    words = line.split()
    first = next(
        (at for at in range(1, len(words)) for one in known if fold(" ".join(words[at:])).startswith(fold(one))),
        1 if "," in line else 0,
    )
    if first and first < len(words):
        right = f"{' '.join(words[:first])}: {' '.join(words[first:])}"
        raise InvalidError(f"“{line[:40]}” has no colon after the team’s name; write it as “{right[:60]}”.")


def _refuse_strangers(team: str, members: Sequence[str], known: Sequence[str]) -> None:
    """Refuse a team with somebody who is nobody among the people."""
    people = {fold(one) for one in known}
    strangers = [one for one in members if fold(one) not in people]
    if strangers:
        here = ", ".join(one for one in members if fold(one) in people) or "nobody yet"
        who = strangers[0][:40]
        raise InvalidError(
            f"{team[:40]}: {here}; {who} is nobody here. Add {who} to the others above, or correct the name."
        )


def teams(answers: Answers) -> list[Team]:
    """List the teams; a company of one has none."""
    if count(answers) == 1:
        return []
    try:
        return read_teams(answers.get("teams"), among=[founder(answers), *names(answers)])
    except CadenceError:
        return []


def stage(answers: Answers) -> Stage:
    """Give the stage: as it was chosen, else as it follows from the number of people."""
    from cadence_tui.edges.company_file import stage_of

    follows = stage_of(count(answers))
    chosen = next((one for one in STAGES if one == answers.get("stage")), follows)
    return chosen if answers.get("stage_for") == follows else follows


def is_alone(answers: Answers) -> bool:
    """Say whether the ladder is a solo founder's: whatever stage one person chooses, nobody stands above them."""
    return count(answers) == 1 or stage(answers) == "solo"


def rungs(answers: Answers) -> tuple[Rung, ...]:
    """Give the ladder as it was answered, each rung with its hours.

    Raises:
        InvalidError: for hours that are none.
    """
    solo = is_alone(answers)
    found = []
    for number, rung in enumerate(stage_ladder(is_solo=solo), 1):
        text = answers.get(f"{'solo' if solo else 'team'}_hours_{number}")
        hours = read_hours(text) if text else rung.hours
        adviser = answers.get("adviser") if rung.who == ADVISER else ""
        found.append(
            rung._replace(hours=hours, who=adviser or rung.who, name=ADVISER if rung.who == ADVISER else rung.name)
        )
    return tuple(found)


def read_hours(text: str) -> int | None:
    """Read within how many hours a rung must answer; “none” means no limit.

    Raises:
        InvalidError: where it is neither.
    """
    typed = text.strip().casefold().removesuffix("hours").removesuffix("h").strip()
    if typed in _NO_LIMIT:
        return None
    if not (typed.isascii() and typed.isdigit()) or not 1 <= int(typed[:9]) <= _MOST_HOURS:
        raise InvalidError(f"“{text[:20]}” is no number of hours; write it as 48, or “none” for no limit.")
    return int(typed)


# --- company.toml -----------------------------------------------------------------------------------------------------


def company_text(answers: Answers, zone: str, now: datetime) -> str:
    """Write the company.toml that the answers come to: month 1 of its rollout begins today, and is a whole one."""
    solo, named = count(answers) == 1, answers.get("zone", zone)
    lines = [
        "[company]",
        *_pairs(
            name=answers.get("name", NAME),
            founder=founder(answers),
            timezone=named,
            start=now.astimezone(zone_named(named)).date().isoformat(),
            close_day=answers.get("review_day", WEEKDAYS[0]),
            close_time=read_clock(answers.get("close", close_after(answers.get("review")))).isoformat("minutes"),
            number_format=number_format(answers),
            people_count=count(answers),
            stage=stage(answers),
        ),
    ]
    for name in names(answers):
        lines += ["", "[[people]]", *_pairs(name=name)]
    for team in teams(answers):
        lines += ["", "[[teams]]", *_pairs(name=team.name, lead=team.lead, members=list(team.members))]
    for kpi in answers.kpis:
        lines += ["", "[[kpis]]", *_pairs(**fields_of(kpi, founder(answers), solo=solo))]
    ladder = rungs(answers)
    if ladder != stage_ladder(is_solo=stage(answers) == "solo"):
        for rung in ladder:
            hours = {} if rung.hours is None else {"respond_within_hours": rung.hours}
            lines += ["", "[[ladder]]", *_pairs(name=rung.name, who=rung.who, owes=rung.owes, **hours)]
    return "\n".join(lines) + "\n"


def fields_of(kpi: Mapping[str, str], owner: str, *, solo: bool = False) -> dict[str, str]:
    """Give a KPI by the names of company.toml, its owner filled in; what is empty is left out."""
    found = {name: kpi[name] for name in KPI_FIELDS if kpi.get(name, "").strip()}
    if found.get("direction") == "yes_no" or found.get("unit") == "yes_no":
        found = {name: text for name, text in found.items() if name not in ("target", "alert")}
        found |= {"unit": "yes_no", "direction": "yes_no"}
    return found | {"owner": owner if solo else found.get("owner") or owner}


def _pairs(**values: object) -> list[str]:
    """Write keys and values as TOML, whose basic strings are those of JSON but for one character."""
    return [
        f"{name} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")
        for name, value in values.items()
        if value is not None
    ]


def plan_of(answers: Answers, zone: str, now: datetime) -> CompanyPlan:
    """Read the answers as a plan.

    Raises:
        InvalidError: naming what does not fit together.
    """
    from cadence_tui.services.setup import read_plan

    return read_plan(company_text(answers, zone, now), zone=zone, today=now)


def problems(error: CadenceError) -> list[str]:
    """List what is wrong, each on a line."""
    found: Any = getattr(error, "problems", ())
    return list(found) or [str(error)]
