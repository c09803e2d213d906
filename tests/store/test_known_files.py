from __future__ import annotations

from dataclasses import replace

import pytest

from govreports.fingerprint import with_hash
from govreports.records import Attachment, Report
from govreports.store.known_files import with_known_files

LINKED = Attachment("附件1", "http://a.gov.cn/1.pdf")
FETCHED = Attachment("旧名", LINKED.url, "application/pdf", 17, "f" * 64, "text")
REPORT = with_hash(
    Report("jinshui", "http://a.gov.cn/1", "题", attachments=(LINKED,), metadata={"索引号": "1"})
)


def test_nothing_known_changes_nothing() -> None:
    assert with_known_files(REPORT, ()) is REPORT


def test_file_never_fetched_tells_nothing() -> None:
    assert with_known_files(REPORT, (LINKED,)) is REPORT


def test_known_file_fills_all_but_its_name() -> None:
    (filled,) = with_known_files(REPORT, (FETCHED,)).attachments
    assert filled == replace(FETCHED, name="附件1")


def test_hash_follows_the_files() -> None:
    filled = with_known_files(REPORT, (FETCHED,))
    assert filled.content_hash != REPORT.content_hash
    assert filled == with_hash(filled)


def test_file_fetched_just_now_is_not_replaced() -> None:
    fresh = replace(FETCHED, sha256="0" * 64)
    report = with_hash(replace(REPORT, attachments=(fresh,)))
    assert with_known_files(report, (FETCHED,)) is report


def test_file_at_another_address_is_another_file() -> None:
    elsewhere = replace(FETCHED, url="http://a.gov.cn/2.pdf")
    assert with_known_files(REPORT, (elsewhere,)) is REPORT


def test_each_file_is_filled_by_its_own_address() -> None:
    second = Attachment("附件2", "http://a.gov.cn/2.pdf")
    report = with_hash(replace(REPORT, attachments=(second, LINKED)))
    filled = with_known_files(report, (FETCHED,)).attachments
    assert [one.sha256 for one in filled] == [None, "f" * 64]


def moved(old: str, new: str) -> Report:
    """The report with its file at a new address, filled from what is known of the old one."""
    linked = replace(LINKED, url=f"http://a.gov.cn{new}")
    report = with_hash(replace(REPORT, attachments=(linked,)))
    return with_known_files(report, (replace(FETCHED, url=f"http://a.gov.cn{old}"),))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/attachment.jspx?cid=7&i=0&t=1&k=a", "/attachment.jspx?cid=7&i=0&t=2&k=b"),
        (
            "/x/front/document/download?fileUrl=aB%2F&fileName=1.pdf",
            "/x/front/document/download?fileUrl=Cd%3D&fileName=1.pdf",
        ),
    ],
)
def test_a_key_that_expires_is_no_part_of_a_file_s_address(old: str, new: str) -> None:
    (filled,) = moved(old, new).attachments
    assert (filled.sha256, filled.url) == ("f" * 64, f"http://a.gov.cn{new}")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/attachment.jspx?cid=7&i=0&t=1&k=a", "/attachment.jspx?cid=7&i=1&t=1&k=a"),
        ("/attachment.jspx?cid=7&t=1", "/attachment.jspx?cid=7&t=2"),
        ("/download?fileUrl=a&fileName=1.pdf", "/download?fileUrl=b&fileName=1.pdf"),
    ],
)
def test_what_says_which_file_is_meant_counts(old: str, new: str) -> None:
    (filled,) = moved(old, new).attachments
    assert filled.sha256 is None
