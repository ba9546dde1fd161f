"""Names of a package that are loaded when they are first asked for, so that importing it loads little."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def on_first_use(package: str, defined_in: Mapping[str, str]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Return ``__getattr__`` and ``__dir__`` of a package whose names stand in modules below it, or in others (``advisor.…``).

    Where a name is called otherwise there, that stands behind a colon.
    """

    def load(name: str) -> object:
        if name not in defined_in:
            message = f"module '{package}' has no attribute '{name}'"
            raise AttributeError(message)
        module, _, there = defined_in[name].partition(":")
        found: object = getattr(import_module(module if module.startswith("advisor.") else f"{package}.{module}"), there or name)
        setattr(sys.modules[package], name, found)
        return found

    return load, lambda: sorted(defined_in)


def called(place: str) -> Callable[..., object]:
    """Return a function that stands elsewhere (``module:name``) and is imported when it is first called.

    For what is needed only once something went wrong, and stands above whoever notices that.
    """

    @cache
    def found() -> Callable[..., object]:
        module, _, name = place.partition(":")
        there: Callable[..., object] = getattr(import_module(module), name)
        return there

    def call(*args: object, **more: object) -> object:
        return found()(*args, **more)

    return call
