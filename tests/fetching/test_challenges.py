"""After three challenges in a row a portal is left alone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import Settings

from govreports.failures import RefusedError
from govreports.fetching.challenges import MOST_IN_A_ROW, ROBOTS, Challenges
from tests.reading.pages import PROSE, URL, article

if TYPE_CHECKING:
    from scrapy.http import Response

PUZZLE = b"<html><script>var s = 'acw_sc__v2';</script></html>"
PAGE = article(f"<p>{PROSE}</p>").encode()


def spider_takes_it(response: Response) -> None:
    """What an article's request names as its callback."""


class Watched(Challenges):
    """The middleware, without a crawl that it could end."""

    stopped = 0

    def _stop(self, request: Request, url: str, refused: RefusedError) -> None:
        del request, url
        self.stopped += 1
        self.refused = refused


@pytest.fixture
def challenges() -> Watched:
    settings = Settings({"GOVREPORTS_LONGEST_WAIT": 120, "AUTOTHROTTLE_MAX_DELAY": 30})
    engine = SimpleNamespace(downloader=SimpleNamespace(slots={}))
    crawler: Any = SimpleNamespace(settings=settings, engine=engine)
    return Watched(crawler)


def list_request() -> Request:
    """A list page's, as the fetcher asks for it."""
    return Request(URL, callback=NO_CALLBACK)


def article_request() -> Request:
    return Request(URL, callback=spider_takes_it)


def answered(challenges: Watched, request: Request, body: bytes) -> bool:
    """Whether an answer is let through."""
    response = HtmlResponse(URL, body=body, request=request)
    try:
        return challenges.process_response(request, response) is response
    except RefusedError as error:
        return error.kind != "blocked"


def test_the_crawl_ends_with_the_third_challenge(challenges: Watched) -> None:
    for number in range(1, MOST_IN_A_ROW + 1):
        assert not answered(challenges, article_request(), PUZZLE)
        assert challenges.stopped == (number == MOST_IN_A_ROW)
    with pytest.raises(RefusedError):
        challenges.process_request(article_request())
    challenges.process_request(Request(URL, meta={ROBOTS: True}))


def test_an_article_between_them_begins_the_count_anew(challenges: Watched) -> None:
    for _ in range(MOST_IN_A_ROW):
        assert not answered(challenges, article_request(), PUZZLE)
        assert answered(challenges, article_request(), PAGE)
    assert not challenges.stopped
    challenges.process_request(article_request())


def test_a_list_between_them_does_not(challenges: Watched) -> None:
    for _ in range(MOST_IN_A_ROW):
        assert not answered(challenges, article_request(), PUZZLE)
        assert answered(challenges, list_request(), PAGE)
    assert challenges.stopped == 1


def test_challenges_in_place_of_lists_count_as_much(challenges: Watched) -> None:
    for request in (list_request(), article_request(), list_request()):
        assert not answered(challenges, request, PUZZLE)
    assert challenges.stopped == 1


def test_a_challenge_in_place_of_robots_txt_is_none_of_its_business(challenges: Watched) -> None:
    for _ in range(MOST_IN_A_ROW):
        assert answered(challenges, Request(URL, meta={ROBOTS: True}), PUZZLE)
    assert not challenges.stopped
