from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreports.normalise import Context, UntitledError, normalise
from govreports.records import (
    Attachment,
    BodyState,
    Level,
    RawAttachment,
    RawReport,
    Report,
    ReportKind,
    Row,
)
from govreports.vocab import FURNITURE, LABELS

URL = "http://www.example.gov.cn/info/1.html"
FETCHED = datetime(2026, 11, 1, 8, tzinfo=UTC)
CONTEXT = Context(
    portal="example",
    column="法治政府建设",
    region_code="410105",
    row=None,
    site_names=("甲区政府网",),
    fetched_at=FETCHED,
)
RAW = RawReport(
    url=URL,
    title="甲区2020年度法治政府建设情况的报告 - 甲区政府网",
    header=(
        ("索引号", "005279426 / 2021-00015"),
        ("发布机构", "甲区人民政府"),
        ("信息来源", "区政府办"),
        ("成文日期", "2021年3月1日"),
        ("发布日期", "2021-03-02"),
        ("发布时间", "2021-03-02 16∶40"),
        ("文\u3000\u3000号", "甲政文[2021]7号"),
        ("有 效 性", "现行有效"),
        ("体裁", "报告"),
        ("主题分类", "综合政务"),
        ("关键词", "法治,报告"),
        ("公开方式", "主动公开"),
        ("生效日期", "2021-04-01"),
        ("失效日期", "2026-03-31"),
        ("浏览次数", "12"),
        ("公开范围", "面向社会"),
    ),
    metas=(
        ("ArticleTitle", "别的标题"),
        ("PubDate", "2020-01-01 00:01"),
        ("ContentSource", "别处"),
        ("ColumnName", "别的栏目"),
        ("Maketime", "2026-01-01 00:00"),
    ),
    body="市人民政府：\n现将情况报告如下。\n甲区人民政府\n2021年2月28日",
    body_state=BodyState.TEXT,
    attachments=(RawAttachment(" 附\u00a0表.docx ", "http://www.example.gov.cn/f/1.docx"),),
    family="generic",
)


def read(raw: RawReport = RAW, context: Context = CONTEXT) -> Report:
    return normalise(raw, context).report


def codes(raw: RawReport, context: Context = CONTEXT) -> list[str]:
    return [problem.code for problem in normalise(raw, context).problems]


def with_header(*pairs: tuple[str, str]) -> RawReport:
    return replace(RAW, header=pairs, metas=())


def test_every_field_of_a_full_page_is_filled_from_what_a_reader_sees() -> None:
    assert read() == Report(
        portal="example",
        url=URL,
        title="甲区2020年度法治政府建设情况的报告",
        index_number="005279426/2021-00015",
        document_number="甲政文〔2021〕7号",
        publisher="甲区人民政府",
        issued_on=date(2021, 3, 1),
        published_on=date(2021, 3, 2),
        published_at=datetime.fromisoformat("2021-03-02T16:40:00+08:00"),
        document_type="报告",
        topic="综合政务",
        keywords=("法治", "报告"),
        disclosure="主动公开",
        validity="有效",
        effective_on=date(2021, 4, 1),
        expires_on=date(2026, 3, 31),
        source="区政府办",
        column="法治政府建设",
        region_code="410105",
        report_year=2020,
        report_kind=ReportKind.LAW_GOVERNMENT_ANNUAL,
        signed_by="甲区人民政府",
        signed_on=date(2021, 2, 28),
        body=RAW.body,
        body_state=BodyState.TEXT,
        attachments=(Attachment("附 表.docx", "http://www.example.gov.cn/f/1.docx"),),
        metadata=read().metadata,
        fetched_at=FETCHED,
    )


def test_a_full_page_raises_no_warning() -> None:
    assert normalise(RAW, CONTEXT).problems == ()


def test_metadata_holds_every_header_label_as_the_page_has_its_value() -> None:
    assert read().metadata == {
        **dict(RAW.header[:6]),
        "文号": "甲政文[2021]7号",
        "有效性": "现行有效",
        **dict(RAW.header[8:14]),
        "公开范围": "面向社会",
    }


def test_a_bare_page_leaves_every_field_empty() -> None:
    report = read(RawReport(url=URL, title="甲乙丙"), Context("example"))

    filled = {field.name for field in fields(Report) if getattr(report, field.name)}
    assert filled == {"portal", "url", "title", "report_kind", "body_state"}
    assert report.report_kind == ReportKind.OTHER
    assert report.body_state == BodyState.UNREAD


def test_empty_values_of_the_header_are_none_in_the_record() -> None:
    raw = with_header(("文号", "无"), ("有效性", "—"), ("来源", "-"), ("关键词", "暂无"))

    report = read(raw)

    assert (report.document_number, report.validity, report.source) == (None, None, None)
    assert report.keywords == ()
    assert report.metadata == {"文号": "无", "有效性": "—", "来源": "-", "关键词": "暂无"}
    assert codes(raw) == []


