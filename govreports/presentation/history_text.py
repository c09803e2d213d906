"""A report's history for the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.text import Text

from govreports.difference import difference
from govreports.presentation.changes import in_short
from govreports.presentation.times import ZONE, moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govreports.store.answers import Address, Interval, Version
    from govreports.store.provenance import Provenance
    from govreports.store.queries import Queries

_REASONS = {"gone": "撤下 gone", "unlisted": "离开列表 left every listing"}


@dataclass(frozen=True, slots=True)
class History:
    """All that the store keeps of one report over time, each list the oldest first."""

    report_id: str
    versions: list[Version]
    origins: list[Provenance]
    presence: list[Interval]
    addresses: list[Address]


def history(store: Queries, report_id: str) -> History:
    """Ask the store for a report's history; its lists are empty for an unknown report."""
    return History(
        report_id,
        store.versions(report_id),
        store.provenance(report_id),
        store.presence(report_id),
        store.urls(report_id),
    )


def history_text(found: History) -> Text:
    """Return the versions with what each changed and its bytes, then presence and addresses."""
    latest = found.versions[-1].report
    text = Text(f"{found.report_id}  {latest.title}\n", style="bold")
    sections = {
        "版本 versions": _versions(found),
        "在门户上 presence": (_interval(one) for one in found.presence),
        "网址 addresses": (_address(one) for one in found.addresses),
    }
    for title, lines in sections.items():
        text.append(f"{title} ({ZONE})\n", style="bold")
        for line in lines:
            text.append(f"  {line}\n", style="not bold")
    return text


def _versions(found: History) -> Iterator[str]:
    changed = [difference(old.report, new.report) for old, new in pairwise(found.versions)]
    said = ["首次读到 first read", *map(in_short, changed)]
    for version, origin, words in zip(found.versions, found.origins, said, strict=True):
        yield f"{version.report.version}  {moment(origin.fetched_at)}  {words}"
        yield f"   {origin.warc_file} @ {origin.warc_offset}  {origin.url}"
        if version.revised_at:
            yield f"   {moment(version.revised_at)}  重新读取而修正 read better since"


def _interval(interval: Interval) -> str:
    begin = moment(interval.appeared_at)
    if interval.gone_at:
        end = f"{moment(interval.gone_at)}  {_REASONS[interval.reason or 'gone']}"
    else:
        end = "今 now"
    unlisted = interval.unlisted_at if not interval.gone_at else None
    since = f"  不在列表 unlisted since {moment(unlisted)}" if unlisted else ""
    return f"{begin} → {end}{since}"


def _address(address: Address) -> str:
    seen = f"{moment(address.first_seen_at)} → {moment(address.last_seen_at)}"
    gone = f"  失效 gone {moment(address.gone_at)}" if address.gone_at else ""
    return f"{seen}  {address.url}{gone}"
