"""Standard tables of a made-up report, in the markup that Word and WPS export.

The numbers are our own; names, order and merged cells are those of the form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from lxml import etree, html

from govreports.annual_tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element as Element


class Cell(Protocol):
    """A way to write a cell: its text, and `colspan`, `rowspan` where it is merged."""

    def __call__(self, text: str, spans: str = "") -> str: ...


APPLICANTS = [term.name for term in TABLES["applications"].columns]
RESULTS = [term.name for term in TABLES["applications"].rows][2:-2]
GROUPS = (
    ("（三）不予公开", "refused_"),
    ("（四）无法提供", "unavailable_"),
    ("（五）不予处理", "unhandled_"),
    ("（六）其他处理", "other"),
)
NUMERALS = ("一", "二", "三", "四", "五", "六", "七")


def word(text: str, spans: str = "") -> str:
    """A cell as Word saves it: a paragraph of class MsoNormal, empty o:p behind the text."""
    inner = f'<span lang="EN-US" style="font-family:仿宋">{text or "&nbsp;"}<o:p></o:p></span>'
    return (
        f'<td width="64" {spans} valign="top"><p class="MsoNormal" align="center">{inner}</p></td>'
    )


def wps(text: str, spans: str = "") -> str:
    """A cell as WPS saves it: every character of a number in a span of its own."""
    parts = [f"<span style=\"mso-spacerun:'yes';\">{one}</span>" for one in text] or ["<br/>"]
    shown = "".join(parts) if text.isdecimal() else f"<span>{text}</span>"
    return f'<td {spans} style="border:1px solid"><p style="text-align:center">\n{shown}</p></td>'


def plain(text: str, spans: str = "") -> str:
    return f"<td {spans}>{text}</td>"


def row(*cells: str) -> str:
    return f"<tr>{''.join(cells)}</tr>\n"


def table(*rows: str) -> str:
    return f'<table border="1" cellspacing="0"><tbody>{"".join(rows)}</tbody></table>'


def printed(name: str) -> str:
    return next(term.chinese for term in TABLES["applications"].rows if term.name == name)


def results(applicant: str) -> dict[str, int]:
    """Return made-up results of one applicant's column: each differs, none is the total."""
    step = APPLICANTS.index(applicant) + 1
    return {name: step * (place + 1) for place, name in enumerate(RESULTS)}


def applications() -> dict[str, dict[str, int]]:
    """Return the numbers of a whole third table, whose sums add up."""
    columns: dict[str, dict[str, int]] = {}
    for applicant in APPLICANTS[:-1]:
        done = results(applicant)
        total = sum(done.values())
        columns[applicant] = {
            "received": total,
            "carried_in": 3,
            **done,
            "total": total,
            "carried_out": 3,
        }
    rows = {
        name: {applicant: columns[applicant][name] for applicant in APPLICANTS[:-1]}
        for name in columns["companies"]
    }
    return {name: {**cells, "total": sum(cells.values())} for name, cells in rows.items()}


def applications_rows(cells: Mapping[str, Mapping[str, int]], cell: Cell = plain) -> list[str]:
    """Return the rows of the third table after its heading."""
    lines = [
        row(cell(f"{number}、{printed(name)}", 'colspan="3"'), *_numbers(cells[name], cell))
        for number, name in (("一", "received"), ("二", "carried_in"))
    ]
    lines += _result_rows(cells, cell)
    last = cell("四、结转下年度继续办理", 'colspan="3"')
    return [*lines, row(last, *_numbers(cells["carried_out"], cell))]


