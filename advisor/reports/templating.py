"""Render Jinja2 templates. The only module that knows Jinja2, with ``template_code``.

Templates get plain text, numbers, lists and mappings, are escaped for HTML, and fail on anything undefined; a sandbox keeps
those that somebody else wrote from everything else. They decide nothing: they loop, and ask whether a thing is there
(``{% if name %}``); a test refuses every other condition. What stands in ``{% trans %}`` is replaced by its translation, which
is escaped like any other text. Shipped templates are compiled when the product is built (``compiled``).
"""

from __future__ import annotations

import functools
import hashlib
import traceback
from collections.abc import Mapping
from importlib.machinery import SourceFileLoader
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    meta,
    nodes,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from advisor.paths import shipped
from advisor.reports import tree
from advisor.reports.remembering import afresh
from advisor.reports.template_code import TRANSLATE, Shipped, name_of, translated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping
    from pathlib import Path

    from jinja2 import Template

    from advisor.reports.remembering import Once
    from advisor.reports.tree import Node

_COMPILED = shipped("build/compiled")
"""Where building the product leaves the code of shipped templates; without it they are compiled when they are used."""

_LISTED = "only a list"
"""The filter through which loops of somebody else go: under a name that no template can write."""

_GETTEXT = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
"""What ``{% trans %}`` needs."""


def render(
    folder: Path,
    template: str,
    view: Mapping[str, object],
    translate: Callable[[str, str], str],
    once: Once = afresh,
) -> Node:
    """Return the document that a template makes of a view; ``translate`` takes the name of a template and a text in it.

    Raises:
        tree.TemplateError: the template is faulty, or writes something that is not part of a document.

    """
    return tree.parse_document(fill_in(folder, template, {**view, TRANSLATE: translate}), template, once)


def fill_in(folder: Path, template: str, view: Mapping[str, object]) -> str:
    """Return what a template writes: a picture or a page, escaped for XML.

    Raises:
        tree.TemplateError: the template is faulty.

    """
    try:
        return _environment(folder).get_template(template).render(view)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        message = f"{template}{f':{line}' if line else ''}: {error}"
        raise tree.TemplateError(message) from error


def fill_in_plain(
    folder: Path, template: str, view: Mapping[str, object], translate: Callable[[str, str], str] | None = None
) -> str:
    """Return what a template writes that is no markup, with nothing escaped: whoever gives the values has quoted them.

    ``translate`` takes the name of a template and a text in it; a template without such texts needs none.

    Raises:
        tree.TemplateError: the template is faulty.

    """
    try:
        return _plain(folder).get_template(template).render({**view, TRANSLATE: translate})
    except TemplateError as error:
        message = f"{template}: {error}"
        raise tree.TemplateError(message) from error


def fill_in_changed(
    folder: Path,
    template: str,
    view: Mapping[str, object],
    translate: Callable[[str, str], str],
    change: Callable[[str, str], str],
) -> str:
    """Return what a template writes whose text, like that of all it includes, was changed; ``change`` takes name and text."""
    return _changed(folder, change).get_template(template).render({**view, TRANSLATE: translate})


def included(folder: Path, template: str) -> list[str]:
    """Return the names of the templates that a template includes."""
    source = (folder / template).read_text(encoding="utf-8")
    return [name for name in meta.find_referenced_templates(_environment(folder).parse(source)) if name is not None]


class ForeignError(Exception):
    """A template that somebody else wrote cannot be rendered, or may not do what it does."""

    def __init__(self, name: str, line: int, what: str) -> None:
        """Keep the template, its line, and what is wrong."""
        super().__init__(what)
        self.name, self.line, self.what = name, line, what


def fill_in_foreign(
    sources: Mapping[str, str], template: str, view: Mapping[str, object], translate: Callable[[str, str], str]
) -> str:
    """Return what templates write that somebody else wrote; they are given as text, and there are no others.

    Raises:
        ForeignError: a template is faulty, or reaches for what is not its own.

    """
    loader = FunctionLoader(lambda name: (sources[name], name, None) if name in sources else None)
    environment = _loading(loader, _LoopingOverLists)
    environment.filters[_LISTED] = _listed
    names = set(environment.globals) - {"range"} - _GETTEXT
    for name in names:
        del environment.globals[name]
    try:
        return environment.get_template(template).render({**view, TRANSLATE: translate})
    except MemoryError:
        raise
    except Exception as error:
        name, line = _where(error, sources, template)
        raise ForeignError(name, line, _what(error)) from error


