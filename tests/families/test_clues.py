"""The words by which clues are looked for first never hide what their patterns would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreports.families.evidence import Source, words_of
from govreports.reading.encoding import decode

PATTERNS = (
    r"TRS_(?:Editor|UEDITOR)|trs_editor_view",
    r"(?<!function )\bcreate(?:Detail)?PageHTML\s*\(([^(){}]*)\)",
    r"create(?<!\wcreate)(?<!function create)(?:Detail)?PageHTML\s*\(([^(){}]*)\)",
    r"<!--\s*<\$\[",
    r"href=\"[^\"]{0,300}/gkmlpt/|\"url\":\s*\"[^\"]{0,300}/gkmlpt/",
    r"/art/\d{4}/(?:\d+/\d+/)?art_",
    r"id=[\"']?vsb_content|v_news_contents*",
    r"[)(]|name\+tail",
    r"abc{2}d|xyz{0,1}wv",
)


def source(text: str) -> Source:
    return Source(decode(text.encode()))


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
    assert source(text).holds(compiled) == found


def test_case_is_ignored_where_the_pattern_ignores_it() -> None:
    assert source("by LONSUN").holds(re.compile("(?i)lonsun"))
    assert source("by LONSUN").holds(re.compile("lonsun", re.IGNORECASE))
    assert not source("by LONSUN").holds(re.compile("lonsun"))


@pytest.mark.parametrize("text", ["lon sun", "lon-sun", "LON1SUN", "lon政sun", "lo<b>nsun"])
def test_letters_alone_are_not_the_word(text: str) -> None:
    assert not source(text).holds(re.compile("lonsun"))


@pytest.mark.parametrize("text", ["大 汉网络", "络网汉大", "大汉", "大汉网<b>络"])
def test_its_characters_alone_are_not_the_word(text: str) -> None:
    pattern = re.compile("大汉网络|hanweb", re.IGNORECASE)
    assert not source(text).holds(pattern)
    assert source(f"{text}HanWeb").holds(pattern)
    assert source(f"{text}大汉网络").holds(pattern)


@pytest.mark.parametrize("word", ["大汉网络", '"a":1', "<!--", "Cms.x(1)", "/2024/12/"])
def test_words_of_few_letters_are_found(word: str) -> None:
    pattern = re.compile(re.escape(word))
    assert source(f"<p>政府{word}信息</p>").holds(pattern)
    assert not source("<p>政府信息</p>").holds(pattern)
