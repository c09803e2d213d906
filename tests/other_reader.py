"""The project with another reader: whatever it reads, a field of it says so."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tests.crawling import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FIELD, WORD = "document_type", "改读"
"""What the other reader reads otherwise, told apart from all that pages say."""

_CHANGE = f"""
from dataclasses import replace

_as_it_was = normalise


def normalise(raw, context):
    read = _as_it_was(raw, context)
    return replace(read, report=replace(read.report, {FIELD}="{WORD}"))
"""


def project_with_another_reader(root: Path) -> Path:
    """Copy the project's code into a new folder, its reader changed; return the folder."""
    for name in ("govreports", "spiders", "pipelines"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "scrapy.cfg", root)
    module = root / "govreports" / "normalise.py"
    module.write_text(module.read_text(encoding="utf-8") + _CHANGE, encoding="utf-8")
    return root
