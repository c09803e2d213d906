"""Blocks that the pages of several systems have in common: tags, header tables, title lines."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from govreports.replica.pages import Stated, known, pairs, to_the_minute

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from govreports.replica.articles import Article

TAG = '<meta name="{name}" content="{text}">'


def meta_tags(rows: Mapping[str, str], pattern: str = TAG) -> str:
    """Meta tags, name → text."""
    return "\n".join(pattern.format(name=name, text=escape(text)) for name, text in rows.items())


def cells(article: Article, labels: Mapping[str, str], pattern: str) -> list[str]:
    """The header's cells, a label and its value by the pattern; empty ones stay."""
    return [
        pattern.format(label=label, text=escape(text))
        for label, text in pairs(article, labels, lambda _: True)
    ]


def two_a_row(cells: Sequence[str], row: str = "<tr>{}</tr>") -> str:
    """Rows of a table, each with two pairs of label and value."""
    return "\n".join(row.format("".join(cells[n : n + 2])) for n in range(0, len(cells), 2))


def table_and_line(article: Article, labels: Mapping[str, str], line: Mapping[str, str]) -> Stated:
    """What a page says in a header table, which migrated ones lack, and in a line by the title.

    A cell of the table stays where it is empty. The time is given to the minute.
    """
    names = {**(labels if article.header else {}), **line}
    header = pairs(article, names, lambda label: label in labels)
    return Stated(header, known(article, names), to_the_minute(article))
