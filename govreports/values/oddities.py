"""Warnings about header values: each names what stands there, what should, and the remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.records import Level, Problem
from govreports.values.dates import is_impossible_date
from govreports.values.fields import DATE_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATE = "a full date such as 2021-03-01"
_EXPECTED: Mapping[str, str] = {
    "index_number": "a 索引号 such as 005279426/2021-00015",
    "document_number": "a 发文字号 such as 金政文〔2021〕7号",
    "validity": "a 有效性: 有效, 失效, 废止, 部分失效, 已修改 or 尚未生效",
    "disclosure": "a 公开方式: 主动公开, 依申请公开 or 不予公开",
    **dict.fromkeys(DATE_FIELDS, _DATE),
}
_ANY = "a text of its own"
_KEPT = "the value is kept in metadata as it stands"


def unknown_label(url: str, label: str, text: str) -> Problem:
    """Name a header label that the vocabulary does not have."""
    return _warning(
        "unknown_label",
        url,
        f"the label {label!r} with the value {text!r}",
        "a label of the vocabulary",
        f"{_KEPT}; add the label to govreports/vocab/labels.toml",
    )


def odd_value(url: str, label: str, field: str, text: str) -> Problem:
    """Name a value that is none of its label's kind: an impossible date or anything else."""
    if field in DATE_FIELDS and is_impossible_date(text):
        return _warning(
            "impossible_date",
            url,
            f"{label}: {text!r}",
            "a day that the calendar has",
            f"{_KEPT}; tell the portal",
        )
    return _warning(
        "odd_value",
        url,
        f"{label}: {text!r}",
        _EXPECTED.get(field, _ANY),
        f"{_KEPT}; where the portal always writes it so, add the word to govreports/vocab",
    )


def wrong_check_digit(url: str, index_number: str) -> Problem:
    """Name an 索引号 whose organisation or credit code has a wrong check digit."""
    return _warning(
        "index_check_digit",
        url,
        f"索引号 {index_number}",
        "an organisation code with its check digit by GB 11714, or a credit code by GB 32100",
        "the value is kept as it stands; compare it with the page, tell the portal",
    )


def _warning(code: str, url: str, found: str, expected: str, remedy: str) -> Problem:
    return Problem(code, Level.WARNING, url, found, expected, remedy)
