"""Values that real pages show, where a checkout has the collection of pages beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govreports.values.dates import parse_date
from govreports.values.document_number import parse_document_number
from govreports.values.index_number import decode_index_number, parse_index_number
from govreports.values.title import clean_title
from govreports.values.validity import parse_validity

GOLD = Path(__file__).parents[3] / "shared" / "pages" / "gold.jsonl"
pytestmark = pytest.mark.skipif(not GOLD.exists(), reason="no collection of real pages here")


def stated(field: str) -> list[Any]:
    lines = GOLD.read_text("utf-8").splitlines()
    values = [json.loads(line)[field] for line in lines]
    found = [value for value in values if value is not None]
    assert found, f"the collection states no {field}"
    return found


def test_every_document_number_is_its_own_normal_form() -> None:
    numbers = ["".join(number.split()) for number in stated("doc_no")]

    assert [parse_document_number(number) for number in numbers] == numbers


def test_every_index_number_is_read_as_it_stands() -> None:
    numbers = stated("index_no")

    assert [parse_index_number(number) for number in numbers] == numbers


def test_no_real_index_number_has_a_wrong_check_digit() -> None:
    assert [n for n in stated("index_no") if decode_index_number(n).check is False] == []


@pytest.mark.parametrize("field", ["written_date", "published_date"])
def test_every_date_is_read(field: str) -> None:
    dates = stated(field)

    assert [str(parse_date(day)) for day in dates] == dates


def test_every_validity_has_its_word() -> None:
    assert {parse_validity(word) for word in stated("validity")} == {"有效"}


def test_titles_lose_nothing_but_runs_of_spaces() -> None:
    titles = stated("title")

    assert [clean_title(title) for title in titles] == [" ".join(title.split()) for title in titles]
