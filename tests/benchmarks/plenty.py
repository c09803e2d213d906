"""A portal of very many pages that keeps none of them: each is rendered when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.replica.bench import BenchPortal, bench_articles

if TYPE_CHECKING:
    from govreports.replica.answers import Document


class PlentyPortal(BenchPortal):
    """Never changes, and only counts its requests."""

    answered = 0

    def prepare(self) -> None:
        """Render nothing beforehand."""

    def article_page(self, key: str) -> Document | None:
        entry = self.entries[key]
        self.answered += 1
        # The log would hold every request; who measures wants their number.
        self.hits.clear()
        return self.rendered(key, entry)


def plenty_portal(count: int, size_kb: int) -> PlentyPortal:
    """Make a portal of ``count`` articles, each page about ``size_kb`` KiB."""
    return PlentyPortal("jinshui", *bench_articles(count, size_kb, "jinshui", 0))
