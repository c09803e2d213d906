"""Five real pages' texts, served through the replicas' templates, come back whole.

The texts are no part of this project; where they are not at hand the tests are skipped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from govreports.replica.articles import Article
from govreports.replica.portal import ReplicaPortal
from govreports.replica.server import serve

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.crawling import Crawler

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
BEIJING = timezone(timedelta(hours=8))
MIDNIGHT = (0, 0)
FOOTER = "主办单位"

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the five seeds are not part of this project (../shared/seeds)"
)


@dataclass(frozen=True)
class Seed:
    """A page's text taken apart: what its header states, its title, its paragraphs."""

    portal: str
    family: str
    dialect: str
    article: Article
    facts: dict[str, Any]
    body: str


def tight(text: str | None) -> str:
    return re.sub(r"[\s\u00a0\u3000]", "", text or "")


def text_of(prefix: str) -> str:
    (file,) = SEEDS.glob(f"{prefix}_*.txt")
    return file.read_text(encoding="utf-8")


def bullets(text: str) -> tuple[list[str], str, list[str]]:
    """Take a page of the Zhengzhou platform apart: values, title, paragraphs."""
    lines = [line.strip() for line in text.splitlines()]
    values = [line[1:].strip() for line in lines if line.startswith("•")]
    rest = [line for line in lines if line and not line.startswith("•")]
    title, *paragraphs = rest
    return values, title, [line for line in paragraphs if not line.startswith(FOOTER)]


def zhengzhou(prefix: str, portal: str, dialect: str, **signature: Any) -> Seed:
    values, title, paragraphs = bullets(text_of(prefix))
    number, publisher, keywords, issued, published, kind, document, validity = values[:8]
    header = {
        "index_number": number,
        "publisher": publisher,
        "document_type": kind,
        "document_number": document,
        "validity": validity,
    }
    article = Article.from_text(
        prefix,
        title,
        datetime.fromisoformat(published).replace(tzinfo=BEIJING),
        paragraphs,
        keywords=(keywords,),
        issued_on=date.fromisoformat(issued),
        **header,
    )
    facts = {**header, "issued_on": issued, "published_on": published, "keywords": [keywords]}
    return Seed(
        portal, "zhengzhou", dialect, article, {**facts, **signature}, tight("".join(paragraphs))
    )


def jinshui() -> Seed:
    return zhengzhou(
        "000", "jinshui", "labelled", signed_by="金水区人民政府", signed_on="2021-03-01"
    )


def xinmi() -> Seed:
    # The digits of its signature's date are run together in the text: no date, so none is read.
    return zhengzhou("003", "xinmi", "bare", signed_on=None)


def leping() -> Seed:
    paragraphs = [line.strip() for line in text_of("001").splitlines() if line.strip()]
    # The text has lost its title and header; this title is ours.
    title = "乐平市人民政府年度法治政府建设情况的报告"
    at = datetime(2021, 3, 29, 9, 0, tzinfo=BEIJING)
    article = Article.from_text("001", title, at, paragraphs, header=False)
    facts = {"signed_by": "乐平市人民政府", "signed_on": "2021-03-28"}
    return Seed("leping", "trs", "", article, facts, tight("".join(paragraphs)))


def tianshan() -> Seed:
    lines = [line.strip("| ") for line in text_of("002").splitlines()]
    title, meta, *rest = [line for line in lines if line and line != "【关闭窗口】"]
    found = re.fullmatch(r"(\S+ \S+) 发文单位:(\S+) 点击数:", meta)
    assert found is not None
    paragraphs = " ".join(rest).removeprefix(title).split()
    at = datetime.fromisoformat(found[1]).replace(tzinfo=BEIJING)
    article = Article.from_text(
        "002", title, at, paragraphs, publisher=found[2], repeats_title=True
    )
    facts = {
        "publisher": found[2],
        "published_on": found[1][:10],
        "published_at": at.isoformat(),
        "signed_on": "2023-03-02",
        "signed_by": None,
    }
    return Seed("tianshan", "vsb", "", article, facts, tight("".join(paragraphs)))


def zhanghe() -> Seed:
    lines = [line.strip() for line in text_of("004").splitlines() if line.strip()]
    header = tight("".join(lines[:3]))
    found = re.fullmatch(
        r"索引号:(.+)信息分类:(.+)发布机构:(.+)生成日期:(.+)文号:有效性:(.+)", header
    )
    assert found is not None
    line = re.fullmatch(r"发布日期:(\S+ \d\d:\d\d)信息来源:(\S+)", lines[4])
    assert line is not None
    paragraphs = lines[5:-2]
    at = datetime.fromisoformat(line[1]).replace(tzinfo=BEIJING)
    values = {
        "index_number": found[1],
        "disclosure": found[2],
        "publisher": found[3],
        "validity": found[5],
        "source": line[2],
    }
    article = Article.from_text(
        "004", lines[3], at, paragraphs, issued_on=date.fromisoformat(found[4]), **values
    )
    facts = {
        **values,
        "issued_on": found[4],
        "published_on": line[1][:10],
        "published_at": at.isoformat(),
        "document_number": None,
        "topic": None,
        "signed_on": "2020-03-23",
    }
    return Seed("zhanghe", "hanweb", "", article, facts, tight("".join(paragraphs)))


@pytest.mark.parametrize("make", [jinshui, leping, tianshan, xinmi, zhanghe])
def test_a_seeds_header_facts_and_whole_body_come_back(
    crawler: Crawler, make: Callable[[], Seed]
) -> None:
    seed = make()
    portal = ReplicaPortal(seed.portal, seed.family, [seed.article], dialect=seed.dialect)
    with serve([portal]) as addresses:
        crawled = crawler.crawl(seed.portal, addresses[seed.portal])
    assert crawled.exit_code == 0, crawled.said
    row = crawled.row(seed.article.title)
    assert {name: row[name] for name in seed.facts} == seed.facts
    assert tight(row["body"]) == seed.body
    assert len(seed.body) > 2500
