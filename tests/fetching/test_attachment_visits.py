"""What becomes of each file that a report links to: asked for once, its state, its last hash."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from scrapy.utils.test import get_crawler

from govreports.failures import FetchError
from govreports.fetching.attachments import Asked, AttachmentVisits
from govreports.fetching.conditional import validators
from govreports.ledger import Ledger
from govreports.records import Attachment, Capture
from govreports.store.errors import RefusedError
from govreports.store.files import KnownAddress, KnownFile
from spiders.jinshui import Jinshui

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from govreports.fetching.intake import Linked

HOME = "https://public.jinshui.gov.cn/"
ONE = Attachment("一", f"{HOME}1.pdf")
TWO = Attachment("二", f"{HOME}2.pdf")
KEYED = Attachment("三", f"{HOME}attachment.jspx?cid=7&i=0&t=1&k=a")
RENEWED = f"{HOME}attachment.jspx?cid=7&i=0&t=2&k=b"
FILE = KnownFile("a" * 64, 3, "application/pdf", "text", macros=False, reader_version="r")
KNOWN = KnownAddress(FILE, "capture", '"1"', None)
FACTS = ("application/pdf", 3, "a" * 64, "text")


class Recorder:
    """Knows some addresses, and remembers what was refused."""

    def __init__(self, known: dict[str, KnownAddress]) -> None:
        self.known = known
        self.asked: list[list[str]] = []
        self.refused: list[str] = []
        self.queries = SimpleNamespace(known_addresses=self.known_addresses)

    def known_addresses(self, portal: str, keys: list[str]) -> dict[str, KnownAddress]:
        assert portal == "jinshui"
        self.asked.append(list(keys))
        return {key: self.known[key] for key in keys if key in self.known}

    async def look(self, question: Any) -> Any:
        return question()

    def failed(self, url: str, error: Exception) -> None:
        self.refused.append(f"{url}: {error}")


class Fetcher:
    """Answers by address: a status, or a failure."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, dict[str, str]]] = []

    async def file(self, url: str, known: KnownAddress | None = None) -> Capture:
        self.asked.append((url, validators(known)))
        answer = self.answers.get(url, 200)
        if isinstance(answer, Exception):
            raise answer
        return Capture(url, b"%PDF" if answer == 200 else b"", answer, id=f"capture of {url}")


