from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import html

from govreports.replica.articles import visible
from govreports.replica.bench import BenchPortal, bench_portal

if TYPE_CHECKING:
    from govreports.replica.articles import Article

COUNT = 40


@pytest.fixture(scope="module")
def bench() -> BenchPortal:
    return bench_portal(COUNT)


def page(bench: BenchPortal, key: str) -> bytes:
    return bench.respond("GET", bench.path(key)).body


def test_pages_are_about_as_large_as_asked_for(bench: BenchPortal) -> None:
    sizes = [len(page(bench, key)) / 1024 for key in bench.keys]
    assert all(38 < size < 48 for size in sizes)


def test_another_size_can_be_asked_for() -> None:
    small = bench_portal(5, size_kb=20)
    assert all(15 < len(page(small, key)) / 1024 < 24 for key in small.keys)


def test_every_page_and_title_is_another(bench: BenchPortal) -> None:
    assert len({page(bench, key) for key in bench.keys}) == COUNT
    assert len({bench.truth(key).title for key in bench.keys}) == COUNT
    assert len({bench.truth(key).index_number for key in bench.keys}) == COUNT


def test_the_same_arguments_make_the_same_pages(bench: BenchPortal) -> None:
    again = bench_portal(COUNT)
    assert [page(again, key) for key in again.keys] == [page(bench, key) for key in bench.keys]


def test_the_truth_is_on_the_page(bench: BenchPortal) -> None:
    for key in bench.keys[:5]:
        tree: html.HtmlElement = html.fromstring(page(bench, key).decode())
        box = tree.xpath("//div[@class='content-txt ']")[0]
        shown = re.sub(r"\s", "", visible(box.text_content()))
        assert shown == (bench.truth(key).body or "").replace("\n", "")


def test_pages_have_validators_and_are_listed(bench: BenchPortal) -> None:
    answer = bench.respond("GET", bench.path(bench.keys[0]))
    assert answer.header("etag")
    assert len(bench.site().rows) == COUNT
    assert bench.site().pages == 3


def test_all_pages_are_rendered_before_the_first_request(bench: BenchPortal) -> None:
    assert len(bench_portal(3).pages) == 3
    assert set(bench.pages) == {bench.path(key) for key in bench.keys}


def test_a_bench_article_can_be_edited_and_others_added(article: Article) -> None:
    bench = bench_portal(2)
    key = bench.keys[0]
    before = page(bench, key)
    bench.edit(key)
    bench.add(article)
    assert page(bench, key) != before
    assert "另有3项工作正在推进。" in re.sub(
        "[\u200b\ufeff]|<[^>]+>|&#8203;", "", page(bench, key).decode()
    )
    assert bench.respond("GET", bench.path("one")).status == 200


def test_a_bench_of_another_family_can_be_made() -> None:
    bench = bench_portal(2, name="leping")
    assert bench.template.family == "trs"
    assert b"TRS_Editor" in page(bench, bench.keys[0])
