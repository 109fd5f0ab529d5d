"""Undo and redo: compensating entries that say what they undid (reliability, *History*)."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from cadence_tui.domain.errors import RefusedError
from cadence_tui.domain.history import headline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cadence_tui.domain.history import Entry
    from cadence_tui.services.desk import Change, Desk
    from cadence_tui.storage.repository import Repository

UNDO, REDO = "undid", "redid"
_FINAL = ("founded",)


class KeptError(RefusedError):
    """A change that cannot be taken back, told by the keys of KPIs; whoever calls them by name has what it tells of.

    `later` is the entry that holds it, where `why` tells of one; `names` are the keys in `why`.
    """

    def __init__(self, entry: Entry, why: str, *, later: Entry | None = None, names: Iterable[str] = ()) -> None:
        """Say why an entry stays."""
        super().__init__(f"“{headline(entry)}” cannot be taken back: {why}")
        self.entry, self.why, self.later, self.names = entry, why, later, tuple(names)


def undo(desk: Desk) -> Entry:
    """Take the newest change of the person who acts back; returns the entry that counts as never made now.

    Raises:
        RefusedError: when there is none, or something has come after it that it may not slip out from under.
    """
    with desk.change(UNDO) as change:
        undone = change.repository.undone()
        mine: list[Entry] = []
        for entry in _entries_of(change):
            mine.append(entry)
            if entry.undoes is None and entry.seq not in undone:
                break
        made = mine[-1] if mine else None
        if made is None or made.undoes is not None or made.seq in undone or made.verb in _FINAL:
            raise RefusedError("There is nothing of yours to undo.")
        _revert(change, made, undone, mine)
        return made


def redo(desk: Desk) -> Entry:
    """Make the change again that was undone last; returns the entry that counts again.

    Raises:
        RefusedError: when nothing was undone since the last change, or something has come after it.
    """
    with desk.change(REDO) as change:
        undone = change.repository.undone()
        mine = list(takewhile(lambda entry: entry.undoes is not None, _entries_of(change)))
        taken = next((entry for entry in mine if entry.verb == UNDO and entry.seq not in undone), None)
        if taken is None or taken.undoes is None:
            raise RefusedError("There is nothing of yours to redo.")
        _revert(change, taken, undone, mine)
        original = change.repository.entry_numbered(taken.undoes)
        if original is None:
            raise RuntimeError(taken)
        return original


def _entries_of(change: Change) -> Iterator[Entry]:
    """Go through the entries of the person who acts, newest first, under whatever name they went by then."""
    name: str | None = change.who
    for entry in change.repository.entries_backwards():
        old, new = _renaming(entry, change.repository)
        if old is not None and name in (old, new):
            # Before this, who goes by the old name now was somebody else.
            name = old if name == new else None
        if entry.who == name:
            yield entry


def _renaming(entry: Entry, repository: Repository) -> tuple[str, str] | tuple[None, None]:
    """Say which name of a person an entry put in the place of which, undone and redone ones too."""
    if entry.undoes is not None:
        undone = repository.entry_numbered(entry.undoes)
        new, old = _renaming(undone, repository) if undone is not None else (None, None)
        return (old, new) if old is not None and new is not None else (None, None)
    if entry.verb != "renamed person" or entry.before["name"] == entry.after["name"]:
        return None, None
    return entry.before["name"], entry.after["name"]


def _revert(change: Change, entry: Entry, undone: set[int], mine: Sequence[Entry]) -> None:
    """Put back what an entry changed, unless something has come after it."""
    concerned = {entry.subject, *entry.touches}
    own = {found.seq for found in mine}
    for later in change.repository.entries(after=entry.seq):
        if later.seq in undone or later.undoes in undone or not concerned & {later.subject, *later.touches}:
            continue
        if later.who is None:
            what = "has been judged" if later.verb == "judged" else "has timed out"
            name = _named(later, concerned)
            raise KeptError(entry, f"{name} {what} since.", names=[name])
        if later.seq not in own:
            raise KeptError(entry, f"{later.who} has since {headline(later)}; talk to them.", later=later)
    change.repository.revert(entry.seq)
    change.name(entry.subject, touches=entry.touches)
    change.supersede_entry(entry.seq)
    change.entry.before, change.entry.after = None, {"entry": entry.seq, "was": headline(entry)}
    _refuse_past(change, entry, concerned)


def _named(later: Entry, concerned: set[str]) -> str:
    """Name what the two entries have in common."""
    common = sorted(concerned & set(later.touches))
    return common[0] if common else later.subject


def _refuse_past(change: Change, entry: Entry, concerned: set[str]) -> None:
    """Refuse what would put a judgement or a timeout into the past."""
    from cadence_tui.services.company import out_of_order
    from cadence_tui.services.people import dangling

    course = change.reload()
    if unfit := dangling(change.repository):
        raise KeptError(entry, f"{unfit} since.", names=(unfit.split()[0], unfit.split()[-1]))
    if unfit := _before_its_phase(change):
        raise KeptError(entry, f"{unfit} was activated since; close it first.", names=[unfit])
    if unfit := out_of_order(course.calendar, course.judged_week):
        raise KeptError(entry, f"{unfit}.")
    if course.next_moment() <= change.now:
        raise KeptError(entry, "something would have come due in the meantime.")
    for later in change.repository.entries(after=entry.seq):
        if later.verb != "judged":
            continue
        for kpi, period in course.closing(later.subject):
            if kpi.key in concerned and course.judgement(kpi.key, period) is None:
                raise KeptError(entry, f"{kpi.key} would have been judged for {period} since.", names=[kpi.key])


def _before_its_phase(change: Change) -> str | None:
    """Name an active objective that the phase does not allow any more, where the phase went back."""
    from cadence_tui.domain.okr import PHASE_OF_LEVEL

    phase = change.repository.company().phase
    if phase >= change.company.phase:
        return None
    active = (one for one in change.repository.objectives() if one.state == "active")
    return next((one.id for one in active if PHASE_OF_LEVEL[one.level] > phase), None)
