"""What a meeting under way has put down: state, each change of it with its entry in the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.storage.ledger import Ledger
from cadence_tui.storage.rows import moment, stamp

if TYPE_CHECKING:
    from cadence_tui.domain.meeting import Kind, Minute

_KEY = ("kind", "period", "part", "subject")


class MinutesStore(Ledger):
    """Keeps the minutes of meetings."""

    def minutes(self, kind: Kind, period: str) -> list[Minute]:
        """List what the meeting of a period has put down, oldest first."""
        from cadence_tui.domain.meeting import Minute

        found = self.database.execute(
            "SELECT * FROM minutes WHERE kind = ? AND period = ? ORDER BY at, part, subject", (kind, period)
        )
        return [Minute(**{**dict(row), "at": moment(row["at"])}) for row in found]

    def put_minute(self, minute: Minute) -> None:
        """Put something down, over what stood there."""
        self.put("minutes", {**minute._asdict(), "at": stamp(minute.at)}, _KEY)

    def remove_minute(self, minute: Minute) -> None:
        """Take something away again."""
        self.remove("minutes", kind=minute.kind, period=minute.period, part=minute.part, subject=minute.subject)
