"""Pages made to cost time or memory are read, or refused, at a cost that their size bounds."""

from __future__ import annotations

import pytest

from govreports.reading.between import Between
from govreports.reading.document import MOST_TAGS
from govreports.reading.errors import UnreadableError
from govreports.reading.nearest import Nearest
from govreports.reading.pager import Totals, stated_totals
from govreports.reading.rows import main_rows
from govreports.reading.tables import unmerged
from govreports.reading.xpath import is_short, text_content
from govreports.values.numerals import count
from tests.reading.pages import document, element


def test_a_page_of_too_many_tags_is_refused() -> None:
    with pytest.raises(UnreadableError, match=f"page too large: more than {MOST_TAGS} tags"):
        document("<br>" * (MOST_TAGS + 1))


def test_merged_cells_stop_repeating_where_they_would_fill_the_memory() -> None:
    table = element(
        "<table><tr><td rowspan='65000' colspan='100'>" + "字" * 1000 + "</td></tr>"
        "<tr><td>甲</td></tr>" * 500 + "</table>"
    )
    rows = [texts for _, texts in unmerged(table.iter("tr"), text_content)]
    assert len(rows) == 501
    assert [texts[-1] for texts in rows[1:]] == ["甲"] * 500
    assert sum(len(text) for texts in rows for text in texts) < 1_100_000


def test_a_link_is_judged_by_the_item_around_it_however_many_links_it_has() -> None:
    links = "<a href='/a.html'>某某</a>" * 3000
    assert main_rows(document(f"<html><body><div>{links}2024-01-02</div></body></html>")) == ()


def test_what_nothing_closes_is_no_text() -> None:
    found = list(Between("<x>", "</X>").all("<x>一</x><X>二<x>三</x>" + "<x>" * 9))
    assert [one.text for one in found] == ["一", "二<x>三"]
    assert found[0].end == 8


def test_the_nearest_mark_around_an_element_counts() -> None:
    outer = element("<div><p><b>甲</b></p><i>乙</i></div>")
    inner, aside = outer[0], outer[1]
    nearest = Nearest({outer: "outer", inner: "inner"})
    assert [nearest.of(one) for one in (inner[0], inner, aside, outer)] == [
        *("inner", "inner", "outer", "outer")
    ]
    assert Nearest({inner: True}).of(aside) is None


@pytest.mark.parametrize(("most", "short"), [(3, True), (2, False)])
def test_a_text_is_short_by_what_it_shows(most: int, short: bool) -> None:  # noqa: FBT001 -- a table's cell
    assert is_short(element("<p>甲<!-- long --><b>乙</b>丙</p>"), most) is short


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12), ("１２", 12), ("9" * 10, None), ("-1", None), ("", None)]
)
def test_a_count_has_at_most_nine_digits(text: str, number: int | None) -> None:
    assert count(text) == number


def test_a_pager_of_absurd_totals_states_nothing() -> None:
    assert stated_totals("共" + "9" * 5000 + "条") == Totals()
