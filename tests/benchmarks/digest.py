"""What is compared between a store and those who read its exports: rows, and a digest of them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = tuple[Any, ...]


def summary(rows: Iterable[Row]) -> dict[str, Any]:
    """Return the number of rows and the sum of their digests, whatever their order."""
    count = total = 0
    for row in rows:
        count += 1
        text = "\x1f".join(str(value) for value in row)
        total += int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    return {"rows": count, "digest": f"{total % 2**64:016x}"}
