"""Values that portals write in many ways → the record's word for them."""

from __future__ import annotations

import csv
from types import MappingProxyType
from typing import TYPE_CHECKING

from govreports.vocab.tables import folded, text_of, toml, words

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Header values that state nothing, without spaces and in lower case.
EMPTY_VALUES: frozenset[str] = frozenset(words("empty.toml")["values"])

_GENRES = words("genres.toml")
#: The fifteen 公文种类 of 《党政机关公文处理工作条例》.
STATUTORY_GENRES: frozenset[str] = frozenset(_GENRES["statutory"])
#: Every word that portals use as 公文种类 or 体裁 → the word for it.
GENRES: Mapping[str, str] = MappingProxyType(
    {word: word for word in (*_GENRES["statutory"], *_GENRES["portal"])}
    | toml("genres.toml")["synonyms"]
)
#: 国务院公文主题分类, first level.
TOPICS: frozenset[str] = frozenset(words("topics.toml")["topics"])
#: The same, second level.
SUBTOPICS: frozenset[str] = frozenset(words("topics.toml")["second"])
#: What portals write for 有效性 → one of the record's six words.
VALIDITY: Mapping[str, str] = folded(words("validity.toml"))
#: What portals write for 公开方式 → 主动公开, 依申请公开 or 不予公开.
DISCLOSURE: Mapping[str, str] = folded(words("disclosure.toml", "modes"))
#: Media of publication that some portals put where 公开方式 stands.
DISCLOSURE_MEDIA: frozenset[str] = frozenset(words("disclosure.toml", "media")["words"])
#: GB/T 2260: code → name, for the provinces and the places of our portals.
REGION_NAMES: Mapping[str, str] = MappingProxyType(
    {row["code"]: row["name"] for row in csv.DictReader(text_of("region_codes.csv").splitlines())}
)
