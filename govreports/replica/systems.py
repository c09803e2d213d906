"""The templates of all systems, by their family's name."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from govreports.replica.aspnet import AspNet
from govreports.replica.epoint import Epoint
from govreports.replica.gkmlpt import Gkmlpt
from govreports.replica.govcn import GovCn
from govreports.replica.hanweb import Hanweb
from govreports.replica.jeecms import Jeecms
from govreports.replica.jpaas import Jpaas
from govreports.replica.lonsun import Lonsun
from govreports.replica.nfcms import Nfcms
from govreports.replica.shanghai import Shanghai
from govreports.replica.trs import Trs
from govreports.replica.truecms import TrueCms
from govreports.replica.ucap import Ucap
from govreports.replica.vsb import Vsb
from govreports.replica.zhengzhou import Zhengzhou

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govreports.replica.pages import Template

_ALL: tuple[Template, ...] = (
    Zhengzhou(),
    Trs(),
    Vsb(),
    Hanweb(),
    Jpaas(),
    Ucap(),
    Gkmlpt(),
    Nfcms(),
    TrueCms(),
    Jeecms(),
    Lonsun(),
    Epoint(),
    GovCn(),
    AspNet(),
    Shanghai(),
)

TEMPLATES: Mapping[str, Template] = MappingProxyType({one.family: one for one in _ALL})
