"""The audit: what is tracked today, sorted into ongoing health and strategic change, and each list cut (seed 004)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from cadence_tui.domain.text import NAME_LENGTH, fold, visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cadence_tui.domain.company import Stage
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.library import Library
    from cadence_tui.domain.playbook import Playbook, Range
    from cadence_tui.services.desk import Desk
    from cadence_tui.storage.repository import Repository

Bucket = Literal["", "health", "change", "parked"]
BUCKETS: tuple[Bucket, ...] = get_args(Bucket)
NEVER_DRAWN = ("Cc", "Cs", "Cf", "Zl", "Zp", "Co", "Cn")
_BULLET = re.compile(r"^(?:[-*•·–▪◦>]+|\[[ xX]?\]|\d{1,3}[.)])\s+")


@dataclass(slots=True)
class Thing:
    """Something that is tracked today: where it was put, and whether it is kept when its list is cut."""

    name: str
    bucket: Bucket = ""
    kept: bool = True


class Listing(NamedTuple):
    """A list, read: each name once, and what was done to get there."""

    names: tuple[str, ...]
    told: str


def read_list(text: str) -> Listing:
    """Read what is tracked, one a line: blank lines, repetitions and what nobody can see are left out, and counted."""
    lines = text.replace("\r\n", "\n").split("\n") if text.strip() else []
    names, counts = _read([line.strip().split("\t")[0] for line in lines])
    return Listing(tuple(names.values()), f"{len(names)} read{_told(counts)}.")


def read_file(name: str, data: bytes, there: str = "") -> Listing:
    """Read what is tracked from a file, CSV, TSV, XLSX or a plain list; what the list has already is left out.

    Raises:
        InvalidError: for a file that cannot be read, naming the line and the reason.
    """
    from cadence_tui.edges.name_list import read_names

    found = read_names(name, data)
    names, counts = _read([row.strip() for row in found.rows])
    known = {fold(one) for one in read_list(there).names}
    fresh = [one for folded, one in names.items() if folded not in known]
    counts["there"] = len(names) - len(fresh)
    others = f" {found.others} other column{'s' if found.others > 1 else ''} left out." if found.others else ""
    column = f" below “{found.header}”" if found.header else ""
    told = f"{visible(name)}: {len(fresh)} of {len(found.rows)} lines{column} taken{_told(counts)}.{others}"
    return Listing(tuple(fresh), told)


def _read(lines: Sequence[str]) -> tuple[dict[str, str], dict[str, int]]:
    """Read names, each by what it folds to, and count what was done to them."""
    names, counts = dict[str, str](), dict.fromkeys(("twice", "there", "empty", "cleaned", "shortened"), 0)
    for line in lines:
        seen = line if line.isprintable() else "".join(one for one in line if _is_drawn(one))
        counts["cleaned"] += seen != line
        name = _BULLET.sub("", " ".join(unicodedata.normalize("NFC", seen).split()))
        if not any(char.isalnum() for char in name):
            counts["empty"] += 1
            continue
        if len(name) > NAME_LENGTH:
            counts["shortened"] += 1
            name = f"{name[: NAME_LENGTH - 1].rstrip()}…"
        counts["twice"] += fold(name) in names
        names.setdefault(fold(name), name)
    return names, counts


def _is_drawn(char: str) -> bool:
    """Say whether a character can be shown."""
    return unicodedata.category(char) not in NEVER_DRAWN


def _told(counts: Mapping[str, int]) -> str:
    """Say what was done to a list."""
    words = {
        "twice": "{} named twice, kept once",
        "there": "{} in your list already",
        "empty": "{} empty, left out",
        "cleaned": "{} with characters that cannot be shown, cleaned",
        "shortened": f"{{}} longer than {NAME_LENGTH} characters, shortened",
    }
    done = [words[what].format(counts[what]) for what in words if counts[what]]
    return f": {'; '.join(done)}" if done else ""


def take(names: Sequence[str], before: Sequence[Thing]) -> list[Thing]:
    """Take a list over; what was sorted before stays where it was put, in its place."""
    wanted = {fold(name): name for name in names}
    stay = [thing for thing in before if fold(thing.name) in wanted]
    known = {fold(thing.name) for thing in stay}
    return [*stay, *(Thing(name) for folded, name in wanted.items() if folded not in known)]


def proposed(name: str, playbook: Playbook) -> Bucket:
    """Propose where something belongs: what begins with a verb that moves or makes something is a change."""
    words = playbook.words
    first, _, rest = fold(name).partition(" ")
    second = rest.partition(" ")[0]
    is_verb = first in words.moves | words.work
    return "change" if is_verb and second and second not in words.measures else "health"


class Worth(NamedTuple):
    """How much speaks for keeping something, and what does, in a word."""

    rank: int
    why: str = ""


def worth(thing: Thing, library: Library, playbook: Playbook, stage: Stage) -> Worth:
    """Say what speaks for keeping something, before its founder has ranked it.

    A KPI that fits the stage comes first, then what is well known, and last what only looks well; of what is to
    change, an outcome comes before work.
    """
    words = set(fold(thing.name).split())
    if thing.bucket == "change":
        first = fold(thing.name).partition(" ")[0]
        return Worth(1, "an outcome") if first in playbook.words.moves else Worth(0)
    known = library.near(thing.name)
    if known is not None and stage in known.starts:
        return Worth(3, "fits your stage")
    is_itself = known is not None and fold(known.name) == fold(thing.name)
    if words & playbook.words.vanity and not is_itself:
        return Worth(-1, "looks well, decides little")
    if known is None:
        return Worth(0)
    return Worth(2 if stage in known.stages else 1, "looks ahead" if known.kind == "leading" else "well known")


def propose(
    things: list[Thing], bucket: Bucket, fits: Range, library: Library, playbook: Playbook, stage: Stage
) -> None:
    """Put a list into the order of what speaks for each, and keep the first half.

    What is on the list under two names counts once, and one that looks ahead is kept where there is any.
    """
    ranks, seen = dict[str, int](), set[str]()
    for one in things:
        known = library.near(one.name)
        is_again = known is not None and known.key in seen
        ranks[one.name] = 0 if is_again else worth(one, library, playbook, stage).rank
        seen |= {known.key} if known is not None and one.bucket == bucket else set()
    order = sorted((one for one in things if one.bucket == bucket), key=lambda one: -ranks[one.name])
    most = keep_count(len(order), fits)
    ahead = next((at for at, one in enumerate(order) if ranks[one.name] > 0 and _looks_ahead(one, library)), -1)
    if ahead >= most > 1:
        order.insert(most - 1, order.pop(ahead))
    places = iter(order)
    things[:] = [next(places) if one.bucket == bucket else one for one in things]
    cut(things, bucket, most)


def _looks_ahead(thing: Thing, library: Library) -> bool:
    """Say whether something is known to tell early where things go."""
    known = library.near(thing.name)
    return known is not None and known.kind == "leading"


def keep_count(count: int, fits: Range) -> int:
    """Say how many of a list to keep: half, halved again until the range is met, and never fewer than its least."""
    kept = (count + 1) // 2
    while fits.high is not None and kept > fits.high:
        kept = (kept + 1) // 2
    return min(count, max(kept, fits.low))


def cut(things: Sequence[Thing], bucket: Bucket, most: int) -> None:
    """Keep the first ones of a list, and no more."""
    for at, thing in enumerate(one for one in things if one.bucket == bucket):
        thing.kept = at < most


def survivors(things: Sequence[Thing], bucket: Bucket) -> list[str]:
    """Name those of a list that are kept, in their order."""
    return [thing.name for thing in things if thing.bucket == bucket and thing.kept]


def parked(things: Sequence[Thing]) -> list[str]:
    """Name what was put aside, or cut away."""
    return [thing.name for thing in things if thing.bucket in ("parked", "") or not thing.kept]


@dataclass(slots=True)
class Pairs:
    """A list put into order by one question after the other: which of these two tells you more?

    Each name is inserted into those that have their place by halving; `order` is right at any time as far as it goes.
    """

    waiting: list[str]
    ranked: list[str] = field(default_factory=list)
    low: int = 0
    high: int = 0

    def __post_init__(self) -> None:
        """Give the first its place, for there is nothing to ask."""
        if not self.ranked and self.waiting:
            self.ranked.append(self.waiting.pop(0))
        self.high = len(self.ranked)

    @property
    def question(self) -> tuple[str, str] | None:
        """Give the two that are to be compared: the new one, and one that has its place."""
        return (self.waiting[0], self.ranked[(self.low + self.high) // 2]) if self.waiting else None

    @property
    def order(self) -> list[str]:
        """Give the order so far, with those that were not asked about after the others."""
        return [*self.ranked, *self.waiting]

    def answer(self, *, is_first: bool) -> None:
        """Take an answer: the new one tells more, or the other does."""
        middle = (self.low + self.high) // 2
        if is_first:
            self.high = middle
        else:
            self.low = middle + 1
        if self.low >= self.high:
            self.ranked.insert(self.low, self.waiting.pop(0))
            self.low, self.high = 0, len(self.ranked)


# --- In a company that there is ---------------------------------------------------------------------------------------


def look(repository: Repository) -> list[Thing]:
    """Give what earlier audits found."""
    buckets: dict[str, Bucket] = {name: name for name in BUCKETS}
    return [Thing(row["name"], buckets.get(row["bucket"] or "", "")) for row in repository.candidates()]


def finish(
    desk: Desk, kpis: Sequence[Mapping[str, object]], change: Sequence[str], aside: Sequence[str] = ()
) -> list[Kpi]:
    """Take an audit over in one entry: health becomes KPIs, change waits as candidates, the rest is parked.

    Raises:
        InvalidError: for a KPI with something missing or wrong; then nothing is changed.
        NotFoundError: for an owner who is no person of the company.
    """
    from cadence_tui.edges.kpi_form import read_kpi
    from cadence_tui.services.kpis import plant

    with desk.change("audited") as work:
        teams = [team.name for team in work.repository.teams()]
        made = list[str]()
        for fields in kpis:
            plan = read_kpi(
                fields, number_format=work.company.number_format, teams=teams, taken=[*work.course.kpis, *made]
            )
            made.append(plant(work, plan).key)
        _keep(work.repository, change, aside)
        work.name("the audit", touches=made)
        work.entry.after = {"kpis": made, "change": list(change), "parked": list(aside)}
        return [work.repository.kpi(key) for key in made]


def _keep(repository: Repository, change: Sequence[str], aside: Sequence[str]) -> None:
    """Write the candidates in the place of those that there were."""
    wanted: dict[str, tuple[str, Bucket, int | None]] = {fold(name): (name, "parked", None) for name in aside}
    wanted |= {fold(name): (name, "change", at) for at, name in enumerate(change, 1)}
    for row in repository.candidates():
        if row["folded"] not in wanted:
            repository.remove_candidate(row["name"])
    for name, bucket, place in wanted.values():
        repository.put_candidate(visible(name), bucket=bucket, place=place)