class Intake:
    """Takes every file for the same one, or refuses it."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.taken: list[str] = []

    async def take(self, linked: Linked, page: Capture) -> KnownFile:
        assert linked.portal == "jinshui"
        self.taken.append(page.url)
        if self.error is not None:
            raise self.error
        return FILE

    async def again(self, linked: Linked, known: KnownAddress) -> KnownFile:
        assert linked.key in {ONE.url, TWO.url}
        return known.file


@pytest.fixture
def crawler() -> Crawler:
    crawler = get_crawler(
        Jinshui, {"GOVREPORTS_RECORD": False, "GOVREPORTS_ATTACHMENTS_PER_REPORT": 3}
    )
    ledger = Ledger(crawler)
    crawler.get_extension = lambda _cls: ledger  # type: ignore[method-assign,assignment,return-value]
    return crawler


class Visit:
    """Visits with fakes around them."""

    def __init__(
        self,
        crawler: Crawler,
        answers: dict[str, Any] | None = None,
        known: dict[str, KnownAddress] | None = None,
        refusal: Exception | None = None,
    ) -> None:
        self.ledger = Ledger.of(crawler)
        self.recorder = Recorder(known or {})
        self.fetcher = Fetcher(answers or {})
        self.intake = Intake(refusal)
        with pytest.MonkeyPatch.context() as patch:
            room = "govreports.fetching.attachments"
            patch.setattr(f"{room}.FileFetcher", lambda *_: self.fetcher)
            patch.setattr(f"{room}.FileIntake", lambda *_: self.intake)
            self.visits = AttachmentVisits(crawler, cast("Any", self.recorder), lambda _url: True)

    def of(self, *links: Attachment, **asked: Any) -> tuple[Attachment, ...]:
        return asyncio.run(self.visits.of(links, Asked("jinshui", **asked)))

    def pictures(self, *urls: str) -> tuple[str, ...]:
        return asyncio.run(self.visits.pictures(urls, Asked("jinshui")))

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.ledger.problems]


def facts(one: Attachment) -> tuple[Any, ...]:
    return (one.media_type, one.size, one.sha256, one.text_state)


def test_files_are_filled_in_the_page_s_order(crawler: Crawler) -> None:
    visit = Visit(crawler)
    found = visit.of(ONE, TWO)
    assert [(one.name, one.url) for one in found] == [(one.name, one.url) for one in (ONE, TWO)]
    assert [facts(one) for one in found] == [FACTS, FACTS]
    assert visit.ledger.counts["attachments_fetched"] == 2
    assert visit.codes == []


def test_a_file_that_two_reports_link_to_is_asked_for_once(crawler: Crawler) -> None:
    visit = Visit(crawler)
    assert visit.of(ONE) == visit.of(ONE)
    assert [url for url, _ in visit.fetcher.asked] == [ONE.url]


def test_a_known_file_is_asked_for_on_condition(crawler: Crawler) -> None:
    visit = Visit(crawler, {ONE.url: 304}, {ONE.url: KNOWN})
    (found,) = visit.of(ONE)
    assert facts(found) == FACTS
    assert visit.fetcher.asked == [(ONE.url, {"If-None-Match": '"1"'})]
    assert visit.ledger.counts["attachments_unchanged"] == 1
    assert visit.intake.taken == []


def test_a_full_crawl_asks_without_condition(crawler: Crawler) -> None:
    visit = Visit(crawler, known={ONE.url: KNOWN})
    visit.of(ONE, full=True)
    assert visit.fetcher.asked == [(ONE.url, {})]


@pytest.mark.parametrize("known", [None, {ONE.url: KNOWN}])
def test_unchanged_without_having_been_asked_is_a_failure(crawler: Crawler, known: Any) -> None:
    visit = Visit(crawler, {ONE.url: 304}, known)
    (found,) = visit.of(ONE, full=True)
    assert found.text_state == "failed: not_modified"


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("timeout", "failed: timeout"),
        ("status_404", "failed: status_404"),
        ("robots", "failed: robots"),
        ("too_large", "too large"),
        ("page", "failed: a web page in place of the file"),
        ("code", "failed: the portal wants a code (验证码) for it"),
        ("empty", "failed: an empty answer"),
    ],
)
def test_one_in_vain_gets_its_state_and_a_warning(crawler: Crawler, kind: str, state: str) -> None:
    visit = Visit(crawler, {ONE.url: FetchError(kind, "x")})
    (found, other) = visit.of(ONE, TWO)
    assert facts(found) == (None, None, None, state)
    assert facts(other) == FACTS
    assert visit.codes == ["attachment_not_fetched"]
    assert visit.ledger.verdict == "warnings"


def test_one_in_vain_keeps_what_is_known_of_it(crawler: Crawler) -> None:
    visit = Visit(crawler, {ONE.url: FetchError("timeout", "x")}, {ONE.url: KNOWN})
    (found,) = visit.of(ONE)
    assert facts(found) == (*FACTS[:3], "failed: timeout")


def test_a_file_of_another_site_is_no_matter_of_ours(crawler: Crawler) -> None:
    visit = Visit(crawler, {ONE.url: FetchError("elsewhere", "x")})
    (found,) = visit.of(ONE)
    assert found.text_state == "failed: on another site"
    assert visit.codes == []


def test_what_the_store_refuses_is_an_error_and_the_others_go_on(crawler: Crawler) -> None:
    visit = Visit(crawler, refusal=RefusedError("no"))
    (found,) = visit.of(ONE)
    assert found.text_state == "failed: refused by the store"
    assert visit.recorder.refused == [f"{ONE.url}: no"]


def test_more_files_than_a_report_may_have_are_listed_and_left(crawler: Crawler) -> None:
    links = [Attachment(f"{n}", f"{HOME}{n}.pdf") for n in range(5)]
    visit = Visit(crawler)
    found = visit.of(*links)
    assert [one.sha256 is not None for one in found] == [True, True, True, False, False]
    assert found[4].text_state == "failed: not fetched, the report links to more than 3"
    assert len(visit.fetcher.asked) == 3


# -- Addresses whose keys expire


async def renewed(_key: str) -> str | None:
    return RENEWED


async def gone(_key: str) -> str | None:
    return None


def test_an_address_that_has_expired_is_renewed_once(crawler: Crawler) -> None:
    visit = Visit(crawler, {KEYED.url: FetchError("status_403", "x")})
    (found,) = visit.of(KEYED, renew=renewed)
    assert (found.name, found.url) == (KEYED.name, RENEWED)
    assert facts(found) == FACTS
    assert [url for url, _ in visit.fetcher.asked] == [KEYED.url, RENEWED]
    assert visit.codes == []


def test_one_that_fails_again_is_named_by_its_own_failure(crawler: Crawler) -> None:
    failures = {KEYED.url: FetchError("status_403", "x"), RENEWED: FetchError("timeout", "y")}
    visit = Visit(crawler, failures)
    (found,) = visit.of(KEYED, renew=renewed)
    assert found.text_state == "failed: timeout"
    assert visit.codes == ["attachment_not_fetched"]


def test_one_that_its_page_no_longer_has_is_named_by_its_first_failure(crawler: Crawler) -> None:
    visit = Visit(crawler, {KEYED.url: FetchError("status_403", "x")})
    assert visit.of(KEYED, renew=gone)[0].text_state == "failed: status_403"
    assert visit.of(replace(ONE, url=KEYED.url))[0].text_state == "failed: status_403"


def test_a_lasting_address_is_never_renewed(crawler: Crawler) -> None:
    visit = Visit(crawler, {ONE.url: FetchError("status_403", "x")})
    assert visit.of(ONE, renew=renewed)[0].url == ONE.url
    assert len(visit.fetcher.asked) == 1


def test_of_expiring_addresses_nothing_is_taken_for_known(crawler: Crawler) -> None:
    """Two files of one report may have one name: their bytes tell them apart."""
    visit = Visit(crawler, known={KEYED.url: KNOWN})
    visit.of(KEYED)
    assert visit.recorder.asked == [[]]
    assert visit.fetcher.asked == [(KEYED.url, {})]


# -- Pictures


def test_pictures_name_the_records_that_hold_them(crawler: Crawler) -> None:
    answers = {"b": 304, "c": FetchError("timeout", "x"), "d": FetchError("timeout", "x")}
    visit = Visit(crawler, answers, {"b": KNOWN})
    assert visit.pictures("a", "b", "c") == ("capture of a", "capture")
    assert visit.intake.taken == ["a"]
    assert visit.codes == ["attachment_not_fetched"]
    assert Visit(crawler, answers, {"d": KNOWN}).pictures("d") == ("capture",)
