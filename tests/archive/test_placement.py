from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from govreports.archive.placement import final_path, new_name, open_path, sync_directory

MOMENT = datetime(2026, 3, 1, 8, 0, 59, tzinfo=UTC)


def test_name_has_the_standards_parts() -> None:
    prefix, stamp, *_, process, chance = new_name("govreports", MOMENT).split("-")
    assert (prefix, stamp, process) == ("govreports", "20260301080059", str(os.getpid()))
    assert chance.endswith(".warc.gz")


def test_names_of_one_moment_differ() -> None:
    assert len({new_name("govreports", MOMENT) for _ in range(50)}) == 50


@pytest.mark.parametrize("host", ["主机", "a/b", "host name", ""])
def test_any_host_name_gives_a_file_name(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govreports.archive.placement.socket.gethostname", lambda: host)
    name = new_name("govreports", MOMENT)
    assert name.isascii()
    assert "/" not in name
    assert " " not in name


def test_open_name_leads_to_the_final_one_and_back() -> None:
    path = open_path(Path("archive"), "a-b.c.warc.gz")
    assert path == Path("archive/a-b.c.warc.gz.open")
    assert final_path(path) == Path("archive/a-b.c.warc.gz")


def test_folder_is_synced_and_let_go_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr("govreports.archive.placement.os.fsync", synced.append)
    sync_directory(tmp_path)
    (descriptor,) = synced
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)


def test_folder_that_is_not_there_cannot(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        sync_directory(tmp_path / "nowhere")
