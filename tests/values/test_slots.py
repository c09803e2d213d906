from __future__ import annotations

import pytest

from govreports.values.slots import typed_slots

HEAD = ("index_number", "publisher", "keywords", "issued_on", "published_on")
TAIL = ("document_type", "document_number", "validity")
NUMBER, ISSUER, DAY = "005279426/2021-00015", "甲区人民政府", "2021-03-01"


@pytest.mark.parametrize(
    ("slots", "fields"),
    [
        (
            (NUMBER, ISSUER, "工作信息", DAY, "2021-03-02", "报告", "甲政文〔2021〕7号", "有效"),
            (*HEAD, *TAIL),
        ),
        (
            (NUMBER, ISSUER, "安排", DAY, DAY, "通知", "甲法〔2023〕1号", "有效", DAY),
            (*HEAD, *TAIL, None),
        ),
        (
            (NUMBER, ISSUER, "应急", DAY, DAY),
            HEAD,
        ),
        ((NUMBER, ISSUER, DAY, DAY), ("index_number", "publisher", "issued_on", "published_on")),
        (
            (NUMBER, "法治,报告", DAY, DAY),
            ("index_number", "keywords", "issued_on", "published_on"),
        ),
        (
            (NUMBER, ISSUER, "公示", DAY, DAY, "公示"),
            (*HEAD, "document_type"),
        ),
        (
            (NUMBER, ISSUER, DAY, DAY, "有效"),
            ("index_number", "publisher", "issued_on", "published_on", "validity"),
        ),
        (
            (NUMBER, ISSUER, "报告", "有效"),
            ("index_number", "publisher", "document_type", "validity"),
        ),
        ((ISSUER, DAY, DAY), ("publisher", "issued_on", "published_on")),
        ((), ()),
    ],
)
def test_bare_values_get_the_field_of_their_place_and_kind(
    slots: tuple[str, ...], fields: tuple[str | None, ...]
) -> None:
    assert typed_slots(slots) == fields


def test_one_date_alone_could_be_either_and_stays_raw() -> None:
    assert typed_slots((NUMBER, ISSUER, DAY)) == ("index_number", "publisher", None)


@pytest.mark.parametrize(
    ("slots", "fields"),
    [
        (("2023-03-15 11:17:07",), ("published_on",)),
        (("甲政发〔2021〕1号",), ("document_number",)),
        (("甲政发〔2021〕1号", DAY), ("document_number", "published_on")),
        ((DAY, DAY), ("issued_on", "published_on")),
    ],
)
def test_a_date_or_number_alone_is_the_line_under_a_title(
    slots: tuple[str, ...], fields: tuple[str | None, ...]
) -> None:
    assert typed_slots(slots) == fields


def test_a_second_value_of_one_kind_stays_raw() -> None:
    assert typed_slots((NUMBER, ISSUER, DAY, DAY, "报告", "通知"))[-2:] == ("document_type", None)


def test_an_impossible_date_keeps_its_place_among_the_dates() -> None:
    fields = typed_slots((NUMBER, ISSUER, "2021-02-30", DAY))

    assert fields == ("index_number", "publisher", "issued_on", "published_on")
