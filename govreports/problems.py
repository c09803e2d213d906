"""What can go wrong in a crawl, in one place: code, words and remedy of each problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.records import Level, Problem

if TYPE_CHECKING:
    from govreports.failures import FetchError
    from govreports.portal_rules import Finding

_REMEDIES = {
    "dns": "the host name does not resolve: check the portal's home in its spider, or the network",
    "timeout": "the server did not answer in time: run again later",
    "refused": "the server refused the connection: run again later",
    "tls": "where the server only speaks TLS of old, which browsers refuse too, state "
    'tls = ("old",) in the portal\'s file; else run again later',
    "certificate": "look at the certificate in a browser; where it is the portal's own that is "
    'faulty, state tls = ("unverified",) in the portal\'s file, or ask the portal to mend it',
    "robots": "the portal's robots.txt forbids this page; respect it, or ask the portal",
    "robots_unreachable": "robots.txt says what may be asked for, and nothing may be before it is "
    "known: run again later",
    "blocked": "the site's protection wants a browser; nothing here evades it: wait some hours, "
    "set GOVREPORTS_CONTACT, ask the portal to let this crawler in",
    "busy": "the server asks for a long pause: run again later, with a larger DOWNLOAD_DELAY",
    "redirect_loop": "open the page in a browser; if it shows there, tell the portal",
    "status_429": "too many requests: raise DOWNLOAD_DELAY for this portal, run again later",
    "cut_off": "the answer ended early: run again later",
    "too_large": "look at it in a browser: a page of text is never so large; "
    "a larger one is taken with -s DOWNLOAD_MAXSIZE=…, in bytes",
    "network": "run again later; if it stays so, open the page in a browser",
    "status_404": "the list links to a page that does not exist: tell the portal, or wait",
    "status_403": "the portal refuses us: slow down, set GOVREPORTS_CONTACT, ask the portal",
}
_REMEDY_OF_ANY_STATUS = "run again later; if it stays so, open the page in a browser"


def page_not_fetched(url: str, error: FetchError) -> Problem:
    """Name a page that did not come, or came with an error status."""
    return Problem(
        code="page_not_fetched",
        level=Level.ERROR,
        url=url,
        found=f"{error.kind}: {error.found}",
        expected="the page",
        remedy=_REMEDIES.get(error.kind, _REMEDY_OF_ANY_STATUS),
    )


def scheme_changed(url: str, twin: str, error: FetchError) -> Problem:
    """Name a host that answers only under the other of http and https."""
    return Problem(
        code="scheme_changed",
        level=Level.WARNING,
        url=url,
        found=f"{error.kind}: {error.found}; {twin} answers, and was asked from then on",
        expected="an answer at the address as the portal's file or pages state it",
        remedy="where it stays so, state home with the scheme that answers in the portal's file",
    )


def attachment_not_fetched(url: str, name: str, error: FetchError) -> Problem:
    """Name a file that a report links to and that did not come."""
    return Problem(
        code="attachment_not_fetched",
        level=Level.WARNING,
        url=url,
        found=f"{error.kind}: {error.found}",
        expected=f"the file {name}",
        remedy="a larger one is taken with -s GOVREPORTS_ATTACHMENT_MAXSIZE=…, in bytes"
        if error.kind == "too_large"
        else _REMEDIES.get(error.kind, _REMEDY_OF_ANY_STATUS)
        + "; the report is stored, with the file's last known hash",
    )


def attachment_unread(url: str, state: str) -> Problem:
    """Name a file whose text could not be read; its bytes are in the archive."""
    return Problem(
        code="attachment_unread",
        level=Level.WARNING,
        url=url,
        found=state,
        expected="a file whose text can be read",
        remedy="its bytes are kept and their hash is part of the report's version; open it to see "
        "whether it is whole",
    )


def attachment_of_other_type(url: str, ending: str, media_type: str) -> Problem:
    """Name a file that is not what its address says."""
    return Problem(
        code="attachment_type",
        level=Level.WARNING,
        url=url,
        found=f"{media_type}, by its bytes",
        expected=f"a file of type .{ending}",
        remedy="it was read as what it is; nothing is to be done",
    )


def attachment_with_macros(url: str) -> Problem:
    """Name a document with macros in it."""
    return Problem(
        code="attachment_macros",
        level=Level.WARNING,
        url=url,
        found="a document with macros; they were not run",
        expected="a document without programs",
        remedy="open it in an office program only with macros switched off",
    )


def challenge_not_run(url: str) -> Problem:
    """Name a challenge page that was to be drawn by the browser, which runs none."""
    return Problem(
        code="challenge",
        level=Level.WARNING,
        url=url,
        found="a challenge page of the site's protection; its script was not run",
        expected="the page",
        remedy="slow down, set GOVREPORTS_CONTACT, ask the portal",
    )


def portal_refuses(url: str, error: FetchError, times: int) -> Problem:
    """Name a portal that refused page after page until the crawl was ended."""
    return Problem(
        code="portal_refuses",
        level=Level.ERROR,
        url=url,
        found=f"{error.kind}: {error.found}, {times} times in a row; the crawl was ended",
        expected="pages of the portal",
        remedy=_REMEDIES.get(error.kind, _REMEDY_OF_ANY_STATUS),
    )


def page_leads_on(url: str, target: str) -> Problem:
    """Name a page whose script wanted the browser to go to another address."""
    return Problem(
        code="page_leads_on",
        level=Level.WARNING,
        url=url,
        found=f"its script leads on to {target}",
        expected="the page itself",
        remedy="not followed; if the list is there, state that address in the portal's file",
    )


def part_not_fetched(url: str, part: str, error: FetchError) -> Problem:
    """Name something that a page's script asked for and did not get."""
    return Problem(
        code="part_not_fetched",
        level=Level.WARNING,
        url=url,
        found=f"its script asked for {part}: {error.kind}: {error.found}",
        expected="all that the page is drawn from",
        remedy=_REMEDIES.get(error.kind, _REMEDY_OF_ANY_STATUS),
    )


