"""One KPI's page: what it is and where it stands, its chart, and all that happened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.content import Content

from cadence_tui import formatting
from cadence_tui.domain.calendar import grain
from cadence_tui.domain.errors import NotFoundError
from cadence_tui.domain.source import KINDS
from cadence_tui.tui import ink
from cadence_tui.tui.dialogs.kpi_words import first_close_of, label
from cadence_tui.tui.screens.kpi_keys import KpiPlace
from cadence_tui.tui.widgets import kpi_about
from cadence_tui.tui.widgets.chart import Chart
from cadence_tui.tui.widgets.kpi_story import EARLIER, KpiStory
from cadence_tui.tui.widgets.reading import Detail
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.domain.signal import Limits
    from cadence_tui.domain.source import Source
    from cadence_tui.services.pages import KpiPage
    from cadence_tui.services.view import View
    from cadence_tui.tui.widgets.rows import Rows

SPANS: tuple[int | None, ...] = (13, 26, 52, None)
READ = 52


class KpiScreen(KpiPlace):
    """Everything about one KPI."""

    SCOPE = "kpi"
    TITLE_TEXT = "KPI"
    CSS_PATH = "kpi.tcss"
    AUTO_FOCUS = "#story"
    HELP_TEXT = (
        "The chart shows its values on the bands of target and alert as they were at the time: "
        "healthy up to ╌, one to watch up to ┈, a breach beyond. * was amended, ! came late or not at all. "
        "Below it stand each period’s status, ▲ escalations and ◆ decisions; where there is no room for all periods, a "
        f"column shows the worst of several: {formatting.LEGEND}. Then what happened, newest first."
    )

    def __init__(self, key: str = "") -> None:
        """Show nothing yet; a page that is put together ahead is told its KPI when it is opened."""
        super().__init__()
        self.kpi_key = key
        self._page: KpiPage | None = None
        self._head, self._about = list[Content](), list[Content]()
        self._span = SPANS[0]
        self._with_limits = False
        self._format = ""
        self._has_source = False

    def body(self) -> ComposeResult:
        yield Said(id="head")
        yield Chart(id="chart")
        with Horizontal(id="below"):
            yield KpiStory(id="story")
            with Detail(id="about"):
                yield Said(id="facts")

    def look(self) -> None:
        if self.kpi_key:
            super().look()

    def on_unmount(self) -> None:
        """Be ready for the next."""
        self.app.ahead.soon()

    def show(self, view: View) -> None:
        """Work the page out again."""
        from cadence_tui.services.kpi_facts import kpi_facts
        from cadence_tui.services.pages import kpi_page

        try:
            page = kpi_page(view, self.kpi_key, self._span and READ)
        except NotFoundError:
            self.app.call_later(self.dismiss)
            return
        self._page, self._format = page, view.company.number_format
        self._has_source = kpi_source(view, page) is not None
        facts = kpi_facts(view, page, self.app.host.playbook())
        self._about = kpi_about.about(view, page, facts)
        self._head = [*head(view, page), ink.text(kpi_about.in_short(view, page, facts), ink.MUTED)]
        self.query_one("#facts", Said).update(Content("\n").join(self._about))
        self._draw()
        self.query_one(KpiStory).fill(view, page)
        self.refresh_bindings()

    def _draw(self) -> None:
        """Draw as many periods as are asked for."""
        page = self._page
        if page is not None:
            cells = page.cells[-self._span :] if self._span else page.cells
            usual = _usual(page) if self._with_limits else None
            lines = [*self._head, *([ink.text(_usually(page, usual, self._format), ink.MUTED)] if usual else [])]
            self.query_one("#head", Said).update(Content("\n").join(lines))
            self.query_one(Chart).fill(page.line.kpi, cells, self._format, limits=usual, marks=page.marks)

    # --- What the keys act on -----------------------------------------------------------------------------------------

    def here(self) -> Kpi | None:
        """Give the KPI."""
        return self._page.line.kpi if self._page is not None else None

    def period(self) -> str:
        """Give the period that closes next."""
        return self._page.line.period if self._page is not None else ""

    def action_span(self) -> None:
        self._span = SPANS[(SPANS.index(self._span) + 1) % len(SPANS)]
        if self._span in (None, SPANS[0]) and (view := self.app.view()):
            self.show(view)
        else:
            self._draw()

    def action_limits(self) -> None:
        self._with_limits = not self._with_limits
        self._draw()

    def action_about(self) -> None:
        from cadence_tui.tui.dialogs.telling import Telling

        if self._page is not None:
            self.app.push_screen(Telling(self._page.line.kpi.name, self._about))

    def action_amend(self) -> None:
        period = self.query_one(KpiStory).period
        if period:
            self.record(period)

    def action_target(self) -> None:
        from cadence_tui.tui.dialogs.kpi_deeds import OnePeriod

        if found := self._meant():
            self.app.push_screen(OnePeriod(*found))

    def action_raise(self) -> None:
        from cadence_tui.tui.dialogs.raising import raise_kpi

        if (view := self.app.view()) is not None:
            raise_kpi(self.app, view, self.kpi_key)

    def action_source(self) -> None:
        from cadence_tui.tui.dialogs.source import SetSource

        if (found := self._meant()) and self.app.host.outside is not None:
            self.app.push_screen(SetSource(*found, self.app.host.outside))

    def action_pull(self) -> None:
        from cadence_tui.tui.dialogs.pull import open_pull

        open_pull(self.app, [self.kpi_key])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer amending on a line about a value, and a target for one period where there is a number to reach."""
        kpi = self.here()
        if action == "amend" and not (kpi is not None and self.is_mounted and self.query_one(KpiStory).period):
            return False
        if action == "limits":
            return self._page is not None and self._page.limits is not None and not _is_yes_no(self._page)
        if action == "source":
            return kpi is not None and kpi.formula is None and kpi.retired_at is None
        if action == "pull":
            return kpi is not None and self._has_source
        if action == "target" and (kpi is None or kpi.goal.direction == "yes_no"):
            return False
        return super().check_action(action, parameters)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self.refresh_bindings()

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Go to where a line lives; one that lives here shows all of itself."""
        story = self.query_one(KpiStory)
        if event.key == EARLIER:
            story.further()
            return
        link = story.link_of(event.key)
        if not link or not self.app.open(None, link):
            story.unfold(event.key)


def _is_yes_no(page: KpiPage) -> bool:
    """Say whether a KPI is a yes or no, which has no limits."""
    return page.line.goal.direction == "yes_no"


# --- Where it stands, in words ----------------------------------------------------------------------------------------


def head(view: View, page: KpiPage) -> list[Content]:
    """Say what a KPI is and where it stands."""
    line, form = page.line, view.company.number_format
    kpi = line.kpi
    state = ink.text("· retired", ink.MUTED) if kpi.retired_at is not None else ink.status(line.shown)
    unit = "yes_no" if line.goal.direction == "yes_no" else kpi.unit
    now = [ink.text(formatting.value(line.value, kpi.unit, line.goal.direction, form), ink.STRONG), state]
    if change := formatting.delta(line.value, line.before, unit, form):
        now.append(ink.text(change, ink.MUTED))
    now.append(ink.text(formatting.period_label(line.period), ink.MUTED))
    target = formatting.bound(line.goal.target, kpi.unit, line.goal.direction, form)
    facts = [f"target {target}"]
    if line.goal.alert is not None:
        facts.append(f"alert {formatting.beyond(line.goal.alert, kpi.unit, line.goal.direction, form)}")
    if not view.company.is_solo:
        facts += [kpi.owner, *([kpi.team] if kpi.team else [])]
    facts += [kpi.cadence, *(word for word in (kpi.kind, kpi.perspective) if word)]
    found = [
        ink.line((kpi.name, ink.STRONG), (f"  {kpi.key}", ink.MUTED)),
        ink.line("", ink.text("  ").join(now)),
        ink.text(" · ".join(facts), ink.MUTED),
    ]
    found += [ink.text(words, ink.MUTED) for words in kpi.measure.split("\n")[:2] if words.strip()]
    return [*found, *_more(view, page)]


def _more(view: View, page: KpiPage) -> list[Content]:
    """Explain what could be wondered about: how it is worked out, when it is due, what is open, what stands out."""
    line, kpi, found = page.line, page.line.kpi, list[Content]()
    if kpi.formula:
        found.append(ink.text(f"Worked out: {kpi.formula}. Record {_names(view, page.inputs)} instead.", ink.MUTED))
    if source := kpi_source(view, page):
        found.append(ink.text(f"Fetched when you ask, from {KINDS[source.kind]}: {source.words()}", ink.MUTED))
    if page.outputs:
        found.append(
            ink.text(
                f"{_names(view, page.outputs)} {'is' if len(page.outputs) == 1 else 'are'} worked out from it.",
                ink.MUTED,
            )
        )
    if kpi.retired_at is None and line.status == "not_due":
        first = f"{first_close_of(view, kpi)}: nobody’s first close comes as a surprise."
        found.append(ink.text(first, ink.MUTED))
    if line.escalation is not None:
        found.append(_escalated(view, line.escalation))
    if line.signal == "signal" and line.goal.direction != "yes_no":
        found.append(ink.text(_signal(view, page), ink.ACCENT))
    return found


def kpi_source(view: View, page: KpiPage) -> Source | None:
    """Give the KPI's source, where its value is fetched."""
    from cadence_tui.services.sources import source_of

    kpi = page.line.kpi
    return source_of(view, kpi.key) if kpi.retired_at is None and kpi.formula is None else None


