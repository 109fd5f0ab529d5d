"""The set-up's answers, as plain text: kept in a file beside the company's to be, and read again where they stopped."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from cadence_tui.domain.errors import CadenceError, RefusedError
from cadence_tui.services.audit import BUCKETS, Thing

if TYPE_CHECKING:
    from pathlib import Path

    from cadence_tui.services.desk import Desk

ENDING = ".setup.json"
AUDIT = "audit"


@dataclass(slots=True)
class Answers:
    """What was answered so far.

    `step` and `spot` (a field of it) say where somebody stopped; `typed` holds every plain field by its name, `things`
    the audit, and `kpis` each KPI as the fields of company.toml, with `thing` naming what it came from.
    """

    step: str = ""
    spot: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    things: list[Thing] = field(default_factory=list)
    kpis: list[dict[str, str]] = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        """Give what was typed into a field, or what stands for nothing."""
        return self.typed.get(name, "").strip() or default

    def write(self) -> str:
        """Write them as text."""
        return json.dumps(asdict(self), ensure_ascii=True)


def read(text: str) -> Answers:
    """Read answers as they were written.

    Raises:
        RefusedError: for a text that is none.
    """
    try:
        found: dict[str, Any] = json.loads(text)
        known = {str(bucket): bucket for bucket in BUCKETS}
        return Answers(
            step=str(found["step"]),
            spot=str(found["spot"]),
            typed=_texts(found["typed"]),
            things=[Thing(str(t["name"]), known[t["bucket"]], kept=bool(t["kept"])) for t in found["things"]],
            kpis=[_texts(one) for one in found["kpis"]],
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RefusedError("The answers of an earlier set-up cannot be read; it begins anew.") from error


def _texts(found: dict[str, Any]) -> dict[str, str]:
    """Read a table of texts."""
    return {str(name): str(text) for name, text in found.items()}


class Store(Protocol):
    """Where answers are kept."""

    def load(self) -> str | None:
        """Read what was kept."""

    def save(self, text: str) -> None:
        """Keep it."""

    def drop(self) -> None:
        """Let it go."""


@dataclass(frozen=True, slots=True)
class FileStore:
    """Keeps answers in a file of their own, where there is no company's file yet."""

    path: Path

    @classmethod
    def beside(cls, company: Path) -> FileStore:
        """Keep them beside the company's file to be."""
        return cls(company.with_name(company.name + ENDING))

    def load(self) -> str | None:
        """Read what was kept."""
        try:
            return self.path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def save(self, text: str) -> None:
        """Put it into the file in one step.

        Raises:
            RefusedError: where the place cannot be written.
        """
        fresh = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.path)
        except OSError as error:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise RefusedError(f"{self.path.parent} cannot be written ({error.strerror}); nothing is kept.") from error

    def drop(self) -> None:
        """Let it go, once the company is founded."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def set_aside(self) -> None:
        """Keep what cannot be read under another name."""
        with suppress(OSError):
            self.path.replace(self.path.with_name(f"{self.path.name}.old"))


@dataclass(frozen=True, slots=True)
class DeskStore:
    """Keeps the answers of an audit among the drafts of a company that there is."""

    desk: Desk

    def _key(self) -> str:
        """Name whose audit it is."""
        return f"{AUDIT}:{self.desk.who(self.desk.repository.company())}"

    def load(self) -> str | None:
        """Read what was kept."""
        return self.desk.repository.draft(self._key())

    def save(self, text: str) -> None:
        """Keep it."""
        self.desk.repository.put_draft(self._key(), text, self.desk.clock())

    def drop(self) -> None:
        """Let it go."""
        self.desk.repository.drop_draft(self._key())


def resume(store: Store) -> tuple[Answers, str]:
    """Go on where somebody stopped: the answers, and what is wrong with them where they cannot be read."""
    text = store.load()
    if text is None:
        return Answers(), ""
    try:
        return read(text), ""
    except CadenceError as error:
        if isinstance(store, FileStore):
            store.set_aside()
        return Answers(), str(error)
