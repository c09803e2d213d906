"""The words that portals use, as data: labels, genres, topics, places.

Every table is a TOML or CSV file beside this module and is read once, when it
is imported.
"""

from __future__ import annotations

from govreports.vocab.labels import (
    FURNITURE,
    HEADER_FIELDS,
    LABELS,
    field_of,
    is_furniture,
    is_loose_topic,
    label_rank,
    meta_field,
    meta_rank,
)
from govreports.vocab.synonyms import (
    DISCLOSURE,
    DISCLOSURE_MEDIA,
    EMPTY_VALUES,
    GENRES,
    REGION_NAMES,
    STATUTORY_GENRES,
    SUBTOPICS,
    TOPICS,
    VALIDITY,
)
from govreports.vocab.tables import VocabularyError, words

__all__ = [
    "DISCLOSURE",
    "DISCLOSURE_MEDIA",
    "EMPTY_VALUES",
    "FURNITURE",
    "GENRES",
    "HEADER_FIELDS",
    "LABELS",
    "REGION_NAMES",
    "STATUTORY_GENRES",
    "SUBTOPICS",
    "TOPICS",
    "VALIDITY",
    "VocabularyError",
    "field_of",
    "is_furniture",
    "is_loose_topic",
    "label_rank",
    "meta_field",
    "meta_rank",
    "words",
]
