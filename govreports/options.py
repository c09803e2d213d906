"""The arguments of a crawl (`-a NAME=VALUE`), checked before anything is fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = ("start_url", "base_url", "title", "since", "full", "feed", "resume")
# Scrapyd hands each crawl its job's number, and the egg's version where one was asked for.
_OF_SCRAPYD = frozenset({"_job", "_version"})
_YES_NO = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_FEEDS = {"current": False, "changed": True}


class ArgumentError(ValueError):
    """A crawl argument that cannot be meant; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """What a crawl was asked to do.

    ``title`` and ``since`` make a run partial: it proves nothing about what is
    missing, so it neither reports a shortfall nor a vanished page. ``resume``
    goes on with a crawl that broke off.
    """

    start_url: str | None = None
    base_url: str | None = None
    title: re.Pattern[str] | None = None
    since: date | None = None
    full: bool = False
    changed_only: bool = False
    resume: bool = False

    @property
    def partial(self) -> bool:
        """Whether this run leaves rows out on purpose."""
        return self.title is not None or self.since is not None

    @classmethod
    def from_arguments(cls, arguments: Mapping[str, str]) -> CrawlOptions:
        """Read the arguments as the command line gives them.

        Raises :class:`ArgumentError` for an unknown name or a value out of form.
        """
        unknown = sorted(set(arguments) - set(NAMES) - _OF_SCRAPYD)
        if unknown:
            message = f"unknown argument {unknown[0]!r}; there are: {', '.join(NAMES)}"
            raise ArgumentError(message)
        options = cls(
            start_url=_url(arguments, "start_url"),
            base_url=_url(arguments, "base_url"),
            title=_pattern(arguments),
            since=_day(arguments),
            full=_choice(arguments, "full", _YES_NO, default=False),
            changed_only=_choice(arguments, "feed", _FEEDS, default=False),
            resume=_choice(arguments, "resume", _YES_NO, default=False),
        )
        if options.full and options.resume:
            message = "full=1 asks for every page, resume=1 leaves out what is done: choose one"
            raise ArgumentError(message)
        return options


def _url(arguments: Mapping[str, str], name: str) -> str | None:
    value = arguments.get(name)
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        message = f"{name}={value!r} is no web address; write it with http:// or https://"
        raise ArgumentError(message)
    return value


def _pattern(arguments: Mapping[str, str]) -> re.Pattern[str] | None:
    value = arguments.get("title")
    if not value:
        return None
    try:
        return re.compile(value)
    except re.error as error:
        message = f"title={value!r} is no regular expression: {error}"
        raise ArgumentError(message) from error


def _day(arguments: Mapping[str, str]) -> date | None:
    value = arguments.get("since")
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        message = f"since={value!r} is no day; write it as YYYY-MM-DD, for example 2024-01-31"
        raise ArgumentError(message) from error


def _choice(
    arguments: Mapping[str, str], name: str, choices: Mapping[str, bool], *, default: bool
) -> bool:
    value = arguments.get(name)
    if value is None:
        return default
    if value.lower() not in choices:
        message = f"{name}={value!r} is none of: {', '.join(choices)}"
        raise ArgumentError(message)
    return choices[value.lower()]
