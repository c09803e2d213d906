"""The places whose portals the replica plays, and the bodies that publish there."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

from govreports.replica.codes import credit_code, organisation_code


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body that publishes: its full name, 机关代字, and code before the slash of an 索引号."""

    name: str
    mark: str
    code: str


@dataclass(frozen=True, slots=True)
class Place:
    """A portal's own facts, as its pages print them.

    ``home`` is the address of the real portal, ``area`` how its texts speak of
    the whole (全区, 全市), ``region_code`` GB/T 2260, ``code`` the 8-character
    body of the government's organisation code.
    """

    name: str
    family: str
    dialect: str
    home: str
    site_name: str
    site_id_code: str
    place: str
    area: str
    government: str
    mark: str
    code: str
    region_code: str
    organiser: str
    address: str
    postcode: str
    issuers: tuple[Issuer, ...]
    invented: bool = False
    """Whether there is no such place: its portal stands for a family, not for a portal."""

    @property
    def domain(self) -> str:
        """Host of the real portal."""
        return self.home.partition("://")[2].strip("/")


def load() -> dict[str, Place]:
    """Read the places and give each its bodies."""
    text = resources.files(__package__).joinpath("places.toml").read_text("utf-8")
    data = tomllib.loads(text)
    departments = data.pop("department")
    return {name: with_issuers(name, facts, departments) for name, facts in data.items()}


def with_issuers(name: str, facts: dict[str, Any], departments: list[dict[str, Any]]) -> Place:
    """Make a place and its government and departments."""
    plain = Place(name=name, issuers=(), **facts)
    government = Issuer(plain.government, plain.mark, prefix(plain, plain.code))
    rest = (
        Issuer(
            plain.place + row["name"],
            plain.mark[0] + row["mark"],
            prefix(plain, department_code(plain.code, number)),
        )
        for number, row in enumerate(departments, 1)
    )
    return replace(plain, issuers=(government, *rest))


def department_code(code: str, number: int) -> str:
    """An 8-character code body near the government's own."""
    return f"{code[:5]}{(int(code[5:]) + 37 * number) % 1000:03d}"


def prefix(place: Place, body: str) -> str:
    """What stands before the slash: Hanweb portals print the 18-character credit code."""
    if place.family == "hanweb":
        return credit_code(place.region_code, body)
    return organisation_code(body)


PLACES = load()
