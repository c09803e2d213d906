"""A report's history for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from govreports.presentation.changes import in_short
from govreports.presentation.times import ZONE, moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govreports.presentation.history import History
    from govreports.store.answers import Address, Decision, Interval, Moved

_REASONS = {
    "gone": "撤下 gone",
    "unlisted": "离开列表 left every listing",
    "replaced": "同一网址换成另一报告 another report at its address",
}
_DECISIONS = {"merge": "并入 merged into", "split": "拆分自 split from"}


def history_text(found: History) -> Text:
    """Return versions with changes and bytes, then presence, addresses and decisions."""
    latest = found.versions[-1].report
    text = Text(f"{found.report_id}  {latest.title}\n", style="bold")
    sections: dict[str, Iterable[str]] = {
        "版本 versions": _versions(found),
        "在门户上 presence": (_interval(one) for one in found.presence),
        "网址 addresses": (line for one in found.addresses for line in _address(one)),
    }
    if found.decisions:
        sections["人工裁定 decided by hand"] = _decisions(found.decisions)
    for title, lines in sections.items():
        text.append(f"{title} ({ZONE})\n", style="bold")
        for line in lines:
            text.append(f"  {line}\n", style="not bold")
    return text


def _versions(found: History) -> Iterator[str]:
    rows = zip(found.versions, found.origins, found.changes(), strict=True)
    for version, origin, changed in rows:
        words = in_short(changed) if changed else "首次读到 first read"
        yield f"{version.report.version}  {moment(origin.fetched_at)}  {words}"
        yield f"   {origin.url}"
        yield f"   {origin.warc_file} @ {origin.warc_offset}  urn:uuid:{origin.record_id}"
        if version.revised_at:
            yield f"   {moment(version.revised_at)}  重新读取而修正 read better since"


def _decisions(decisions: Iterable[Decision]) -> Iterator[str]:
    for one in decisions:
        what = f"{one.report_id} {_DECISIONS[one.kind]} {one.other_id}"
        note = f"  {one.note}" if one.note else ""
        yield f"{moment(one.decided_at)}  {what}{note}"
        if one.undone_at:
            yield f"   {moment(one.undone_at)}  撤销 taken back"
        else:
            yield from (f"   {words}" for words in map(_moved, one.moved) if words)


def _moved(one: Moved) -> str:
    old, new = (one.old_id, one.old_version), (one.new_id, one.new_version)
    return "" if old == new else f"{old[0]} {old[1]} → {new[0]} {new[1]}"


def _interval(interval: Interval) -> str:
    begin = moment(interval.appeared_at)
    if interval.gone_at:
        end = f"{moment(interval.gone_at)}  {_REASONS[interval.reason or 'gone']}"
    else:
        end = "今 now"
    unlisted = interval.unlisted_at if not interval.gone_at else None
    since = f"  不在列表 unlisted since {moment(unlisted)}" if unlisted else ""
    return f"{begin} → {end}{since}"


def _address(address: Address) -> Iterator[str]:
    seen = f"{moment(address.first_seen_at)} → {moment(address.last_seen_at)}"
    gone = f"  失效 gone {moment(address.gone_at)}" if address.gone_at else ""
    yield f"{seen}  {address.url}{gone}"
    if address.looked_at is None:
        return
    counted = f"问过 asked {address.looks} ×，变过 changed {address.changes} ×"
    again = address.recheck_at if not address.gone_at else None
    yield f"   {counted}" + (f"，复查 again from {moment(again)}" if again else "")
