"""Half-typed text: beside the history, never in it, and gone when it is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.storage.rows import stamp

if TYPE_CHECKING:
    from datetime import datetime

    from cadence_tui.storage.database import Database


class Drafts:
    """Keeps drafts by key."""

    database: Database

    def put_draft(self, key: str, body: str, at: datetime) -> None:
        """Keep a draft over the one before."""
        with self.database.transaction():
            self.database.execute(
                "INSERT INTO drafts (key, body, saved_at) VALUES (?, ?, ?) "
                "ON CONFLICT (key) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at",
                (key, body, stamp(at)),
            )

    def draft(self, key: str) -> str | None:
        """Read a draft."""
        row = self.database.execute("SELECT body FROM drafts WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row["body"])

    def drafts(self, start: str) -> dict[str, str]:
        """Read the drafts whose keys start so."""
        found = self.database.execute(
            "SELECT key, body FROM drafts WHERE substr(key, 1, ?) = ? ORDER BY key", (len(start), start)
        )
        return {row["key"]: row["body"] for row in found}

    def drop_draft(self, key: str) -> None:
        """Let a draft go."""
        if self.draft(key) is not None:
            with self.database.transaction():
                self.database.execute("DELETE FROM drafts WHERE key = ?", (key,))
