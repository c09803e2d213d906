"""Reports merged and split by hand, where the rules of identity were wrong about a page.

A merge lets one report hold all that two held, a split makes two of one; either
is recorded and can be undone. Later crawls need not know of it: the addresses,
which decide first what report a page is, are the right report's from then on.
Versions are numbered anew by age, so that numbers count up without gaps; the
record says which number each one had.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from govreports.store.deciding import (
    Deciding,
    MendingError,
    held,
    last_seen,
    standing_at,
    transaction,
)
from govreports.store.decisions import MERGE, SPLIT, is_report
from govreports.store.holdings import in_order
from govreports.store.identity import report_id as id_of
from govreports.store.intervals import REPLACED, gone_since, together, within
from govreports.store.jobs import Verdict
from govreports.store.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Engine

    from govreports.store.answers import Decision
    from govreports.store.deciding import Said
    from govreports.store.holdings import HeldVersion, Holding
    from govreports.store.rows import PresenceRow, UrlRow

_HISTORY = "see its versions and addresses: govreports history"


def merge(engine: Engine, report_id: str, into_id: str, said: Said) -> Decision:
    """Let a report hold what another one of its portal holds, whose id leads to it from now on.

    Versions that say the same all stay: each is what its page said then.
    Raises :class:`MendingError` where that makes no sense; nothing is changed then.
    """
    if report_id == into_id:
        message = f"{report_id} cannot be merged into itself"
        raise MendingError(message, "name two reports")
    with transaction(engine, report_id) as connection:
        one, other = held(connection, report_id), held(connection, into_id)
        if one.portal != other.portal:
            message = f"{report_id} is of {one.portal}, {into_id} of {other.portal}"
            raise MendingError(message, "only reports of one portal can be merged")
        deciding = Deciding(MERGE, report_id, into_id, said)
        return deciding.write(connection, (one, other), (merged(one, other),))


def merged(one: Holding, into: Holding) -> Holding:
    """Return what a report holds that has taken in another one."""
    return replace(
        into,
        last_seen_at=max(one.last_seen_at, into.last_seen_at),
        versions=in_order(into.versions, one.versions),
        urls=[*into.urls, *one.urls],
        presence=together(into.presence, one.presence),
    )


def split_from(engine: Engine, report_id: str, first: int, said: Said) -> Decision:
    """Part a report's versions from one on as a report of their own, which gets their addresses.

    For an address that came to hold another report. Raises
    :class:`MendingError` where there is nothing to part.
    """
    with transaction(engine, report_id) as connection:
        whole = held(connection, report_id)
        count = len(whole.versions)
        if not 1 < first <= count:
            message = f"{report_id} has {count} version(s): none from {first} on can be parted"
            raise MendingError(message, f"name one from 2 to {count}" if count > 1 else _HISTORY)
        kept, parted = whole.versions[: first - 1], whole.versions[first - 1 :]
        return _split(connection, whole, kept, parted, said)


def split_at(engine: Engine, report_id: str, urls: Sequence[str], said: Said) -> Decision:
    """Part what a report's pages said at some of its addresses as a report of its own.

    For pages that were never the same report. Raises :class:`MendingError`
    where no version stands at one of the addresses, or all do at these.
    """
    with transaction(engine, report_id) as connection:
        whole = held(connection, report_id)
        keys = {_key(whole, url) for url in urls}
        kept = [one for one in whole.versions if one.row["url_key"] not in keys]
        parted = [one for one in whole.versions if one.row["url_key"] in keys]
        if not kept or not parted:
            which = "all" if parted else "none"
            message = f"{which} of the versions of {report_id} stand at {', '.join(urls)}"
            raise MendingError(message, f"{_HISTORY} {report_id}")
        return _split(connection, whole, kept, parted, said)


def _key(whole: Holding, url: str) -> str:
    try:
        wanted = url_key(url)
    except ValueError as error:
        raise MendingError(str(error), f"{_HISTORY} {whole.report_id}") from error
    for row in whole.urls:
        if wanted in (row["url_key"], url_key(row["url"])):
            return row["url_key"]
    message = f"{url} is no address of {whole.report_id}"
    raise MendingError(message, f"{_HISTORY} {whole.report_id}")


def _split(
    connection: Connection,
    whole: Holding,
    kept: list[HeldVersion],
    parted: list[HeldVersion],
    said: Said,
) -> Decision:
    urls = _urls_of_parted(whole, kept, parted)
    rest = replace(whole, versions=kept, urls=[url for url in whole.urls if url not in urls])
    part = replace(
        whole,
        report_id=_parted_id(connection, whole, urls, parted),
        versions=parted,
        urls=urls,
    )
    after = [
        replace(one, presence=_presence(one, part), last_seen_at=last_seen(connection, one, part))
        for one in (rest, part)
    ]
    deciding = Deciding(SPLIT, part.report_id, whole.report_id, said)
    return deciding.write(connection, (whole,), after)


def _presence(one: Holding, part: Holding) -> list[PresenceRow]:
    """Return when one of the two could be found, by when both could be."""
    begin = one.versions[0].created_at
    if one is not part and not standing_at(one.versions) & set(one.keys):
        return within(one.presence, begin, part.versions[0].created_at, REPLACED)
    return within(one.presence, begin, gone_since(one.urls), str(Verdict.GONE))


def _urls_of_parted(
    whole: Holding, kept: list[HeldVersion], parted: list[HeldVersion]
) -> list[UrlRow]:
    """Return where the parted versions stand, and what has led there only since they do."""
    theirs, others = standing_at(parted), standing_at(kept)
    begin = parted[0].created_at
    return [
        url
        for url in whole.urls
        if url["url_key"] in theirs
        or (url["url_key"] not in others and url["first_seen_at"] >= begin)
    ]


def _parted_id(
    connection: Connection, whole: Holding, urls: list[UrlRow], parted: list[HeldVersion]
) -> str:
    """Return the id by the first address; where a report has it, by address and text."""
    first = parted[0].row
    by_text = f"{first['url_key']}\n{first['content_hash']}"
    for key in (*(url["url_key"] for url in urls[:1]), by_text):
        parted_id = id_of(whole.portal, key)
        if not is_report(connection, parted_id):
            return parted_id
    message = f"version {first['version']} of {whole.report_id} was parted from it before"
    raise MendingError(message, f"see govreports history {parted_id}")
