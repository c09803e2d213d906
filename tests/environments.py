"""Programs in environments of their own, which the Makefile lays from their lock files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def insist_on(program: Path, target: str) -> None:
    """Skip the test where the program is not installed; fail it where everything has to be."""
    if program.exists():
        return
    if os.environ.get("CI"):
        pytest.fail(f"{program} is not installed: run `make {target}`")
    pytest.skip(f"{program} is not installed: run `make {target}` where there is a network")
