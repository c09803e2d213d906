from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import HtmlResponse

from govreports.failures import RefusedError
from govreports.fetching.robots import UnreachableRobots

ROBOTS = Request("http://a.gov.cn/robots.txt", meta={"dont_obey_robotstxt": True})
PAGE = Request("http://a.gov.cn/1.htm")


def answered(status: int, body: str = "") -> UnreachableRobots:
    robots = UnreachableRobots()
    response = HtmlResponse(ROBOTS.url, status=status, body=body.encode(), request=ROBOTS)
    assert robots.process_response(ROBOTS, response) is response
    return robots


@pytest.mark.parametrize("status", [429, 500, 503, 521])
def test_nothing_is_asked_for_where_the_server_could_not_give_its_robots_txt(status: int) -> None:
    with pytest.raises(RefusedError, match=f"status {status}") as refused:
        answered(status).process_request(PAGE)
    assert refused.value.kind == "robots_unreachable"


def test_nothing_is_asked_for_where_robots_txt_is_a_challenge_page() -> None:
    with pytest.raises(RefusedError):
        answered(200, "<script>var wzwschallenge='x'</script>").process_request(PAGE)


def test_nothing_is_asked_for_where_no_answer_came() -> None:
    robots = UnreachableRobots()
    robots.process_exception(ROBOTS, DownloadTimeoutError())
    with pytest.raises(RefusedError, match="did not come") as refused:
        robots.process_request(PAGE)
    assert refused.value.kind == "timeout"


@pytest.mark.parametrize("status", [200, 404, 403])
def test_a_portal_without_a_robots_txt_is_crawled(status: int) -> None:
    robots = answered(status)
    robots.process_request(PAGE)
    assert robots.reasons == {}


def test_another_host_is_none_of_it_and_robots_txt_may_be_asked_for_again() -> None:
    robots = answered(503)
    robots.process_request(Request("http://b.gov.cn/1.htm"))
    robots.process_request(ROBOTS)
    assert set(robots.reasons) == {"a.gov.cn"}