def page_unreadable(url: str, error: ValueError) -> Problem:
    """Name a page that reads as no report; its bytes are in the archive."""
    return Problem(
        code="page_unreadable",
        level=Level.ERROR,
        url=url,
        found=str(error),
        expected="a report with a title and a text",
        remedy="open the page: if it shows a report, its layout is new to the reader; "
        "its bytes are in the archive and can be read again",
    )


def reader_failed(url: str, error: Exception) -> Problem:
    """Name a page on which the reader itself failed."""
    return Problem(
        code="reader_failed",
        level=Level.ERROR,
        url=url,
        found=str(error).strip(),
        expected="the page is read and stored",
        remedy="a fault of this program: report it with these lines; the page's bytes are in the "
        "archive and can be read again",
    )


def page_sent_home(url: str, home: str) -> Problem:
    """Name an article that answers with a redirect to the portal's home page."""
    return Problem(
        code="page_sent_home",
        level=Level.ERROR,
        url=url,
        found=f"a redirect to the home page {home}",
        expected="the report",
        remedy="the portal has taken the page away or throttles us: run again later",
    )


def listing_unreadable(url: str, column: str, error: ValueError) -> Problem:
    """Name a list page on which no list can be found."""
    return Problem(
        code="listing_unreadable",
        level=Level.ERROR,
        url=url,
        found=f"column {column}: {error}",
        expected="a list of reports",
        remedy="open the page: if it shows a list, the portal has changed; try another "
        "start_url, or the portal's family may be another (govreports portals)",
    )


def listing_not_fetched(url: str, column: str, error: FetchError) -> Problem:
    """Name a list page that did not come: the column ends there for this run."""
    return Problem(
        code="listing_not_fetched",
        level=Level.ERROR,
        url=url,
        found=f"column {column}: {error.kind}: {error.found}",
        expected="the next page of the list",
        remedy=_REMEDIES.get(error.kind, _REMEDY_OF_ANY_STATUS),
    )


def column_not_fetched(url: str, column: str, error: FetchError) -> Problem:
    """Name a column whose first page, given by its address, did not come."""
    return Problem(
        code="column_not_fetched",
        level=Level.ERROR,
        url=url,
        found=f"column {column}: {error.kind}: {error.found}",
        expected="the column's first page",
        remedy="there is no such page: copy the address from a browser"
        if error.kind == "status_404"
        else _REMEDIES.get(error.kind, _REMEDY_OF_ANY_STATUS),
    )


def column_missing(url: str, column: str) -> Problem:
    """Name a column to which no page within two hops of the home page links."""
    return Problem(
        code="column_missing",
        level=Level.ERROR,
        url=url,
        found=f"no link with the text {column!r} within two hops",
        expected=f"a link to the column {column}",
        remedy="find the column in a browser and crawl it with -a start_url=…, "
        "then state its path in the portal's file",
    )


def home_not_fetched(url: str, error: FetchError) -> Problem:
    """Name a portal whose home page did not come."""
    return Problem(
        code="home_not_fetched",
        level=Level.ERROR,
        url=url,
        found=f"{error.kind}: {error.found}",
        expected="the portal's home page",
        remedy=_REMEDIES.get(error.kind, _REMEDY_OF_ANY_STATUS),
    )


def row_elsewhere(url: str, column: str) -> Problem:
    """Name a row of the list that leads to another site."""
    return Problem(
        code="row_elsewhere",
        level=Level.WARNING,
        url=url,
        found=f"column {column} links to another site",
        expected="pages of this portal",
        remedy="not fetched; if the report matters, crawl that site as a portal of its own",
    )


