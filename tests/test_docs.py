"""The README says what is there: commands, targets, columns, arguments, the portal in ten lines."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from govreports.cli import app
from govreports.options import NAMES
from govreports.records import Report

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CODE = re.findall(r"```(\w*)\n(.*?)```", README, flags=re.DOTALL)
SHELL = [line for kind, block in CODE if kind == "sh" for line in block.splitlines() if line]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("line", [line for line in SHELL if line.startswith("make ")])
def test_every_make_target_of_the_readme_exists(line: str) -> None:
    target = line.split()[1]
    assert re.search(rf"^{target}:", MAKEFILE, flags=re.MULTILINE)


@pytest.mark.parametrize("line", [line for line in SHELL if "/govreports " in line])
def test_every_govreports_command_of_the_readme_exists(line: str) -> None:
    words = line.split()[1:]
    command = words[:2] if words[0] == "db" else words[:1]
    result = CliRunner().invoke(app, [*command, "--help"])
    assert result.exit_code == 0


def commands() -> list[list[str]]:
    found: list[list[str]] = []
    for name, command in getattr(get_command(app), "commands").items():  # noqa: B009
        below = getattr(command, "commands", {})
        found += [[name, each] for each in below] or [[name]]
    return found


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_commands_help_shows_an_example(command: list[str]) -> None:
    result = CliRunner().invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    assert f"Example: govreports {' '.join(command)}" in " ".join(result.output.split())


def test_the_two_commands_stand_together_near_the_top() -> None:
    assert "make demo\nmake test\n" in README[:2500]


def test_every_column_of_the_record_is_named() -> None:
    assert [f.name for f in fields(Report) if f"`{f.name}`" not in README] == []


def test_every_argument_of_a_crawl_is_named() -> None:
    assert [name for name in NAMES if f"`-a {name}=" not in README] == []


def test_the_portal_in_ten_lines_is_a_real_one() -> None:
    (sample,) = (block for kind, block in CODE if kind == "python")
    assert sample == (ROOT / "spiders" / "jinshui.py").read_text(encoding="utf-8")


def test_every_section_speaks_chinese_and_english() -> None:
    for section in re.split(r"^## ", README, flags=re.MULTILINE):
        prose = re.sub(r"```.*?```", "", section, flags=re.DOTALL)
        assert len(re.findall(r"[\u4e00-\u9fff]", prose)) > 10 or section.startswith("CSV"), section
        assert len(re.findall(r"\b[a-z]{3,}\b", prose)) > 10, section


@pytest.mark.parametrize(
    "path", re.findall(r"`((?:data|spiders|pipelines|govreports)/[\w/]*)`", README)
)
def test_every_folder_named_is_made_or_there(path: str) -> None:
    assert path.startswith("data/") or (ROOT / path).exists()


def test_a_spiders_file_is_at_most_twelve_lines_in_the_median() -> None:
    files = [path for path in (ROOT / "spiders").glob("*.py") if path.name != "__init__.py"]
    lengths = sorted(
        len([line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()])
        for path in files
    )
    assert lengths[len(lengths) // 2] <= 12
