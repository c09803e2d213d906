"""Ways to spoil a page, each by a seeded `Random`: in its markup, then in its bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    InText = Callable[[str, Random], str]
    InBytes = Callable[[bytes, Random], bytes]

TAG = re.compile(r"<[^<>]*>")
ATTRIBUTE = re.compile(r"=\s*\"[^\"]*\"|=\s*'[^']*'")
CELL = re.compile(r"(<(?:td|th|li|span|dd|dt|em|p)\b[^<>]*>)[^<>]{0,200}")
NUMBER = re.compile(r"\d+")
ADDRESS = re.compile(r"(?:href|src|url)\s*[=:]\s*[\"'][^\"']*", re.IGNORECASE)
TAGS = ("div", "span", "table", "tr", "td", "ul", "li", "a", "b", "p", "font", "ol", "form")
ODD_TAGS = (
    "<iframe src=/c>",
    "<base href='http://['>",
    "<a href='http://[x]/a.pdf'>附件</a>",
    "<svg><title>x</title>",
    "<math><mi>",
    "<select><option>",
    "<textarea>",
    "<noscript>",
    "<template>",
    "<frameset><frame src=x>",
    "<object data=a.pdf>",
    "<plaintext>",
    "<title>404</title>",
    "<meta http-equiv=refresh content='0;url=x'>",
    "<div id=zoom hidden>",
    "<ol reversed start=-99999999999>",
    "<ul class=page-list><a href=x><span title=x>",
    "<datastore><record><![CDATA[<a href=x>文]]></record>",
    "<script>$('#u').jpage({totalRecord:x,perPage:'y',ajaxParam:</script>",
    '<script>createPageHTML(99999999999999999999, 0, "index", "html")</script>',
    "<p>索引号：</p><p>发布日期：9999-99-99</p>",
)
LABELS = (
    "索引号",
    "发布机构",
    "发文字号",
    "成文日期",
    "发布日期",
    "有效性",
    "名称",
    "来源",
    "某某标签",
)
NUMBERS = ("0", "-1", "9" * 30, "9" * 5000, "１２", "²", "9999", "1e999", "٣", "")
DATES = ("9999-99-99", "0000-00-00", "2021-02-30", "２０２１年１３月", "99999999999999", "2024-1")
ADDRESSES = (
    "http://[",
    "javascript:",
    "//",
    "http://a:b@c:99999999/",
    "data:text/html," + "x" * 9000,
    "http://x/\ud800".encode("utf-8", "replace").decode(),
    "\x00",
    "?" * 300,
    "../" * 500,
    "http:///a.pdf",
    "mailto:a",
    "%ff%00",
    "http://例え.テスト/附件.pdf",
)
CONTROLS = "\x00\x01\x02\x03\x08\x0b\x0c\x1b\x7f\x85\u200b\u200f\u2028\ufeff\ufffe\ufffd\U0001f600"
ENTITIES = (
    "&",
    "&#",
    "&#x;",
    "&#xD800;",
    "&#0;",
    "&#99999999999;",
    "&nosuch;",
    "&amp",
    "&lt;script",
)
DOCTYPES = ("<!DOCTYPE", "<!DOCTYPE html [<!ENTITY a 'b'>]>", "<?xml version='1.0'?>", "<![CDATA[")
SPANS = ("99999999", "0", "-1", "1e9", "65534", "x", "")
CODECS = ("utf-8", "gb18030", "utf-16", "utf-16-be", "utf-32", "big5", "latin-1", "utf-7", "hz")
BOMS = (
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\x00\x00\xfe\xff",
    b"\x1f\x8b",
    b"%PDF-",
    b"PK\x03\x04",
)


def size(random: Random, most: float = 4) -> int:
    """A number up to ten to the `most`, small ones as often as large ones."""
    return int(10 ** random.uniform(0, most))


def place(text: str, random: Random) -> int:
    return random.randint(0, len(text))


def insert(text: str, piece: str, random: Random) -> str:
    at = place(text, random)
    return text[:at] + piece + text[at:]


def some(pattern: re.Pattern[str], share: float, new: Callable[[re.Match[str]], str]) -> InText:
    """Replace a share of a pattern's matches."""

    def mutate(text: str, random: Random) -> str:
        return pattern.sub(lambda found: new(found) if random.random() < share else found[0], text)

    return mutate


def one_of(pattern: re.Pattern[str], words: tuple[str, ...], form: str = "{}") -> InText:
    """Replace up to half of a pattern's matches by one of some words."""

    def mutate(text: str, random: Random) -> str:
        share = random.random() / 2
        return pattern.sub(
            lambda found: (
                form.format(random.choice(words)) if random.random() < share else found[0]
            ),
            text,
        )

    return mutate


def added(words: tuple[str, ...], most: float = 1) -> InText:
    """Put in up to ten to the `most` of some words, each at a place of its own."""

    def mutate(text: str, random: Random) -> str:
        for _ in range(size(random, most)):
            text = insert(text, random.choice(words), random)
        return text

    return mutate


def repeated(units: tuple[str, ...], most: float) -> InText:
    """Put in one unit many times at one place."""

    def mutate(text: str, random: Random) -> str:
        return insert(text, random.choice(units) * size(random, most), random)

    return mutate


def cut(text: str, random: Random) -> str:
    return text[: place(text, random)]


def beheaded(text: str, random: Random) -> str:
    return text[place(text, random) :]


