"""The audit, in three steps: list what is tracked today, sort it with one key each, and cut each list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.widgets import Static

from cadence_tui.domain.errors import RefusedError
from cadence_tui.domain.text import fold
from cadence_tui.services import audit
from cadence_tui.tui import ink
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.screens.wizard_list import List
from cadence_tui.tui.screens.wizard_step import FormStep, Step
from cadence_tui.tui.widgets.field import Field
from cadence_tui.tui.widgets.rows import Row

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from cadence_tui.domain.playbook import Range
    from cadence_tui.services.audit import Bucket, Thing
    from cadence_tui.services.wizard import Answers
    from cadence_tui.tui.screens.wizard_step import Ground

_WHY, _WHY_FROM = 28, 64
LARGEST_FILE = 8 * 1024 * 1024

WORDS: dict[Bucket, str] = {"health": "ongoing health", "change": "strategic change", "parked": "parked", "": ""}
GLYPHS: dict[Bucket, str] = {"health": "●", "change": "▲", "parked": "·", "": " "}
INKS: dict[Bucket, str] = {"health": ink.GOOD, "change": ink.ACCENT, "parked": ink.MUTED, "": ink.MUTED}


def fits(ground: Ground, bucket: Bucket) -> Range:
    """Say how many of a list fit the stage."""
    return ground.fits if bucket == "health" else ground.rules.company_okrs


def of_bucket(answers: Answers, bucket: Bucket) -> list[Thing]:
    """List what was put somewhere."""
    return [thing for thing in answers.things if thing.bucket == bucket]


class AuditStep(FormStep):
    """What is tracked today, one a line: typed, pasted, or read from a file."""

    NAME, TITLE = "audit", "What you track today"
    DEFAULT_CSS = "AuditStep Long, AuditStep Long:focus { height: 9; }"
    BINDINGS = bindings("tracked")
    _found = _imported = audit.Listing((), "")
    _as_imported = ""

    def teaches(self) -> str:
        return (
            "Most companies watch too many numbers, so begin by listing all of them. "
            "Type or paste them, one a line, or have a file read with {tracked.file}; with nothing to list, press "
            "{wizard.next}."
        )

    def fields(self) -> list[Field]:
        return [
            Field(
                "tracked",
                "You track",
                "text",
                value=self.answers.typed.get("tracked", ""),
                placeholder="for example Website traffic",
                hint="⏎ on an empty line goes on.",
            )
        ]

    def tell(self) -> Content:
        text = self.answers.typed.get("tracked", "")
        if self._imported.told and text == self._as_imported:
            return ink.text(self._imported.told)
        return ink.text(audit.read_list(text).told if text.strip() else "")

    def action_file(self) -> None:
        from cadence_tui.tui.dialogs.ask import Ask

        question = "Which file lists what you track? CSV, TSV, XLSX, or a plain list"
        self.app.push_screen(Ask(question, check=self._read), self._take_over)

    def _read(self, name: str) -> None:
        """Read a file, or refuse it."""
        path = Path(name).expanduser()
        try:
            if not path.is_file() or path.stat().st_size > LARGEST_FILE:
                raise RefusedError(f"{path} is no file that could be read as a list; name another.")
            data = path.read_bytes()
        except OSError as error:
            raise RefusedError(f"{path} cannot be read ({error.strerror}); name another.") from error
        self._found = audit.read_file(path.name, data, self.form.typed["tracked"])

    def _take_over(self, name: str | None) -> None:
        """Add what a file lists to the field, and say what was done to it."""
        if name is None:
            return
        self._imported = self._found
        before = self.form.typed["tracked"].rstrip()
        self._as_imported = "\n".join([*filter(None, [before]), *self._found.names])
        self.form.rows["tracked"].control.put(self._as_imported)
        self.query_one("#told", Static).update(ink.text(self._imported.told))

    def take(self, typed: dict[str, str]) -> None:
        """Read the list; what was sorted before stays where it was put."""
        self.answers.typed.update(typed)
        names = audit.read_list(typed["tracked"]).names
        self.answers.things = audit.take(names, self.answers.things)


class Sorting(List):
    """Everything on the list, with where it belongs."""

    BINDINGS = bindings("sort")

    def __init__(self, step: SortStep) -> None:
        """Show a step's list."""
        super().__init__()
        self.step = step

    def build(self, width: int) -> list[Row]:
        """Write each with where it was put, or is proposed to be."""
        room = max(width - 24, 12)
        return [Row(fold(thing.name), (self._line(thing, room),)) for thing in self.step.answers.things]

    def _line(self, thing: Thing, room: int) -> Content:
        """Write one."""
        bucket = thing.bucket or audit.proposed(thing.name, self.step.ground.playbook)
        style = INKS[bucket] if thing.bucket else ink.MUTED
        words = WORDS[bucket] if thing.bucket else f"{WORDS[bucket]}?"
        return ink.line((f"{GLYPHS[bucket]} ", style), ink.cell(thing.name, room), "  ", (words, style))

    def _put(self, bucket: Bucket) -> None:
        """Put what is under the cursor somewhere, and go to the next."""
        for thing in self.step.answers.things:
            if fold(thing.name) == self.cursor:
                thing.bucket, thing.kept = bucket, True
        self.rebuild()
        self._go(1)
        self.step.changed()

    def toggle(self) -> None:
        """Put it into the other list."""
        thing = next((one for one in self.step.answers.things if fold(one.name) == self.cursor), None)
        if thing is not None:
            thing.bucket = "health" if thing.bucket == "change" else "change"
            self.rebuild()
            self.step.changed()

    def action_health(self) -> None:
        self._put("health")

    def action_change(self) -> None:
        self._put("change")

    def action_park(self) -> None:
        self._put("parked")

    def action_other(self) -> None:
        self.toggle()


