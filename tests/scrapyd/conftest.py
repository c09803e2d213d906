"""One Scrapyd for all tests, with the project's egg deployed to it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.crawling import ROOT, Crawler
from tests.environments import insist_on
from tests.scrapyd.server import PROGRAMS, Scrapyd, started

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def egg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    insist_on(PROGRAMS / "scrapyd", "test-scrapyd")
    file = tmp_path_factory.mktemp("egg") / "govreports.egg"
    command = Path(sys.executable).with_name("govreports")
    subprocess.run([str(command), "egg", "-o", str(file)], cwd=ROOT, check=True)
    return file


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Crawler:
    """The data directory that the server's environment names."""
    folder = tmp_path_factory.mktemp("data")
    return Crawler(folder, f"sqlite:///{folder / 'govreports.db'}")


@pytest.fixture(scope="session")
def server(egg: Path, data: Crawler, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scrapyd]:
    folder = tmp_path_factory.mktemp("scrapyd")
    with started(folder, GOVREPORTS_DATA_DIR=str(data.folder)) as server:
        answer = server.deploy(egg, "1")
        assert answer["status"] == "ok", answer
        yield server
