"""Render Jinja2 templates. The only module that knows Jinja2.

Templates get plain text, numbers, lists and mappings, are escaped for HTML, and fail on anything undefined; the sandbox keeps
them from everything else. They decide nothing: a test refuses ``if`` in them. What stands in ``{% trans %}`` is replaced by its
translation, which is escaped like any other text.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, pass_context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import escape

from advisor.report import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from jinja2.runtime import Context

    from advisor.report.tree import Node

_SUFFIX = ".html.j2"


_TRANSLATE = "translate a text"
"""Where the translation stands in the context of a template: under a name that no template can write."""


def render(folder: Path, template: str, view: Mapping[str, object], translate: Callable[[str, str], str]) -> Node:
    """Return the document that a template makes of a view; ``translate`` takes the name of a template and a text in it.

    Raises:
        tree.TemplateError: the template is faulty, or writes something that is not part of a document.

    """
    return tree.parse_document(fill_in(folder, template, {**view, _TRANSLATE: translate}), template)


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


@pass_context
def _translated(context: Context, text: str) -> str:
    return escape(context[_TRANSLATE](_name(context.name or ""), text))


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the texts of all templates, each with the name of its template."""
    environment: Any = _environment(folder)
    for file in sorted(folder.rglob(f"*{_SUFFIX}")):
        source = file.read_text(encoding="utf-8")
        for _, _, found in environment.extract_translations(source):
            text = found if isinstance(found, str) else found[0]
            yield _name(file.relative_to(folder).as_posix()), text


@functools.cache
def _environment(folder: Path) -> ImmutableSandboxedEnvironment:
    """Return what renders the templates of a folder; it keeps those it has compiled."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(_translated, _translated, newstyle=True)  # type: ignore[attr-defined]
    return environment


def _name(file: str) -> str:
    return file.removesuffix(_SUFFIX)