def _escalated(view: View, one: Escalation) -> Content:
    """Say where an escalation stands: in red only while somebody has to answer it."""
    from cadence_tui.domain.report import cause_words

    causes = cause_words(one)
    if one.recovered_at is not None:
        waits = f"answered by {one.decisions[-1]}" if one.answered else "it waits for its decision"
        return ink.text(f"{one.id} has recovered, {waits}: {causes}", ink.MUTED)
    if one.answered:
        return ink.text(f"{one.id} is answered by {one.decisions[-1]}, and waits for a recovery: {causes}", ink.MUTED)
    who = "" if view.company.is_solo else f", {view.asked(one)} is asked"
    return ink.text(f"{one.id} is open on rung {one.rung}, {one.here.name}{who}: {causes}", ink.URGENT)


def _usual(page: KpiPage) -> Limits | None:
    """Give the limits between which a KPI moves by itself, as far as they can be reached."""
    from cadence_tui.domain.signal import possible

    known = [cell.value for cell in page.cells[:-1] if cell.value is not None]
    return None if page.limits is None else possible(page.limits, known, page.line.kpi.unit)


def _usually(page: KpiPage, usual: Limits, number_format: str) -> str:
    """Say between which limits a KPI moves by itself, and where that is from."""
    from cadence_tui.domain.signal import WINDOW

    mean, low, high = (formatting.number(one, page.line.kpi.unit, number_format) for one in usual)
    return f"By itself it moves between {low} and {high}, around {mean}: XmR limits over its last {WINDOW} values."


def _signal(view: View, page: KpiPage) -> str:
    """Say which makes the value a signal: it is outside the limits, or one more in a row on one side of the mean."""
    from cadence_tui.domain.signal import RUN, reason

    line, usual = page.line, _usual(page)
    if line.value is None or page.limits is None or usual is None:
        return "◆ A signal: it is not as usual."
    mean, low, high = (formatting.number(one, line.kpi.unit, view.company.number_format) for one in usual)
    if reason(line.value, [cell.value for cell in page.cells[:-1] if cell.value is not None]) == "run":
        side = "above" if line.value > page.limits.mean else "below"
        return f"◆ A signal: the {RUN}th in a row {side} its mean, {mean}."
    return f"◆ A signal: by itself it moves between {low} and {high}."


def _names(view: View, keys: tuple[str, ...]) -> str:
    """Name KPIs."""
    return formatting.join_words([view.kpis[key].name if key in view.kpis else key for key in keys])


def in_words(period: str) -> str:
    """Name a period as it stands in the story."""
    return formatting.period_label(period) if grain(period) == "daily" else label(period)
