"""What stands right before and behind a text on portals' pages, and how its files are linked to.

The lines are the field's wording, the text around which they stand is ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govreports.extraction import read_page
from tests.reading.pages import PROSE, capture

if TYPE_CHECKING:
    from govreports.records import Report

URL = "http://www.example.gov.cn/zwgk/zcwj/a.html"
TITLE = "测试区人民政府关于印发节约用水管理办法的通知"
FIRST, LAST = "各镇人民政府，区政府各部门：", "2023年3月1日"
TEXT = f"<p>{FIRST}</p><p>{PROSE}</p><p>{PROSE}</p><p>测试区人民政府</p><p>{LAST}</p>"

HEADS = (
    *("字号：大 中 小", "【字号 大 中 小】 分享", "[ 大 中 小 ]", "字体显示：大 中 小", "A+ A-"),
    *("视力保护色：", "朗读", "收听全文", "听新闻", "下载文字版", "繁體版", "无障碍浏览"),
    *("分享到：", "分享", "用微信扫一扫", "扫一扫分享本页", "打印本页 | 关闭窗口"),
    "<a href='#'>打印</a> <a href='#'>收藏</a>",
    *(
        "点击：[123]",
        "浏览次数： 52次",
        "浏览量：<script>1</script>次",
        "访问量：<i></i>",
        "阅读：",
    ),
    *("来源：测试区水利局", "稿件来源： 测试区水利局", "发布人：管理员", "责任编辑：管理员"),
    "作者：佚名 编辑：某某 来源：本站",
    "来源：<a href='/x'>测试区水利局</a> 时间：2023-03-05",
    "文章来源：测试区水利局 更新时间：2023-03-05",
    "信息来源：测试区水利局 | 发布日期：2023-03-05 | 字体：大 中 小",
    "2023年03月05日 来源：测试区水利局",
    *("2023-03-05", "2023-03-05 08:00", "（2023/03/05 08:00:30）"),
    *("索引号：005279426/2023-00015", "发文字号：测政发〔2023〕7号", TITLE),
    "您是第 12 位访客",
)
TAILS = (
    *("分享到：", "分享让更多人看到", "扫一扫在手机打开当前页", "手机阅读", "二维码"),
    *(
        "【打印】【关闭】【返回顶部】",
        "打印本页 关闭窗口",
        "回到顶部",
        "TOP",
        "返回列表",
        "我要纠错",
    ),
    *("来源：测试区水利局", "（责任编辑：某某）", "初审：某某 复审：某某 终审：某某", "供稿：某某"),
    *("阅读次数：<b></b>", "点击数：", "您是第 12 位访客", "点赞 0", "收藏（3）", "用户评论"),
    *("发布日期：2023-03-05", "更新时间：2023-03-05 10:00:12", "最后更新时间：2023年3月5日"),
    *("文章关键词：节约用水", "标签：水利", "网站地图 | 联系我们", "友情链接", "技术支持：某公司"),
    *("版权所有：测试区人民政府", "Copyright © 2023 测试区", "网站标识码：1101010001"),
    *("上一篇：没有了", "下一条：<a href=c.html>关于乙的通知</a>", "当前第1页 共1页"),
    *("政策解读：<a href=c.html>图解：节约用水管理办法</a>", "相关解读", "附件下载："),
)
KEPT = (
    *("（此件公开发布）", "特此通知。", "联系人：某某　联系电话：000-0000", "附件：节约用水指标表"),
    *("标签应当贴在器具的显著位置。", "评论员认为应当从严。", "发布日期以公报为准。"),
    *("（完）", "抄送：区委办公室。", "网站地图应当标明取水点。"),
)


def read(inner: str, behind: str = "") -> Report:
    page = (
        f"<html><head><meta charset='utf-8'><title>{TITLE}-测试区</title></head><body>"
        f"<div class='nav'><a href='/'>首页</a></div><div class='main'><h1>{TITLE}</h1>"
        f"<div class='info'>发布时间：2023-03-04</div><div class='content'>{inner}</div>{behind}"
        "</div><div class='footer'>主办：测试区人民政府 <a href='/help.pdf'>帮助</a></div>"
        "</body></html>"
    )
    found = read_page(capture(page, URL), lambda _: None)
    assert found.error is None, found.error
    return found.report


def lines(inner: str) -> list[str]:
    return (read(inner).body or "").split("\n")


@pytest.mark.parametrize("line", HEADS)
@pytest.mark.parametrize("tag", ["p", "div"])
def test_what_the_page_prints_above_a_text_is_not_in_it(line: str, tag: str) -> None:
    found = lines(f"<{tag}>{line}</{tag}>{TEXT}")
    assert (found[0], found[-1]) == (FIRST, LAST)


@pytest.mark.parametrize("line", TAILS)
@pytest.mark.parametrize("tag", ["p", "div"])
def test_what_the_page_prints_below_a_text_is_not_in_it(line: str, tag: str) -> None:
    found = lines(f"{TEXT}<{tag}>{line}</{tag}>")
    assert (found[0], found[-1]) == (FIRST, LAST)


@pytest.mark.parametrize("line", KEPT)
def test_what_the_document_says_stays_in_its_text(line: str) -> None:
    found = lines(f"{TEXT}<p>{line}</p>")
    assert (found[-2], found[-1]) == (LAST, line.replace("\u3000", ""))


@pytest.mark.parametrize("line", [*HEADS, *TAILS])
def test_nothing_goes_from_the_middle_of_a_text(line: str) -> None:
    found = lines(TEXT + f"<p>{line}</p><p>{PROSE}</p>")
    assert found[-1] == PROSE
    assert len(found) >= TEXT.count("<p>") + 1


def test_a_date_that_only_the_text_s_own_container_shows_is_the_page_s() -> None:
    page = (
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>"
        f"<div class='content'><p>2023-03-05 08:00</p>{TEXT}</div></body></html>"
    )
    found = read_page(capture(page, URL), lambda _: None).report
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2023-03-05T08:00:00+08:00"


@pytest.mark.parametrize(
    ("link", "name", "path"),
    [
        ("<a href='/f/a.pdf'>办法</a>", "办法", "/f/a.pdf"),
        ("<a href='/f/A.PDF'>办法</a>", "办法", "/f/A.PDF"),
        ("<a href='./P020230301.docx'>办法</a>", "办法", "/zwgk/zcwj/P020230301.docx"),
        (
            "<a href='/api/download/12'>附件1.汇总表.xlsx</a>",
            "附件1.汇总表.xlsx",
            "/api/download/12",
        ),
        ("<a href='/attachment.do?fid=2'>办法.docx</a>", "办法.docx", "/attachment.do?fid=2"),
        ("<a href='/get?id=9'>办法.doc（25KB）</a>", "办法.doc（25KB）", "/get?id=9"),
        ("<a href='#' onclick=\"window.open('/f/a.wps')\">办法</a>", "办法", "/f/a.wps"),
        ("<a href=\"javascript:down('/f/a.ofd','1')\">办法</a>", "办法", "/f/a.ofd"),
        ("<a href='/f/a.doc' title='办法全文.doc'>附件下载</a>", "办法全文.doc", "/f/a.doc"),
    ],
)
def test_a_file_is_told_by_its_address_its_name_or_the_script_that_opens_it(
    link: str, name: str, path: str
) -> None:
    for inner, behind in ((f"{TEXT}<p>{link}</p>", ""), (TEXT, f"<div class='fj'>{link}</div>")):
        (file,) = read(inner, behind).attachments
        assert (file.name, file.url) == (name, f"http://www.example.gov.cn{path}".replace("./", ""))


@pytest.mark.parametrize(
    "link",
    [
        "<a href='b.html'>图解：节约用水管理办法</a>",
        "<a href='#'>办法.docx</a>",
        "<a href=\"javascript:show('1')\">办法</a>",
        "<a href='/gov.cn'>www.example.gov.cn</a>",
        "<a href='/b.html'>第1.1条</a>",
    ],
)
def test_other_links_are_no_files(link: str) -> None:
    assert read(f"{TEXT}<p>{link}</p>").attachments == ()


@pytest.mark.parametrize(
    "shown",
    [
        "<iframe src='/f/a.pdf'></iframe>",
        "<iframe src='/pdfjs/web/viewer.html?file=/f/a.pdf'></iframe>",
        "<p><a href='/f/a.pdf'>a.pdf</a></p>",
    ],
)
def test_a_page_without_a_text_says_where_it_is(shown: str) -> None:
    found = read(shown)
    assert (found.body, found.body_state) == (None, "attachment")
    assert [file.url for file in found.attachments] == ["http://www.example.gov.cn/f/a.pdf"]
