"""Writes what is generated in the docs: `make docs`.

That is the keys, the command line, the man page, and what every shown command prints. Look at what it changed: a page
whose output is another now may have to say something else around it.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from tests.docs import command_line, keys, man_page
from tests.docs.blocks import Block, name_of, pages, read, written
from tests.docs.shell import NOW, Shell

# Blocks with commands that are shown and not run, by page and by how their first line begins.
NOT_RUN: dict[str, dict[str, str]] = {
    "README.md": {
        "uvx cadence-tui demo": "it installs from PyPI",
        "make demo": "it installs everything",
    },
    "docs/browser.md": {
        'pip install "cadence-tui[serve]"': "it installs from PyPI, and serves until it is stopped",
        "cadence serve --public-url https://caden": "it serves until it is stopped",
    },
    "docs/recipes.md": {
        "PATH=/home/ada/.local/bin:/usr/bin:/bin": "it is for cron; its command is run above it",
        "PROMPT_COMMAND='cadence due >/dev/null 2": "it is for a prompt",
        "set -g status-right '#(cadence due >/dev": "it is for tmux",
        "cadence status --json | jq -r '\"\\(.recor": "it needs jq",
        "0 8 * * mon  cadence pull >/dev/null": "it is for cron; its command is run above it",
        "[Unit]": "it is for systemd",
        "restrict,pty,command=\"CADENCE_USER='Bo' ": "it is for ssh",
        "ssh -t company@server .local/bin/cadence": "it is for ssh",
    },
    "docs/tutorial.md": {
        "uvx cadence-tui demo": "it installs from PyPI, and opens the app",
        "uvx cadence-tui": "it installs from PyPI, and opens the app",
    },
}
GENERATED = {
    "keys": keys.table,
    "commands": command_line.contents,
    "common options": command_line.common,
    "command reference": command_line.reference,
}


def renewed(page: Path, there: Path) -> str:
    """Write a page anew: its commands run from the top to the bottom, its generated parts generated."""
    blocks = read(page.read_text("utf-8"))
    skipped = NOT_RUN.get(name_of(page), {})
    shell = Shell(there, name_of(page).replace("/", "-"))
    shell.begin_with("no company")
    printed = ""
    for block in blocks:
        if block.kind == "setting":
            _set(shell, block)
        elif block.kind == "file":
            shell.write(block.name, block.body)
        elif block.kind == "generated":
            block.fill(f"\n{GENERATED[block.name]()}\n")
        elif block.kind == "run" and begins(block) not in skipped:
            printed = shell.type(block.body)
        elif block.kind == "output":
            block.fill(printed.rstrip("\n"))
    return written(blocks)


def begins(block: Block) -> str:
    """Give the beginning of a block's first line, by which it is known."""
    return re.sub(r"\s+#\s.*", "", block.body.partition("\n")[0])[:40]


def _set(shell: Shell, block: Block) -> None:
    """Do what a comment says."""
    if block.name == "runs":
        shell.type(block.body)
        return
    if block.name == "at":
        shell.at(block.body)
        return
    company, _, moment = block.body.partition(", at ")
    shell.at(moment or NOW)
    shell.begin_with(company)


def main() -> int:
    """Renew every page and the man page, and say which ones changed."""
    status = 0
    with tempfile.TemporaryDirectory() as folder:
        for page in [*pages(), man_page.PAGE]:
            try:
                text = man_page.written() if page == man_page.PAGE else renewed(page, Path(folder).resolve())
            except ValueError as error:
                sys.stderr.write(f"{name_of(page)}: {error}\n")
                status = 1
                continue
            if not page.exists() or page.read_text("utf-8") != text:
                page.write_text(text, "utf-8", newline="\n")
                sys.stdout.write(f"{name_of(page)}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