def _result_rows(cells: Mapping[str, Mapping[str, int]], cell: Cell) -> list[str]:
    over_all = [cell("三、本年度办理结果", f'rowspan="{len(RESULTS) + 1}"')]
    lines = [
        [cell("（一）予以公开", 'colspan="2"'), *_numbers(cells["granted"], cell)],
        [
            cell("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 'colspan="2"'),
            *_numbers(cells["partly_granted"], cell),
        ],
    ]
    for group, prefix in GROUPS:
        names = [name for name in RESULTS if name.startswith(prefix)]
        for place, name in enumerate(names, 1):
            over = [cell(group, f'rowspan="{len(names)}"')] if place == 1 else []
            lines.append([*over, cell(f"{place}.{printed(name)}"), *_numbers(cells[name], cell)])
    lines.append([cell("（七）总计", 'colspan="2"'), *_numbers(cells["total"], cell)])
    return [row(*over_all, *lines[0]), *(row(*line) for line in lines[1:])]


def _numbers(values: Mapping[str, int], cell: Cell) -> list[str]:
    return [cell(str(values[applicant])) for applicant in APPLICANTS]


def applications_head(cell: Cell = plain) -> list[str]:
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    return [
        row(cell(note, 'colspan="3" rowspan="3"'), cell("申请人情况", 'colspan="7"')),
        row(
            cell("自然人", 'rowspan="2"'),
            cell("法人或其他组织", 'colspan="5"'),
            cell("总计", 'rowspan="2"'),
        ),
        row(*map(cell, ("商业<br/>企业", "科研<br/>机构", "社会公益组织", "法律服务机构", "其他"))),
    ]


DISCLOSED = {
    "regulations": {"issued": 1, "repealed": 0, "in_force": 12},
    "normative_documents": {"issued": 7, "repealed": 2, "in_force": 1305},
    "licences": {"decisions": 20417},
    "penalties": {"decisions": 318},
    "coercive_measures": {"decisions": 9},
    "fees": {"amount": 61.25},
}


def disclosed_rows(cell: Cell = plain) -> list[str]:
    """Return the second table as the form of 2021 has it."""
    three = 'colspan="3"'
    lines = [
        [cell("第二十条第（一）项", 'colspan="4"')],
        [*map(cell, ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"))],
        [*map(cell, ("规章", "1", "0", "12"))],
        [*map(cell, ("行政规范性文件", "7", "2", "1305"))],
        [cell("第二十条第（五）项", 'colspan="4"')],
        [cell("信息内容"), cell("本年处理决定数量", three)],
        [cell("行政许可"), cell("20417", three)],
        [cell("第二十条第（六）项", 'colspan="4"')],
        [cell("信息内容"), cell("本年处理决定数量", three)],
        [cell("行政处罚"), cell("318", three)],
        [cell("行政强制"), cell("9", three)],
        [cell("第二十条第（八）项", 'colspan="4"')],
        [cell("信息内容"), cell("本年收费金额（单位：万元）", three)],
        [cell("行政事业性收费"), cell("61.25", three)],
    ]
    return [row(*line) for line in lines]


REVIEWS = {
    "reconsideration": {"upheld": 4, "corrected": 1, "other": 0, "pending": 2, "total": 7},
    "litigation_direct": {"upheld": 3, "corrected": 0, "other": 5, "pending": 0, "total": 8},
    "litigation_after_reconsideration": {"upheld": 1, "corrected": 0, "other": 0, "pending": 1}
    | {"total": 2},
}


def reviews_head(cell: Cell = plain) -> list[str]:
    outcomes = ("结果维持", "结果纠正", "其他<br/>结果", "尚未<br/>审结", "总计")
    return [
        row(cell("行政复议", 'colspan="5"'), cell("行政诉讼", 'colspan="10"')),
        row(
            *(cell(outcome, 'rowspan="2"') for outcome in outcomes),
            cell("未经复议直接起诉", 'colspan="5"'),
            cell("复议后起诉", 'colspan="5"'),
        ),
        row(*map(cell, outcomes * 2)),
    ]


def reviews_rows(cell: Cell = plain) -> list[str]:
    numbers = [str(value) for outcomes in REVIEWS.values() for value in outcomes.values()]
    return [row(*map(cell, numbers))]


def page(*markup: str) -> Element:
    parser = etree.HTMLParser(encoding="utf-8")
    source = f"<html><body><div id='zoom'>{''.join(markup)}</div></body></html>"
    return html.document_fromstring(source.encode(), parser=parser)
