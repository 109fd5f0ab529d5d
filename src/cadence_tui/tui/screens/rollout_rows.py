"""What the rollout says line by line: the gate, the phases, what lint found; and each of them in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.domain.text import visible
from cadence_tui.tui import ink
from cadence_tui.tui.widgets.road import MARKS
from cadence_tui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.content import Content

    from cadence_tui.domain.rollout import GateItem, Road, Stop
    from cadence_tui.services.linting import Linted
    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp

# What the playbook's numbers of sources stand for.
SOURCES = {
    "000": "weekly KPI ownership",
    "001": "what comes first at which stage",
    "002": "from a KPI to a key result",
    "003": "the phased rollout and its templates",
    "004": "the audit and the 90-day rule",
}
ADVANCE = "advance"
GATE, PHASE, LINT = "gate:", "phase:", "lint:"
_MOST_WHAT, _LEAST_WHAT, _MARGIN = 48, 24, 4


class Steps(Rows):
    """The gate item by item, the phases, and lint's findings."""

    GUTTER = 2

    app: CadenceApp

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Know nothing yet."""
        super().__init__(id=id)
        self.road: Road | None = None
        self.found: dict[str, Linted] = {}
        self._names: dict[str, str] = {}

    def fill(self, view: View, road: Road, found: list[Linted]) -> None:
        """Show where the rollout stands."""
        self.road = road
        self.found = {f"{LINT}{one.finding.key}": one for one in sorted(found, key=lambda one: one.waived is not None)}
        self._names = {kpi.key: kpi.name for kpi in view.kpis.values()}
        self.rebuild()

    def build(self, width: int) -> list[Row]:
        road = self.road
        if road is None:
            return []
        return [*self._gate(road, width), *self._phases(road, width), *self._findings(width)]

    # --- The gate -----------------------------------------------------------------------------------------------------

    def _gate(self, road: Road, width: int) -> Iterator[Row]:
        """Write what leaves the current phase, then the way on."""
        gate, name = road.here.gate, f"Phase {road.phase}, {road.here.phase.name}"
        if road.next is None:
            yield Row("", (ink.text(name, ink.STRONG),))
            yield Row(
                f"{PHASE}{road.phase}", (ink.line(("● ", ink.ACCENT), "The last phase: nothing is added any more."),)
            )
            return
        met = len(gate) - len(road.missing)
        yield Row("", (ink.line((name, ink.STRONG), (f"  its gate: {met} of {len(gate)} met", ink.MUTED)),))
        what = min(max(formatting.cell_width(visible(item.what)) for item in gate), _MOST_WHAT)
        for number, item in enumerate(gate):
            yield Row(f"{GATE}{number}", (_item(item, what, width),))
        key, ahead = self.app.key("rollout.advance"), f"phase {road.next.phase.number}, {road.next.phase.name}"
        words = f" opens {ahead}" if not road.missing else f" opens {ahead} before that, with a reason"
        colour = ink.MUTED if road.missing else ink.PLAIN
        yield Row(ADVANCE, (ink.line(("→ ", ink.ACCENT), (key, ink.ACCENT), (words, colour)),))

    # --- The phases ---------------------------------------------------------------------------------------------------

    def _phases(self, road: Road, width: int) -> Iterator[Row]:
        """Write each phase with its months and what opens it."""
        yield Row("", (ink.text(""), ink.text("The phases", ink.STRONG)))
        for stop in road.stops:
            head = ink.line(
                MARKS[stop.state],
                (f" {stop.phase.number} ", ink.MUTED),
                ink.cell(stop.phase.name, 14, ink.STRONG if stop.state == "current" else ink.PLAIN),
                ink.cell(months(stop), 17, ink.MUTED),
            )
            room = max(width - head.cell_length, 0)
            yield Row(
                f"{PHASE}{stop.phase.number}", (ink.line(head, (formatting.fit(_opens(road, stop), room), ink.MUTED)),)
            )

    # --- Lint ---------------------------------------------------------------------------------------------------------

    def _findings(self, width: int) -> Iterator[Row]:
        """Write what lint found: errors, then warnings, then what was waived."""
        open_ = [one.finding for one in self.found.values() if one.waived is None]
        errors = sum(finding.level == "error" for finding in open_)
        counts = [formatting.plural(errors, "error"), formatting.plural(len(open_) - errors, "warning")]
        if waived := len(self.found) - len(open_):
            counts.append(f"{waived} waived")
        yield Row("", (ink.text(""), ink.line(("Lint", ink.STRONG), (f"  {', '.join(counts)}", ink.MUTED))))
        if not self.found:
            yield Row("", (ink.text("Every KPI and objective is as the playbook would have it.", ink.MUTED),))
        for key, one in self.found.items():
            finding = one.finding
            mark, colour = (
                ("–", ink.MUTED) if one.waived else ("✗", ink.URGENT) if finding.level == "error" else ("!", ink.WARN)
            )
            level = "waived" if one.waived else finding.level
            subject = self._names.get(finding.subject, finding.subject)
            head = ink.line((f"{mark} {level:<8}", colour), ink.cell(finding.id, 20, ink.MUTED))
            room = max(width - head.cell_length, 0)
            words = subject if width < _SAYS_FROM else finding.message
            yield Row(
                key, (ink.line(head, (formatting.fit(visible(words), room), ink.MUTED if one.waived else ink.PLAIN)),)
            )


_SAYS_FROM = 90


def _item(item: GateItem, what: int, width: int) -> Content:
    """Write one item of a gate: whether it is met, what there is, and what is needed where that is more."""
    mark, colour = ("✓", ink.GOOD) if item.met else ("✗", ink.WARN)
    rest = visible(item.have if item.met else f"{item.have}, needs {item.need}")
    column = min(what, max(width - formatting.cell_width(rest) - _MARGIN, _LEAST_WHAT))
    head = ink.line((f"{mark} ", colour), ink.cell(item.what, column), "  ")
    fitted = formatting.fit(rest, max(width - head.cell_length, 0))
    return ink.line(head, (fitted, ink.MUTED if item.met else ink.WARN))


def months(stop: Stop) -> str:
    """Say when a phase is scheduled."""
    span = stop.phase.months
    if span.high is None:
        return f"from month {span.low} on"
    return f"month {span.low}" if span.low == span.high else f"months {span}"


def _opens(road: Road, stop: Stop) -> str:
    """Say what opens a phase."""
    if stop.state != "ahead":
        return "you are here" if stop.state == "current" else "done"
    before = road.stops[road.stops.index(stop) - 1]
    missing = sum(not item.met for item in before.gate)
    if before.state == "current":
        return f"opens with this gate, {missing} to go" if missing else "its gate is met"
    return f"opens after phase {before.phase.number}"


# --- In full ----------------------------------------------------------------------------------------------------------


def phase_words(road: Road, stop: Stop) -> list[Content]:
    """Say of a phase what it installs, why it comes where it does, what opens it, and what leaves it."""
    phase = stop.phase
    lines = [
        ink.line(
            MARKS[stop.state], (f" Phase {phase.number}, {phase.name}", ink.STRONG), (f"  {months(stop)}", ink.MUTED)
        ),
        ink.text(f"Installs {phase.installs}."),
        ink.text(phase.why, ink.MUTED),
    ]
    if stop.state == "ahead":
        before = road.stops[road.stops.index(stop) - 1]
        lines += [ink.text(""), ink.text(f"Opened by the gate of phase {before.phase.number}, {before.phase.name}:")]
        lines += [_item(item, _MOST_WHAT, 200) for item in before.gate]
        lines.append(ink.text("All of it can be looked at and drafted now; it starts when the phase does.", ink.MUTED))
    elif stop.gate and stop.state == "current":
        lines += [ink.text(""), ink.text("To leave it:"), *(_item(item, _MOST_WHAT, 200) for item in stop.gate)]
    return lines


def finding_words(one: Linted, key: str) -> list[Content]:
    """Say of a finding what to do instead, where that comes from, and how it can be waived."""
    finding = one.finding
    lines = [
        ink.line((finding.id, ink.STRONG), (f"  {finding.level}", ink.MUTED)),
        ink.text(finding.message),
        ink.text(f"From: {'; '.join(SOURCES[one] for one in finding.source.split(', '))}.", ink.MUTED),
    ]
    if one.waived is not None:
        lines.append(ink.line(("Waived: ", ink.MUTED), one.waived))
    elif finding.level == "warning":
        lines.append(ink.line((key, ink.ACCENT), (" waives it, with a reason that is logged.", ink.MUTED)))
    else:
        lines.append(ink.text("An error cannot be waived: it stops an objective from being activated.", ink.MUTED))
    return lines


def item_words(item: GateItem, how: str, road: Road) -> list[Content]:
    """Say of a gate's item what there is, what is needed and how to get there; then what the gate opens."""
    ahead = road.next
    opens = [ink.text(""), *phase_words(road, ahead)[:3]] if ahead else []
    state = ("✓ met", ink.GOOD) if item.met else ("✗ not met yet", ink.WARN)
    return [
        ink.text(item.what, ink.STRONG),
        ink.line(state, (f"  have {item.have} · need {item.need}", ink.MUTED)),
        ink.text(how, ink.MUTED),
        *opens,
    ]
