"""The record of an annual report's tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

#: A cell's number: whole, with decimals (万元), or `None` where the cell is blank.
Value = int | float | None
#: Row's name → column's name → value.
Cells = Mapping[str, Mapping[str, Value]]


class Form(StrEnum):
    """Which form a report's tables follow."""

    OF_2021 = "2021"
    OF_2019 = "2019"
    #: 统计指标 of the years before 2019: told apart, not read.
    INDICATORS = "indicators"


@dataclass(frozen=True, slots=True)
class Term:
    """A row or a column: its stable name and the term that the form prints (中文)."""

    name: str
    chinese: str


@dataclass(frozen=True, slots=True)
class AnnualTables:
    """What the three tables state; names are those of `vocabulary.toml`.

    `disclosed` is 二 主动公开政府信息情况, `applications` 三 收到和处理政府信息公开申请情况,
    `reviews` 四 行政复议、行政诉讼情况. A row that the report leaves out is absent, a blank cell is
    `None`. `unread` names every row and cell that holds something else than the form asks for;
    `form` is `None` where the tables that are there do not tell it.
    """

    form: Form | None = None
    disclosed: Cells = field(default_factory=dict)
    applications: Cells = field(default_factory=dict)
    reviews: Cells = field(default_factory=dict)
    unread: tuple[str, ...] = ()
