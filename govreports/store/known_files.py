"""What is known of a report's attachments from earlier visits."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from govreports.fingerprint import with_hash

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govreports.records import Attachment, Report


def with_known_files(report: Report, known: Iterable[Attachment]) -> Report:
    """Fill in, by their address, what is known of attachments that were not fetched this time.

    Some services put a key that expires into a file's address; it is no part of
    which file that is. The hash follows: it speaks of the last known bytes of
    every attachment.
    """
    fetched = {_key(one.url): one for one in known if one.sha256 is not None}
    filled = tuple(_filled(one, fetched.get(_key(one.url))) for one in report.attachments)
    if filled == report.attachments:
        return report
    return with_hash(replace(report, attachments=filled))


def _filled(attachment: Attachment, known: Attachment | None) -> Attachment:
    if attachment.sha256 is not None or known is None:
        return attachment
    return replace(known, name=attachment.name, url=attachment.url)


def _key(url: str) -> tuple[str, ...]:
    """Return what of a file's address stays the same from visit to visit."""
    parts = urlsplit(url)
    for path, names in _services().items():
        query = parse_qs(parts.query) if parts.path.endswith(path) else {}
        if all(name in query for name in names):
            return (parts.netloc, parts.path, *(query[name][0] for name in names))
    return (url,)


@lru_cache(maxsize=1)
def _services() -> dict[str, list[str]]:
    text = files("govreports.vocab").joinpath("url_parameters.toml").read_text("utf-8")
    services: dict[str, list[str]] = tomllib.loads(text)["files"]
    return services
