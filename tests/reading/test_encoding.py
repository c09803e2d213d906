"""Bytes → text: labels are hints, the bytes decide."""

from __future__ import annotations

import codecs

import pytest

from govreports.reading.encoding import decode

TEXT = "测试区人民政府关于依法行政工作的报告：今年以来，全区各部门认真落实各项制度。"


def page(text: str, codec: str, label: str | None) -> bytes:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">' if label else ""
    return f"<html><head>{meta}</head><body>{text}</body></html>".encode(codec)


def test_utf8_without_any_label() -> None:
    decoded = decode(page(TEXT, "utf-8", None))
    assert (decoded.encoding, decoded.replaced) == ("utf-8", 0)
    assert TEXT in decoded.text


def test_a_byte_order_mark_wins_over_labels_and_is_no_text() -> None:
    decoded = decode(codecs.BOM_UTF8 + page(TEXT, "utf-8", "gb2312"))
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith("<html>")


@pytest.mark.parametrize(
    ("mark", "codec"),
    [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_utf16_is_known_by_its_mark(mark: bytes, codec: str) -> None:
    decoded = decode(mark + TEXT.encode(codec))
    assert (decoded.text, decoded.encoding) == (TEXT, codec)


@pytest.mark.parametrize("label", ["gb2312", "GBK", "gb18030", "x-gbk", "cp936", "GB_2312-80"])
def test_gb_labels_mean_gb18030(label: str) -> None:
    decoded = decode(page(TEXT + "𠮷㐀", "gb18030", label))
    assert decoded.encoding == "gb18030"
    assert "𠮷㐀" in decoded.text
    assert decoded.replaced == 0


def test_gb18030_is_found_without_any_label() -> None:
    assert decode(page(TEXT, "gb18030", None)).encoding == "gb18030"


def test_utf8_labelled_gb2312_in_the_page_is_utf8() -> None:
    decoded = decode(page(TEXT, "utf-8", "gb2312"))
    assert decoded.encoding == "utf-8"
    assert TEXT in decoded.text


def test_utf8_labelled_gbk_in_the_header_is_utf8() -> None:
    assert TEXT in decode(page(TEXT, "utf-8", None), "text/html; charset=GBK").text


def test_gbk_labelled_utf8_is_gbk() -> None:
    decoded = decode(page(TEXT, "gb18030", "utf-8"), "text/html;charset=UTF-8")
    assert decoded.encoding == "gb18030"
    assert TEXT in decoded.text


def test_a_server_s_default_says_nothing_about_the_page() -> None:
    decoded = decode(page(TEXT, "gb18030", "gb2312"), "text/html; charset=ISO-8859-1")
    assert decoded.encoding == "gb18030"


def test_an_unknown_label_is_passed_over() -> None:
    assert decode(page(TEXT, "gb18030", "gb-none"), "text/html; charset=zh").encoding == "gb18030"


def test_a_label_of_no_text_codec_is_passed_over() -> None:
    assert TEXT in decode(page(TEXT, "gb18030", "base64")).text


def test_a_declared_big5_page_is_read_as_big5() -> None:
    text = "政府資訊公開的年度報告，是有關本年工作的說明。"
    decoded = decode(page(text, "big5", "big5"))
    assert decoded.encoding == "big5"
    assert text in decoded.text


def test_broken_utf8_stays_utf8_and_its_damage_is_counted() -> None:
    damaged = page(TEXT * 4, "utf-8", "utf-8").replace("度".encode(), b"\xe5\xba", 2)
    decoded = decode(damaged)
    assert decoded.encoding == "utf-8"
    assert decoded.replaced == 2


def test_broken_gbk_stays_gbk() -> None:
    decoded = decode(page(TEXT * 4, "gb18030", "gb2312") + b"\xff")
    assert decoded.encoding == "gb18030"
    assert decoded.replaced == 1


def test_replacement_characters_of_the_page_itself_are_counted() -> None:
    assert decode("损坏\ufffd的\ufffd字".encode()).replaced == 2


def test_an_encoding_that_a_person_gives_is_the_only_one_tried() -> None:
    assert decode(page(TEXT, "utf-8", "utf-8"), encoding="gbk").encoding == "gb18030"


def test_an_unknown_encoding_given_by_a_person_is_an_error() -> None:
    with pytest.raises(LookupError, match="no-such"):
        decode(b"x", encoding="no-such")


def test_plain_ascii_and_nothing_at_all_are_utf8() -> None:
    assert decode(b"<html></html>").encoding == "utf-8"
    assert decode(b"").text == ""


def test_an_xml_declaration_names_the_encoding() -> None:
    body = f'<?xml version="1.0" encoding="GBK"?><html><body>{TEXT}</body></html>'.encode("gb18030")
    assert TEXT in decode(body).text
