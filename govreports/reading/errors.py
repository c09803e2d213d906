"""The one error that reading a page raises."""

from __future__ import annotations


class UnreadableError(ValueError):
    """A page reads as no report or no listing.

    The message says what was expected and what was found instead; the caller
    adds the portal and the page.
    """
