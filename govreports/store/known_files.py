"""What is known of a report's attachments from earlier visits."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from govreports.fingerprint import with_hash

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govreports.records import Attachment, Report


def with_known_files(report: Report, known: Iterable[Attachment]) -> Report:
    """Fill in, by their address, what is known of attachments that were not fetched this time.

    Some services put a key that expires into a file's address; it is no part of
    which file that is. The hash follows: it speaks of the last known bytes of
    every attachment. One that was asked for in vain keeps its state beside them.
    """
    tried = {file_key(one.url): one for one in known if one.text_state is not None}
    filled = tuple(_filled(one, tried.get(file_key(one.url))) for one in report.attachments)
    if filled == report.attachments:
        return report
    return with_hash(replace(report, attachments=filled))


def _filled(attachment: Attachment, known: Attachment | None) -> Attachment:
    if attachment.sha256 is not None or known is None:
        return attachment
    state = attachment.text_state or known.text_state
    return replace(known, name=attachment.name, url=attachment.url, text_state=state)


def file_key(url: str) -> str:
    """Return what of a file's address stays the same from visit to visit."""
    kept = _kept(url)
    if kept is None:
        return url
    parts = urlsplit(url)
    return urlunsplit(("", parts.netloc, parts.path, urlencode(kept), ""))


def expires(url: str) -> bool:
    """Say whether an address carries a key that is good for a while only."""
    return _kept(url) is not None


def _kept(url: str) -> list[tuple[str, str]] | None:
    """Return the parameters that say which file a service is to send, `None` elsewhere."""
    parts = urlsplit(url)
    for path, names in _services().items():
        query = parse_qs(parts.query) if parts.path.endswith(path) else {}
        if all(name in query for name in names):
            return [(name, query[name][0]) for name in names]
    return None


@lru_cache(maxsize=1)
def _services() -> dict[str, list[str]]:
    text = files("govreports.vocab").joinpath("url_parameters.toml").read_text("utf-8")
    services: dict[str, list[str]] = tomllib.loads(text)["files"]
    return services
