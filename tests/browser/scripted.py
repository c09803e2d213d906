"""A portal whose lists, and articles where asked for, exist only once a script has run.

The column is a shell; its script fetches rows that no reader could take from the answer itself
(base64 written backwards, fields by position) and writes the list. Texts are the replicas' own.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, Literal

from govreports.replica.answers import Document
from govreports.replica.corpus import compose
from govreports.replica.places import PLACES
from govreports.replica.portal import ReplicaPortal

if TYPE_CHECKING:
    from govreports.replica.pages import Target
    from govreports.replica.shelf import Entry

NAME = "leping"
COLUMN = "/xxgk/fzzf/"
PER_PAGE = 4
ROBOTS = "User-agent: *\nDisallow: /private/\n"
Pager = Literal["links", "hash"]

UNPACK = """
async function unpack(address) {
  const text = (await (await fetch(address)).text()).split('').reverse().join('');
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}
"""
# The day is the reader's own, as such scripts have it: in Beijing, wherever the crawl runs.
LIST = (
    UNPACK
    + """
(async function () {
  const place = new URLSearchParams(location.search).get('page') || location.hash.slice(6);
  const number = Number(place || 1);
  const [total, pages, rows] = await unpack('/service/rows?n=' + number);
  const list = document.querySelector('#list');
  for (const [title, path, moment] of rows) {
    const day = new Date(moment);
    const two = (value) => String(value).padStart(2, '0');
    const link = Object.assign(document.createElement('a'), {href: path, textContent: title});
    const date = document.createElement('span');
    date.textContent = [day.getFullYear(), two(day.getMonth() + 1), two(day.getDate())].join('-');
    const item = document.createElement('li');
    item.append(link, date);
    list.append(item);
  }
  const pager = document.querySelector('.pages');
  pager.textContent = `共${total}条 第${number}页/共${pages}页 `;
  const next = Object.assign(document.createElement('a'), {textContent: '下一页'});
  next.href = window.pager === 'hash' ? 'javascript:turn()' : '?page=' + (number + 1);
  if (number < pages) pager.append(next);
})();
"""
)
ARTICLE = (
    UNPACK
    + """
unpack('/service/page?of=' + encodeURIComponent(location.pathname)).then((page) => {
  document.documentElement.innerHTML = page;
});
"""
)
SHELL = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>法治政府建设</title>
<link rel="stylesheet" href="/style/site.css">
<script>window.pager = '@pager';</script>
</head><body><div class="head"><img src="/images/logo.png" alt=""></div>
<h1>政府信息公开专栏</h1><p>本栏目公开法治政府建设的年度报告、工作要点、普法责任清单和执法统计数据，供公众查阅、下载和监督。</p>
<ul id="list"></ul><div class="pages"></div>
<iframe src="/frame/weather.html"></iframe>
<script src="http://127.0.0.2:9/counter.js"></script>
<script src="/private/track.js"></script>
<script src="/moved/list.js"></script>
</body></html>"""
ARTICLE_SHELL = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>公开内容</title></head>
<body><div id="app"></div><script src="/script/page.js"></script></body></html>"""


def packed(value: Any) -> str:
    return base64.b64encode(json.dumps(value).encode()).decode()[::-1]


class ScriptedPortal(ReplicaPortal):
    """The articles of a replica, behind scripts."""

    def __init__(
        self, articles: int, *, pager: Pager = "links", scripted_articles: bool = False
    ) -> None:
        self.pager = pager
        self.scripted_articles = scripted_articles
        place = PLACES[NAME]
        composed = compose(place, articles, 0)
        super().__init__(NAME, place.family, composed, dialect=place.dialect, robots=ROBOTS)
        # The family's own column, whose list is no script's, is linked from nowhere.
        self.remove_column()

    def made(self, aim: Target) -> Document | None:
        if aim.path == COLUMN:
            return self.document(SHELL.replace("@pager", self.pager))
        if aim.path == "/service/rows":
            return self.document(packed(self.rows(aim.number("n") or 1)), "text/plain")
        if aim.path == "/service/page":
            return self.drawn_page(aim.get("of") or "")
        if aim.path == "/moved/list.js":
            moved = (("Location", "/script/list.js"),)
            return Document(b"", "text/plain", status=302, extra=moved)
        scripts = {"/script/list.js": LIST, "/script/page.js": ARTICLE}
        if aim.path in scripts:
            return self.document(scripts[aim.path], "text/javascript")
        return super().made(aim)

    def rows(self, number: int) -> list[Any]:
        first = (number - 1) * PER_PAGE
        entries = [self.entries[key] for key in self.listed]
        rows = [
            [one.article.title, one.path, round(1000 * one.article.published_at.timestamp())]
            for one in entries[first : first + PER_PAGE]
        ]
        return [len(entries), -(-len(entries) // PER_PAGE), rows]

    def rendered(self, key: str, entry: Entry) -> Document:
        if self.scripted_articles:
            return self.document(ARTICLE_SHELL, modified=entry.modified)
        return super().rendered(key, entry)

    def drawn_page(self, path: str) -> Document | None:
        key = self.by_path.get(path)
        if key is None or not self.entries[key].alive:
            return None
        return self.document(packed(self.template.article(self.sheet(key))), "text/plain")
