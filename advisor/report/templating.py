"""Render Jinja2 templates. The only module that knows Jinja2.

Templates get plain text, numbers, lists and mappings, are escaped for HTML, and fail on anything undefined; the sandbox keeps
them from everything else. They decide nothing: a test refuses ``if`` in them.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from advisor.report import tree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from advisor.report.tree import Node


def render(folder: Path, template: str, view: Mapping[str, object]) -> Node:
    """Return the document that a template makes of a view.

    Raises:
        tree.TemplateError: the template is faulty, or writes something that is not part of a document.

    """
    return tree.parse_document(fill_in(folder, template, view), template)


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


@functools.cache
def _environment(folder: Path) -> ImmutableSandboxedEnvironment:
    """Return what renders the templates of a folder; it keeps those it has compiled."""
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
