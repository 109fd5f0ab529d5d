"""The parts of `make bench` that are not about time: its arithmetic, its table and its screen."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import pytest

from tests.bench import companies, plain
from tests.bench.commands import EMPTY, BenchError, Task, environment, interleaved
from tests.bench.figures import Figure, compared, keep, skipped, table
from tests.bench.readme import BEGIN, END, section
from tests.bench.run import RESULTS, ROOT
from tests.bench.screen import Screen

if TYPE_CHECKING:
    from pathlib import Path


def test_ratio_is_that_of_the_medians() -> None:
    """A figure is the median of its samples over the median of the base's, so that one slow round changes nothing."""
    figure = compared("due / empty", 5.5, [60, 50, 900], [10, 400, 9])
    assert (figure.measured, figure.median) == (6.0, 60)


def test_table_marks_what_is_over_its_limit() -> None:
    """The table has a line for each figure, marks those over their limit, and says why one is missing."""
    figures = [
        Figure("good", 2, 1.999, 10.0),
        Figure("bad", 2, 2.01, 10.0),
        Figure("shown", None, 9.0, 10.0),
        skipped("gone", 1, "there is no such screen"),
    ]
    lines = table(figures).split("\n")
    assert [line.split()[0] for line in lines] == ["figure", "good", "bad", "shown", "gone", "gone:"]
    assert ["over" in line for line in lines] == [False, False, True, False, False, False]
    assert lines[-1] == "gone: not measured, there is no such screen."


def test_results_say_what_machine_but_not_whose(tmp_path: Path) -> None:
    """The results hold the day, the kind of machine and every figure, and no host name."""
    path = tmp_path / "results.json"
    keep([Figure("a", 2, 1.234, 10.04), skipped("b", None, "why")], path)
    document = json.loads(path.read_text("utf-8"))
    assert [one["measured"] for one in document["figures"]] == [1.23, None]
    assert set(document["machine"]) == {"system", "architecture", "cores", "python", "sqlite", "textual"}


def test_tasks_run_in_turn(tmp_path: Path) -> None:
    """Every task runs once a round, uncounted rounds first; one that fails ends the run."""
    numbers = list[int]()

    def words(number: int) -> tuple[str, ...]:
        numbers.append(number)
        return EMPTY

    found = interleaved({"a": Task(words), "b": Task(words)}, environment(tmp_path), rounds=2)
    assert numbers == [0, 0, 1, 1, 2, 2]
    assert {name: len(samples) for name, samples in found.items()} == {"a": 2, "b": 2}
    failing = Task((*EMPTY[:2], "raise SystemExit(3)"))
    with pytest.raises(BenchError, match="status 3"):
        interleaved({"a": failing}, environment(tmp_path), rounds=1)


@pytest.mark.parametrize(
    ("output", "text"),
    [
        ("one\r\ntwo", "one\ntwo"),
        ("\x1b[2;3Hx\x1b[1mbold\x1b[0m", "\n  xbold"),
        ("gone\x1b[2J\x1b[Hhere", "here"),
        ("abcdef\x1b[1;3H\x1b[K", "ab"),
        ("日本\x1b[1;5Hx", "日本x"),
        ("\x1b]0;a title\x07shown", "shown"),
        ("0123456789ab", "0123456789\nab"),
        ("a\n\rb\n\rc\n\rd", "b\nc\nd"),
    ],
)
def test_screen_follows_output(output: str, text: str) -> None:
    """The screen's text is what a terminal would show, however the output is cut into pieces."""
    whole, pieces = Screen(10, 3), Screen(10, 3)
    whole.feed(output)
    for char in output:
        pieces.feed(char)
    assert whole.text().rstrip() == pieces.text().rstrip() == text


def test_screen_counts_frames_and_answers() -> None:
    """A frame ends with its synchronized update, and what a program asks of its terminal is answered."""
    screen = Screen(10, 3)
    screen.feed("\x1b[?2026$p\x1b[6n\x1b[?2026hx")
    assert (screen.is_drawing, screen.frames, screen.answers) == (True, 0, ["\x1b[?2026;2$y", "\x1b[1;1R"])
    screen.feed("\x1b[?2026l")
    assert (screen.is_drawing, screen.frames) == (False, 1)


def test_companies_hold_what_they_say(tmp_path: Path) -> None:
    """A company to be measured has its values, some of them judged, with one miss in five open on the ladder."""
    size = companies.Size(5, companies.LIVED + 2)
    with companies.sitting(companies.build(tmp_path / "company.db", size)) as desk:
        view = desk.view()
        assert [one.kpi for one in view.escalations()] == [companies.key(4)]
        assert not view.pending
    assert plain.read(tmp_path / "company.db", ["readings"]) == size.values
    with companies.sitting(companies.build_unattended(tmp_path / "unattended.db", companies.Size(2, 3))) as desk:
        assert len(desk.view().pending) == 3


def test_plain_rows_are_those_of_the_file(tmp_path: Path) -> None:
    """What importing is measured against writes the same rows."""
    lines = [",".join(row) for row in companies.rows(companies.Size(2, 3))]
    (tmp_path / "values.csv").write_text("\n".join(["kpi,period,value", *lines, ""]), "utf-8")
    plain.write(tmp_path / "values.csv", tmp_path / "plain.db")
    connection = sqlite3.connect(tmp_path / "plain.db")
    assert [",".join(row) for row in connection.execute("SELECT kpi, period, value FROM readings ORDER BY id")] == lines
    connection.close()


def test_the_readme_shows_the_results_that_are_kept() -> None:
    """The table in the README is the one of the last whole run, to the letter."""
    readme = (ROOT / "README.md").read_text("utf-8")
    assert readme.partition(BEGIN)[2].partition(END)[0] == section(RESULTS)
