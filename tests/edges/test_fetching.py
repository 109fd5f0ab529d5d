"""What a source gives: commands, files and addresses, each within a time and a size, whatever they hold."""

from __future__ import annotations

import shlex
import sqlite3
import sys
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest

from cadence_tui.domain.errors import CadenceError, InvalidError
from cadence_tui.domain.source import Source, as_text, picked, plain, read_source, steps
from cadence_tui.edges.fetching import fetch
from cadence_tui.storage.outside import query
from tests.workbooks import Shown, workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def python(code: str, pick: str = "") -> Source:
    """Make a source of a program that runs some Python."""
    return read_source("command", shlex.join([sys.executable, "-c", code]), pick)


class Answers(BaseHTTPRequestHandler):
    """Answers by path, as servers do, well and badly."""

    def do_GET(self) -> None:
        """Answer."""
        bodies = {
            "/ok": b'{"data": [{"mrr": 41200.50}, {"mrr": 42000}], "ok": true}',
            "/nan": b'{"mrr": NaN}',
            "/huge-number": b'{"mrr": 1e999999}',
            "/html": b"<html>sign in</html>",
            "/large": b"[" + b"1," * 2_000 + b"1]",
            "/deep": b"[" * 100_000,
        }
        if self.path == "/slow":
            sleep(2)
        if self.path in ("/file", "/away"):
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd" if self.path == "/file" else "/ok")
            self.end_headers()
            return
        self.send_response(200 if self.path in bodies else 404)
        self.end_headers()
        self.wfile.write(bodies.get(self.path, b""))

    def log_message(self, *_: Any) -> None:  # noqa: ANN401
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    """Serve on this machine alone."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as found:
        found.daemon_threads, found.block_on_close = True, False
        thread = Thread(target=found.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{found.server_address[1]}"
        found.shutdown()


def test_a_command_gives_the_line_that_it_prints() -> None:
    """It is run with the words as they are: no shell expands, pipes or substitutes anything."""
    assert fetch(python("print(41200.5)")).text == "41200.5"
    words = f"{sys.executable} -c 'import sys; print(len(sys.argv))' '$HOME;' * `id`"
    assert fetch(read_source("command", words)).text == "4"


def test_a_part_of_a_commands_json_can_be_named() -> None:
    """As for an address."""
    assert fetch(python('print(\'{"a": {"b": [1, 2.50]}}\')', "a.b[-1]")).text == "2.50"


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("import sys; print('no such table', file=sys.stderr); sys.exit(3)", "status 3: no such table"),
        ("import time; time.sleep(30)", "longer than"),
        ("print()", "gave nothing"),
        ("print(1); print(2)", "2 lines"),
        ("print('x' * 100_000)", "more than"),
        ("import sys; sys.stdout.buffer.write(b'\\xff\\xfe\\xfd')", "not give text"),
        ("print('+=3')", "no value"),
    ],
    ids=["fails", "hangs", "nothing", "two", "huge", "bytes", "relative"],
)
def test_a_command_that_goes_wrong_says_what_and_why(code: str, why: str) -> None:
    """In one sentence, and it is given up in time."""
    with pytest.raises(CadenceError, match=why.replace("+", r"\+")):
        fetch(python(code), seconds=1, largest=10_000)


def test_what_a_command_left_running_holds_nothing_up() -> None:
    """A child that keeps the output open is ended with it."""
    code = f"import subprocess; subprocess.Popen([{sys.executable!r}, '-c', 'import time; time.sleep(60)']); print(7)"
    assert fetch(python(code), seconds=10).text == "7"


def test_a_program_that_there_is_not_is_named() -> None:
    """With the reason of the system."""
    with pytest.raises(CadenceError, match="/no/such/program cannot be run"):
        fetch(read_source("command", "/no/such/program"))


def test_an_address_gives_the_value_at_a_path(server: str) -> None:
    """Digits stay as they were written, through redirects too."""
    assert fetch(read_source("url", f"{server}/ok", "data[0].mrr")).text == "41200.50"
    assert fetch(read_source("url", f"{server}/away", "data[-1].mrr")).text == "42000"
    assert fetch(read_source("url", f"{server}/ok", "ok")).text == "yes"


@pytest.mark.parametrize(
    ("path", "pick", "why"),
    [
        ("/nan", "mrr", "NaN"),
        ("/huge-number", "mrr", "no value that can be kept"),
        ("/html", "mrr", "not give JSON"),
        ("/deep", "mrr", "not give JSON"),
        ("/large", "[0]", "more than"),
        ("/slow", "mrr", "longer than|timed out"),
        ("/missing", "mrr", "answered 404"),
        ("/file", "mrr", "302|cannot be"),
        ("/ok", "data", "a list or an object"),
        ("/ok", "data[2].mrr", r"no “\[2\]”"),
        ("/ok", "other", "no “other”"),
    ],
)
def test_an_address_that_goes_wrong_says_what_and_why(server: str, path: str, pick: str, why: str) -> None:
    """Slow, endless, hostile or simply gone: one sentence, and no file of this machine is ever read by it."""
    with pytest.raises(CadenceError, match=why):
        fetch(read_source("url", f"{server}{path}", pick), seconds=1, largest=2_000 if path == "/large" else 200_000)


def test_a_closed_port_is_said() -> None:
    """The reason of the system stands in the sentence."""
    with pytest.raises(CadenceError, match="cannot be reached"):
        fetch(read_source("url", "http://127.0.0.1:9/x", "a"), seconds=5)


def test_a_cell_of_a_file_by_name_or_the_last_of_a_column(tmp_path: Path) -> None:
    """A CSV as a spreadsheet saves it, with the decimal sign that its writer uses."""
    path = tmp_path / "mrr.csv"
    path.write_text("Week;MRR\nW46;41,2\nW47;42,5\nW48;\n", "utf-8")
    assert fetch(read_source("file", str(path), "B2")) == ("41,2", False)
    assert fetch(read_source("file", str(path), "mrr")).text == "42,5"
    for pick, why in (("B9", "empty"), ("ARR", "no column")):
        with pytest.raises(CadenceError, match=why):
            fetch(read_source("file", str(path), pick))
    with pytest.raises(CadenceError, match="cannot be read"):
        fetch(read_source("file", str(tmp_path / "gone.csv"), "B2"))


def test_a_cell_of_a_workbook_is_taken_as_it_is_shown(tmp_path: Path) -> None:
    """A share with its percent sign, and a number with a point whatever the company's number format."""
    path = tmp_path / "kpis.xlsx"
    path.write_bytes(workbook([("Churn", "MRR"), (Shown(0.061, "0.0%"), 41200.5)]))
    assert fetch(read_source("file", str(path), "A2")) == ("6.1%", True)
    assert fetch(read_source("file", str(path), "MRR")) == ("41200.5", True)


