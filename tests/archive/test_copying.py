"""Records copied byte for byte; what is damaged is named, and the rest goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govreports.archive.copying import Copier, Wanted
from govreports.archive.reader import exchanges
from govreports.archive.writer import ArchiveWriter
from tests.archive.answers import MOMENT, again, answer, drawn, original, posted

if TYPE_CHECKING:
    from pathlib import Path

    from govreports.records import Exchange

INFO = ("govreports/1.2", MOMENT)


def archived(folder: Path, *sent: Exchange) -> list[Wanted]:
    """Write answers into a file of their own and return what asks for them."""
    writer = ArchiveWriter(folder, software="s")
    places = [(one.id, writer.append(one)) for one in sent]
    writer.close()
    return [Wanted(name, place.file, place.offset, place.length) for name, place in places]


class Copy:
    """What a copier made of the wanted records."""

    def __init__(self, archive: Path, wanted: list[Wanted], folder: Path, **most: int) -> None:
        folder.mkdir(exist_ok=True)
        self.damaged: list[str] = []
        self.copier = Copier(archive, self.damaged.append)
        self.files: list[list[Exchange]] = []
        for path in self.copier.files(wanted, folder, INFO, **most):
            assert [one.name for one in folder.iterdir()] == [path.name]
            self.files.append(list(exchanges(folder, path.name)))
        assert list(folder.iterdir()) == []


def copied(tmp_path: Path, wanted: list[Wanted], **most: int) -> Copy:
    return Copy(tmp_path / "archive", wanted, tmp_path / "copy", **most)


def test_records_come_as_they_lie(tmp_path: Path) -> None:
    shell = answer()
    sent = [shell, drawn(shell), answer(body=b"x" * 5000), answer(status=404)]
    copy = copied(tmp_path, archived(tmp_path / "archive", *sent))
    assert copy.files == [sent]
    assert (copy.copier.copied, copy.damaged) == (4, [])


def test_only_what_is_wanted_comes(tmp_path: Path) -> None:
    sent = [answer(body=bytes([number]) * 50) for number in range(6)]
    copy = copied(tmp_path, archived(tmp_path / "archive", *sent)[1::2])
    assert copy.files == [sent[1::2]]


def test_records_of_several_files_come_together(tmp_path: Path) -> None:
    first, second = [answer(), answer()], [answer()]
    wanted = [*archived(tmp_path / "archive", *first), *archived(tmp_path / "archive", *second)]
    assert copied(tmp_path, wanted).files == [[*first, *second]]


def test_a_request_goes_with_its_answer(tmp_path: Path) -> None:
    sent = [posted(b"a=1"), answer(method="POST"), posted(b"a=2"), answer()]
    copy = copied(tmp_path, archived(tmp_path / "archive", *sent))
    assert copy.files == [sent]


def test_a_revisit_is_copied_as_it_is(tmp_path: Path) -> None:
    page = answer(body=b"y" * 3000)
    writer = ArchiveWriter(tmp_path / "archive", software="s")
    revisit = again(page)
    place = writer.append(revisit, original(page))
    writer.close()
    wanted = [Wanted(revisit.id, place.file, place.offset, place.length)]
    ((found,),) = copied(tmp_path, wanted).files
    assert (found.id, found.refers_to) == (revisit.id, page.id)


def test_a_full_file_is_followed_by_another(tmp_path: Path) -> None:
    sent = [answer(body=bytes([number]) * 50) for number in range(5)]
    copy = copied(tmp_path, archived(tmp_path / "archive", *sent), most_bytes=1000)
    assert len(copy.files) > 1
    assert [one for file in copy.files for one in file] == sent


def test_nothing_wanted_makes_no_file(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    assert copied(tmp_path, []).files == []


@pytest.mark.parametrize("into", [0, 200])
def test_a_damaged_record_is_left_out_and_named(tmp_path: Path, into: int) -> None:
    sent = [answer(body=bytes(range(256)) * 9) for _ in range(3)]
    wanted = archived(tmp_path / "archive", *sent)
    path = tmp_path / "archive" / wanted[1].file
    data = bytearray(path.read_bytes())
    data[wanted[1].offset + into] ^= 0xFF
    path.write_bytes(data)
    copy = copied(tmp_path, wanted)
    assert copy.files == [[sent[0], sent[2]]]
    (words,) = copy.damaged
    assert sent[1].id in words
    assert f"byte {wanted[1].offset}" in words


def test_a_torn_end_is_named(tmp_path: Path) -> None:
    sent = [answer(), answer(body=bytes(range(256)) * 9)]
    wanted = archived(tmp_path / "archive", *sent)
    path = tmp_path / "archive" / wanted[1].file
    path.write_bytes(path.read_bytes()[:-30])
    copy = copied(tmp_path, wanted)
    assert copy.files == [[sent[0]]]
    assert [sent[1].id in words for words in copy.damaged] == [True]


def test_a_missing_file_is_named_once_and_the_others_are_copied(tmp_path: Path) -> None:
    lost = archived(tmp_path / "archive", answer(), answer())
    kept = answer()
    wanted = [*lost, *archived(tmp_path / "archive", kept)]
    (tmp_path / "archive" / lost[0].file).unlink()
    copy = copied(tmp_path, wanted)
    assert copy.files == [[kept]]
    (words,) = copy.damaged
    assert "is missing" in words


def test_a_record_of_another_name_is_named(tmp_path: Path) -> None:
    (wanted,) = archived(tmp_path / "archive", answer())
    copy = copied(tmp_path, [wanted._replace(id="another")])
    assert (copy.files, len(copy.damaged)) == ([], 1)
