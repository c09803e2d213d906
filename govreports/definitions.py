"""Portals' definitions, the files of `spiders/`: read as data, and what is wrong with them.

A definition is attributes with plain values, so nothing of it is executed to
judge it, and a fault has its line.
"""

from __future__ import annotations

import ast
import inspect
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib import import_module, resources
from pathlib import Path
from typing import TYPE_CHECKING

from govreports.definition_rules import REQUIRED, RULES, is_name
from govreports.portal import Portal
from govreports.portal_rules import RuleError, read_rules
from govreports.scheduling.plan import PlanError, plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from importlib.resources.abc import Traversable

MOST_LINES = 12
_BASE = "PortalSpider"
_TIMES = frozenset({"schedule", "quiet_hours", "time_limit"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a portal's file, where, and what to write instead; line 0: all of it."""

    file: Path
    line: int
    found: str
    remedy: str

    def __str__(self) -> str:
        """Say it in one line, as compilers do."""
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{place}: {self.found}. What to do: {self.remedy}"


@dataclass(frozen=True, slots=True)
class Definition:
    """One portal's file: its attributes' plain values, their lines, and its faults."""

    file: Path
    values: Mapping[str, object] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def name(self) -> object:
        """The portal's name as the file states it, ``None`` where it states none."""
        return self.values.get("name")

    def portal(self) -> type[Portal]:
        """Return the portal as the file states it, without a spider to crawl it."""
        return type(str(self.name), (Portal,), dict(self.values))


@dataclass(frozen=True, slots=True)
class _Opaque:
    """An expression that is no plain value."""

    source: str

    def __repr__(self) -> str:
        return self.source


def sound_definitions(packages: Iterable[str]) -> dict[str, Definition]:
    """Return the definitions without faults in packages of portals' files, by portals' names."""
    modules = (import_module(package) for package in packages)
    # A module by itself holds spiders that a program made: there are no files to read.
    folders = (resources.files(one) for one in modules if hasattr(one, "__path__"))
    found = (one for folder in folders for one in read_definitions(folder) if not one.faults)
    return {str(one.name): one for one in found}


def read_definitions(folder: Traversable) -> tuple[Definition, ...]:
    """Read every portal's file of a folder, with the faults that only all together show.

    The folder may lie in an egg.
    """
    found = [read_definition(file) for file in files_of(folder)]
    files = defaultdict(list)
    for one in found:
        files[repr(one.name)].append(one)
    return tuple(
        replace(one, faults=(*one.faults, *_shared(one, files[repr(one.name)])))
        if one.name is not None
        else one
        for one in found
    )


def files_of(folder: Traversable) -> list[Traversable]:
    """Return the portals' files of a folder, sorted."""
    files = (file for file in folder.iterdir() if file.name.endswith(".py"))
    return sorted((file for file in files if file.name != "__init__.py"), key=lambda one: one.name)


def read_definition(source: Traversable) -> Definition:
    """Read one portal's file and hold it to the rules; nothing is raised or executed."""
    file = Path(str(source))
    try:
        text = source.read_text("utf-8")
        tree = ast.parse(text)
    except (OSError, UnicodeDecodeError) as error:
        return _faulty(file, 0, f"cannot be read ({error})", "write it in UTF-8")
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 0
        return _faulty(file, line, f"no Python ({error})", "mend the line")
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    if len(classes) != 1:
        found = f"{len(classes)} classes"
        return _faulty(file, 0, found, f"one class a file, class …({_BASE})")
    lines, values = _attributes(classes[0])
    definition = Definition(file, values, lines)
    faults = [*_form(file, text, tree), *_contents(definition, classes[0].lineno)]
    return replace(definition, faults=tuple(sorted(faults, key=lambda fault: fault.line)))


@cache
def known_attributes() -> frozenset[str]:
    """Return what a definition may state: what `Portal` declares, and Scrapy's settings."""
    return frozenset({"custom_settings", *inspect.get_annotations(Portal)})


def _faulty(file: Path, line: int, found: str, remedy: str) -> Definition:
    return Definition(file, faults=(Fault(file, line, found, remedy),))


def _shared(definition: Definition, others: Iterable[Definition]) -> Iterator[Fault]:
    for other in others:
        if other is not definition:
            found = f"the name {definition.name!r} stands in {other.file.name} too"
            remedy = "give each portal a name of its own, that of its file"
            yield Fault(definition.file, definition.lines.get("name", 0), found, remedy)


# -- The file's form ---------------------------------------------------------------------------


def _form(file: Path, text: str, tree: ast.Module) -> Iterator[Fault]:
    length = sum(1 for line in text.splitlines() if line.strip())
    if length > MOST_LINES:
        found = f"{length} lines of code"
        yield Fault(file, 0, found, f"attributes only, at most {MOST_LINES} lines")
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from _class_form(file, node)
        elif not (isinstance(node, (ast.Import, ast.ImportFrom)) or _is_text(node)):
            yield Fault(file, node.lineno, "a statement outside of the class", "imports only there")


def _class_form(file: Path, node: ast.ClassDef) -> Iterator[Fault]:
    if [ast.unparse(base) for base in node.bases] != [_BASE]:
        yield Fault(file, node.lineno, f"class {node.name} is no {_BASE}", f"class …({_BASE})")
    for part in node.body:
        name = getattr(part, "name", None)
        if name is not None:
            found = f"{name} is no attribute"
            remedy = "attributes only; state a quirk of the portal as an attribute"
            yield Fault(file, part.lineno, found, remedy)
        elif not (_is_text(part) or _assigned(part)):
            yield Fault(file, part.lineno, "no attribute", "attributes only, name = value")


def _is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _assigned(node: ast.stmt) -> tuple[str, ast.expr] | None:
    """Return the name and value of `name = value`, `None` for any other statement."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            return name, value
        case _:
            return None


def _attributes(node: ast.ClassDef) -> tuple[dict[str, int], dict[str, object]]:
    lines: dict[str, int] = {}
    values: dict[str, object] = {}
    for part in node.body:
        if assigned := _assigned(part):
            lines[assigned[0]] = part.lineno
            values[assigned[0]] = _value(assigned[1])
    return lines, values


def _value(node: ast.expr) -> object:
    """Return the plain value that an expression is: a literal, or `date(2026, 1, 31)`."""
    try:
        match node:
            case ast.Call(func=ast.Name(id="date"), args=arguments, keywords=[]):
                return date(*map(ast.literal_eval, arguments))
            case _:
                return ast.literal_eval(node)
    except (ValueError, TypeError):
        return _Opaque(ast.unparse(node))


def _contents(definition: Definition, line: int) -> Iterator[Fault]:
    file, values = definition.file, definition.values
    for name in REQUIRED:
        if name not in values:
            yield Fault(file, line, f"no {name}", f"{name} = {RULES[name][1]}")
    for name, value in values.items():
        at = definition.lines[name]
        if name not in known_attributes():
            known = ", ".join(sorted(known_attributes()))
            yield Fault(file, at, f"unknown attribute {name}", f"one of: {known}")
        elif name in RULES and not RULES[name][0](value):
            yield Fault(file, at, f"{name} is {value!r}", f"{name} = {RULES[name][1]}")
    yield from _impossible(definition)
    if is_name(definition.name) and definition.name != file.stem:
        found = f"the portal {definition.name!r} in a file of another name"
        yield Fault(file, definition.lines["name"], found, f"call the file {definition.name}.py")


def _impossible(definition: Definition) -> Iterator[Fault]:
    """Yield what no run could keep: times and rules."""
    file, values, lines = definition.file, definition.values, definition.lines
    for name in _TIMES & values.keys():
        try:
            plan(str(definition.name), **{name: values[name]})
        except PlanError as error:
            yield Fault(file, lines[name], error.found, error.remedy)
    try:
        read_rules(values.get("rules", {}))
    except RuleError as error:
        found, _, remedy = str(error).partition("; ")
        yield Fault(file, lines["rules"], f"rules: {found}", remedy)
