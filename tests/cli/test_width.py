"""How wide tables are that go into a file or a pipe."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.crawling import ROOT

LONG = "法治政府建设年度报告、政府信息公开年报与其他的通知公告"
PROGRAM = f"""
from rich.table import Table
from govreports.cli.app import console
table = Table("column", *["number"] * 8, box=None)
table.add_row("{LONG}", *["1"] * 8)
console.print(table)
"""


def printed(**environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={**kept, "PYTHONIOENCODING": "utf-8", **environment},
        cwd=ROOT,
    )
    return done.stdout


def test_nothing_is_cut_in_a_pipe() -> None:
    assert LONG in printed()


def test_a_stated_width_is_kept() -> None:
    assert max(map(len, printed(COLUMNS="60").splitlines())) <= 60
