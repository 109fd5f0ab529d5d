"""Where KPIs' values come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.storage.ledger import Ledger

if TYPE_CHECKING:
    from cadence_tui.domain.source import Source


class Sources(Ledger):
    """Reads and writes the sources of KPIs."""

    def sources(self) -> dict[str, Source]:
        """Read where the values of KPIs come from, of those that have a source, in the KPIs' order."""
        from cadence_tui.domain.source import Source

        found = self.database.execute("SELECT s.* FROM sources s JOIN kpis k ON k.key = s.kpi ORDER BY k.rowid")
        return {row["kpi"]: Source(row["kind"], row["place"], row["pick"]) for row in found}

    def put_source(self, kpi: str, source: Source | None) -> None:
        """Write where a KPI's value comes from; none has it typed."""
        if source is None:
            self.remove("sources", kpi=kpi)
        else:
            self.put("sources", {"kpi": kpi, **source._asdict()}, ("kpi",))
