"""NFCMS (南方新媒体), gkmlpt's sibling for the news columns of sites in Guangdong.

Its lists are plain pages and its articles have no header but a line; only
where a text of pictures or files lies has to be known.
"""

from __future__ import annotations

from govreports.families.marked import Marked
from govreports.reading.article import Layout
from govreports.reading.xpath import elements, has_class

_BODIES = elements(
    f"//div[{has_class('news_cont_d_wrap')} or ({has_class('text')} and {has_class('middle')})]"
)

#: The family.
NFCMS = Marked("nfcms", Layout(bodies=_BODIES))
