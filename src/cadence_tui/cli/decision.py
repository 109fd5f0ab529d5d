"""Decisions."""

from __future__ import annotations

import click

from cadence_tui.cli.common import Call, common
from cadence_tui.domain.errors import UsageError


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
def decide(
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

    Example: cadence decide "Call the ten who left" --why "no one knows why" --for E-1 --action "call them;Ada;2026-12-01"
    """
    from cadence_tui.cli import documents
    from cadence_tui.services.decisions import ActionDraft, DecisionDraft, ExpectationDraft
    from cadence_tui.services.decisions import decide as do

    expected = None
    if expect is not None:
        key, value, by_when = _parts(expect, "--expect", "KEY;VALUE;DATE")
        expected = ExpectationDraft(kpi=key, value=value, by=by_when)
    drafts = []
    for action in actions:
        text, owner, due = _parts(action, "--action", "TEXT;OWNER;DUE")
        drafts.append(ActionDraft(text=text, owner=owner, due=due))
    definition = {name: text for name, text in (("target", target), ("alert", alert)) if text is not None}
    draft = DecisionDraft(
        title=title,
        why=why,
        answers=answers,
        kind=kind,
        by=by,
        options=options,
        actions=drafts,
        expect=expected,
        supersedes=supersedes,
        check_on=check_on,
        definition=definition or None,
    )
    with call.desk() as desk:
        done = do(desk, draft)
        view = desk.view()
        call.answer(documents.decision(done, view), lambda: done.id)


def _parts(text: str, option: str, form: str) -> tuple[str, str, str]:
    """Split an option of three parts; the first may hold a semicolon."""
    parts = text.rsplit(";", 2)
    if len(parts) != len(form.split(";")):
        raise UsageError(f"{option} is “{text[:60]}”; write it as “{form}”.")
    return parts[0].strip(), parts[1].strip(), parts[2].strip()


@click.group()
def decision() -> None:
    """List, show and check decisions."""
