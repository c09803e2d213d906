"""A WACZ of the little portal: every part of it as the specification wants."""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from govreports.archive.reader import exchanges
from govreports.exporting import wacz_index
from govreports.exporting.wacz import Written, export
from govreports.exporting.wacz_index import Index
from govreports.store.evidence import Evidence
from govreports.store.jobs import SaveCapture
from tests.store.portal import BODY, OTHER_BODY, PORTAL, page, url

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.portal import Crawl

NOW = datetime(2026, 3, 9, 7, 8, 10, tzinfo=UTC)


@pytest.fixture
def filled(crawl: Crawl) -> Crawl:
    """`a` in three versions, the third of them a revisit; `b` in one; a list."""
    crawl.save(page("a", body=BODY * 3))
    crawl.save(page("b"))
    crawl.run()
    crawl.save(page("a", body=OTHER_BODY))
    crawl.run()
    crawl.save(page("a", body=BODY * 3))
    crawl.lists(["a", "b"])
    return crawl


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "out" / "a.wacz"


def made(crawl: Crawl, file: Path, **chosen: Any) -> Written:
    return export(Evidence(crawl.store.engine, **chosen), crawl.archive, file, NOW)


def archive_name(packed: zipfile.ZipFile) -> str:
    (name,) = (one for one in packed.namelist() if one.startswith("archive/"))
    return name


def lines(packed: zipfile.ZipFile) -> list[tuple[str, str, dict[str, str]]]:
    """Return the index: key, time and fields of each record."""
    text = gzip.decompress(packed.read("indexes/index.cdx.gz")).decode()
    split = [line.split(" ", 2) for line in text.splitlines()]
    return [(key, moment, json.loads(fields)) for key, moment, fields in split]


def test_it_holds_records_and_pages(filled: Crawl, file: Path) -> None:
    filled.store.close()
    assert made(filled, file) == Written(records=5, pages=4)
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_an_archive_that_is_being_written_is_read_as_far_as_it_is_known(
    filled: Crawl, file: Path
) -> None:
    assert made(filled, file).damaged == []


def test_records_lie_where_the_index_says_byte_for_byte(filled: Crawl, file: Path) -> None:
    made(filled, file)
    with zipfile.ZipFile(file) as packed:
        name = archive_name(packed)
        data = packed.read(name)
        index = lines(packed)
    assert len(index) == 5
    for _, _, fields in index:
        start = int(fields["offset"])
        record = data[start : start + int(fields["length"])]
        assert fields["recordDigest"] == f"sha256:{hashlib.sha256(record).hexdigest()}"
        assert fields["url"].encode() in gzip.decompress(record)
        assert f"archive/{fields['filename']}" == name


def test_the_index_is_sorted_and_marks_revisits(filled: Crawl, file: Path) -> None:
    made(filled, file)
    with zipfile.ZipFile(file) as packed:
        index = lines(packed)
    keys = [(key, moment) for key, moment, _ in index]
    assert keys == sorted(keys)
    of_a = [fields["mime"] for key, _, fields in index if key.endswith("/a")]
    assert of_a == ["text/html", "text/html", "warc/revisit"]


