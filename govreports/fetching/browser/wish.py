"""What a request says to have its page drawn by a browser."""

from __future__ import annotations

from typing import Any

# The CSS selector of what must be there before the page is read; empty where the page
# is done as soon as its scripts ask for nothing more.
READY = "govreports_browser_ready"


def drawn(ready: str | None = None) -> dict[str, Any]:
    """Return the request meta that asks for a drawn page, ``ready`` as the portal states it."""
    return {READY: ready or ""}
