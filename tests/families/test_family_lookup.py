"""The families by name, and which one a page belongs to."""

from __future__ import annotations

import re

import pytest

from govreports.families import FAMILIES, detect, family, told
from govreports.families.evidence import Clue, strongest
from govreports.records import Evidence
from tests.reading.pages import capture


def test_the_one_for_all_others_is_the_last() -> None:
    assert list(FAMILIES)[:4] == ["zhengzhou", "trs", "vsb", "hanweb"]
    assert list(FAMILIES)[-1] == "generic"
    assert all(one.name == name for name, one in FAMILIES.items())


def test_a_family_by_its_name() -> None:
    assert family("trs") is FAMILIES["trs"]


def test_an_unknown_name_is_told_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match="no CMS family 'trss'; there are zhengzhou, trs"):
        family("trss")


def test_the_surest_family_comes_first() -> None:
    source = "<div class='TRS_Editor'><datastore>"
    found = detect(capture(source, url="http://www.example.gov.cn/x"))
    assert [(one.family, one.weight) for one in found] == [
        ("hanweb", 95),
        ("trs", 85),
        ("generic", 1),
    ]


def test_a_page_without_marks_is_generic() -> None:
    (found,) = detect(capture("<p>x</p>", url="http://www.example.gov.cn/x"))
    assert (found.family, found.weight) == ("generic", 1)


def test_what_cannot_be_parsed_is_of_no_family() -> None:
    assert (
        detect(capture(b"\xd0\xcf\x11\xe0" + bytes(range(256)), url="http://www.example.gov.cn/x"))
        == ()
    )


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("<p>x</p>", "/x"),
        ("<div class='TRS_Editor'><datastore>", "/x"),
        ("<div class='TRS_Editor'>", "/art/2024/1/2/art_1_2.html"),
        ("<div id='vsb_content'><img src='/r/cms/x.png'>", "/info/1003/2.htm"),
        ("<i class='j-info-hit'>NFCMS</i>", "/content/post_1.html"),
        ("<script src='/TrueCMS/x.js'></script><a href='/gkmlpt/x'>", "/gkmlpt/content/1.html"),
        ("大汉版通 UCAPCONTENT", "/c1/c2/content.html"),
        ("%PDF-1.7", "/gkmlpt/content/1.html"),
        ("%PDF-1.7", "/x"),
        ("", "/x"),
    ],
)
def test_the_family_that_is_told_is_the_one_that_is_detected_first(source: str, url: str) -> None:
    page = capture(source, url=f"http://www.example.gov.cn{url}")
    names = [evidence.family for evidence in detect(page)]
    found = told(page)
    assert ([found.name] if found else []) == names[:1]


def test_every_family_but_the_one_for_all_others_has_clues() -> None:
    assert [name for name, one in FAMILIES.items() if not one.clues] == ["generic"]


CLUES = (
    Clue(40, "address", url=re.compile("/info/")),
    Clue(90, "both", url=re.compile("/info/"), source=re.compile("vsb")),
    Clue(70, "server", server=re.compile("VWeb")),
)


def test_all_reasons_are_named_and_the_strongest_weighs() -> None:
    page = capture("<p>vsb</p>", url="http://a.cn/info/1", headers=(("server", "VWebServer"),))
    assert strongest("x", CLUES, page) == Evidence("x", "both; server; address", 90)


def test_a_clue_of_two_parts_needs_both() -> None:
    page = capture("<p>x</p>", url="http://a.cn/info/1")
    assert strongest("x", CLUES, page) == Evidence("x", "address", 40)


def test_no_clue_is_no_evidence() -> None:
    assert strongest("x", CLUES, capture("<p>x</p>", url="http://a.cn/")) is None
