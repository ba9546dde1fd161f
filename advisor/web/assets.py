"""The two files that pages load, under names that change with what is in them, so that browsers may keep them for good."""

from __future__ import annotations

import functools
import hashlib

from advisor import paths

TYPES = {"style.css": "text/css; charset=utf-8", "live.js": "text/javascript; charset=utf-8"}


@functools.cache
def content(name: str) -> bytes:
    """Return what a file holds."""
    return (paths.shipped("templates") / "web" / name).read_bytes()


@functools.cache
def address(name: str) -> str:
    """Return where a page loads a file from."""
    stem, _, ending = name.partition(".")
    return f"/static/{stem}.{hashlib.sha256(content(name)).hexdigest()[:16]}.{ending}"


def named(path: str) -> str | None:
    """Return which file an address means; None where there is none."""
    return next((name for name in TYPES if address(name) == f"/static/{path}"), None)
