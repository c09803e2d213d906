"""Portals with composed articles, ready to be served: the five, and one of each other family.

A family's portal takes a template in a module of its own, named in `systems.py`, and a place
in `places.toml`; it is then made by the place's name.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from govreports.replica.corpus import compose
from govreports.replica.places import PLACES
from govreports.replica.portal import ReplicaPortal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Unpack

    from govreports.replica.portal import Options

# Between three and four list pages of fifteen rows.
ARTICLES = 50


def portal(
    name: str, articles: int = ARTICLES, seed: int = 0, **options: Unpack[Options]
) -> ReplicaPortal:
    """Make the portal of a place, in its own dialect unless another is asked for.

    Raises :class:`KeyError` for a name that is no place's.
    """
    place = PLACES[name]
    if not options.get("dialect"):
        options["dialect"] = place.dialect
    return ReplicaPortal(name, place.family, compose(place, articles, seed), **options)


PORTALS: Mapping[str, Callable[..., ReplicaPortal]] = {
    name: partial(portal, name) for name, place in PLACES.items() if not place.invented
}
jinshui, xinmi, leping, tianshan, zhanghe = PORTALS.values()
