"""What was said of the last page is not worked out again, and never said of another."""

from __future__ import annotations

import pytest

from govreports.reading.encoding import decode
from govreports.reading.last import Last

PAGE = b"<html><body><p>text</p></body></html>"


class Counting:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[bytes, str | None]] = []

    def __call__(self, body: bytes, label: str | None) -> int:
        if label == "none":
            raise LookupError(label)
        self.asked.append((body, label))
        return len(self.asked)


def test_the_same_bytes_are_asked_about_once() -> None:
    function = Counting()
    last = Last(function)
    assert [last(PAGE, None), last(PAGE, None)] == [1, 1]
    assert function.asked == [(PAGE, None)]


def test_equal_bytes_of_another_page_are_asked_about_anew() -> None:
    last = Last(Counting())
    assert [last(PAGE, None), last(bytes(bytearray(PAGE)), None)] == [1, 2]


def test_another_label_makes_another_question() -> None:
    last = Last(Counting())
    assert [last(PAGE, None), last(PAGE, "gbk"), last(PAGE, None)] == [1, 2, 3]


def test_only_the_last_page_is_kept() -> None:
    last = Last(Counting())
    other = PAGE + b"<p>"
    assert [last(PAGE, None), last(other, None), last(PAGE, None)] == [1, 2, 3]


def test_a_failure_is_not_kept() -> None:
    last = Last(Counting())
    assert last(PAGE, None) == 1
    with pytest.raises(LookupError):
        last(PAGE, "none")
    assert last(PAGE, None) == 1


def test_a_page_s_label_counts_though_its_bytes_were_decoded_before() -> None:
    body = "公开".encode("gb18030")
    assert decode(body).text == "公开"
    assert decode(body, encoding="big5").text != "公开"
    assert decode(body).text == "公开"


def test_the_bytes_of_a_page_in_utf8_are_its_text_s_own() -> None:
    body = "<p>公开</p>".encode()
    assert decode(body).utf8 is body


@pytest.mark.parametrize("codec", ["gb18030", "utf-16", "utf-8-sig"])
def test_of_other_pages_the_text_is_there_in_utf8(codec: str) -> None:
    decoded = decode("公开的政府信息".encode(codec))
    assert (decoded.text, decoded.utf8) == ("公开的政府信息", "公开的政府信息".encode())
