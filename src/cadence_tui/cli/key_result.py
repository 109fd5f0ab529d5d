"""Key results: checked in on, raised from a KPI, scored, kept, dropped, promoted; `cli.okr` holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cadence_tui import bootstrap
from cadence_tui.cli.common import Call, common
from cadence_tui.cli.values import Valued

if TYPE_CHECKING:
    from collections.abc import Callable

    from cadence_tui.services.desk import Desk

Options = dict[str, tuple[str, str]]

KEY_RESULT: Options = {
    "--kind": ("KIND", "metric or milestone."),
    "--baseline": ("VALUE", "The number from which it starts."),
    "--target": ("VALUE", "The number at which it should end."),
    "--unit": ("UNIT", "number, percent, currency:EUR, hours, days or ratio."),
    "--due": ("DATE", "By when; none for the cycle's last day."),
    "--start": ("DATE", "From when; none for the cycle's first day."),
    "--weight": ("NUMBER", "How much it counts beside the others."),
}


def options(*groups: Options) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command fields, by the names of okrs.toml."""

    def give(command: Callable[..., Any]) -> Callable[..., Any]:
        for name, (metavar, line) in reversed([item for group in groups for item in group.items()]):
            command = click.option(name, metavar=metavar, help=line)(command)
        return command

    return give


TITLE: Options = {"--title": ("TEXT", "What it is called.")}
OWNER: Options = {"--owner": ("NAME", "The one person who answers for it.")}
KPI: Options = {"--kpi": ("KEY", "The KPI that feeds a key result, or that an objective means to move; none for none.")}
reason = click.option("--why", default="", metavar="TEXT", help="The reason; what is active changes only with one.")


@click.command(name="check-in", cls=Valued, context_settings={"ignore_unknown_options": True})
@click.argument("id_", metavar="KR")
@click.argument("value", required=False)
@click.option("--confidence", required=True, type=int, metavar="N", help="How sure it is to be reached, 0 to 10.")
@click.option("--progressed", default="", metavar="TEXT", help="What progressed.")
@click.option("--blocked", default="", metavar="TEXT", help="What is blocked.")
@common
def check_in(call: Call, id_: str, value: str | None, confidence: int, progressed: str, blocked: str) -> None:
    """Check in on a key result; one that a KPI feeds takes no value, a milestone done or a percentage.

    Example: cadence okr check-in O-1.2 52 --confidence 7 --progressed "the tour is live"
    """
    from cadence_tui import formatting
    from cadence_tui.services.checkins import check_in as do
    from cadence_tui.services.okrs import key_result_line_of

    with call.desk() as desk:
        after = do(desk, id_, value, confidence=confidence, progressed=progressed, blocked=blocked)
        view = desk.view()
        line = key_result_line_of(view, after.id)
        number_format = view.company.number_format
        shown = (
            "no value"
            if line.current is None
            else formatting.value(line.current, after.unit, "at_least", number_format)
        )
        _answer_part(call, desk, after.id, f"{after.id} is at {shown}, confidence {confidence} of 10.")


@click.command()
@click.argument("id_", metavar="KR")
@click.argument("score_", metavar="N")
@click.option("--note", default="", metavar="TEXT", help="What the score says.")
@common
def score(call: Call, id_: str, score_: str, note: str) -> None:
    """Score a key result at its cycle's end, 0.0 to 1.0 in tenths.

    Example: cadence okr score O-1.2 0.7 --note "the second half came late"
    """
    from cadence_tui.services.okrs import key_result_line_of
    from cadence_tui.services.retrospective import score as do

    with call.desk() as desk:
        after = do(desk, id_, score_, note=note)
        suggested = key_result_line_of(desk.view(), after.id).suggested
        _answer_part(call, desk, after.id, f"{after.id} scores {after.score}; its progress suggests {suggested}.")


@click.command()
@click.argument("id_", metavar="KR")
@common
def keep(call: Call, id_: str) -> None:
    """Carry a key result to the next cycle's draft, from the value that it has now; its new id is the answer.

    Example: cadence okr keep O-1.2
    """
    from cadence_tui.services.retrospective import keep as do

    with call.desk() as desk:
        _, carried = do(desk, id_)
        _answer_part(call, desk, carried.id, carried.id)


@click.command()
@click.argument("id_", metavar="KR")
@click.option("--why", required=True, metavar="TEXT", help="The reason.")
@common
def drop(call: Call, id_: str, why: str) -> None:
    """Drop a key result at the retrospective; out of a draft it is taken away.

    Example: cadence okr drop O-1.2 --why "the market moved"
    """
    from cadence_tui.services.retrospective import drop as do

    with call.desk() as desk:
        after = do(desk, id_, why)
        _answer_part(call, desk, after.id, f"{after.id} is dropped.")


@click.command()
@click.argument("id_", metavar="KR")
@click.option("--alert", metavar="VALUE", help="The KPI's new alert, where the old one is on the wrong side.")
@common
def promote(call: Call, id_: str, alert: str | None) -> None:
    """Make the value that a key result has reached its KPI's new target.

    Example: cadence okr promote O-1.1
    """
    from cadence_tui.domain.kpi import bound_text
    from cadence_tui.services.retrospective import promote as do

    with call.desk() as desk:
        after = do(desk, id_, alert=alert)
        _answer_part(call, desk, id_.strip(), f"{after.key} has the target {bound_text(after.goal.target)} now.")


@click.command(name="raise")
@click.argument("kpi")
@click.option("--objective", required=True, metavar="ID", help="The objective that it becomes a key result of.")
@reason
@common
def raise_(call: Call, kpi: str, objective: str, why: str) -> None:
    """Raise a KPI to a key result: from its value now to its healthy target; its id is the answer.

    Example: cadence okr raise churn --objective O-1
    """
    from cadence_tui.services.key_results import raise_kpi

    with call.desk() as desk:
        made = raise_kpi(desk, bootstrap.playbook(), kpi, objective, why=why)
        _answer_part(call, desk, made.id, made.id)


@click.command(name="add-key-result")
@click.argument("objective", metavar="ID")
@options(TITLE, KEY_RESULT, KPI)
@reason
@common
def add_key_result(call: Call, objective: str, why: str, **fields: str | None) -> None:
    """Add a key result to an objective; its id is the answer.

    Example: cadence okr add-key-result O-1 --title "Activation rate" --baseline 45 --target 65 --unit percent
    """
    from cadence_tui.services.key_results import add_key_result as do

    with call.desk() as desk:
        made = do(desk, bootstrap.playbook(), objective, fields, why=why)
        _answer_part(call, desk, made.id, made.id)


def _answer_part(call: Call, desk: Desk, key_result: str, said: str) -> None:
    """Answer with a key result as it is now; with its id alone where it was taken out of a draft."""
    from cadence_tui.cli.okr_documents import key_result as document
    from cadence_tui.domain.errors import NotFoundError
    from cadence_tui.services.okrs import key_result_line_of

    def written() -> object:
        try:
            return document(key_result_line_of(desk.view(), key_result))
        except NotFoundError:
            return {"id": key_result, "ended": "dropped"}

    call.answer(written, lambda: [said])
