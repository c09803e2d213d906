"""`datapackage.json`: what the files of a folder are, column by column, and where they come from.

A Frictionless Data Package, version 1: https://specs.frictionlessdata.io/data-package/
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from govreports import __version__
from govreports.exporting.columns import WORDS
from govreports.exporting.errors import ExportError
from govreports.exporting.formats import Format
from govreports.exporting.sheets import sheet_names
from govreports.vocab.columns import PROVENANCE, ColumnType, ColumnWords

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

NAME = "datapackage.json"
_KEY = ["report_id", "version"]
_GENERATOR = "govreports"
_MEDIA_TYPES = {
    Format.CSV: "text/csv",
    Format.JSONL: "application/jsonl",
    Format.PARQUET: "application/vnd.apache.parquet",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Where a list stays a list; elsewhere it is text, joined with semicolons.
_WITH_LISTS = {Format.JSONL, Format.PARQUET}
_DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "header": True}
_TITLE = "中国政府报告 · Chinese government reports"
_DESCRIPTION = (
    "各级人民政府门户网站公开的报告，每份报告的每个版本一行。"
    "Reports that governments in China publish on their portals, one row per version."
)
_LICENCE_NOTE = {
    "zh": "正文为各发布机构的官方文件；依《中华人民共和国著作权法》第五条，国家机关具有"
    "立法、行政、司法性质的文件不适用该法。具体文件是否属于此类，请自行判断；引用时请注明发布机构与网址。",
    "en": "The texts are official documents of the agencies that publish them. Article 5 of the "
    "Copyright Law of the People's Republic of China exempts documents of state organs of a "
    "legislative, administrative or judicial nature; whether one of them is such a document is "
    "for its user to judge. Name publisher and URL when you quote.",
}
_CONTINUED = ColumnWords(
    ColumnType.STRING,
    "正文续",
    "正文超过一个单元格时的后续部分。",
    "What of the body exceeds the cells before.",
)


def resource(
    file: Path, columns: Sequence[str], format_: Format, facts: Mapping[str, Any]
) -> dict[str, Any]:
    """Describe a file of reports; ``facts`` say when and from what it was made."""
    words = {name: WORDS.get(name, _CONTINUED) for name in columns}
    return {
        **_file(file, format_),
        "title": _TITLE,
        "description": _DESCRIPTION,
        "schema": {"fields": _fields(words, format_), "primaryKey": _KEY},
        **facts,
    }


def provenance_resource(file: Path, of: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Describe the file that says from which bytes each row of the resource ``of`` was read."""
    reference = {"resource": of, "fields": _KEY}
    return {
        **_file(file, Format.CSV),
        "title": "出处 · provenance",
        "description": "每个版本读自存档中的哪些字节。From which archived bytes each row was read.",
        "schema": {
            "fields": _fields(PROVENANCE, Format.CSV),
            "primaryKey": _KEY,
            "foreignKeys": [{"fields": _KEY, "reference": reference}],
        },
        **facts,
    }


def resource_name(file_name: str) -> str:
    """Return a resource's name: lower-case letters, digits, ``.``, ``_`` and ``-`` only."""
    plain = re.sub(r"[^a-z0-9._-]+", "-", file_name.lower()).strip("-.")
    if plain == file_name:
        return plain
    return f"{plain}-{hashlib.sha256(file_name.encode()).hexdigest()[:8]}"


def package(folder: Path, resources: Iterable[Mapping[str, Any]], now: datetime) -> str:
    """Return the text of the folder's package with these resources put in.

    Others stay as long as their files are there.
    """
    new = list(resources)
    paths = {one["path"] for one in new}
    kept = [
        one
        for one in others(folder)
        if one["path"] not in paths and (folder / one["path"]).is_file()
    ]
    content = {
        "profile": "data-package",
        "name": "govreports",
        "title": _TITLE,
        "description": _DESCRIPTION,
        "created": now.isoformat(),
        "generator": _GENERATOR,
        "licence_note": _LICENCE_NOTE,
        "resources": [*kept, *new],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def others(folder: Path) -> list[dict[str, Any]]:
    """Return the resources that the folder's package describes by now.

    Raises :class:`ExportError` where a package is there that is not ours: it would be lost.
    """
    file = folder / NAME
    if not file.exists():
        return []
    try:
        content = json.loads(file.read_bytes())
        found: list[dict[str, Any]] = content["resources"]
        ours = content.get("generator") == _GENERATOR and all("path" in one for one in found)
    except (ValueError, KeyError, TypeError, AttributeError):
        ours = False
    if not ours:
        found_there = f"{file} was not written by govreports and would be overwritten"
        raise ExportError(found_there, "name a file in another folder with -o")
    return found


def _file(file: Path, format_: Format) -> dict[str, Any]:
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    described: dict[str, Any] = {
        "profile": "tabular-data-resource" if format_ is Format.CSV else "data-resource",
        "name": resource_name(file.name),
        "path": file.name,
        "format": str(format_),
        "mediatype": _MEDIA_TYPES[format_],
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest}",
        "generator_version": __version__,
    }
    if format_ is Format.CSV:
        described["encoding"] = "utf-8-sig"
        described["dialect"] = _DIALECT
    if format_ is Format.XLSX:
        described["sheets"] = sheet_names(file)
    return described


def _fields(words: Mapping[str, ColumnWords], format_: Format) -> list[dict[str, Any]]:
    return [_field(name, one, format_) for name, one in words.items()]


def _field(name: str, words: ColumnWords, format_: Format) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": name,
        "title": words.title,
        **_type(name, words.type, format_),
    }
    described["description"] = f"{words.zh}\n{words.en}"
    if name in _KEY:
        described["constraints"] = {"required": True}
    return described


def _type(name: str, type_: ColumnType, format_: Format) -> dict[str, str]:
    match type_:
        case ColumnType.LIST:
            return {"type": "array" if format_ in _WITH_LISTS else "string"}
        case ColumnType.JSON:
            return {"type": "object" if name == "metadata" else "array"}
        case ColumnType.DATETIME:
            # Table Schema's default form knows UTC only; ours carry their offset.
            return {"type": "datetime", "format": "any"}
        case _:
            return {"type": str(type_)}
