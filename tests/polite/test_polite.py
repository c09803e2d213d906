"""What `make test-polite` holds a log against, and that it can tell when a rule is not kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from govreports import settings
from govreports.replica.portal import Hit
from govreports.replica.portals import PORTALS
from tests.polite.crawls import (
    ARTICLES,
    PORTAL,
    articles,
    command,
    definition,
    ended,
    filed,
    last_line,
    linking,
    robots,
    served,
)
from tests.polite.judging import Case, Finding, Host, at_once, judged, place_of
from tests.polite.run import show, summary

if TYPE_CHECKING:
    from pathlib import Path

BEGIN = datetime(2026, 3, 1, 23, tzinfo=UTC)
AGENT = "govreports/1 (archive of public government reports; contact: a@example.org)"
PATHS = ("/robots.txt", "/list", "/1.htm", "/2.htm")


def hits(*seconds: float, agent: str = AGENT) -> tuple[Hit, ...]:
    """Return a log of requests at these seconds."""
    moments = (BEGIN + timedelta(seconds=one) for one in seconds)
    return tuple(Hit("GET", path, 200, at, agent) for path, at in zip(PATHS, moments, strict=False))


def host(log: tuple[Hit, ...]) -> Host:
    return Host("127.0.0.1", log, pause=2.0, delay=0.2, contact="a@example.org")


def broken(one: Host) -> list[str]:
    return [found.what for found in judged(one) if not found.kept]


GOOD = host(hits(0, 2, 4, 6))


def test_a_log_in_which_every_rule_is_kept_has_nothing_broken() -> None:
    good = replace(
        GOOD,
        forbidden=frozenset({"/3.htm"}),
        wanted=frozenset({"/1.htm", "/2.htm"}),
        quiet=BEGIN + timedelta(seconds=7),
    )
    assert broken(good) == []
    (quiet,) = (found for found in judged(good) if found.what == "requests in quiet hours")
    assert quiet.found == "0, the last request 1 s before"


@pytest.mark.parametrize(
    ("one", "what"),
    [
        (host(hits(0, 2, 3.5, 9)), ["pause, least"]),
        (host(hits(0, 1.5, 3, 4.5)), ["pause, least", "pause, median"]),
        (host(hits(0, 2, 4, 4.1)), ["pause, least", "at once, most"]),
        (host(hits(0, 2, 4, 6)[1:]), ["robots.txt"]),
        (host(hits(0, 2, 4, 6)[::-1]), ["pause, least", "pause, median", "robots.txt"]),
        (replace(GOOD, forbidden=frozenset({"/2.htm"})), ["forbidden paths asked for"]),
        (replace(GOOD, wanted=frozenset({"/3.htm"})), ["allowed paths left out"]),
        (replace(GOOD, contact="b@example.org"), ["User-Agents without name and contact"]),
        (
            host(hits(0, 2, 4, 6, agent=AGENT.replace("govreports", "Mozilla"))),
            ["User-Agents without name and contact"],
        ),
        (replace(GOOD, quiet=BEGIN + timedelta(seconds=6)), ["requests in quiet hours"]),
    ],
)
def test_each_rule_that_is_not_kept_is_told(one: Host, what: list[str]) -> None:
    assert broken(one) == what


def test_a_crawl_that_asked_for_nothing_has_kept_no_rule_that_can_be_shown() -> None:
    assert {"requests", "pause, least", "at once, most", "robots.txt"} <= set(broken(host(())))


def test_requests_wait_for_their_answers_as_long_as_the_host_takes() -> None:
    log = hits(1, 1.1, 1.3, 5)
    assert [at_once(log, delay) for delay in (0.05, 0.15, 0.25, 0.35)] == [1, 2, 2, 3]
    assert at_once((), 1.0) == 0


def test_robots_txt_is_to_be_the_first_and_asked_for_once() -> None:
    assert place_of(["/1.htm", "/robots.txt"]) == "later, once"
    assert place_of(["/robots.txt", "/1.htm", "/robots.txt"]) == "first, 2 times"
    assert place_of(["/1.htm"]) == "never"


def test_one_rule_that_is_not_kept_fails_all(capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = Case("good", [GOOD], 3.0), Case("bad", [GOOD], 3.0)
    bad.further.append(Finding("exit code", "0", "1", kept=False))
    assert summary([good], 3.0) == 0
    assert summary([good, bad], 3.0) == 1
    said = capsys.readouterr().out
    assert "8 of 8 rules kept in 4 requests" in said
    assert "16 of 17 rules kept in 8 requests" in said
    show(bad, log=True)
    said = capsys.readouterr().out
    assert "exit code" in said
    assert "0 (wanted: 1): NOT KEPT" in said
    assert "23:00:02.000000 200 GET /list" in said


def test_closed_paths_are_closed_by_the_robots_txt_that_is_served() -> None:
    text = robots(frozenset({"/b.htm", "/a.htm"}), 2.0)
    assert text == "User-agent: *\nDisallow: /a.htm\nDisallow: /b.htm\nCrawl-delay: 2\n"


def test_links_lead_to_the_other_host_and_the_rest_stays() -> None:
    portal = PORTALS[PORTAL](ARTICLES)
    path, stays = (portal.path(key) for key in portal.listed[:2])
    respond = linking(portal, {path: "http://127.0.0.2:1" + path})
    answer = respond("GET", portal.column_path, {"accept-encoding": "gzip"}, b"")
    assert f'"http://127.0.0.2:1{path}"'.encode() in answer.body
    assert f'"{path}"'.encode() not in answer.body
    assert f'"{stays}"'.encode() in answer.body
    assert answer.header("Content-Length") == str(len(answer.body))
    assert [hit.target for hit in portal.log()] == [portal.column_path]


def test_an_article_is_given_files_that_the_portal_serves() -> None:
    portal = PORTALS[PORTAL](ARTICLES)
    paths = filed(portal, portal.listed[2])
    assert [portal.respond("GET", path).status for path in paths] == [200, 200]
    assert not articles(portal) & set(paths)


def test_what_a_command_says_and_how_it_ends_is_kept(tmp_path: Path) -> None:
    words = ["sh", "-c", "echo a; echo robots.txt forbids this page >&2; exit $CODE"]
    done = command(words, {"CODE": "1"}, tmp_path)
    assert last_line(done) == "robots.txt forbids this page"
    assert ended(done, 1).kept
    assert not ended(done, 0).kept
    assert not ended(replace(done, said="finished"), 1).kept


def test_the_definition_is_one_of_quiet_hours() -> None:
    portal = PORTALS[PORTAL](ARTICLES)
    with served("127.0.0.1", portal.respond) as address:
        text = definition(portal, address)
    assert 'quiet_hours = ("08:00", "18:30")' in text
    assert f'home = "{address}"' in text


def test_no_pause_is_shorter_than_the_second_that_is_promised() -> None:
    assert settings.DOWNLOAD_DELAY >= 1
    assert settings.DOWNLOAD_DELAY_JITTER == 0