class _LoopingOverLists(ImmutableSandboxedEnvironment):
    """Refuses to loop over what is one thing or nothing: over a text that would go letter by letter, without a word."""

    def _generate(self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:  # noqa: FBT001, FBT002 - as Jinja has it
        for loop in source.find_all(nodes.For):
            called = nodes.Const(_called(loop.iter))
            loop.iter = nodes.Filter(loop.iter, _LISTED, [called], [], None, None, lineno=loop.iter.lineno)
        return super()._generate(source, name, filename, defer_init)


def _called(node: nodes.Node) -> str:
    """Return a name with its parts as a template writes it, or nothing for what has none."""
    if isinstance(node, nodes.Getattr):
        before = _called(node.node)
        return before and f"{before}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else ""


def _listed(value: object, called: str) -> object:
    if value is None or isinstance(value, str | bool | int | float | Mapping):
        what, hint = (f"'{called}'", f"; ask for it with {{% if {called} %}}") if called else ("this", "")
        message = f"{what} is no list to loop over, but one thing or nothing{hint}"
        raise TemplateRuntimeError(message)
    return value


def _where(error: Exception, sources: Mapping[str, str], template: str) -> tuple[str, int]:
    """Return the template and the line in which an error came up."""
    if isinstance(error, TemplateSyntaxError):
        return error.name or template, error.lineno
    frames = [(frame.filename, frame.lineno or 0) for frame in traceback.extract_tb(error.__traceback__)]
    return next(((name, line) for name, line in reversed(frames) if name in sources), (template, 0))


def _what(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no section '{error.name}'"
    return (
        "the templates are nested too deeply, or include each other without end"
        if isinstance(error, RecursionError)
        else str(error)
    )


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the texts of all templates, each with the name of its template."""
    environment: Any = _environment(folder)
    for file in sorted(folder.rglob("*.j2")):
        source = file.read_text(encoding="utf-8")
        for _, _, found in environment.extract_translations(source):
            text = found if isinstance(found, str) else found[0]
            yield name_of(file.relative_to(folder).as_posix()), text


@functools.cache
def _changed(folder: Path, change: Callable[[str, str], str]) -> Environment:
    """Return what renders the templates of a folder with a change; it keeps those it has compiled."""
    return _loading(FunctionLoader(lambda name: change(name, (folder / name).read_text(encoding="utf-8"))), Shipped)


def compiled(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the code of all templates of a folder, each under a name that says what it was made from."""
    for environment in (_environment(folder), _plain(folder)):
        for file in sorted(folder.rglob("*.j2")):
            name, source = file.relative_to(folder).as_posix(), file.read_text(encoding="utf-8")
            yield f"{_code_name(environment, name, source)}.py", environment.compile(source, name, name, raw=True)


def _code_name(environment: Environment, name: str, source: str) -> str:
    """Return a name that is another one for another text, another way of escaping or of calling, or another Jinja2."""
    writing = environment.code_generator_class.__name__
    made_from = (jinja2.__version__, str(environment.autoescape), str(environment.sandboxed), writing, name, source)
    return "t" + hashlib.sha256("\0".join(made_from).encode()).hexdigest()[:32]


class _CompiledLoader(FileSystemLoader):
    """Loads a template from the code that was made of its very text when the product was built; otherwise compiles it."""

    def load(self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None) -> Template:  # noqa: A002 - Jinja2's name
        source, _, is_current = self.get_source(environment, name)
        file = _COMPILED / f"{_code_name(environment, name, source)}.py"
        if not file.is_file():
            return super().load(environment, name, globals)
        code: Any = SourceFileLoader(file.stem, str(file)).get_code(file.stem)
        return environment.template_class.from_code(environment, code, globals or {}, is_current)


@functools.cache
def _environment(folder: Path) -> Environment:
    """Return what renders the templates of a folder; it keeps those it has compiled."""
    return _loading(_CompiledLoader(folder), Shipped)


@functools.cache
def _plain(folder: Path) -> Environment:
    """Return what renders templates of a folder that write no markup; it keeps those it has compiled."""
    environment = _loading(_CompiledLoader(folder), Shipped)
    environment.autoescape = False
    return environment


def _loading(loader: BaseLoader, kind: type[Environment]) -> Environment:
    environment = kind(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.newstyle_gettext = True  # type: ignore[attr-defined] # what is given is handed on, to be put in its places there
    environment.globals |= {"gettext": translated, "ngettext": translated}
    return environment
