"""A second port through which other processes change and question the portals.

``POST /__replica__/<change>`` with a JSON object (``portal`` and the change's
arguments) does it; ``GET /__replica__/truth?portal=NAME`` and the other
questions answer in JSON. An answer of 400 carries ``{"error": …}``.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from govreports.replica.answers import Answer
from govreports.replica.pages import Target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govreports.replica.portal import ReplicaPortal

PREFIX = "/__replica__/"
CHANGES = frozenset(
    {
        "edit",
        "edit_back",
        "reflow",
        "replace_files",
        "move",
        "copy",
        "drop",
        "unlist",
        "relist",
        "restore",
        "pin",
        "redesign",
        "share_index_number",
        "impossible_date",
        "unknown_label",
        "bad_check_digit",
        "unreadable",
        "break_listing",
        "remove_column",
    }
)


class Control:
    """Answers the control port for some portals, known by their names."""

    def __init__(self, portals: Mapping[str, ReplicaPortal], urls: Mapping[str, str]) -> None:
        """Keep the portals and the addresses they are served under."""
        self.portals = portals
        self.urls = urls

    def respond(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer one request."""
        del headers
        aim = Target.of(target)
        name = aim.path.removeprefix(PREFIX)
        try:
            result = self.change(name, body) if method == "POST" else self.question(name, aim)
        except (KeyError, ValueError, TypeError) as error:
            return as_json({"error": f"{type(error).__name__}: {error}"}, HTTPStatus.BAD_REQUEST)
        return as_json(result, HTTPStatus.OK)

    def change(self, name: str, body: bytes) -> object:
        """Do a change; raises :class:`ValueError` for one that there is not."""
        if name not in CHANGES:
            message = f"no change {name!r}; there are {', '.join(sorted(CHANGES))}"
            raise ValueError(message)
        arguments: dict[str, Any] = json.loads(body)
        portal = self.portals[arguments.pop("portal")]
        return {"result": getattr(portal, name)(**arguments), "listed": portal.listed}

    def question(self, name: str, aim: Target) -> object:
        """Answer a question; raises :class:`ValueError` for one that there is not."""
        if name == "portals":
            return dict(self.urls)
        chosen = aim.get("portal") or ""
        portal = self.portals[chosen]
        if name == "keys":
            return {key: portal.path(key) for key in portal.listed}
        if name == "truth":
            base = aim.get("base") or self.urls[chosen]
            return {key: asdict(portal.truth(key, base)) for key in portal.listed}
        if name == "history":
            return [asdict(event) for event in portal.history()]
        if name == "log":
            return [asdict(hit) for hit in portal.log()]
        message = f"no question {name!r}; there are portals, keys, truth, history, log"
        raise ValueError(message)


def as_json(value: object, status: HTTPStatus) -> Answer:
    """An answer in JSON; dates are written as ISO 8601."""
    body = json.dumps(value, ensure_ascii=False, default=str).encode()
    headers = (
        ("Content-Type", "application/json;charset=utf-8"),
        ("Content-Length", str(len(body))),
    )
    return Answer(status, headers, body)
