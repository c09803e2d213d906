"""The one error that reading a page raises."""

from __future__ import annotations


class UnreadableError(ValueError):
    """A page reads as no report or no listing.

    The message says what was expected and what was found instead; the caller
    adds the portal and the page.
    """


class NoReportError(UnreadableError):
    """A page that answered 200 is another than was asked for: a challenge, an error, the home."""
