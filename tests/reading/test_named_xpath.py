"""Finding elements by name and by path."""

from __future__ import annotations

import pytest

from govreports.reading.named import Named
from govreports.reading.xpath import (
    elements,
    has_class,
    number,
    spaced_text,
    string,
    strings,
    text_content,
)
from tests.reading.pages import document

PAGE = document(
    "<body><div id='zoom' class='a  txt'>一<!-- x --><p class='txt'>二</p></div>"
    "<td class='titlestyle12'>三</td><section id='vsb_content_5' class='text'>四</section></body>"
).root


@pytest.mark.parametrize(
    ("named", "found"),
    [
        (Named(ids=frozenset({"zoom"})), ["div"]),
        (Named(classes=frozenset({"txt"})), ["div", "p"]),
        (Named(classes=frozenset({"txt"}), tags=("p",)), ["p"]),
        (Named(id_prefix="vsb_content_"), ["section"]),
        (Named(ids=frozenset({"zoom"}), id_prefix="vsb_"), ["div", "section"]),
        (Named(classes=frozenset({"none"})), []),
        (Named(), []),
    ],
)
def test_names_of_elements(named: Named, found: list[str]) -> None:
    assert [element.tag for element in named(PAGE)] == found


def test_pages_asked_in_turn_answer_for_themselves() -> None:
    pages = [document(f"<p class='a'>{n}</p><p class='b a'>{n}</p><p>{n}</p>") for n in range(4)]
    for name in ("a", "b", "a"):
        for order, page in enumerate(pages):
            found = Named(classes=frozenset({name}), tags=("p",))(page.root)
            assert [one.get("class") for one in found] == {"a": ["a", "b a"], "b": ["b a"]}[name]
            assert {one.text for one in found} == {str(order)}


def test_a_class_that_begins_so() -> None:
    page = document("<table><tr><td class='titlestyle1400'>题</td><td>x</td></tr></table>").root
    assert [one.text for one in Named(class_prefix="titlestyle", tags=("td",))(page)] == ["题"]


def test_paths_answer_with_their_own_type() -> None:
    assert [one.tag for one in elements("//section")(PAGE)] == ["section"]
    assert strings("//@id")(PAGE) == ["zoom", "vsb_content_5"]
    assert string("string(//p)")(PAGE) == "二"
    assert number("count(//p)")(PAGE) == 1


def test_class_conditions_match_whole_names_only() -> None:
    assert [one.tag for one in elements(f"//*[{has_class('txt')}]")(PAGE)] == ["div", "p"]
    assert len(elements(f"//*[{has_class('a', 'text')}]")(PAGE)) == 2
    assert elements(f"//*[{has_class('tx')}]")(PAGE) == []


def test_text_leaves_comments_out() -> None:
    div = elements("//div")(PAGE)[0]
    assert text_content(div) == "一二"
    assert spaced_text(div) == "一 二"
