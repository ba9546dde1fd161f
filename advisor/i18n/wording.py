"""Say what is wrong in the language of whoever reads: by ``templates/problems.yaml``, and its translations in the catalogues.

Nothing here is read before there is something to tell. What cannot be said in a language is said in English, and where even those
words are damaged, by their key: a problem is told in any case.
"""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING

import msgspec

from advisor import __version__, paths
from advisor.errors import ENGLISH, UnusableInputError
from advisor.files import cache
from advisor.i18n.languages import LANGUAGE, PROBLEMS
from advisor.knowledge.pack_files import TRANSLATIONS
from advisor.knowledge.placeholders import fill
from advisor.yaml_source.nodes import NotYamlError, compose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from advisor.errors import Phrase
    from advisor.yaml_source.nodes import Node

CONTEXT = "problem "
"""What the context of these words in a catalogue begins with; their path follows."""

_ROOMS = ("yaml_source", "i18n")
"""What decides how files become words."""


class _Kept(msgspec.Struct, frozen=True):
    """Words in a language by their path."""

    words: dict[str, str]


def said(phrases: Sequence[Phrase], language: str) -> list[str]:
    """Return the words of each phrase, filled in."""
    templates = paths.shipped("templates")
    words = _words(templates, language, _state(templates, language))
    words = words or _words(templates, ENGLISH, _state(templates, ENGLISH))
    return [_filled(each, words) for each in phrases]


def _filled(phrase: Phrase, words: Mapping[str, str]) -> str:
    given = {name: value if isinstance(value, str | int) else _filled(value, words) for name, value in phrase.given}
    if phrase.key not in words:
        return f"{phrase.key} ({', '.join(f'{name}: {value}' for name, value in given.items())})"
    return fill(words[phrase.key], given)


def _state(templates: Path, language: str) -> tuple[tuple[int, int], ...]:
    """Return what tells whether words have changed since they were read: asked for each phrase, so at once for each file."""
    return tuple(_stamp(file) for file in _files(templates, language))


@functools.lru_cache(maxsize=8)
def _files(templates: Path, language: str) -> tuple[Path, Path]:
    return templates / PROBLEMS, templates / TRANSLATIONS / f"{language}.po"


def _stamp(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


@functools.lru_cache(maxsize=8)
def _words(templates: Path, language: str, state: tuple[tuple[int, int], ...]) -> Mapping[str, str]:
    """Return the words in a language; none where it has none."""
    try:
        written = _source(templates)
        if language == written[LANGUAGE]:
            return written
        made_of = repr((__version__, cache.state_of(_ROOMS), templates, language, state))
        name = f"{hashlib.sha256(made_of.encode()).hexdigest()}.told"
        found = cache.kept_as(name, _Kept)
        if found is None:
            found = _Kept(_translated(templates / TRANSLATIONS / f"{language}.po"))
            cache.keep(name, msgspec.msgpack.encode(found))
    except (UnusableInputError, NotYamlError, OSError, KeyError, ValueError):
        return {}
    return found.words


def _source(templates: Path) -> dict[str, str]:
    """Return the words as they are written; not by a reader that tells problems, for those would need these words."""
    root = compose((templates / PROBLEMS).read_text(encoding="utf-8"))
    return dict(_flat(root, "")) if root is not None else {}


def _flat(node: Node, prefix: str) -> list[tuple[str, str]]:
    if node.kind != "mapping":
        return [(prefix, node.text)]
    return [pair for key, value in node.pairs() for pair in _flat(value, f"{prefix}.{key.text}" if prefix else key.text)]


def _translated(file: Path) -> dict[str, str]:
    from advisor.i18n.catalogue import read_catalogue  # noqa: PLC0415 - catalogues load only where they are needed

    found = read_catalogue(file).messages if file.is_file() else ()
    return {each.context.removeprefix(CONTEXT): each.translation for each in found if each.context.startswith(CONTEXT)}
