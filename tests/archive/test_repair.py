from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from govreports.archive.errors import ArchiveError
from govreports.archive.placement import OPEN_SUFFIX, SUFFIX
from govreports.archive.reader import exchanges
from govreports.archive.repair import Repaired, repair
from govreports.archive.writer import ArchiveWriter
from tests.archive.answers import answer

if TYPE_CHECKING:
    from pathlib import Path

    from govreports.records import Exchange

NAME = "govreports-20260301000000-host-1-0a0b0c0d"
SENT = [answer(body=bytes([number]) * 3000) for number in range(4)]


@dataclass(frozen=True)
class Written:
    """What a writer had written, and where its records end."""

    data: bytes
    ends: list[int]


@pytest.fixture
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("written")
    writer = ArchiveWriter(folder, software="s")
    places = [writer.append(one) for one in SENT]
    writer.close()
    ends = [places[0].offset, *(place.offset + place.length for place in places)]
    return Written((folder / places[0].file).read_bytes(), ends)


def leave_open(folder: Path, data: bytes) -> None:
    """Leave a file as a dead process would."""
    folder.mkdir(exist_ok=True)
    (folder / f"{NAME}{OPEN_SUFFIX}").write_bytes(data)


def found(folder: Path) -> list[Exchange]:
    return list(exchanges(folder, f"{NAME}{SUFFIX}"))


def test_nothing_to_repair(tmp_path: Path) -> None:
    assert repair(tmp_path) == []
    assert repair(tmp_path / "nowhere") == []


def test_whole_file_only_gets_its_name(tmp_path: Path, written: Written) -> None:
    leave_open(tmp_path, written.data)
    assert repair(tmp_path) == [Repaired(f"{NAME}{SUFFIX}", 5, 0)]
    assert found(tmp_path) == SENT
    assert repair(tmp_path) == []


@pytest.mark.parametrize(
    "tail",
    [b"\0" * 4096, b"\x1f\x8b", b"\x1f\x8b\x08\0\0\0\0\0\0\xff", b"noise" * 100],
    ids=["zeros", "two bytes of gzip", "a gzip header", "noise"],
)
def test_torn_tail_is_cut_off(tmp_path: Path, written: Written, tail: bytes) -> None:
    leave_open(tmp_path, written.data + tail)
    assert repair(tmp_path) == [Repaired(f"{NAME}{SUFFIX}", 5, len(tail))]
    assert found(tmp_path) == SENT


def test_every_place_to_be_torn_leaves_the_records_before_it(
    tmp_path: Path, written: Written
) -> None:
    ends = written.ends
    for cut in range(ends[0], ends[-1], 7):
        folder = tmp_path / str(cut)
        leave_open(folder, written.data[:cut])
        whole = max(end for end in ends if end <= cut)
        (repaired,) = repair(folder)
        assert repaired.dropped_bytes == cut - whole
        assert found(folder) == SENT[: ends.index(whole)]


def test_zeros_in_place_of_a_lost_block_are_cut_off(tmp_path: Path, written: Written) -> None:
    lost = written.ends[2]
    leave_open(tmp_path, written.data[:lost] + b"\0" * (len(written.data) - lost))
    (repaired,) = repair(tmp_path)
    assert repaired.records == 3
    assert found(tmp_path) == SENT[:2]


@pytest.mark.parametrize("content", [b"", b"\x1f\x8b\x08", b"\0" * 100])
def test_file_without_a_whole_record_is_removed(tmp_path: Path, content: bytes) -> None:
    (tmp_path / f"{NAME}{OPEN_SUFFIX}").write_bytes(content)
    assert repair(tmp_path) == [Repaired(None, 0, len(content))]
    assert list(tmp_path.iterdir()) == []


def test_file_of_a_living_process_is_left_alone(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from govreports.archive.writer import ArchiveWriter\n"
        "from tests.archive.answers import answer\n"
        "writer = ArchiveWriter(Path(sys.argv[1]), software='s')\n"
        "writer.append(answer())\n"
        "writer.sync()\n"
        "print('open', flush=True)\n"
        "sys.stdin.readline()\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as living:
        assert living.stdout is not None
        assert living.stdout.readline() == b"open\n"
        assert repair(tmp_path) == []
        living.kill()
    (repaired,) = repair(tmp_path)
    assert (repaired.records, repaired.dropped_bytes) == (2, 0)


def test_file_of_this_process_is_left_alone(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, software="s")
    writer.append(answer())
    writer.sync()
    assert repair(tmp_path) == []
    writer.close()


def test_closed_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}{SUFFIX}").write_bytes(b"anything")
    assert repair(tmp_path) == []


def test_file_that_cannot_be_repaired_is_named(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}{OPEN_SUFFIX}").mkdir()
    with pytest.raises(ArchiveError, match="cannot be repaired"):
        repair(tmp_path)
