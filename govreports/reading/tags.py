"""HTML element names by the part they play in reading a page."""

from __future__ import annotations

#: Elements that begin and end a paragraph. `ucapcontent` and its like are the
#: custom elements of 开普 Ucap, which wrap whole articles.
BLOCKS: frozenset[str] = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
        ),
        *("dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main"),
        *("menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "tr", "ul", "ucapcontent", "ucaptitle", "publishtime"),
    }
)

#: Elements whose text is not shown, or not as text.
UNSHOWN: frozenset[str] = frozenset(
    {
        *("applet", "area", "audio", "canvas", "datalist", "embed", "frame", "frameset", "head"),
        *("iframe", "input", "link", "map", "meta", "noframes", "noscript", "object", "option"),
        *("button", "script", "select", "style", "svg", "template", "textarea", "title", "video"),
    }
)

HEADINGS: frozenset[str] = frozenset({"h", "h1", "h2", "h3", "h4", "h5", "h6"})
