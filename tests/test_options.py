from __future__ import annotations

from datetime import date

import pytest

from govreports.options import ArgumentError, CrawlOptions


def test_without_arguments_a_crawl_is_whole_and_asks_conditionally() -> None:
    options = CrawlOptions.from_arguments({})
    assert options == CrawlOptions()
    assert not options.partial


def test_every_argument_is_read() -> None:
    options = CrawlOptions.from_arguments(
        {
            "start_url": "https://a.gov.cn/list",
            "base_url": "http://127.0.0.1:8000/",
            "title": "法治政府.*报告",
            "since": "2024-01-31",
            "full": "1",
            "feed": "changed",
        }
    )
    assert options.start_url == "https://a.gov.cn/list"
    assert options.base_url == "http://127.0.0.1:8000/"
    assert options.title is not None
    assert options.title.search("2023年度法治政府建设情况报告")
    assert options.since == date(2024, 1, 31)
    assert options.full
    assert options.changed_only


def test_what_scrapyd_hands_to_every_crawl_is_no_argument_of_ours() -> None:
    handed = {"_job": "26ec1e2c", "_version": "1", "full": "1"}
    assert CrawlOptions.from_arguments(handed) == CrawlOptions(full=True)


def test_a_crawl_may_go_on_with_one_that_broke_off() -> None:
    options = CrawlOptions.from_arguments({"resume": "1"})
    assert options.resume
    # Its lists are read whole, so that what it proves is what every crawl proves.
    assert not options.partial


@pytest.mark.parametrize("arguments", [{"title": "报告"}, {"since": "2024-01-01"}])
def test_title_and_since_make_a_run_partial(arguments: dict[str, str]) -> None:
    assert CrawlOptions.from_arguments(arguments).partial


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"titel": "x"}, "unknown argument 'titel'"),
        ({"start_url": "public.jinshui.gov.cn"}, "no web address"),
        ({"base_url": "ftp://a.gov.cn/"}, "no web address"),
        ({"title": "("}, "no regular expression"),
        ({"since": "2021-13-01"}, "YYYY-MM-DD"),
        ({"full": "maybe"}, "none of: 1, true, yes"),
        ({"feed": "all"}, "none of: current, changed"),
        ({"resume": "run 7"}, "none of: 1, true, yes"),
        ({"full": "1", "resume": "1"}, "choose one"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_would_be_right(
    arguments: dict[str, str], said: str
) -> None:
    with pytest.raises(ArgumentError, match=said.replace("(", r"\(")):
        CrawlOptions.from_arguments(arguments)


@pytest.mark.parametrize("name", ["start_url", "base_url", "title", "since"])
def test_an_empty_argument_is_as_good_as_none(name: str) -> None:
    assert CrawlOptions.from_arguments({name: ""}) == CrawlOptions()
