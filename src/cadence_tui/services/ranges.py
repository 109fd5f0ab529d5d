"""How many KPIs and objectives fit a company: its stage's ranges, or its own in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.errors import NotFoundError
from cadence_tui.domain.playbook import RANGES, Range, read_range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View
    from cadence_tui.storage.repository import Repository


def own_playbook(repository: Repository, playbook: Playbook) -> Playbook:
    """Give the playbook with the company's own ranges."""
    return playbook.with_ranges({name: Range(*bounds) for name, bounds in repository.ranges().items()})


def in_force(view: View, playbook: Playbook) -> Iterator[tuple[str, Range, bool]]:
    """Go through the ranges that the company has, each with whether it is its own."""
    rules, own = own_playbook(view.repository, playbook).stage(view.company.stage), view.repository.ranges()
    for name in RANGES:
        found: Range | None = getattr(rules, name)
        if found is not None:
            yield name, found, name in own


def set_range(desk: Desk, name: str, text: str | None, *, why: str | None = None) -> Range | None:
    """Set one of the company's own ranges in place of its stage's; none goes back to the stage's.

    Raises:
        NotFoundError: for a range that there is not.
        InvalidError: for text that is no range.
    """
    if name not in RANGES:
        raise NotFoundError(f"There is no range “{name[:40]}”; there are {', '.join(RANGES)}.")
    after = read_range(text) if text is not None else None
    with desk.change("changed range", name, why) as change:
        before = change.repository.ranges().get(name)
        change.repository.put_range(name, None if after is None else (after.low, after.high or after.low))
        change.name(name)
        change.entry.before = {name: str(Range(*before))} if before else None
        change.entry.after = {name: str(after) if after else "the stage's"}
        return after
