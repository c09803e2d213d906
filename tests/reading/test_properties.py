"""Whatever pairs and paragraphs stand in a page of a known layout come back as they stand there."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from govreports.families import FAMILIES
from govreports.records import RawReport
from tests.reading.pages import PROSE, URL, article, capture

if TYPE_CHECKING:
    from collections.abc import Callable

HAN = "测试区政府工作开展落实各项制度检查普法宣传复议应诉部门年度情况"
NAMES = st.text(HAN, min_size=4, max_size=12)
# Values of the kinds that stand under each label, none of them a label itself.
VALUES = {
    "索引号": st.from_regex(r"[0-9]{9}/20[0-2][0-9]-[0-9]{5}", fullmatch=True),
    "发布机构": NAMES.map(lambda name: f"{name}局"),
    "发文字号": st.from_regex(r"金政文〔20[0-2][0-9]〕[1-9][0-9]{0,2}号", fullmatch=True),
    "成文日期": st.dates().map(lambda day: f"{day.year:04}年{day.month}月{day.day}日"),
    "发布日期": st.dates().map(lambda day: day.isoformat()),
    "有效性": st.sampled_from(["有效", "失效", "废止", "部分失效"]),
}
HEADERS = st.lists(st.sampled_from(list(VALUES)), min_size=3, unique=True).flatmap(
    lambda labels: st.fixed_dictionaries({label: VALUES[label] for label in labels})
)
PARAGRAPHS = st.lists(
    st.text(f"{HAN}，、；ABCabc123%（）《》&<>", min_size=1, max_size=60).map(
        lambda text: f"{PROSE[:20]}{text}{PROSE[-20:]}"
    ),
    min_size=2,
    max_size=8,
)
Header = dict[str, str]


def row_of_two(header: Header) -> str:
    cells = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in header.items())
    return f"<table>{cells}</table>"


def one_row(header: Header) -> str:
    cells = "".join(f"<td>{label}：</td><td>{value}</td>" for label, value in header.items())
    return f"<table><tr>{cells}</tr></table>"


def paragraphs(header: Header) -> str:
    return "".join(f"<p>{label}：{value}</p>" for label, value in header.items())


def spans(header: Header) -> str:
    pairs = (f"<span>{label}：</span><span>{value}</span>" for label, value in header.items())
    return f"<div>{' '.join(pairs)}</div>"


def items(header: Header) -> str:
    pairs = (f"<li><b>{label}：</b>{value}</li>" for label, value in header.items())
    return f"<ul>{''.join(pairs)}</ul>"


def terms(header: Header) -> str:
    pairs = (f"<dt>{label}</dt><dd>{value}</dd>" for label, value in header.items())
    return f"<dl>{''.join(pairs)}</dl>"


LAYOUTS: tuple[Callable[[Header], str], ...] = (
    row_of_two,
    one_row,
    paragraphs,
    spans,
    items,
    terms,
)


def read(source: str) -> RawReport:
    report = FAMILIES["generic"].report(capture(article(source), URL))
    assert isinstance(report, RawReport)
    return report


@settings(max_examples=60, deadline=None)
@given(header=HEADERS, layout=st.sampled_from(LAYOUTS))
def test_header_pairs_come_back_from_every_layout(
    header: Header, layout: Callable[[Header], str]
) -> None:
    report = read(f"{layout(header)}<div id='zoom'><p>{PROSE}</p></div>")
    assert dict(report.header) == header
    assert report.body == PROSE


@settings(max_examples=60, deadline=None)
@given(texts=PARAGRAPHS, tag=st.sampled_from(["p", "div", "h3", "blockquote", "section"]))
def test_paragraphs_come_back_in_order(texts: list[str], tag: str) -> None:
    source = "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)
    assert read(f"<div id='zoom'>{source}</div>").body == "\n".join(texts)


@settings(max_examples=60, deadline=None)
@given(texts=PARAGRAPHS, depth=st.integers(0, 300))
def test_depth_takes_nothing_away(texts: list[str], depth: int) -> None:
    source = "".join(f"<p>{escape(text)}<br>" for text in texts)
    nested = "<div>" * depth + source + "</div>" * depth
    assert read(f"<div id='zoom'>{nested}</div>").body == "\n".join(texts)
