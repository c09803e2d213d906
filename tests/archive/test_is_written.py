from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govreports.archive.errors import ArchiveError
from govreports.archive.placement import open_path
from govreports.archive.repair import is_written, repair
from tests.store.portal import Crawl, page

if TYPE_CHECKING:
    from pathlib import Path

NAME = "govreports-20260301080000-host-1-00000000.warc.gz"


def test_a_file_is_written_until_its_writer_closes(tmp_path: Path) -> None:
    crawl = Crawl(f"sqlite:///{tmp_path / 'store.db'}", tmp_path)
    crawl.run()
    crawl.save(page("a"))
    (file,) = (path.name.removesuffix(".open") for path in tmp_path.glob("*.open"))
    assert is_written(tmp_path, file) is True
    crawl.store.close()
    assert is_written(tmp_path, file) is False


def test_a_dead_process_writes_nothing(tmp_path: Path) -> None:
    open_path(tmp_path, NAME).touch()
    assert is_written(tmp_path, NAME) is False
    repair(tmp_path)
    assert is_written(tmp_path, NAME) is None


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    open_path(tmp_path, NAME).mkdir()
    with pytest.raises(ArchiveError, match=NAME.removesuffix(".warc.gz")):
        is_written(tmp_path, NAME)
