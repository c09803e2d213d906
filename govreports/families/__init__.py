"""The CMS families, by name, and how a page's family is found."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from govreports.families.aspnet import ASPNET
from govreports.families.epoint import EPOINT
from govreports.families.evidence import MARKS, source_of
from govreports.families.generic import Generic
from govreports.families.gkmlpt import Gkmlpt
from govreports.families.govcn import GOVCN
from govreports.families.hanweb import Hanweb
from govreports.families.jeecms import Jeecms
from govreports.families.jpaas import Jpaas
from govreports.families.lonsun import Lonsun
from govreports.families.marked import Marked
from govreports.families.nfcms import NFCMS
from govreports.families.shanghai import SHANGHAI
from govreports.families.trs import Trs
from govreports.families.truecms import TrueCms
from govreports.families.ucap import Ucap
from govreports.families.vsb import Vsb
from govreports.families.zhengzhou import Zhengzhou

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govreports.families.base import Family
    from govreports.records import Capture, Evidence

_MODULES: tuple[Family, ...] = (
    Zhengzhou(),
    Trs(),
    Vsb(),
    Hanweb(),
    Jpaas(),
    Ucap(),
    Gkmlpt(),
    NFCMS,
    TrueCms(),
    Jeecms(),
    Lonsun(),
    EPOINT,
    GOVCN,
    ASPNET,
    SHANGHAI,
)
_OTHERS = tuple(Marked(name) for name in MARKS if name not in {one.name for one in _MODULES})
_ALL: tuple[Family, ...] = (*_MODULES, *_OTHERS, Generic())

#: Every family by its name.
FAMILIES: Mapping[str, Family] = MappingProxyType({one.name: one for one in _ALL})


def family(name: str) -> Family:
    """Return the family of that name; raise `KeyError` naming the known ones where it is none."""
    if name not in FAMILIES:
        message = f"no CMS family {name!r}; there are {', '.join(FAMILIES)}"
        raise KeyError(message)
    return FAMILIES[name]


def detect(page: Capture) -> tuple[Evidence, ...]:
    """Return the families that a page may belong to with their evidence, the surest first.

    The last is `generic`, unless the page cannot be parsed at all.
    """
    found = [evidence for one in _ALL if (evidence := one.matches(page)) is not None]
    return tuple(sorted(found, key=lambda evidence: -evidence.weight))


# The clues of every family, the surest first.
_CLUES = sorted(
    ((clue, one) for one in _ALL for clue in one.clues), key=lambda pair: -pair[0].weight
)


def told(page: Capture) -> Family | None:
    """Return the family that `detect` names first, `None` for what is no page.

    It looks no further than to the first clue that fits.
    """
    source = source_of(page)
    found = next((one for clue, one in _CLUES if clue.fits(page, source)), _ALL[-1])
    return found if found.clues or found.matches(page) else None
