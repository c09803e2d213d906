"""A command imports what it needs, and no other command."""

from __future__ import annotations

import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from govreports.cli import app
from govreports.cli.on_demand import NAMES, OnDemand
from tests.crawling import ROOT, env

LOADED = """
import sys
from govreports.cli import app
try:
    app(sys.argv[1:])
except SystemExit:
    pass
print(*(name.rpartition(".")[2] for name in sys.modules if name.startswith("govreports.cli.")))
"""


def modules_after(*words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=env(),
    )
    return set(done.stdout.splitlines()[-1].split())


def test_one_command_leaves_the_others_alone() -> None:
    loaded = modules_after("history", "--help")
    assert loaded & set(NAMES) == {"history"}


def test_every_command_has_a_file_of_its_own() -> None:
    files = {path.stem for path in (ROOT / "govreports" / "cli").glob("*.py")}
    assert set(NAMES) <= files


@pytest.mark.parametrize("name", NAMES)
def test_every_command_answers_under_its_name(name: str) -> None:
    result = CliRunner().invoke(app, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert f"govreports {name}" in result.output


def test_the_help_lists_all_in_their_order() -> None:
    lines = CliRunner().invoke(app, ["--help"]).output.splitlines()
    shown = [words[1] for words in map(str.split, lines) if len(words) > 2 and words[1] in NAMES]
    assert shown == list(NAMES)


def test_a_mistyped_command_is_wrong_usage_and_names_the_nearest() -> None:
    result = CliRunner().invoke(app, ["hstory"])
    assert result.exit_code == 2
    assert "Did you mean 'history'?" in result.output


def test_the_group_knows_names_before_anything_is_imported() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, OnDemand)
    assert group.list_commands(None) == list(NAMES)
