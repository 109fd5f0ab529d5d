"""Decisions: logged, listed, shown, and checked when their day has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cadence_tui.cli.common import Call, Group, common, shared
from cadence_tui.domain.errors import UsageError

if TYPE_CHECKING:
    from cadence_tui.cli.terminal import Line, Piece
    from cadence_tui.domain.calibration import Calibration
    from cadence_tui.domain.decision import Decision
    from cadence_tui.domain.history import Entry
    from cadence_tui.services.decisions import DecisionDraft
    from cadence_tui.services.view import View


@click.command()
@click.argument("title")
@click.option("--why", required=True, metavar="TEXT", help="The reason.")
@click.option("--for", "answers", multiple=True, metavar="ID", help="What it answers; may be given again.")
@click.option("--kind", metavar="KIND", help="fix, retarget, retire, accept, resource or other.")
@click.option("--by", metavar="NAME", help="Who decided, instead of you.")
@click.option("--option", "options", multiple=True, metavar="TEXT", help="An option considered; may be given again.")
@click.option("--action", "actions", multiple=True, metavar="TEXT;OWNER;DUE", help="An action; may be given again.")
@click.option("--expect", metavar="KEY;VALUE;DATE", help="The effect expected.")
@click.option("--supersedes", metavar="ID", help="The decision whose place it takes.")
@click.option("--check-on", metavar="DATE", help="When to ask whether it worked, instead of in four weeks.")
@click.option("--target", metavar="VALUE", help="With --kind retarget: the new target.")
@click.option("--alert", metavar="VALUE", help="With --kind retarget: the new alert.")
@common
def decide(  # noqa: PLR0917 (click hands every one over by name)
    call: Call,
    title: str,
    why: str,
    answers: tuple[str, ...],
    kind: str | None,
    by: str | None,
    options: tuple[str, ...],
    actions: tuple[str, ...],
    expect: str | None,
    supersedes: str | None,
    check_on: str | None,
    target: str | None,
    alert: str | None,
) -> None:
    """Log a decision, and carry it out where its kind says so.

    Example: cadence decide "Call those who left" --why "nobody knows" --for E-1 --action "Call;Ada;2026-12-01"
    """
    from cadence_tui.services.decisions import ActionDraft, DecisionDraft, ExpectationDraft

    definition = {name: text for name, text in (("target", target), ("alert", alert)) if text is not None}
    expected = _parts(expect, "--expect", "KEY;VALUE;DATE") if expect is not None else None
    parts = [_parts(action, "--action", "TEXT;OWNER;DUE") for action in actions]
    draft = DecisionDraft(
        title=title,
        why=why,
        answers=answers,
        kind=kind,
        by=by,
        options=options,
        actions=[ActionDraft(text=text, owner=owner, due=due) for text, owner, due in parts],
        expect=ExpectationDraft(kpi=expected[0], value=expected[1], by=expected[2]) if expected else None,
        supersedes=supersedes,
        check_on=check_on,
        definition=definition or None,
    )
    if definition and kind != "retarget":
        raise UsageError("--target and --alert go with --kind retarget; add it, or leave them out.")
    _log(call, draft)


def _log(call: Call, draft: DecisionDraft) -> None:
    """Log a decision; its id is the answer."""
    from cadence_tui.cli.documents import decision as document
    from cadence_tui.services.decisions import decide as do

    with call.desk() as desk:
        done = do(desk, draft)
        call.answer(lambda: document(done, desk.view()), lambda: [done.id])


def _parts(text: str, option: str, form: str) -> tuple[str, str, str]:
    """Split an option of three parts; the first may hold a semicolon."""
    parts = text.rsplit(";", 2)
    if len(parts) != len(form.split(";")):
        raise UsageError(f"{option} is “{text[:60]}”; write it as “{form}”.")
    return parts[0].strip(), parts[1].strip(), parts[2].strip()


@click.group(cls=Group)
@shared
def decision(**_: object) -> None:
    """List, show and check decisions.

    Example: cadence decision list
    """


@decision.command(name="list")
@common
def list_(call: Call) -> None:
    """List the decisions, oldest first.

    Example: cadence decision list --json
    """
    from cadence_tui.cli.documents import decision as document

    with call.view() as view:
        found = view.repository.decisions()
        call.answer(lambda: [document(one, view) for one in found], lambda: _table(view, found))


@decision.command()
@click.argument("id_", metavar="ID")
@common
def show(call: Call, id_: str) -> None:
    """Show a decision with what came of it.

    Example: cadence decision show D-1
    """
    from cadence_tui.cli import documents

    with call.view() as view:
        found = view.repository.decision(id_)
        entries = view.entries_about(found.id)
        call.answer(
            lambda: {
                **documents.decision(found, view),
                "history": [documents.entry(one, view.calendar.zone) for one in entries],
            },
            lambda: _page(view, found, entries),
        )


@decision.command()
@click.argument("id_", metavar="ID")
@click.argument("verdict", metavar="worked|failed|early")
@click.option("--note", "remark", default="", metavar="TEXT", help="What was learned.")
@click.option("--until", metavar="DATE", help="With early: the day to ask again on, instead of in four weeks.")
@common
def check(call: Call, id_: str, verdict: str, remark: str, until: str | None) -> None:
    """Say whether a decision worked, failed, or that it is too early to tell.

    Example: cadence decision check D-1 early --until 2027-01-15
    """
    from cadence_tui.cli.documents import decision as document
    from cadence_tui.services.decisions import check as do

    if until is not None and verdict != "early":
        raise UsageError("--until goes with early; leave it out, or say early.")
    with call.desk() as desk:
        after = do(desk, id_, verdict, note=remark, until=until)
        said = f"{after.id} {after.outcome or f'will be asked about on {after.check_on}'}."
        call.answer(lambda: document(after, desk.view()), lambda: [said])


@decision.command()
@common
def calibration(call: Call) -> None:
    """Show how many decisions worked, and how far from what was expected their KPIs stood.

    Example: cadence decision calibration --json
    """
    from cadence_tui.cli.documents import calibration as document
    from cadence_tui.services.calibration import look

    with call.view() as view:
        found = look(view)
        call.answer(lambda: document(found), lambda: _mirror(found))


@decision.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("-o", "folder", required=True, metavar="FOLDER", help="Where the files go.")
@common
def export(call: Call, ids: tuple[str, ...], folder: str) -> None:
    """Write decision records as Markdown files in the MADR shape, one each; all of them unless some are named.

    A file that holds something else is left as it is: the new one gets a number.

    Example: cadence decision export D-1 D-2 -o docs/decisions
    """
    from pathlib import Path

    from cadence_tui.export.files import write_new
    from cadence_tui.export.records import file_name, render
    from cadence_tui.services.records import gather

    with call.view() as view:
        texts = [(file_name(one.decision), render(one)) for one in gather(view, ids)]
    paths = [str(write_new(Path(folder), name, text)) for name, text in texts]
    call.answer(lambda: paths, lambda: paths or ["No decisions yet."])


def _mirror(found: Calibration) -> list[Line]:
    """Line up how many worked, for the company, by decider and by quarter."""
    from cadence_tui import formatting
    from cadence_tui.cli.terminal import table

    if not found.whole.points:
        return ["The day of no decision has come yet."]
    rows: list[list[Piece]] = []
    for one in (found.whole, *found.deciders, *found.quarters):
        share = "" if one.percent is None else f"{one.percent} %"
        off = "" if one.mean_miss is None else f"{formatting.percent(float(one.mean_miss))} over {one.compared}"
        rows.append([one.of, f"{one.worked} of {one.answered}", share, off, str(one.waiting or "")])
    return table(["OF", "WORKED", "SHARE", "OFF BY", "WAITING"], rows, yields=(0,))


def _table(view: View, found: list[Decision]) -> list[Line]:
    """Line decisions up for people."""
    from cadence_tui import formatting
    from cadence_tui.cli.terminal import table

    if not found:
        return ["No decisions yet."]
    zone = view.calendar.zone
    rows: list[list[Piece]] = [
        [
            one.id,
            formatting.day_label(one.at.astimezone(zone).date()),
            one.kind,
            one.title,
            ", ".join(one.answers),
            one.by,
            _outcome(view, one),
        ]
        for one in found
    ]
    return table(["ID", "WHEN", "KIND", "WHAT", "FOR", "BY", "OUTCOME"], rows, yields=(3, 5, 4))


def _outcome(view: View, one: Decision) -> Piece:
    """Say whether a decision worked, or when that is asked."""
    from cadence_tui import formatting

    if one.superseded_by is not None:
        return f"→ {one.superseded_by}", "faint"
    if one.outcome is not None:
        return f"✓ {one.outcome}" if one.outcome == "worked" else f"✗ {one.outcome}"
    asked = f"? on {formatting.day_label(one.check_on)}"
    return (asked, "now") if one.check_on <= view.today else asked


def _page(view: View, one: Decision, entries: list[Entry]) -> list[Line]:
    """Tell a decision's story."""
    from cadence_tui import formatting
    from cadence_tui.cli.history import table_of
    from cadence_tui.cli.terminal import paragraphs

    kpis, zone = view.kpis, view.calendar.zone
    lines: list[Line] = [
        [(f"{one.id} · {one.title}", "head")],
        [
            f"{one.kind}, by {one.by} on {formatting.moment(one.at.astimezone(zone))}",
            f", for {', '.join(one.answers)}  " if one.answers else "  ",
            _outcome(view, one),
        ],
        *paragraphs(one.why),
        *(f"  considered: {option}" for option in one.options),
    ]
    for key, value in one.then.items():
        kpi = kpis[key]
        shown = formatting.value(value, kpi.unit, kpi.goal.direction, view.company.number_format)
        lines.append(f"  {kpi.name} was {shown} then.")
    if one.expect:
        kpi = kpis[one.expect.kpi]
        wanted = formatting.value(one.expect.value, kpi.unit, kpi.goal.direction, view.company.number_format)
        lines.append(f"  {kpi.name} should be {wanted} by {formatting.day_label(one.expect.by)}.")
    if one.checked_note:
        lines += paragraphs(one.checked_note)
    actions = view.repository.actions(closed=True, decision=one.id)
    lines += [f"  {a.id} {a.text}: {a.owner}, due {formatting.day_label(a.due)}, {a.state}" for a in actions]
    return [*lines, "", *table_of(entries, zone)]
