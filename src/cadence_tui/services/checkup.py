"""The doctor's look at the rules: what stands has to be what its events lead to."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from cadence_tui.domain.finding import Finding
from cadence_tui.domain.ladder import Escalation, step
from cadence_tui.services.view import course_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cadence_tui.services.desk import Desk


def examine(desk: Desk) -> Iterator[Finding]:
    """Replay each escalation's events, and see whether the clock agrees with the history."""
    read_all(desk)
    differ, count = list[str](), 0
    for stored in desk.repository.escalations(ended=True):
        count += 1
        begun = Escalation(id=stored.id, kpi=stored.kpi, rungs=stored.rungs, opened_at=stored.opened_at)
        events = [event for event, _, _ in desk.repository.events_of(stored.id)]
        if reduce(step, events, begun) != stored._replace(asked=None):
            differ.append(stored.id)
    if differ:
        yield Finding(
            "escalations",
            "bad",
            f"not what their events lead to: {', '.join(differ)}",
            "Restore the newest good backup, and report this: nothing in the program writes such a state.",
        )
    else:
        yield Finding("escalations", "good", f"{count}, each is what its events lead to")
    due, wanted = desk.repository.next_moment(), course_of(desk.repository, desk.repository.company()).next_moment()
    if due != wanted:
        said = f"the next moment at which something comes due is marked as {due}, and is {wanted}"
        yield Finding("due", "note", said, "Make any change: it is worked out anew with each.")
    if warning := desk.clock_warning():
        yield Finding("clock", "note", warning, "Set it right before you change anything.")
    else:
        yield Finding("clock", "good", f"{desk.clock().isoformat()}, in order with the newest change")


def read_all(desk: Desk) -> None:
    """Read every row that anything is shown from.

    Raises:
        DamagedError: for one that makes no sense.
    """
    view = desk.view()
    for key in view.kpis:
        view.judgements(key)
    repository = view.repository
    for read in (repository.decisions, repository.actions, repository.objectives, repository.teams, repository.people):
        read()
    for _ in repository.entries():
        pass
