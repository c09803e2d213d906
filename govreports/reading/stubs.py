"""Pages that are nothing but `location.href='…'`: where they lead."""

from __future__ import annotations

import re

_SCRIPTS = re.compile(rb"<script\b[^>]*>(.*?)</script", re.IGNORECASE | re.DOTALL)
_ADDRESS = rb"[\"']([^\"'\s]+)[\"']"
_ONLY_LEADS = re.compile(
    rb"\s*(?:(?:window|self|top|document)\.)?location(?:(?:\.href)?\s*=\s*"
    + _ADDRESS
    + rb"|\.(?:replace|assign)\s*\(\s*"
    + _ADDRESS
    + rb"\s*\))\s*;?\s*"
)
_TAGS = re.compile(
    rb"<(script|style|title)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL
)
LARGEST = 4096
_LITTLE_TEXT = 180


def leads_to(body: bytes) -> str | None:
    """Return the address that a stub's only script states, `None` for every other page.

    An address that is computed, a condition (a way for telephones) or a cookie
    that is set makes it another page: those are not followed.
    """
    if len(body) > LARGEST or b"location" not in body:
        return None
    scripts = [found for found in _SCRIPTS.findall(body) if found.strip()]
    if len(scripts) != 1 or len(_TAGS.sub(b"", body).strip()) > _LITTLE_TEXT:
        return None
    found = _ONLY_LEADS.fullmatch(scripts[0])
    return (found[1] or found[2]).decode("latin-1") if found else None
