"""Every kind of damage to an archive's file is named, and what follows it is still checked."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from govreports.archive.checking import Fault, Indexed, Whole, check_file
from govreports.archive.writer import ArchiveWriter
from tests.archive.answers import answer

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 4


@pytest.fixture
def index(tmp_path: Path) -> dict[int, Indexed]:
    """The index of the one file in the folder."""
    writer = ArchiveWriter(tmp_path, software="govreports/1.2")
    index = {}
    for _ in range(COUNT):
        exchange = answer()
        place = writer.append(exchange)
        index[place.offset] = Indexed(exchange.id, place.length, place.payload_sha256)
    writer.close()
    return index


def checked(folder: Path, index: dict[int, Indexed]) -> tuple[list[Whole], list[Fault]]:
    (path,) = folder.iterdir()
    found = list(check_file(folder, path.name, index))
    whole = [one for one in found if isinstance(one, Whole)]
    return whole, [one for one in found if isinstance(one, Fault)]


def overwrite(folder: Path, offset: int, data: bytes) -> None:
    (path,) = folder.iterdir()
    with path.open("rb+") as file:
        file.seek(offset)
        file.write(data)


def test_a_whole_file_has_no_fault(tmp_path: Path, index: dict[int, Indexed]) -> None:
    # The file's own first record besides.
    whole, faults = checked(tmp_path, index)
    assert faults == []
    assert [one.id for one in whole] == ["", *(known.id for known in index.values())]
    assert all(one.indexed and not one.refers_to for one in whole)


@pytest.mark.parametrize("into", [0, 40])
def test_a_damaged_record_is_named_and_the_next_ones_are_checked(
    tmp_path: Path, index: dict[int, Indexed], into: int
) -> None:
    offset = sorted(index)[1]
    overwrite(tmp_path, offset + into, b"\xff" * 8)
    whole, (fault,) = checked(tmp_path, index)
    assert len(whole) == COUNT
    assert fault.offset == offset
    assert index[offset].id in str(fault)


def test_a_torn_end_is_named_with_its_remedy(tmp_path: Path, index: dict[int, Indexed]) -> None:
    (path,) = tmp_path.iterdir()
    last = max(index)
    with path.open("rb+") as file:
        file.truncate(last + 20)
    whole, (fault,) = checked(tmp_path, index)
    assert (len(whole), fault.offset) == (COUNT, last)
    assert "--repair" in fault.found


def test_a_record_that_was_cut_off_whole_is_missed(
    tmp_path: Path, index: dict[int, Indexed]
) -> None:
    (path,) = tmp_path.iterdir()
    last = max(index)
    with path.open("rb+") as file:
        file.truncate(last)
    whole, (fault,) = checked(tmp_path, index)
    assert (len(whole), fault.offset) == (COUNT, last)
    assert "no record begins here" in fault.found


def test_another_record_than_the_index_has_is_a_fault(
    tmp_path: Path, index: dict[int, Indexed]
) -> None:
    last = max(index)
    index[last] = replace(index[last], id="another")
    _, (fault,) = checked(tmp_path, index)
    assert "another" in fault.found


def test_a_payload_of_another_digest_is_a_fault(tmp_path: Path, index: dict[int, Indexed]) -> None:
    first = min(index)
    index[first] = replace(index[first], payload_sha256="0" * 64)
    _, (fault,) = checked(tmp_path, index)
    assert fault.offset == first


def test_a_record_beside_the_index_is_told_and_no_fault(
    tmp_path: Path, index: dict[int, Indexed]
) -> None:
    del index[max(index)]
    whole, faults = checked(tmp_path, index)
    assert faults == []
    assert [one.indexed for one in whole].count(False) == 1


def test_an_archive_of_another_version_is_a_fault(
    tmp_path: Path, index: dict[int, Indexed]
) -> None:
    (path,) = tmp_path.iterdir()
    data = path.read_bytes()
    first = min(index)
    info = gzip.compress(gzip.decompress(data[:first]).replace(b"WARC/1.1", b"WARC/1.0", 1))
    path.write_bytes(info)
    whole, (fault,) = checked(tmp_path, {})
    assert whole == []
    assert "WARC/1.0" in fault.found


def test_a_missing_file_is_one_fault(tmp_path: Path, index: dict[int, Indexed]) -> None:
    (path,) = tmp_path.iterdir()
    path.unlink()
    (fault,) = check_file(tmp_path, path.name, index)
    assert isinstance(fault, Fault)
    assert "missing" in fault.found
    assert f"{COUNT} records" in fault.found
