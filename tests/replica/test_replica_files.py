from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from govreports.replica import files
from govreports.replica.portals import PORTALS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govreports.replica.portal import ReplicaPortal


def test_the_table_of_a_pdf_points_at_its_objects() -> None:
    data = files.pdf("法治报告")
    start = int(re.findall(rb"startxref\n(\d+)", data)[0])
    assert data[start : start + 4] == b"xref"
    for number, place in enumerate(re.findall(rb"(\d{10}) 00000 n", data), 1):
        assert data[int(place) :].startswith(b"%d 0 obj" % number)


def test_a_pdf_shows_its_text_line_by_line() -> None:
    shown = re.findall(rb"<([0-9a-f]+)> Tj", files.pdf("法治报告\n第二行"))
    lines = [bytes.fromhex(line.decode()).decode("utf-16-be") for line in shown]
    assert lines == ["法治报告", "第二行"]


def test_a_word_document_holds_its_text() -> None:
    with zipfile.ZipFile(io.BytesIO(files.docx("任务表"))) as archive:
        assert archive.testzip() is None
        root = etree.fromstring(archive.read("word/document.xml"))
    assert root.xpath("string(.)") == "任务表"


def test_parts_of_a_word_document_are_well_formed() -> None:
    with zipfile.ZipFile(io.BytesIO(files.docx("任务表"))) as archive:
        for name in archive.namelist():
            assert etree.fromstring(archive.read(name)).tag


def test_a_picture_is_a_png_of_one_pixel() -> None:
    data = files.picture()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert data[16:24] == (1).to_bytes(4, "big") * 2


def test_older_office_files_begin_as_compound_files() -> None:
    assert files.content(".doc", "表").startswith(bytes.fromhex("d0cf11e0"))


@pytest.mark.parametrize("suffix", sorted(files.MEDIA_TYPES))
def test_files_are_the_same_bytes_every_time(suffix: str) -> None:
    assert files.content(suffix, "表") == files.content(suffix, "表")


@pytest.mark.parametrize("name", tuple(PORTALS))
def test_every_attachment_of_the_truth_is_served(
    five: Mapping[str, ReplicaPortal], name: str
) -> None:
    portal = five[name]
    home = portal.place.home.rstrip("/")
    urls = [file.url for report in portal.truths().values() for file in report.attachments]
    assert len(urls) >= 8
    for url in urls:
        answer = portal.respond("GET", url.removeprefix(home))
        assert answer.status == 200, url
        assert answer.header("content-type") in files.MEDIA_TYPES.values()


@pytest.mark.parametrize("name", tuple(PORTALS))
def test_addresses_of_files_stand_once(five: Mapping[str, ReplicaPortal], name: str) -> None:
    addresses = [address for address, *_ in five[name].addresses()]
    assert len(set(addresses)) == len(addresses)


def test_pictures_of_a_scanned_report_are_served(five: Mapping[str, ReplicaPortal]) -> None:
    for portal in five.values():
        pictures = [address for address, suffix, *_ in portal.addresses() if suffix == ".png"]
        assert len(pictures) == 3
        assert portal.respond("GET", pictures[0]).header("content-type") == "image/png"