def piece_lost(text: str, random: Random) -> str:
    start, end = sorted((place(text, random), place(text, random)))
    return text[:start] + text[end:]


def piece_doubled(text: str, random: Random) -> str:
    start = place(text, random)
    piece = text[start : start + size(random)]
    return text[:start] + piece * random.randint(2, 20) + text[start + len(piece) :]


def pieces_swapped(text: str, random: Random) -> str:
    first, second, third = sorted(place(text, random) for _ in range(3))
    return text[:first] + text[second:third] + text[first:second] + text[third:]


def nested(text: str, random: Random) -> str:
    tag, depth = random.choice(TAGS), size(random, 3.6)
    start, end = sorted((place(text, random), place(text, random)))
    inside = f"<{tag}>" * depth + text[start:end] + f"</{tag}>" * random.choice((depth, 0))
    return text[:start] + inside + text[end:]


def in_json(text: str, random: Random) -> str:
    depth = size(random, 3.5)
    opening, closing = random.choice((("[", "]"), ('{"data":', "}"), ('[{"a":', "}]")))
    return opening * depth + text + closing * random.choice((depth, depth - 1))


IN_TEXT: dict[str, InText] = {
    "cut": cut,
    "beheaded": beheaded,
    "piece lost": piece_lost,
    "piece doubled": piece_doubled,
    "pieces swapped": pieces_swapped,
    "nested": nested,
    "nested as JSON": in_json,
    "tags dropped": some(TAG, 0.1, lambda _: ""),
    "closing tags dropped": some(re.compile(r"</\w+\s*>"), 0.5, lambda _: ""),
    "tags unclosed": some(TAG, 0.05, lambda found: found[0][:-1]),
    "tags doubled": some(TAG, 0.2, lambda found: found[0] * 2),
    "quotes lost": some(ATTRIBUTE, 0.2, lambda found: found[0][:-1]),
    "attributes emptied": some(ATTRIBUTE, 0.5, lambda _: "=''"),
    "cells emptied": some(CELL, 0.5, lambda found: found[1]),
    "entities broken": some(re.compile("&#?"), 0.5, lambda _: "&&#"),
    "scripts opened": some(re.compile(r"</script\s*>"), 0.5, lambda _: ""),
    "numbers": one_of(NUMBER, NUMBERS),
    "dates": one_of(re.compile(r"\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}"), DATES),
    "addresses": one_of(ADDRESS, ADDRESSES, 'href="{}'),
    "JSON numbers": one_of(re.compile(r"[\"'][^\"']{1,40}[\"']"), ("NaN", "1e999", "null", "[]")),
    "JSON halves": added(('"\\ud800"', "\\udfff", "\\u0000"), 1.5),
    "tags added": added(tuple(f"<{tag}>" for tag in TAGS), 2),
    "odd tags": added(ODD_TAGS),
    "labels": added(tuple(f"<span>{label}：</span>" for label in LABELS), 1.5),
    "controls": added(tuple(CONTROLS), 2),
    "entities": added(ENTITIES, 2),
    "doctypes": added(DOCTYPES),
    "cells of any span": added(
        tuple(f"<td colspan='{a}' rowspan='{b}'>文</td>" for a in SPANS for b in SPANS), 1.5
    ),
    "comments": added(("<!--", "-->", "<!-->", "--!>", "<!--<$[信息内容]>begin-->"), 1.5),
    "a long text": repeated(("字", "，", "1", " ", "\u3000", "a ", "（", "-", "索引号："), 5.5),
    "many siblings": repeated(
        (
            "<p>文，",
            "<br>",
            "<a href=x>文</a>",
            "<li><a href=/a>某某报告</a>2024-01-02",
            "<tr><td>1<td>2",
        ),
        4,
    ),
    "a long attribute": repeated(("<p class='" + "a " * 9000 + "'>",), 1),
    "script soup": repeated(("<script>if(a<b)document.write('</p>')</script>",), 3),
}


def bytes_flipped(body: bytes, random: Random) -> bytes:
    spoilt = bytearray(body)
    for _ in range(size(random, 3) if spoilt else 0):
        spoilt[random.randrange(len(spoilt))] = random.randrange(256)
    return bytes(spoilt)


def bytes_cut(body: bytes, random: Random) -> bytes:
    return body[: random.randint(0, len(body))]


def zeros(body: bytes, random: Random) -> bytes:
    at = random.randint(0, len(body))
    return body[:at] + b"\x00" * size(random) + body[at:]


def noise(body: bytes, random: Random) -> bytes:
    at = random.randint(0, len(body))
    return body[:at] + random.randbytes(size(random)) + body[at:]


def marked(body: bytes, random: Random) -> bytes:
    return random.choice(BOMS) + body


def mislabelled(body: bytes, random: Random) -> bytes:
    label = random.choice((*CODECS, "klingon", "base64", "idna", "utf-8\x00")).encode()
    return re.sub(rb"(charset\s*=\s*[\"']?)[\w-]+", rb"\g<1>" + label, body)


def recoded(body: bytes, random: Random) -> bytes:
    return body.decode("utf-8", "replace").encode(random.choice(CODECS), "replace")


IN_BYTES: dict[str, InBytes] = {
    "bytes flipped": bytes_flipped,
    "bytes cut": bytes_cut,
    "zeros": zeros,
    "noise": noise,
    "marked": marked,
    "mislabelled": mislabelled,
    "recoded": recoded,
}
