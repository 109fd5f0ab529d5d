"""Where the commands of a page are typed: a home of its own, a fixed moment, and the command line in this process.

A line that is nothing but one cadence command runs here, in a few milliseconds; what needs a shell (pipes,
redirections, loops, other programs) is given to `sh`, which finds cadence on its path.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import ExitStack, chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from cadence_tui import bootstrap, demo, locations
from cadence_tui.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAMS = ("cadence", "cadence-tui")
SHOWN_HOME = "/home/ada"
NOW = demo.NOW.isoformat()
_WORKS_WITHOUT = {"PATH": "", "HOME": "", "TZ": "Europe/Oslo", "COLUMNS": "80", "LANG": "C.UTF-8", "EDITOR": "true"}
_FOR_GIT = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Ada"), ("EMAIL", "ada@example.com"))
}
_STATUS = re.compile(r"#.*\bexit status (\d)")
_SIZE = re.compile(r"\b\d,\d{3} KB")
_NEEDS_A_SHELL = re.compile(r"[|&;<>$`*?~]")


def demo_at(there: Path, moment: str) -> Path:
    """Say where the demo company of a moment is kept."""
    return there / f"demo-{moment.replace(':', '')}.db"


class Shell:
    """Somebody's terminal, in a folder of theirs; `there` keeps what several pages start from."""

    def __init__(self, there: Path, name: str) -> None:
        """Sit down in an empty home."""
        self.there, self.home = there, there / name
        self.folder = self.home / "company"
        self.folder.mkdir(parents=True)
        programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
        self.environment = {**_WORKS_WITHOUT, **_FOR_GIT, "HOME": str(self.home), "PATH": programs, "CADENCE_NOW": NOW}
        self.at(NOW)

    def at(self, moment: str) -> None:
        """Set the clock, for cadence and for git."""
        self.environment |= {"CADENCE_NOW": moment, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}

    def begin_with(self, company: str) -> None:
        """Put a company in the usual place: `the demo company`, `the example company`, or `no company`.

        Raises:
            ValueError: for another.
        """
        self.environment.pop("CADENCE_DB", None)
        with self._sitting_here():
            place = locations.company_file()
            place.unlink(missing_ok=True)
            place.parent.mkdir(parents=True, exist_ok=True)
            if company == "the demo company":
                shutil.copy(self._demo(), place)
            elif company == "the example company":
                from cadence_tui.services.setup import example

                bootstrap.found(place, example())
            elif company != "no company":
                raise ValueError(f"“{company}” is none of the companies that docs begin with.")

    def _demo(self) -> Path:
        """Give the demo company, made once for each moment."""
        file = demo_at(self.there, self.environment["CADENCE_NOW"])
        return file if file.exists() else bootstrap.demo(file)

    def write(self, name: str, text: str) -> None:
        """Put a file into the folder, or into the home where its name begins so."""
        path = Path(name.replace("~", str(self.home), 1)) if name.startswith("~") else self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n", encoding="utf-8")

    def type(self, text: str) -> str:
        """Run the commands of a block, and give what they print, as a reader sees it.

        Raises:
            ValueError: when a command ends otherwise than its comment says.
        """
        return self._shown("".join(self._run(command) for command in commands(text)))

    def _run(self, command: str) -> str:
        """Run one command."""
        command = command.replace(SHOWN_HOME, str(self.home))
        if set_here := re.fullmatch(r"export (\w+)=(\S+)", command):
            self.environment[set_here[1]] = set_here[2].replace("~", str(self.home))
            return ""
        words = shlex.split(command, comments=True)
        is_ours = words[0] in PROGRAMS and not _NEEDS_A_SHELL.search(_unquoted(command))
        status, printed = self._here(words[1:]) if is_ours else self._in_sh(command)
        wanted = _STATUS.search(command)
        if status != (int(wanted[1]) if wanted else 0):
            raise ValueError(f"“{command}” ended with status {status}, having printed:\n{printed}")
        return printed

    def _here(self, words: list[str]) -> tuple[int, str]:
        """Run cadence in this process; where it would open the app, nothing opens."""
        out = StringIO()
        with self._sitting_here() as here:
            here.enter_context(redirect_stdout(out))
            here.enter_context(redirect_stderr(out))
            here.enter_context(patch("cadence_tui.cli.app.open_app", lambda *_, **__: None))
            here.enter_context(patch("cadence_tui.bootstrap.demo", self._put_demo))
            status = run(words)
        return status, out.getvalue()

    def _put_demo(self, path: Path | None = None) -> Path:
        """Put the demo in its place, as `cadence demo` does."""
        target = path or locations.demo_file()
        target.parent.mkdir(parents=True, exist_ok=True)
        with patch("cadence_tui.bootstrap.demo", _MAKE_DEMO):
            shutil.copy(self._demo(), target)
        return target

    def _in_sh(self, command: str) -> tuple[int, str]:
        """Run a line in a shell."""
        done = subprocess.run(
            ["sh", "-c", command],
            check=False,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        return done.returncode, done.stdout

    def _sitting_here(self) -> ExitStack:
        """Have this process see the home, the folder and the clock."""
        stack = ExitStack()
        stack.enter_context(patch.dict(os.environ, self.environment, clear=True))
        stack.enter_context(chdir(self.folder))
        return stack

    def _shown(self, text: str) -> str:
        """Write a text as on the machine that the docs speak of, whatever this one's folders and SQLite are."""
        with self._sitting_here():
            places = {
                str(locations.data_folder()): "~/.local/share/cadence",
                str(locations.config_folder()): "~/.config/cadence",
                str(locations.notes_folder()): "~/Documents/cadence",
            }
        for here, there in {**places, str(self.home): "~"}.items():
            text = text.replace(here, there.replace("~", SHOWN_HOME))
        return _SIZE.sub("1,900 KB", text)


_MAKE_DEMO = bootstrap.demo


def commands(text: str) -> Iterator[str]:
    """Give the commands of a block, one by one; a line that ends in a backslash goes on in the next."""
    for line in text.replace("\\\n", " ").split("\n"):
        if line.strip() and not line.lstrip().startswith("#"):
            yield " ".join(line.split()) if '"' not in line and "'" not in line else line.strip()


def _unquoted(command: str) -> str:
    """Leave out what is quoted, and the comment."""
    plain = re.sub(r"\"[^\"]*\"|'[^']*'", "", command)
    return re.sub(r"(^|\s)#.*", "", plain)