def pages_repeat(url: str, column: str) -> Problem:
    """Name a list page that only repeats rows seen before."""
    return Problem(
        code="listing_repeats",
        level=Level.WARNING,
        url=url,
        found=f"column {column}: a list page with only rows seen before",
        expected="new rows",
        remedy="the walk ended there; the totals tell whether something is missing",
    )


def listing_short(url: str, column: str, code: str, found: str, declared: str) -> Problem:
    """Name a listing that shows less than it declares, or nothing at all."""
    return Problem(
        code=code,
        level=Level.ERROR,
        url=url,
        found=f"column {column}: {found}",
        expected=f"{declared}, as the listing declares",
        remedy="open the column in a browser: if it shows more, the portal has changed its "
        "list pages; what was read is stored, and the next run reads the rest",
    )


def listing_moved(url: str, column: str, strays: int) -> Problem:
    """Name a listing without totals that changed while it was read, and again the second time."""
    return Problem(
        code="listing_moved",
        level=Level.WARNING,
        url=url,
        found=f"column {column}: the list changed while it was read, twice; {strays} row(s) moved "
        "to another page",
        expected="a list that holds still for one reading, or declares a total",
        remedy="a row may have been missed: the next run reads it; give the portal another hour "
        "(schedule) if this stays",
    )


def store_failed(url: str, message: str) -> Problem:
    """Name a page that the store could not take."""
    return Problem(
        code="store_failed",
        level=Level.ERROR,
        url=url,
        found=message,
        expected="the report is stored",
        remedy="mend what the message names and run again: nothing of this page was stored",
    )


def store_lost(portal: str, message: str) -> Problem:
    """Name a store that takes nothing any more: the crawl was ended."""
    return Problem(
        code="store_lost",
        level=Level.ERROR,
        url=portal,
        found=message,
        expected="the store takes what is crawled",
        remedy="the crawl was ended; mend what the message names and run it again: what is stored "
        "stays, and known pages are asked conditionally",
    )


def feed_failed(portal: str, message: str) -> Problem:
    """Name a feed that could not be written whole."""
    return Problem(
        code="feed_failed",
        level=Level.ERROR,
        url=portal,
        found=message,
        expected="the feed takes every report",
        remedy="make room on its disk and run govreports export: every report is in the store",
    )


def interrupted(portal: str, reason: str) -> Problem:
    """Name a crawl that ended before its end."""
    return Problem(
        code="interrupted",
        level=Level.ERROR,
        url=portal,
        found=f"the crawl ended early ({reason})",
        expected="every page of every column",
        remedy="run it again: what is stored stays, and known pages are asked conditionally; with "
        "-a resume=1 those that it had met are not asked for at all",
    )


def listing_fell(url: str, column: str, rows: int, usual: int) -> Problem:
    """Name a listing that was full in the last runs and is empty or halved now."""
    return Problem(
        code="listing_fell",
        level=Level.ERROR,
        url=url,
        found=f"column {column}: {rows} rows",
        expected=f"about {usual} rows, as in the last runs",
        remedy="open the column in a browser: if it shows its rows, the portal has changed its "
        "list pages; if it took them away, nothing is lost: every report stays in the store",
    )


def field_lost(url: str, field: str, share: float, usual: float) -> Problem:
    """Name a field that most reports of the portal stated before and few do now."""
    return Problem(
        code="field_lost",
        level=Level.ERROR,
        url=url,
        found=f"{field} in {share:.0%} of the reports read in this run",
        expected=f"about {usual:.0%}, as in the last runs",
        remedy="open one of the new reports: if it shows the value, its header is new to the "
        "reader; its bytes are in the archive and can be read again",
    )


def rule_broken(url: str, finding: Finding) -> Problem:
    """Name a rule of the portal's definition that a run did not keep."""
    rule = finding.rule
    limit = rule.least if finding.below else rule.most
    form = ".1%" if rule.is_share else "g"
    return Problem(
        code="rule_undershot" if finding.below else "rule_exceeded",
        level=Level.ERROR if finding.below else Level.WARNING,
        url=url,
        found=f"{rule.name}: {finding.shown:{form}}",
        expected=f"at {'least' if finding.below else 'most'} {limit:{form}}, by the portal's rules",
        remedy="look at the portal: if what it shows has changed for good, change the rule in its "
        "file; else the errors of this run, or the portal's new layout, say why",
    )


def alert_not_sent(portal: str, reason: str) -> Problem:
    """Name an alert that did not reach its webhook."""
    return Problem(
        code="alert_not_sent",
        level=Level.WARNING,
        url=portal,
        found=f"the alert was not taken: {reason}",
        expected="the webhook takes it",
        remedy="look at GOVREPORTS_ALERT_WEBHOOK and the service behind it",
    )