class SortStep(Step):
    """Each into ongoing health or strategic change."""

    NAME, TITLE = "sort", "Health or change?"

    @classmethod
    def is_asked(cls, answers: Answers, ground: Ground) -> bool:  # noqa: ARG003
        return bool(answers.things)

    def teaches(self) -> str:
        return (
            "Ongoing health should stay in bounds and becomes a KPI; strategic change is something to move, and waits "
            "as an objective’s candidate for month 3. What carries a ? is a proposal, which {wizard.next} takes."
        )

    def compose(self) -> ComposeResult:
        yield Sorting(self)

    def begin(self) -> None:
        self.query_one(Sorting).rebuild()
        self.query_one(Sorting).focus()

    def changed(self) -> None:
        """Keep what was sorted."""
        self.say(*self.hint())
        self.post_message(self.Typed())

    def hint(self) -> tuple[str, bool]:
        """Say how far it is."""
        things = self.answers.things
        open_ones = sum(not thing.bucket for thing in things)
        keys = [self.app.key(f"sort.{name}") for name in ("health", "change", "park")]
        words = (
            f"{len(things) - open_ones} of {len(things)} sorted: {keys[0]} health, {keys[1]} change, {keys[2]} park."
        )
        more = f" {self.app.key('wizard.next')} takes the rest as proposed." if open_ones else ""
        return f"{words}{more}", False

    def accept(self) -> None:
        """Take the proposals for what nobody has sorted, and propose what to keep."""
        for thing in self.answers.things:
            thing.bucket = thing.bucket or audit.proposed(thing.name, self.ground.playbook)
        shape = " ".join(f"{thing.bucket}:{fold(thing.name)}" for thing in sorted(self.answers.things, key=str))
        if self.answers.typed.get("cut_for") != shape:
            for bucket in ("health", "change"):
                self._propose(bucket)
            self.answers.typed["cut_for"] = shape
        super().accept()

    def _propose(self, bucket: Bucket) -> None:
        """Propose what to keep of a list: by what speaks for each, or in the order that somebody gave it."""
        ground, things = self.ground, self.answers.things
        if self.answers.get("ranked"):
            audit.cut(things, bucket, audit.keep_count(len(of_bucket(self.answers, bucket)), fits(ground, bucket)))
        else:
            audit.propose(things, bucket, fits(ground, bucket), ground.library, ground.playbook, ground.stage)


