"""Where the rules of identity are wrong: one report taken for two, two for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.store.identity import report_id
from tests.store.portal import BODY, OTHER_BODY, PORTAL, page, url

if TYPE_CHECKING:
    from tests.store.portal import Crawl

THIRD_BODY = BODY.replace("任务", "工作")
FILES = [{"name": "附件", "url": url("a.doc")}]


def id_of(path: str) -> str:
    return report_id(PORTAL, f"public.jinshui.gov.cn/{path}")


def moved(crawl: Crawl) -> None:
    """A report that moved with another text, and so is two: a (two versions, gone) and b."""
    crawl.save(page("a", attachments=FILES))
    crawl.run()
    crawl.save(page("a", body=OTHER_BODY, attachments=FILES))
    crawl.run()
    crawl.mark("a", "gone")
    crawl.save(page("b", body=THIRD_BODY))


def reused(crawl: Crawl) -> None:
    """An address that came to hold another report, taken for a new version of the first one."""
    crawl.save(page("a"))
    crawl.run()
    crawl.settle("a")
    crawl.run()
    crawl.save(page("a", title="另一报告", body=OTHER_BODY, attachments=FILES))
