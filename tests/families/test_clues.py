"""The words by which clues are looked for first never hide what their patterns would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreports.families.evidence import Source, words_of

PATTERNS = (
    r"TRS_(?:Editor|UEDITOR)|trs_editor_view",
    r"(?<!function )\bcreate(?:Detail)?PageHTML\s*\(([^(){}]*)\)",
    r"<!--\s*<\$\[",
    r"href=\"[^\"]{0,300}/gkmlpt/|\"url\":\s*\"[^\"]{0,300}/gkmlpt/",
    r"/art/\d{4}/(?:\d+/\d+/)?art_",
    r"id=[\"']?vsb_content|v_news_contents*",
    r"[)(]|name\+tail",
    r"abc{2}d|xyz{0,1}wv",
)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"大汉网络|hanweb\.com", ("大汉网络", "hanweb.com")),
        (r"\bj-info-hit\b", ("j-info-hit",)),
        (r"jqueries?", ("jquerie",)),
        (r"ab(?:long|words)", ()),
        (r"long words|x", ()),
        (r"(?i)LonSun", ("lonsun",)),
        (r"[(|)]bracket\|bar", ("bracket|bar",)),
        (r"pages{2,3}end", ("page",)),
    ],
)
def test_a_pattern_s_words_are_what_it_cannot_be_found_without(
    pattern: str, words: tuple[str, ...]
) -> None:
    assert words_of(re.compile(pattern)) == words


@pytest.mark.parametrize("pattern", PATTERNS)
@settings(max_examples=25)
@given(st.data())
def test_whatever_a_pattern_finds_is_found_with_its_words_first(
    pattern: str, data: st.DataObject
) -> None:
    compiled = re.compile(pattern)
    text = "x" + data.draw(st.from_regex(compiled))
    found = compiled.search(text) is not None
    assert Source(text).holds(compiled) == found


def test_case_is_ignored_where_the_pattern_ignores_it() -> None:
    assert Source("by LONSUN").holds(re.compile("(?i)lonsun"))
    assert Source("by LONSUN").holds(re.compile("lonsun", re.IGNORECASE))
    assert not Source("by LONSUN").holds(re.compile("lonsun"))