class Cutting(List):
    """Both lists in their order, with what is kept of each."""

    BINDINGS = bindings("cut")

    def __init__(self, step: CutStep) -> None:
        """Show a step's lists."""
        super().__init__()
        self.step = step
        self._been_in = set[str]()

    def second_unseen(self) -> str:
        """Give the first of the second list, where that is not all in sight and nobody has been in it; else nothing."""
        second = [fold(thing.name) for thing in of_bucket(self.step.answers, "change")]
        if not second or not of_bucket(self.step.answers, "health") or self._been_in.intersection(second):
            return ""
        bottom = self.scroll_offset.y + self.scrollable_content_region.height
        return second[0] if self.lines_of(second[-1]).stop > bottom else ""

    def show_list(self, key: str) -> None:
        """Go to the first of a list, with as much of the list in sight as there is room for."""
        self.cursor = key
        self.scroll_to(y=self.lines_of(key).start - 1, animate=False, force=True)

    def watch_cursor(self, before: str, after: str) -> None:
        self._been_in.add(after)
        super().watch_cursor(before, after)

    def build(self, width: int) -> list[Row]:
        """Write each list under its heading."""
        rows: list[Row] = []
        for bucket in ("health", "change"):
            things = of_bucket(self.step.answers, bucket)
            if not things:
                continue
            kept = sum(thing.kept for thing in things)
            need = fits(self.step.ground, bucket)
            words = f"  {kept} of {len(things)} kept, {need} fit your stage"
            style = ink.MUTED if need.high is None or kept <= need.high else ink.WARN
            gap = (ink.text(""),) if rows else ()
            rows.append(Row("", (*gap, ink.line((WORDS[bucket].capitalize(), ink.STRONG), (words, style)))))
            rows += [Row(fold(thing.name), (self._line(thing, width),)) for thing in things]
        return rows

    def _line(self, thing: Thing, width: int) -> Content:
        """Write one."""
        glyph, style, words = ("●", ink.GOOD, "kept") if thing.kept else ("○", ink.MUTED, "parked")
        ground = self.step.ground
        why = audit.worth(thing, ground.library, ground.playbook, ground.stage).why if width >= _WHY_FROM else ""
        room = max(width - 12 - (_WHY if width >= _WHY_FROM else 0), 12)
        name = ink.cell(thing.name, room, ink.PLAIN if thing.kept else ink.MUTED)
        return ink.line((f"{glyph} ", style), name, "  ", (f"{words:<6}", style), (f"  {why}", ink.MUTED))

    def _here(self) -> Thing | None:
        """Give what is under the cursor."""
        return next((one for one in self.step.answers.things if fold(one.name) == self.cursor), None)

    def toggle(self) -> None:
        """Keep it, or put it aside."""
        thing = self._here()
        if thing is not None:
            thing.kept = not thing.kept
            self.rebuild()
            self.step.post_message(Step.Typed())

    def _move(self, by: int) -> None:
        """Move it within its list."""
        thing, things = self._here(), self.step.answers.things
        if thing is None:
            return
        order = of_bucket(self.step.answers, thing.bucket)
        to = order.index(thing) + by
        if 0 <= to < len(order):
            a, b = things.index(thing), things.index(order[to])
            things[a], things[b] = things[b], things[a]
            thing.kept, order[to].kept = order[to].kept, thing.kept
            self.step.answers.typed["ranked"] = "yes"
            self.rebuild()
            self.show_cursor()
            self.step.post_message(Step.Typed())

    def action_keep(self) -> None:
        self.toggle()

    def action_raise(self) -> None:
        self._move(-1)

    def action_lower(self) -> None:
        self._move(1)

    def action_pairs(self) -> None:
        from cadence_tui.tui.dialogs.pairs import Compare

        thing = self._here()
        if thing is not None:
            bucket = thing.bucket
            names = [one.name for one in of_bucket(self.step.answers, bucket)]
            self.app.push_screen(Compare(audit.Pairs(names)), lambda order: self._rank(bucket, order))

    def _rank(self, bucket: Bucket, order: list[str] | None) -> None:
        """Take an order over, and keep the first of it."""
        if order is None:
            return
        self.step.answers.typed["ranked"] = "yes"
        place = {fold(name): at for at, name in enumerate(order)}
        self.step.answers.things.sort(key=lambda one: place.get(fold(one.name), -1) if one.bucket == bucket else -1)
        audit.cut(self.step.answers.things, bucket, audit.keep_count(len(order), fits(self.step.ground, bucket)))
        self.rebuild()
        self.step.post_message(Step.Typed())


class CutStep(Step):
    """Each list cut in half, until the stage's range is met."""

    NAME, TITLE = "cut", "Cut each list in half"

    @classmethod
    def is_asked(cls, answers: Answers, ground: Ground) -> bool:
        return any(
            (count := len(of_bucket(answers, bucket))) > audit.keep_count(count, fits(ground, bucket))
            for bucket in ("health", "change")
        )

    def teaches(self) -> str:
        return (
            "Clarity comes from what you leave out: keep the half that would change a decision. "
            "This half is a proposal, with why in a word; the rest is parked, and nothing is lost."
        )

    def compose(self) -> ComposeResult:
        yield Cutting(self)
        yield Static()

    def begin(self) -> None:
        self.query_one(Cutting).rebuild()
        self.query_one(Cutting).focus()

    def hint(self) -> tuple[str, bool]:
        return "Space keeps or parks, J and K move, b asks you about two at a time.", False

    def accept(self) -> None:
        """Go on, once what is parked of the second list has been seen too."""
        cutting = self.query_one(Cutting)
        if unseen := cutting.second_unseen():
            cutting.show_list(unseen)
            self.say(f"This is the second list. {self.app.key('wizard.next')} goes on with both as they are.")
        else:
            super().accept()
