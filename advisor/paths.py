"""Find the folders that are shipped with the product.

A wheel carries ``rules`` and ``templates`` inside the package; a checkout has them beside it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def shipped(folder: str) -> Path:
    """Return the shipped folder of that name, wherever the product was installed."""
    inside = _PACKAGE / "_shipped" / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder


def shipped_packs() -> tuple[Path, ...]:
    """Return the folders of all shipped packs, sorted by name."""
    return tuple(sorted(folder for folder in shipped("rules").iterdir() if (folder / "pack.yaml").is_file()))