def test_every_file_has_its_digest(filled: Crawl, file: Path) -> None:
    made(filled, file)
    with zipfile.ZipFile(file) as packed:
        text = packed.read("datapackage.json")
        package = json.loads(text)
        for one in package["resources"]:
            data = packed.read(one["path"])
            assert one["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
            assert one["bytes"] == len(data)
            assert one["name"] == one["name"].lower()
        digest = json.loads(packed.read("datapackage-digest.json"))
        names = {one["path"] for one in package["resources"]}
        assert names == set(packed.namelist()) - {"datapackage.json", "datapackage-digest.json"}
    assert (package["profile"], package["wacz_version"]) == ("data-package", "1.1.1")
    assert package["created"] == "2026-03-09T07:08:10Z"
    assert digest == {
        "path": "datapackage.json",
        "hash": f"sha256:{hashlib.sha256(text).hexdigest()}",
    }


def test_nothing_is_compressed_a_second_time(filled: Crawl, file: Path) -> None:
    made(filled, file)
    with zipfile.ZipFile(file) as packed:
        assert {one.compress_type for one in packed.infolist()} == {zipfile.ZIP_STORED}


def test_pages_lead_to_every_version(filled: Crawl, file: Path) -> None:
    made(filled, file)
    with zipfile.ZipFile(file) as packed:
        head, *pages = map(json.loads, packed.read("pages/pages.jsonl").splitlines())
        index = {(fields["url"], moment) for _, moment, fields in lines(packed)}
    assert head["format"] == "json-pages-1.0"
    assert [one["title"] for one in pages].count("a年度报告") == 3
    assert len({one["id"] for one in pages}) == 4
    for one in pages:
        moment = datetime.fromisoformat(one["ts"])
        assert (one["url"], f"{moment:%Y%m%d%H%M%S}") in index


def test_a_part_of_the_archive_can_be_had(filled: Crawl, file: Path) -> None:
    (one,) = (one for one in filled.store.latest() if one.report.url == url("b"))
    assert made(filled, file, report_ids=[one.report_id]) == Written(records=1, pages=1)
    assert made(filled, file, portal=PORTAL) == Written(records=5, pages=4)


def test_a_posted_list_is_found_by_what_was_posted(filled: Crawl, file: Path) -> None:
    sent = replace(
        filled.exchange(url("rows"), b'{"rows": 1}'),
        method="POST",
        request_headers=((b"Content-Type", b"application/x-www-form-urlencoded"),),
        request_body=b"pageNo=2",
    )
    filled.do(SaveCapture(sent, filled.run_id, PORTAL))
    made(filled, file)
    with zipfile.ZipFile(file) as packed:
        (found,) = (fields | {"key": key} for key, _, fields in lines(packed) if "rows" in key)
    assert found["method"] == "POST"
    assert "__wb_method=post" in found["key"]
    assert "pageno=2" in found["key"]


def test_a_damaged_record_is_named_and_the_rest_is_written(filled: Crawl, file: Path) -> None:
    first, *_ = Evidence(filled.store.engine).records()
    filled.store.close()
    path = filled.archive / first.file
    data = bytearray(path.read_bytes())
    data[first.offset + 80] ^= 0xFF
    path.write_bytes(data)
    written = made(filled, file)
    assert (written.records, written.pages) == (4, 4)
    assert [first.id in words for words in written.damaged] == [True]
    with zipfile.ZipFile(file) as packed:
        assert packed.testzip() is None


def test_a_failure_leaves_what_was_there(
    filled: Crawl, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(filled, file)
    before = file.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Index, "write", full)
    with pytest.raises(OSError, match="No space left"):
        made(filled, file)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_long_index_is_cut_into_blocks(
    filled: Crawl, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wacz_index, "_BLOCK", 2)
    made(filled, file)
    with zipfile.ZipFile(file) as packed:
        head, *blocks = packed.read("indexes/index.idx").decode().splitlines()
        data = packed.read("indexes/index.cdx.gz")
    assert head == '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}'
    assert len(blocks) == 3
    for line in blocks:
        key, moment, fields = line.split(" ", 2)
        place = json.loads(fields)
        block = data[place["offset"] : place["offset"] + place["length"]]
        assert place["digest"] == f"sha256:{hashlib.sha256(block).hexdigest()}"
        assert gzip.decompress(block).decode().startswith(f"{key} {moment} ")


def test_records_read_again_from_the_wacz_are_the_archives(filled: Crawl, file: Path) -> None:
    made(filled, file)
    with zipfile.ZipFile(file) as packed:
        name = archive_name(packed)
        packed.extract(name, file.parent)
    copy = list(exchanges(file.parent / "archive", name.removeprefix("archive/")))
    filled.store.close()
    files = sorted(path.name for path in filled.archive.iterdir())
    assert copy == [one for name in files for one in exchanges(filled.archive, name)]