def test_a_query_of_a_sqlite_file_reads_and_does_nothing_else(tmp_path: Path) -> None:
    """It gives one value, writes nothing, attaches nothing and ends in time."""
    path = tmp_path / "it's a #file?.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE t (n); INSERT INTO t VALUES (1), (2.5);")
    before = path.read_bytes()
    assert as_text(query(str(path), "SELECT sum(n) FROM t")) == "3.5"
    for sql, why in (
        ("WITH x AS (SELECT 1) DELETE FROM t", "cannot be asked"),
        (f"ATTACH '{tmp_path}/new.db' AS b", "cannot be asked"),
        ("SELECT load_extension('x')", "cannot be asked"),
        ("SELECT n FROM t", "more than one"),
        ("SELECT * FROM missing", "no such table"),
    ):
        with pytest.raises(CadenceError, match=why):
            query(str(path), sql)
    endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r"
    with pytest.raises(CadenceError, match="longer than"):
        query(str(path), endless, seconds=0.2)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("kind", "place", "pick"),
    [
        ("shell", "ls", ""),
        ("command", "", ""),
        ("command", "'unclosed", ""),
        ("command", "./here.sh", ""),
        ("command", "bin/here", ""),
        ("file", "relative.csv", "B2"),
        ("file", "/a.csv", ""),
        ("sqlite", "/a.db", "DROP TABLE t"),
        ("url", "ftp://example.com/a", "x"),
        ("url", "file:///etc/passwd", "x"),
        ("url", "https://", "x"),
        ("url", "https://example.com/a", "a..b"),
        ("url", "https://example.com/a", "a[x]"),
        ("url", "https://example.com/\x1b[31m", "a"),
    ],
)
def test_a_source_that_cannot_be_right_is_refused_when_it_is_set(kind: str, place: str, pick: str) -> None:
    """What it says is wrong, it says what would be right."""
    with pytest.raises(InvalidError):
        read_source(kind, place, pick)


def test_a_path_into_json_is_read_step_by_step() -> None:
    """Names by points, places in lists in brackets."""
    assert steps("a.b[0].c-d[-1]") == ["a", "b", 0, "c-d", -1]
    assert picked([{"a": 1}], "[0].a") == 1


@pytest.mark.parametrize(
    ("number", "text"), [("1e3", "1000"), ("-0.10", "-0.10"), ("4E-7", "0.0000004"), ("41200", "41200")]
)
def test_numbers_are_written_without_an_exponent(number: str, text: str) -> None:
    """With the digits they had."""
    assert plain(number) == text
