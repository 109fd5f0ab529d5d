"""What worked: how many decisions did, how far off their effects were, and the decisions behind each count."""

from __future__ import annotations

from time import sleep
from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.tui import deeds, ink
from cadence_tui.tui.screens import log_words
from cadence_tui.tui.screens.place import Place
from cadence_tui.tui.screens.story_words import value
from cadence_tui.tui.widgets.rows import Row, Rows, empty

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from cadence_tui.domain.calibration import Calibration, Point, Tally
    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp

GAP = 2
WIDEST = 120
NAME_LEAST, NAME_MOST = 8, 24
BAR_MOST = 40
COUNT, SHARE, OFF = len("5000 of 5000"), len("worked"), len("off by")
# Beside the figure a bar as long as it, ten cells for all that was expected, where there is room for it.
OFF_BAR, ROOMY = 10, 96
QUARTERS = 12
MOST = 100
TITLE = "~"
A_MOMENT_S = 0.001


class Mirror(Rows):
    """The counts, each as a bar; enter shows the decisions behind one below it."""

    GUTTER = 2
    app: CadenceApp

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Show nothing yet."""
        super().__init__(id=id)
        self._view: View | None = None
        self._found: Calibration | None = None
        self._shown = ""

    def fill(self, view: View, found: Calibration) -> None:
        """Show what stands now."""
        self._view, self._found = view, found
        self.rebuild()

    @property
    def is_filled(self) -> bool:
        """Say whether it shows anything."""
        return self._found is not None

    def turn(self, key: str) -> None:
        """Show the decisions behind a count, or hide them again."""
        self._shown = "" if self._shown == key else key
        self.rebuild()
        self.show_cursor()

    def build(self, width: int) -> list[Row]:
        """Lay out the company, who decided, and the quarters, newest first."""
        view, found = self._view, self._found
        if view is None or found is None:
            return []
        width = min(width, WIDEST)
        if not found.whole.points:
            what = "Four weeks after a decision somebody is asked whether it worked; here is what came of them all."
            back = empty("", self.app.key("app.back"), "to go back.").lines[1:]
            return [Row("", (*ink.text(what, ink.MUTED).wrap(width), *back))]
        about = "All decisions whose day has come. It is a mirror to decide better by, and no score of a person."
        lines = [*ink.text(about, ink.MUTED).wrap(width), ink.text("")]
        if found.whole.waiting:
            words = f"{formatting.plural(found.whole.waiting, 'decision')} still to be asked about."
            lines[-1:] = [ink.text(words, ink.WARN), ink.text("")]
        name = min(max(map(formatting.cell_width, _names(found))) + GAP, NAME_MOST)
        rows = [Row("", (*lines, _heading("", name, width))), *self._tally(view, found.whole, "all", name, width)]
        for title, parts in (("By who decided", found.deciders), ("By quarter", found.quarters[:QUARTERS])):
            if parts:
                rows.append(Row("", (ink.text(""), ink.text(title, ink.STRONG))))
            for one in parts:
                rows += self._tally(view, one, f"{TITLE}{title}{TITLE}{one.of}", name, width)
        return rows

    def _tally(self, view: View, one: Tally, key: str, name: int, width: int) -> list[Row]:
        """Draw a count, and the decisions behind it where they are asked for."""
        is_compared = self._found is not None and self._found.is_compared
        rows = [Row(key, (_bar(one, name, width, is_shown=key == self._shown, is_compared=is_compared),))]
        if key == self._shown:
            rows += [Row(point.id, _point(view, point, width)) for point in one.points[:MOST]]
            if len(one.points) > MOST:
                rows.append(
                    Row("", (ink.text(f"    … {len(one.points) - MOST} older ones are in the log", ink.MUTED),))
                )
        return rows


class CalibrationScreen(Place):
    """The page of what came of decisions."""

    TITLE_TEXT = "What worked"
    HELP_TEXT = (
        "How many decisions worked, of those that somebody was asked about, and how far their KPIs stood from what was "
        "expected on the day, as a share of that. {rows.open} shows the decisions behind a count, and the story of one."
    )

    def body(self) -> ComposeResult:
        yield Mirror(id="mirror")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Mirror).focus()

    def show(self, view: View) -> None:
        """Show how many worked at once, and how far off they were once that is drawn; after a change both together."""
        from cadence_tui.services.calibration import first_look

        if self.query_one(Mirror).is_filled:
            self._compare(view)
        else:
            self.query_one(Mirror).fill(view, first_look(view))
            self.call_after_refresh(self._compare_next)

    def _compare_next(self) -> None:
        """Look how far off they were, once the frame is out: a thread writes it, which would wait for all of that."""
        sleep(A_MOMENT_S)
        deeds.look(self.app, self._compare)

    def _compare(self, view: View) -> None:
        """Show all, unless the page was left meanwhile."""
        from cadence_tui.services.calibration import look

        for mirror in self.query(Mirror):
            mirror.fill(view, look(view))

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Show the decisions behind a count, or open the story of one."""
        event.stop()
        if event.key == "all" or event.key.startswith(TITLE):
            self.query_one(Mirror).turn(event.key)
        else:
            self.app.open("decision", event.key)


