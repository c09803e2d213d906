"""A report's history for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from govreports.feeds import plain

if TYPE_CHECKING:
    from govreports.difference import Difference
    from govreports.presentation.history import History
    from govreports.store.answers import Version
    from govreports.store.provenance import Provenance


def json_of(found: History) -> dict[str, Any]:
    """Return a history as one JSON object; ``changed`` names fields, the body among them."""
    rows = zip(found.versions, found.origins, found.changes(), strict=True)
    return {
        "report_id": found.report_id,
        "title": found.versions[-1].report.title,
        "versions": [_version(*row) for row in rows],
        "presence": [_plain(asdict(one)) for one in found.presence],
        "addresses": [_plain(asdict(one)) for one in found.addresses],
        "decisions": [_plain(asdict(one)) for one in found.decisions],
    }


def _version(version: Version, origin: Provenance, changed: Difference | None) -> dict[str, Any]:
    stored = ("content_hash", "created_at", "revised_at")
    read = asdict(origin)
    del read["report_id"]
    return {
        **_plain(read),
        **_plain({name: getattr(version, name) for name in stored}),
        "title": version.report.title,
        "changed": None if changed is None else _changed(changed),
    }


def _changed(found: Difference) -> list[str]:
    body = ["body"] if found.changed_passages else []
    return [*(field.name for field in found.fields), *body]


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in values.items()}
