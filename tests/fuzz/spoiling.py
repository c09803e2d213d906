"""A page number → a spoilt page, the same one each time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from govreports.reading.encoding import decode
from tests.fuzz.mutations import IN_BYTES, IN_TEXT
from tests.fuzz.seed_pages import seed_pages

if TYPE_CHECKING:
    from govreports.records import Capture

MOST_MUTATIONS = 4
# A third of the pages is spoilt in its bytes, too.
BYTES_TOO = 1 / 3


@dataclass(frozen=True)
class Spoilt:
    """A spoilt page, the address of the page that it was, and what was done to it, in order."""

    page: Capture
    seed_url: str
    mutations: tuple[str, ...]


def spoilt(run: int, number: int) -> Spoilt:
    """The page of a number in a run."""
    random = Random(f"{run}/{number}")
    page = random.choice(seed_pages())
    names = tuple(random.choice(list(IN_TEXT)) for _ in range(random.randint(1, MOST_MUTATIONS)))
    decoded = decode(page.body, page.header("content-type"))
    text = decoded.text
    for name in names:
        text = IN_TEXT[name](text, random)
    body = text.encode(decoded.encoding, "replace")
    if random.random() < BYTES_TOO:
        last = random.choice(list(IN_BYTES))
        body, names = IN_BYTES[last](body, random), (*names, last)
    return Spoilt(replace(page, body=body), page.url, names)
