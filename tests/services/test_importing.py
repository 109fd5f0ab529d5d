"""Imports as one act: what is said before is what happens, in whatever form the table lies."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence_tui.domain.errors import InvalidError, RefusedError
from cadence_tui.services import importing, kpis, story, undo
from cadence_tui.services.import_look import look
from cadence_tui.services.importing import import_values, reading_of
from tests.companies import Company, plan

if TYPE_CHECKING:
    from cadence_tui.services.importing import Imported

AS_FOUND = reading_of("", None, None, {})
WEEKS = ("2026-W41", "2026-W42", "2026-W43", "2026-W44", "2026-W45")


def company() -> Company:
    """Give a company with a judged week: one KPI breached, one late."""
    found = Company(plan("nps"), plan("load")).at("2026-11-09T12:00")
    found.record("20")
    return found.at("2026-11-10T09:00")


def wide(values: dict[tuple[str, str], str]) -> bytes:
    """Write values as a table with a KPI a row."""
    rows = [["KPI", *WEEKS], *([key, *(values.get((key, week), "") for week in WEEKS)] for key in ("nps", "load"))]
    return "\n".join(",".join(row) for row in rows).encode()


def told(found: Imported) -> dict[str, object]:
    """Give what an import says, but for whether it was done."""
    return {name: one for name, one in found.document().items() if name != "dry_run"}


def outcome(
    mill: Company, values: dict[tuple[str, str], str], *, dry_run: bool = False
) -> dict[str, object] | tuple[str, ...]:
    """Import values: what is said of it, or why it is refused."""
    try:
        return told(import_values(mill.desk, "a.csv", wide(values), dry_run=dry_run))
    except InvalidError as refused:
        return refused.problems


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["nps", "load"]), st.sampled_from(WEEKS)), st.integers(0, 90).map(str), min_size=1
    )
)
def test_a_dry_run_says_what_the_real_one_does(values: dict[tuple[str, str], str]) -> None:
    """The same counts and escalations, or the same refusal; and twice the same file adds nothing."""
    mill = company()
    dry = outcome(mill, values, dry_run=True)
    assert mill.value("2026-W45") == Decimal(20)
    assert outcome(mill, values) == dry
    if isinstance(dry, dict):
        assert {(key, week): f"{mill.value(week, key):f}" for key, week in values} == values
        assert import_values(mill.desk, "a.csv", wide(values)).counts["same"] == len(values)
    else:
        assert mill.value("2026-W45") == Decimal(20)


def test_a_look_says_what_each_name_means_and_what_would_happen() -> None:
    """Names without a KPI are to be mapped or left out first; nothing is changed by looking."""
    mill = company()
    data = b"KPI,2026-W43,2026-W44\nNPS,40,41\nTickets,5,6\n"
    seen = look(mill.desk, "a.csv", data, AS_FOUND)
    assert [(one.name, one.key, one.values) for one in seen.names] == [("NPS", "nps", 2), ("Tickets", None, 2)]
    assert seen.imported is None
    assert [one.cell.value for one in seen.sample if one.cell] == [Decimal(40), Decimal(41)]
    mapped = look(mill.desk, "a.csv", data, reading_of("", None, None, {"Tickets": "load"}))
    assert mapped.imported is not None
    assert mapped.imported.counts["new"] == 4
    left_out = look(mill.desk, "a.csv", data, reading_of("", None, None, {"Tickets": ""}))
    assert left_out.imported is not None
    assert left_out.imported.counts["new"] == 2
    assert mill.value("2026-W43") is None


def test_what_differs_from_a_judged_value_is_named_by_its_cell() -> None:
    """A wide table has no notes: without a reason it is refused, and the look counts what lacks one."""
    mill = company()
    data = b"KPI,2026-W44,2026-W45\nnps,40,41\n"
    with pytest.raises(InvalidError) as refused:
        import_values(mill.desk, "a.csv", data)
    assert refused.value.problems[0].startswith("line 2, column C: nps is judged breach for 2026-W45")
    seen = look(mill.desk, "a.csv", data, AS_FOUND)
    assert seen.imported is not None
    assert (seen.imported.unexplained, seen.imported.counts["amendment"]) == (1, 1)
    assert mill.value("2026-W45") == Decimal(20)


MONTHS = b"KPI,Jan 2026,Feb 2026,Mar 2026\nNPS,40,41,42\nload,7,8,\n"


def test_months_for_kpis_that_close_weekly_are_refused_once_for_each() -> None:
    """Each KPI is named once, with where it stands, and once for all what can be done; nothing is changed."""
    mill = company()
    with pytest.raises(InvalidError, match="5 of 5 rows") as refused:
        import_values(mill.desk, "a.csv", MONTHS)
    assert refused.value.problems == (
        "line 2, columns B to D: nps is weekly, and the file has months for it.",
        "line 3, columns B to C: load is weekly, and the file has months for it.",
        "To take them as they are, change the KPI first: cadence kpi edit nps --cadence monthly.",
        'To take a name for another KPI, add --map "NPS=KEY"; to leave it out, --map "NPS=".',
    )
    kpis.edit(mill.desk, "nps", {"cadence": "monthly"})
    import_values(mill.desk, "a.csv", MONTHS, reading=reading_of("", None, None, {"load": ""}))
    assert mill.value("2026-02") == Decimal(41)


def test_a_look_shows_rows_as_the_import_will_take_them() -> None:
    """What the import refuses is not shown as understood, whatever it is refused for; what only needs a reason is."""
    mill = company()
    seen = look(mill.desk, "a.csv", MONTHS, AS_FOUND)
    assert [(one.name, one.misfit) for one in seen.names] == [("NPS", "monthly"), ("load", "monthly")]
    assert all(one.problem.endswith("the file has months for it.") for one in seen.sample)
    assert (seen.imported, seen.stopped, len(seen.problems)) == (None, 5, 2)
    ahead = look(mill.desk, "a.csv", b"KPI,2026-W45,2026-W50\nnps,41,43\n", AS_FOUND)
    assert [one.problem[:24] for one in ahead.sample] == ["", "2026-W50 has not begun; "]


def test_one_reason_is_that_of_all_amendments_without_their_own() -> None:
    """What the look says is what happens; a row whose note says why keeps its own reason."""
    mill = company()
    data = b"kpi,period,value,note\nnps,2026-W45,41,counted anew\nload,2026-W45,7,\n"
    assert (found := look(mill.desk, "a.csv", data, AS_FOUND).imported) is not None
    assert found.unexplained == 0
    import_values(mill.desk, "a.csv", data)
    again = data.replace(b",41,counted anew", b",42,").replace(b",7,", b",8,")
    seen = look(mill.desk, "a.csv", again, AS_FOUND, why="the old export was wrong")
    assert seen.imported is not None
    assert seen.imported.unexplained == 2
    done = import_values(mill.desk, "a.csv", again, why="the old export was wrong")
    assert told(done) == told(seen.imported)
    amendments = [
        one.note or one.why for one in story.of_kpi(mill.view(), mill.repository.kpi("nps")) if one.kind == "amendment"
    ]
    assert amendments == ["counted anew", "the old export was wrong"]


def test_a_reason_is_a_line_like_any_other() -> None:
    """Nothing that a terminal would execute, and nothing is imported then."""
    mill = company()
    with pytest.raises(InvalidError, match="reason"):
        import_values(mill.desk, "a.csv", wide({("nps", "2026-W45"): "41"}), why="\x1b[31m")
    assert mill.value("2026-W45") == Decimal(20)


def test_numbers_with_decimal_commas_are_noticed() -> None:
    """One that can be read only one way tells how the others are written; what is told goes before."""
    mill = company()
    data = b"KPI;2026-W43;2026-W44\nnps;41,25;1.234\n"
    seen = look(mill.desk, "a.csv", data, AS_FOUND)
    assert seen.reading.number_format == "1.234,50"
    import_values(mill.desk, "a.csv", data)
    assert mill.value("2026-W44") == Decimal(1234)
    told_so = look(mill.desk, "a.csv", b"KPI;2026-W44\nload;1.234\n", reading_of("", None, "1,234.50", {}))
    assert [one.cell.value for one in told_so.sample if one.cell] == [Decimal("1.234")]


@pytest.mark.parametrize("step", range(4))
def test_an_import_that_is_left_changes_nothing(step: int) -> None:
    """Whoever watches may end it at any step, the last too; what was read or written is rolled back with the rest."""
    mill, steps = company(), list[int]()

    def leave(done: int, _of: int) -> None:
        steps.append(done)
        if len(steps) > step:
            raise RefusedError("left")

    with pytest.raises(RefusedError, match="left"):
        import_values(mill.desk, "a.csv", wide({("nps", "2026-W43"): "4"}), progress=leave)
    assert mill.value("2026-W43") is None
    assert len(steps) == step + 1


def test_an_import_is_one_change_that_undo_takes_back() -> None:
    """Whatever its form."""
    mill = company()
    import_values(mill.desk, "a.csv", wide({("nps", week): "41" for week in WEEKS[:4]}))
    assert undo.undo(mill.desk).verb == "imported"
    assert [mill.value(week) for week in WEEKS[:4]] == [None] * 4


def test_progress_is_told_in_steps() -> None:
    """From nothing to all of it, never back, however many rows there are."""
    mill, steps = company(), list[tuple[int, int]]()
    rows = "".join(f"nps,{year}-W{week:02},{week}\n" for year in range(1990, 2026) for week in range(1, 53))
    many = f"kpi,period,value\n{rows}{rows.replace('nps', 'load')}".encode()
    import_values(mill.desk, "a.csv", many, progress=lambda *step: steps.append(step))
    assert (steps[0][0], steps[-1][0]) == (0, steps[-1][1])
    assert steps == sorted(steps)
    assert len(steps) > 2 * 36 * 52 / importing.EVERY
