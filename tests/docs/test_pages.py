"""The pages of the docs: what they show is what happens, and what they name exists."""

from __future__ import annotations

import re
import shutil
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.docs import man_page, write
from tests.docs.blocks import FOLDER, README, ROOT, Block, name_of, pages, read, written
from tests.docs.reference import entries, find
from tests.docs.shell import NOW, Shell, demo_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the docs are written for a POSIX shell")

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_PAGES = {name_of(page): page for page in pages()}


def text_of(page: Path) -> str:
    """Read a page."""
    return page.read_text("utf-8")


def shown(page: Path, *kinds: str) -> list[Block]:
    """Give the blocks of a page that are of some kinds."""
    return [block for block in read(text_of(page)) if block.kind in kinds]


@pytest.fixture(scope="session")
def there(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder in which the pages' homes are, with the demo company made once."""
    folder = tmp_path_factory.mktemp("docs")
    shutil.copyfile(demo_file, demo_at(folder, NOW))
    return folder


@pytest.mark.parametrize("page", _PAGES.values(), ids=_PAGES)
def test_a_page_is_as_it_would_be_written_now(page: Path, there: Path) -> None:
    """Its commands run, print what is shown, and its generated parts are the program's own; else run `make docs`."""
    assert write.renewed(page, there) == text_of(page), "Run “make docs”, and look at what it changed."


def test_the_man_page_is_as_it_would_be_written_now() -> None:
    """It says what the command line's help and the docs say; else run `make docs`."""
    assert man_page.written() == man_page.PAGE.read_text("utf-8"), "Run “make docs”, and look at what it changed."


@pytest.mark.parametrize("page", _PAGES.values(), ids=_PAGES)
def test_commands_that_are_shown_and_not_run_are_listed_with_the_reason(page: Path) -> None:
    """A block that is not run by oversight would rot; nor is anything listed that is not there."""
    listed = write.NOT_RUN.get(name_of(page), {})
    assert set(listed) <= {write.begins(block) for block in shown(page, "run", "shown")}
    assert {write.begins(block) for block in shown(page, "shown") if list(_commands(block.body))} <= set(listed)
    assert all(listed.values())


@pytest.mark.parametrize("page", _PAGES.values(), ids=_PAGES)
def test_every_command_that_is_named_exists(page: Path) -> None:
    """With each of its options; in the text as well as in what is shown and not run."""
    blocks = shown(page, "shown")
    code = [found[1] for line in shown(page, "prose", "generated") for found in _CODE.finditer("\n".join(line.lines))]
    for text in [*(block.body for block in blocks), *code]:
        for words in _commands(text.replace("\\|", "|")):
            command, rest = find(words)
            known = {name for param in command.params for name in (*param.opts, *param.secondary_opts)}
            wrong = [word for word in rest if word.startswith("--") and word.partition("=")[0] not in known]
            assert not wrong, f"“cadence {' '.join(words)}” has no {wrong}."
            is_group = hasattr(command, "commands") and not getattr(command, "invoke_without_command", False)
            assert not (is_group and rest and rest[0].islower()), f"There is no “cadence {' '.join(words)}”."


def _commands(text: str) -> Iterator[list[str]]:
    """Give the words behind each `cadence` in a text that is a command: it begins one, or is a program's name."""
    for found in re.finditer(r"(?:^|[\s(/'])(?:cadence|cadence-tui) ([a-z-][^|&;>)#'\n]*)", text, re.MULTILINE):
        yield found[1].split()


@pytest.mark.parametrize("page", _PAGES.values(), ids=_PAGES)
def test_every_link_leads_somewhere(page: Path) -> None:
    """To a file of the project, and to a heading in it where it names one."""
    for target in _LINK.findall(text_of(page)):
        if target.startswith(("https://", "http://")):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.is_relative_to(ROOT), target
        assert file.exists(), target
        assert not anchor or anchor in _anchors(file), target


def _anchors(page: Path) -> set[str]:
    """Give the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def test_every_page_is_in_the_index() -> None:
    """Nobody has to guess what there is."""
    linked = set(_LINK.findall(text_of(FOLDER / "README.md")))
    assert {page.name for page in FOLDER.glob("*.md")} - {"README.md"} <= linked
    assert "docs/README.md" in _LINK.findall(text_of(README))


@pytest.mark.parametrize("page", _PAGES.values(), ids=_PAGES)
def test_a_page_is_put_together_again_as_it_was(page: Path) -> None:
    """Reading it as blocks loses nothing."""
    assert written(read(text_of(page))) == text_of(page)


def test_a_command_that_fails_is_not_passed_over(there: Path) -> None:
    """In this process and in a shell; nor one that does not fail although its comment says so."""
    shell = Shell(there, "failing")
    shell.begin_with("no company")
    for command in ("cadence status", "cadence status | cat && false", "cadence where  # exit status 1"):
        with pytest.raises(ValueError, match="ended with status"):
            shell.type(command)
    assert "not there yet" in shell.type("cadence where")


# --- The man page -----------------------------------------------------------------------------------------------------


def test_the_man_page_is_one() -> None:
    """It has the sections that readers look for, in their order, and roff takes no text in it for its own words."""
    lines = man_page.written().splitlines()
    sections = [line.removeprefix(".SH ") for line in lines if line.startswith(".SH ")]
    first = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS"]
    assert sections == [*first, "EXIT STATUS", "FILES", "ENVIRONMENT", "SEE ALSO"]
    for line in lines:
        assert not line.startswith("'"), line
        assert not line.startswith(".") or re.match(r"\.(TH|SH|SS|TP|PP|\\\")( |$)", line), line
        assert line.count("\\fB") == line.count("\\fR"), line
        assert re.sub(r"\\(fB|fR|-|e|&|\")", "", line).count("\\") == 0, line
    assert all(lines)


def test_the_man_page_and_the_reference_have_every_command() -> None:
    """Each with its example."""
    man, page = man_page.written().replace("\\-", "-"), text_of(FOLDER / "command-line.md")
    for one in entries():
        assert f".SS {one.words}\n" in man
        assert f"# {one.words}\n" in page
        assert not one.runs or (one.example.replace("\\", "\\e") in man and one.example in page)


def test_the_man_page_is_installed_with_the_program() -> None:
    """Where `man` looks for it."""
    built = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert built["shared-data"] == {"docs/cadence.1": "share/man/man1/cadence.1"}
