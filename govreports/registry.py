"""The portals that there are: one file each in `spiders/`, held to the rules when loaded."""

from __future__ import annotations

import sys
from importlib import import_module, resources
from traceback import extract_tb
from typing import TYPE_CHECKING

from scrapy.utils.spider import iter_spider_classes

from govreports.anysite import AnyPortal
from govreports.definitions import Definition, Fault, read_definitions
from govreports.places import packed, project_directory
from govreports.spider import PortalSpider

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Self

    from scrapy import Request, Spider
    from scrapy.settings import BaseSettings


_BASE = PortalSpider.__name__
# What imports and plain values can raise.
_RAISED = (ImportError, NameError, AttributeError, TypeError, ValueError)


class BrokenDefinitionError(Exception):
    """A portal's file breaks the rules: `faults` says where and what to write instead."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep the faults; the message is all of them, one a line."""
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class PortalLoader:
    """Scrapy's spider loader for portals (`SPIDER_LOADER_CLASS`).

    Scrapy's own ends in a traceback where any one file is broken, and lets the
    last of two portals of one name win. Here a broken file costs only its own
    portal, by a clear error.
    """

    def __init__(self, settings: BaseSettings) -> None:
        """Read every file of the packages that `SPIDER_MODULES` names, and its modules."""
        self.spiders: dict[str, type[PortalSpider]] = {}
        self.definitions: dict[str, Definition] = {}
        self.broken: dict[str, tuple[Fault, ...]] = {}
        _project_first()
        for package in settings.getlist("SPIDER_MODULES"):
            self._read(package)

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Build the loader, as Scrapy does."""
        return cls(settings)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every fault of every file."""
        return tuple(dict.fromkeys(fault for faults in self.broken.values() for fault in faults))

    def load(self, spider_name: str) -> type[Spider]:
        """Return the spider of that name.

        Raises :class:`BrokenDefinitionError` where its file breaks the rules,
        :class:`KeyError` where there is none.
        """
        if spider_name == AnyPortal.name:
            return AnyPortal
        if spider_name in self.broken:
            raise BrokenDefinitionError(self.broken[spider_name])
        if spider_name not in self.spiders:
            message = f"there is no portal {spider_name!r}; see the list: govreports portals"
            raise KeyError(message)
        return self.spiders[spider_name]

    def list(self) -> list[str]:
        """Return the names of the portals and of the spider for sites without a file.

        Scrapyd starts what is listed only: a broken portal's job says what is wrong with its file.
        """
        return [*sorted({*self.spiders, *self.broken}), AnyPortal.name]

    def find_by_request(self, request: Request) -> Sequence[str]:
        """Return the portals to whose sites a request leads."""
        return [name for name, cls in self.spiders.items() if cls.handles_request(request)]

    def _read(self, name: str) -> None:
        module = import_module(name)
        # A module by itself holds spiders that a program made: there are no files to judge.
        if not hasattr(module, "__path__"):
            found = (one for one in iter_spider_classes(module) if issubclass(one, PortalSpider))
            self.spiders.update((one.name, one) for one in found)
            return
        for definition in read_definitions(resources.files(module)):
            self._take(name, definition)

    def _take(self, package: str, definition: Definition) -> None:
        faults = definition.faults
        if not faults:
            spider = _imported(f"{package}.{definition.file.stem}", definition.file)
            if not isinstance(spider, Fault):
                self.spiders[spider.name] = spider
                self.definitions[spider.name] = definition
                return
            faults = (spider,)
        for name in {definition.file.stem, definition.name}:
            if isinstance(name, str):
                self.broken[name] = (*self.broken.get(name, ()), *faults)


def portals(settings: BaseSettings) -> Mapping[str, type[PortalSpider]]:
    """Return every portal's spider by name, sorted; broken files are left out."""
    return dict(sorted(PortalLoader(settings).spiders.items()))


def _project_first() -> None:
    """Let the project's own `spiders` come before those that are installed with govreports.

    An egg is the whole project: a folder that Scrapyd was started in has no say.
    """
    if packed():
        return
    root = str(project_directory())
    if sys.path[0] != root:
        sys.path.insert(0, root)


def _imported(module: str, file: Path) -> type[PortalSpider] | Fault:
    try:
        (spider,) = iter_spider_classes(import_module(module))
    except _RAISED as error:
        frames = extract_tb(error.__traceback__)
        line = next((one.lineno for one in reversed(frames) if one.filename == str(file)), None)
        return Fault(file, line or 0, f"cannot be loaded ({error})", "mend the line")
    if not issubclass(spider, PortalSpider):
        return Fault(
            file, 0, f"a {_BASE} of its own", f"from {PortalSpider.__module__} import {_BASE}"
        )
    return spider
