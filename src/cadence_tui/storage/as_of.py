"""The file as it stood at a moment: the appended tables up to there, laid over those of today."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cadence_tui.storage import rows
from cadence_tui.storage.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_CUT = ("readings", "judgements", "period_goals")


class AsOf(Ledger):
    """Reads what the file held at a moment."""

    @contextmanager
    def as_of(self, at: datetime) -> Iterator[None]:
        """Have values, judgements, targets and KPIs be read as they stood once all up to a moment was stored.

        Temporary views and tables hide the ones of the same name, so that every reader works as it is, and whatever
        would write fails. Escalations are left out: they are written over, and hold only how they stand today.
        """
        run = self.database.execute
        with self.database.translated():
            row = run("SELECT ifnull(max(seq), 0) AS seq FROM history WHERE at <= ?", (rows.stamp(at),)).fetchone()
            seq = int(row["seq"])
            versions = run("SELECT key, body FROM kpi_versions WHERE entry <= ? ORDER BY id", (seq,))
            kpis = {version["key"]: version["body"] for version in versions}
            for table in _CUT:
                run(f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE entry <= {seq}")  # noqa: S608
            run("CREATE TEMP VIEW escalations AS SELECT * FROM main.escalations WHERE 0")
            run("CREATE TEMP TABLE kpis AS SELECT * FROM main.kpis WHERE 0")
        try:
            for body in filter(None, kpis.values()):
                self._insert("kpis", json.loads(body))
            yield
        finally:
            for table in (*_CUT, "escalations"):
                run(f"DROP VIEW IF EXISTS temp.{table}")
            run("DROP TABLE IF EXISTS temp.kpis")
