"""Founding a company from the command line."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from tests.cli.conftest import COMPANY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal


def test_the_example_is_complete_and_founds_a_company(bare: Terminal, tmp_path: Path) -> None:
    """What `--print-example` prints, `--from` reads."""
    text = bare("init", "--print-example").out
    assert {"company", "people", "teams", "kpis"} <= set(tomllib.loads(text))
    (tmp_path / "company.toml").write_text(text, encoding="utf-8")
    bare("init", "--from", str(tmp_path / "company.toml"))
    assert bare("status", "--json").json["kpis"]


def test_init_names_the_company_and_its_file(bare: Terminal, tmp_path: Path) -> None:
    """With JSON it is a document."""
    (tmp_path / "company.toml").write_text(COMPANY, encoding="utf-8")
    found = bare("init", "--from", str(tmp_path / "company.toml"), "--json").json
    assert found == {"company": "Fjord Labs", "file": str(bare.file)}


def test_init_refuses_to_overwrite(cadence: Terminal, tmp_path: Path) -> None:
    """A file that exists is never touched."""
    (tmp_path / "company.toml").write_text(COMPANY, encoding="utf-8")
    before = cadence.file.read_bytes()
    assert "exists already" in cadence("init", "--from", str(tmp_path / "company.toml"), status=3).err
    assert cadence.file.read_bytes() == before


def test_everything_wrong_with_the_file_is_named_and_nothing_made(bare: Terminal, tmp_path: Path) -> None:
    """Each problem has its line."""
    text = COMPANY.replace('"mon"', '"someday"').replace('target = "5"', 'target = "lots"')
    (tmp_path / "company.toml").write_text(text, encoding="utf-8")
    done = bare("init", "--from", str(tmp_path / "company.toml"), status=1)
    assert "someday" in done.err
    assert "lots" in done.err
    assert not bare.file.exists()


def test_init_without_a_file_is_wrong_usage(bare: Terminal, tmp_path: Path) -> None:
    """And a file that cannot be read is one sentence."""
    assert "--print-example" in bare("init", status=2).err
    assert len(bare("init", "--from", str(tmp_path / "no.toml"), status=1).err.splitlines()) == 1
    (tmp_path / "latin.toml").write_bytes(b'[company]\nname = "Caf\xe9"\n')
    assert "UTF-8" in bare("init", "--from", str(tmp_path / "latin.toml"), status=1).err


def test_a_file_that_is_not_there_names_init(bare: Terminal) -> None:
    """Every other command says how to begin."""
    for words in (["due"], ["status"], ["record", "churn", "5"], ["log"], ["undo"]):
        assert "cadence init" in bare(*words, status=3).err
    assert not bare.file.exists()