def _names(found: Calibration) -> list[str]:
    """List what the counts are called."""
    return [one.of for one in (found.whole, *found.deciders, *found.quarters[:QUARTERS])]


def _room(name: int, width: int) -> int:
    """Say how wide a bar may be."""
    beside = OFF_BAR + GAP if width >= ROOMY else 0
    return max(min(width - 2 - name - COUNT - SHARE - OFF - 3 * GAP - beside, BAR_MOST), 4)


def _off_bar(one: Tally, width: int) -> Content:
    """Draw how far off the decisions were, as a part of what was expected."""
    if width < ROOMY or one.mean_miss is None:
        return ink.text("")
    cells = min(round(float(one.mean_miss) * OFF_BAR), OFF_BAR)
    return ink.line(" " * GAP, ("▬" * cells, ink.WARN), ("·" * (OFF_BAR - cells), ink.MUTED))


def _heading(words: str, name: int, width: int) -> Content:
    """Name the columns."""
    room = _room(name, width)
    between = " " * GAP
    parts = [("", COUNT), ("worked", SHARE), ("off by", OFF)]
    cells = [ink.cell(text, size, ink.MUTED, "right") for text, size in parts]
    return ink.line(ink.cell(words, 2 + name + room), *(part for one in cells for part in (between, one)))


def _bar(one: Tally, name: int, width: int, *, is_shown: bool, is_compared: bool) -> Content:
    """Draw a count: its bar as long as the share that worked, the figures beside it."""
    room = _room(name, width)
    full = one.worked * room // one.answered if one.answered else 0
    share = formatting.NONE if one.percent is None else f"{one.percent} %"
    known = formatting.NONE if one.mean_miss is None else formatting.percent(float(one.mean_miss))
    off = known if is_compared else "…"
    count = f"{one.worked} of {one.answered}" if one.answered else "not asked"
    return ink.line(
        ("▾ " if is_shown else "▸ ", ink.MUTED),
        ink.cell(formatting.fit(one.of, name - GAP), name),
        ("█" * full, ink.GOOD),
        ("░" * (room - full), ink.MUTED),
        " " * GAP,
        ink.cell(count, COUNT, ink.MUTED, "right"),
        " " * GAP,
        ink.cell(share, SHARE, ink.STRONG, "right"),
        " " * GAP,
        ink.cell(off, OFF, ink.PLAIN, "right"),
        _off_bar(one, width),
    )


def _point(view: View, point: Point, width: int) -> tuple[Content, ...]:
    """Draw a decision: what became of it, what it was, and below it what was expected and what came."""
    one = view.repository.decision(point.id)
    expect = one.expect
    state = {
        "worked": log_words.Words("✓ worked", ink.GOOD),
        "failed": log_words.Words("✗ failed", ink.WARN),
        None: log_words.Words("? to be asked", ink.WARN),
    }[one.outcome]
    room = max(width - 4 - 14 - 8, 8)
    head = ink.line(
        "    ", ink.cell(one.id, 8, ink.MUTED), ink.cell(state.text, 14, state.style), formatting.fit(one.title, room)
    )
    if expect is None:
        return (head,)
    words = f"{value(view, expect.kpi, expect.value)} expected"
    if point.actual is not None:
        words = f"{value(view, expect.kpi, point.actual)} came, {words}"
    if point.miss:
        words = f"off by {formatting.percent(abs(float(point.miss)))}: {words}"
    words = f"{words} · {view.kpis[expect.kpi].name}"
    return head, ink.line(" " * (4 + 8 + 14), (formatting.fit(words, room), ink.MUTED))