def test_metas_fill_only_what_the_header_leaves_blank() -> None:
    report = read(replace(RAW, header=()))

    assert report.published_on == date(2020, 1, 1)
    assert report.published_at == datetime.fromisoformat("2020-01-01T00:01:00+08:00")
    assert report.source is None
    assert report.column == "法治政府建设"
    assert report.keywords == ()


def test_a_time_of_day_never_comes_from_a_hidden_value_when_a_day_is_shown() -> None:
    report = read(replace(RAW, header=(("发布日期", "2020-01-01"),)))

    assert report.published_on == date(2020, 1, 1)
    assert report.published_at is None


def test_a_time_on_another_day_does_not_move_the_publication() -> None:
    report = read(with_header(("更新时间", "2021-03-05 10:00"), ("发布日期", "2021-03-02")))

    assert report.published_on == date(2021, 3, 2)
    assert report.published_at is None


def test_the_list_row_s_date_is_not_the_page_s() -> None:
    row = Row(url=URL, title="甲", date="2021-03-09")

    report = read(with_header(), replace(CONTEXT, row=row))

    assert report.published_on is None


def test_the_list_s_header_fills_only_fields_that_make_no_version() -> None:
    row = Row(
        url=URL,
        header=(("索引号", "005279426/2021-00015"), ("关键词", "法治"), ("发布机构", "甲局")),
    )

    report = read(with_header(), replace(CONTEXT, row=row))

    assert report.index_number == "005279426/2021-00015"
    assert report.keywords == ("法治",)
    assert report.publisher is None
    assert report.metadata == {}


def test_what_is_odd_on_page_and_list_is_named_once() -> None:
    row = Row(url=URL, header=(("星象", "大吉"), ("成文日期", "2021-02-30")))

    assert codes(with_header(("星象", "大吉")), replace(CONTEXT, row=row)) == [
        "unknown_label",
        "impossible_date",
    ]


def test_a_list_that_repeats_its_page_s_header_changes_nothing() -> None:
    header = (*RAW.header, ("星象", "大吉"), ("成文日期", "2021-02-30"))
    raw = replace(RAW, header=header)
    row = Row(url=URL)

    repeated = normalise(raw, replace(CONTEXT, row=replace(row, header=header)))

    assert repeated == normalise(raw, replace(CONTEXT, row=row))


def test_the_issue_date_is_the_header_s_and_never_the_signature_s() -> None:
    report = read(with_header())

    assert report.issued_on is None
    assert report.signed_on == date(2021, 2, 28)


def test_of_two_labels_of_one_field_the_better_ranked_wins() -> None:
    report = read(with_header(("发文日期", "2021-03-05"), ("成文日期", "2021-03-01")))

    assert report.issued_on == date(2021, 3, 1)


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("甲政文〔2021〕7号\n各单位：\n正文。", "甲政文〔2021〕7号"),
        ("关于甲的通知\n（甲政文[2021]7号）\n正文。", "甲政文〔2021〕7号"),
        ("一\n二\n三\n四\n五\n甲政文〔2021〕7号", None),
        ("根据甲政文〔2021〕7号，\n正文。", None),
    ],
)
def test_a_number_on_a_line_of_its_own_at_the_body_s_head_counts(
    body: str, number: str | None
) -> None:
    report = read(replace(with_header(), body=body))

    assert report.document_number == number
    assert report.body == body


def test_the_header_s_number_beats_the_body_s() -> None:
    raw = replace(with_header(("文号", "甲政文〔2021〕7号")), body="乙政文〔2020〕1号\n正文。")

    assert read(raw).document_number == "甲政文〔2021〕7号"


def test_slots_without_labels_are_read_by_kind_and_kept_by_number() -> None:
    raw = replace(
        with_header(),
        slots=(
            "005307554/2023-00051",
            "甲市司法局",
            "工作安排",
            "2023-08-14",
            "2023-08-15",
            "通知",
            "甲法政〔2023〕1号",
            "有效",
            "2023-08-14",
        ),
    )

    report = read(raw)

    assert report.index_number == "005307554/2023-00051"
    assert report.publisher == "甲市司法局"
    assert report.keywords == ("工作安排",)
    assert (report.issued_on, report.published_on) == (date(2023, 8, 14), date(2023, 8, 15))
    assert (report.document_type, report.validity) == ("通知", "有效")
    assert report.document_number == "甲法政〔2023〕1号"
    assert report.effective_on is None
    assert list(report.metadata) == [f"#{place}" for place in range(1, 10)]
    assert codes(raw) == []


def test_misplaced_values_are_re_routed_without_a_warning() -> None:
    raw = with_header(("废止日期", "有效"), ("信息分类", "主动公开"))

    report = read(raw)

    assert (report.validity, report.disclosure) == ("有效", "主动公开")
    assert (report.expires_on, report.topic) == (None, None)
    assert codes(raw) == []


