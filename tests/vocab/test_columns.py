from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

import pytest

from govreports.records import Report
from govreports.store.answers import Entry
from govreports.store.provenance import Provenance
from govreports.vocab.columns import ENTRY, PROVENANCE, RECORD, ColumnType, ColumnWords

DESCRIBED = [
    (Report, RECORD, 0),
    # Its first field is the record itself.
    (Entry, ENTRY, 1),
    (Provenance, PROVENANCE, 0),
]
TYPES = {
    "str": {ColumnType.STRING},
    "int": {ColumnType.INTEGER},
    "date": {ColumnType.DATE},
    "datetime": {ColumnType.DATETIME},
    "tuple[str, ...]": {ColumnType.LIST},
    "tuple[Attachment, ...]": {ColumnType.JSON},
    "Mapping[str, str]": {ColumnType.JSON},
}


@pytest.mark.parametrize(("record", "words", "skipped"), DESCRIBED)
def test_every_column_is_described_in_its_order_with_its_type(
    record: Any, words: dict[str, ColumnWords], skipped: int
) -> None:
    expected = fields(record)[skipped:]
    assert list(words) == [field.name for field in expected]
    for field in expected:
        annotation = str(field.type).removesuffix(" | None")
        assert {words[field.name].type} == TYPES[annotation], field.name


@pytest.mark.parametrize("words", [*RECORD.values(), *ENTRY.values(), *PROVENANCE.values()])
def test_every_description_speaks_both_languages(words: ColumnWords) -> None:
    assert re.search(r"[\u4e00-\u9fff]", words.title)
    assert re.search(r"[\u4e00-\u9fff].*。$", words.zh)
    assert re.fullmatch(r"[A-Z].*\.", words.en)
