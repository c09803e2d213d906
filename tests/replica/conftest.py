from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

import pytest
from lxml import html

from govreports.replica.articles import Article, Attachment, AttachmentLine, Paragraph, Picture
from govreports.replica.corpus import BEIJING
from govreports.replica.portal import ReplicaPortal
from govreports.replica.portals import PORTALS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Unpack

    from govreports.replica.portal import Options

    class MakePortal(Protocol):
        def __call__(
            self, *articles: Article, family: str, **options: Unpack[Options]
        ) -> ReplicaPortal: ...


PLACES_OF = {"zhengzhou": "jinshui", "trs": "leping", "vsb": "tianshan", "hanweb": "zhanghe"}


@pytest.fixture(scope="session")
def five() -> Mapping[str, ReplicaPortal]:
    """All five portals as they are by default; read only."""
    return {name: make() for name, make in PORTALS.items()}


@pytest.fixture(params=tuple(PORTALS))
def portal(request: pytest.FixtureRequest) -> ReplicaPortal:
    """Each of the five, small and free to be changed."""
    made: ReplicaPortal = PORTALS[request.param](20)
    return made


@pytest.fixture
def article() -> Article:
    """One article with a value in every field."""
    file = Attachment("任务表.docx", "one-file")
    blocks = (
        Paragraph("现将2021年度工作情况报告如下。"),
        Paragraph("全年办理案件1234件。"),
        AttachmentLine(Attachment("统计表.doc", "one-linked", in_body=True)),
        Picture("one-scan"),
        Paragraph("测试局", align="right"),
    )
    return Article(
        key="one",
        title="测试局关于2021年度推进法治政府建设工作情况的报告",
        published_at=datetime(2022, 3, 5, 9, 6, 17, tzinfo=BEIJING),
        blocks=blocks,
        index_number="005279426/2022-00015",
        document_number="金政文〔2022〕7号",
        publisher="测试局",
        issued_on=date(2022, 3, 1),
        document_type="报告",
        topic="综合政务",
        keywords=("法治政府", "工作报告"),
        disclosure="主动公开",
        validity="有效",
        source="测试办公室",
        signed_by="测试局",
        report_year=2021,
        boxed=(file,),
    )


@pytest.fixture
def made() -> MakePortal:
    """Make a portal of a family with given articles."""

    def make(*articles: Article, family: str, **options: Unpack[Options]) -> ReplicaPortal:
        return ReplicaPortal(PLACES_OF[family], family, articles, **options)

    return make


@pytest.fixture
def tree() -> Callable[[ReplicaPortal, str], html.HtmlElement]:
    """Parse the page that a portal serves at a path, as a browser would decode it."""

    def parse(portal: ReplicaPortal, path: str) -> html.HtmlElement:
        answer = portal.respond("GET", path)
        assert answer.status == 200, path
        codec = "gb18030" if portal.encoding == "gbk" else "utf-8"
        return html.fromstring(answer.body.decode(codec))

    return parse