@pytest.mark.parametrize(
    ("pair", "code"),
    [
        (("星象", "大吉"), "unknown_label"),
        (("成文日期", "2021-02-30"), "impossible_date"),
        (("成文日期", "2021年3月"), "odd_value"),
        (("索引号", "005279427/2021-00015"), "index_check_digit"),
    ],
)
def test_odd_things_are_warnings_that_name_the_page(pair: tuple[str, str], code: str) -> None:
    (problem,) = normalise(with_header(pair), CONTEXT).problems

    assert (problem.code, problem.level, problem.url) == (code, Level.WARNING, URL)
    assert read(with_header(pair)).metadata == dict([pair])


def test_an_index_number_with_a_wrong_check_digit_is_kept() -> None:
    assert read(with_header(("索引号", "005279427/2021-00015"))).index_number == (
        "005279427/2021-00015"
    )


@pytest.mark.parametrize(
    ("number", "region"),
    [
        ("11420800MB0W32466T/2020-00045", "420800"),
        ("11420800MB0W32467T/2020-00045", None),
        ("005279426/2021-00015", None),
    ],
)
def test_without_a_portal_s_region_a_right_credit_code_gives_it(
    number: str, region: str | None
) -> None:
    raw = with_header(("索引号", number))

    assert read(raw, replace(CONTEXT, region_code=None)).region_code == region
    assert read(raw).region_code == "410105"


def test_the_column_is_where_it_was_found_else_what_a_meta_says() -> None:
    assert read(RAW, replace(CONTEXT, column=None)).column == "别的栏目"
    assert read().column == "法治政府建设"


@pytest.mark.parametrize(
    ("title", "header", "metas", "row", "expected"),
    [
        ("甲", (("名称", "乙"),), (("ArticleTitle", "丙"),), "丁", "甲"),
        (None, (("名称", "乙"),), (("ArticleTitle", "丙"),), "丁", "乙"),
        (" \u3000", (), (("ArticleTitle", "丙"),), "丁", "丙"),
        (None, (), (), "丁\n戊", "丁 戊"),
        ("关于印发…", (), (("ArticleTitle", "关于印发办法的通知"),), "", "关于印发办法的通知"),
        ("关于印发…", (), (), "关于印发办法的通知", "关于印发…"),
        ("[已废止]甲办法", (), (), "", "[已废止]甲办法"),
    ],
)
def test_the_title_is_the_page_s_then_the_metas_then_an_uncut_row_s(
    title: str | None,
    header: tuple[tuple[str, str], ...],
    metas: tuple[tuple[str, str], ...],
    row: str,
    expected: str,
) -> None:
    raw = replace(RAW, title=title, header=header, metas=metas)

    assert read(raw, replace(CONTEXT, row=Row(url=URL, title=row))).title == expected


def test_a_mark_in_the_title_is_no_validity() -> None:
    assert read(replace(with_header(), title="[已废止]甲办法")).validity is None


@pytest.mark.parametrize("row", [None, Row(url=URL), Row(url=URL, title="关于印发...")])
def test_a_page_without_a_title_is_no_report(row: Row | None) -> None:
    with pytest.raises(UntitledError, match="no title"):
        normalise(replace(with_header(), title=None), replace(CONTEXT, row=row))


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (None, BodyState.TEXT),
        ("", BodyState.TEXT),
        ("正文。", BodyState.IMAGES),
        ("正文。", BodyState.UNREAD),
    ],
)
def test_body_and_body_state_must_agree(body: str | None, state: BodyState) -> None:
    with pytest.raises(ValueError, match=URL):
        normalise(replace(RAW, body=body, body_state=state), CONTEXT)


@pytest.mark.parametrize(
    "state", [BodyState.IMAGES, BodyState.ATTACHMENT, BodyState.ELSEWHERE, BodyState.UNREAD]
)
def test_a_report_without_text_is_read_with_its_state(state: BodyState) -> None:
    report = read(replace(RAW, body=None, body_state=state))

    assert (report.body, report.body_state) == (None, state)
    assert (report.signed_by, report.signed_on) == (None, None)


def test_the_body_gives_the_year_only_to_reports() -> None:
    body = "2020年，工作取得进展。"

    assert read(replace(RAW, title="法治政府建设情况汇报", body=body)).report_year == 2020
    assert read(replace(RAW, title="关于放假的通知", body=body)).report_year is None


PIECES = st.lists(
    st.sampled_from(
        ["2021", "年", "-02-30", "〔", "〕", "号", "有效", "主动公开", "甲局", "/", " ", "第", "7"]
    )
).map("".join)


@given(
    st.lists(st.tuples(st.sampled_from([*LABELS, *FURNITURE, "星象"]), PIECES)), st.lists(PIECES)
)
def test_no_header_makes_it_raise_and_every_shown_value_is_kept(
    header: list[tuple[str, str]], slots: list[str]
) -> None:
    raw = replace(RAW, header=tuple(header), slots=tuple(slots), metas=())

    kept = set(read(raw).metadata.values())

    shown = [text for label, text in header if label not in FURNITURE]
    assert {text.strip() for text in (*shown, *slots)} - {""} <= kept


def test_normalising_is_a_pure_function() -> None:
    assert normalise(RAW, CONTEXT) == normalise(RAW, CONTEXT)
