"""Which languages reports and sessions can be written in, and what they ask of the names in a pack."""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING

import msgspec

from advisor import __version__
from advisor.errors import Place, Problem, UnusableInputError
from advisor.files import cache
from advisor.knowledge.pack_files import TRANSLATIONS, languages
from advisor.knowledge.placeholders import forms_asked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from advisor.knowledge.loader import LoadedPack
    from advisor.knowledge.model import Pack

WORDS = "words.yaml"
PROBLEMS = "problems.yaml"
"""What problems of answers are told with; it is read only once there is one."""
LANGUAGE = "language"
"""Where the words say in which language they are written."""

_ROOMS = ("yaml_source", "i18n")
"""What decides how the file becomes words."""


def source_words(folder: Path) -> dict[str, str]:
    """Return the words as they are written, by path; ``language`` says in which language that is.

    Raises:
        UnusableInputError: the file cannot be read.

    """
    file = folder / WORDS
    state = file.stat() if file.is_file() else None
    return dict(_read(file, state and (state.st_mtime_ns, state.st_size)))


def problem_words(folder: Path) -> dict[str, str]:
    """Return the words of problems as they are written, by path.

    Raises:
        UnusableInputError: the file cannot be read.

    """
    file = folder / PROBLEMS
    return dict(_read(file, (file.stat().st_mtime_ns, file.stat().st_size))) if file.is_file() else {}


@functools.lru_cache(maxsize=4)
def _read(file: Path, _state: tuple[int, int] | None) -> dict[str, str]:
    """Return the words with their paths; they are kept as data, because every report needs them and YAML is read slowly."""
    name = _name(file)
    found = cache.kept_as(name, dict[str, str]) if name else None
    if found is None:
        found = _parsed(file)
        if name and name == _name(file):  # else the file was changed meanwhile
            cache.keep(name, msgspec.msgpack.encode(found))
    return found


def _parsed(file: Path) -> dict[str, str]:
    from advisor.yaml_source.read import read_source  # noqa: PLC0415 - words that are kept need no YAML

    source, problems = read_source(file, str(file))
    if problems:
        raise UnusableInputError(problems)
    return dict(_flat(source.data, ""))


def _name(file: Path) -> str | None:
    """Return the name under which words are kept: a hash of all that they are made from; None where there is no such file."""
    try:
        content = file.read_bytes()
    except OSError:
        return None
    digest = hashlib.sha256(f"{__version__}\0{cache.state_of(_ROOMS)}\0".encode() + content)
    return f"{digest.hexdigest()}.source-words"


def _flat(data: object, prefix: str) -> list[tuple[str, str]]:
    if isinstance(data, dict):
        return [pair for key, value in data.items() for pair in _flat(value, f"{prefix}.{key}" if prefix else key)]
    return [(prefix, str(data or ""))]


def spoken(templates: Path) -> list[str]:
    """Return the languages that reports can be written in: that of the words, and those that they are translated into."""
    from advisor.i18n.translation import is_finished  # noqa: PLC0415 - catalogues load only where needed

    return [source_words(templates)[LANGUAGE], *(each for each in languages(templates) if is_finished(templates, each))]


def forms_needed(templates: Path, language: str) -> set[str]:
    """Return the forms in which reports in a language name approaches."""
    words = source_words(templates)
    if words[LANGUAGE] != language:
        words = _translated(templates / TRANSLATIONS / f"{language}.po")
    return {form for text in words.values() for _, form in forms_asked(text)}


def _translated(file: Path) -> dict[str, str]:
    from advisor.i18n.catalogue import read_catalogue  # noqa: PLC0415 - catalogues load only where they are needed

    found = read_catalogue(file).messages if file.is_file() else ()
    return {each.context: each.translation for each in found if each.context.startswith("words ")}


def unspeakable(loaded: LoadedPack, templates: Path) -> Iterator[Problem]:
    """Yield what keeps reports from being written in a pack's own language."""
    pack, at = loaded.pack, loaded.places
    language = pack.info.language
    if language != source_words(templates)[LANGUAGE] and language not in (known := spoken(templates)):
        what = f"reports cannot be written in the language '{language}'."
        hint = f"There are: {', '.join(known)}. Write the pack in one of them; it can be translated into others."
        yield Problem(at.of(f"pack/{pack.info.id}", "language"), what, hint, "F217")
        return
    first = next((f"articles/{name}" for name in pack.articles), f"pack/{pack.info.id}")
    yield from missing_forms(forms_needed(templates, language), _forms(pack), at.of(first), "F216")


def _forms(pack: Pack) -> set[str]:
    return {form for each in pack.articles.values() for form in each}


def missing_forms(needed: Collection[str], there: Collection[str], place: Place, code: str) -> Iterator[Problem]:
    """Yield the forms of names that reports ask for and that articles do not have."""
    for form in sorted({*needed} - {*there}):
        yield Problem(place, f"reports ask for the form '{form}' of names.", "Add it to every article.", code)


def refuse_unspeakable(loaded: LoadedPack, pack: Pack, templates: Path) -> None:
    """Make sure that a pack, as it is in some language, can be shown in it.

    Raises:
        UnusableInputError: it cannot; what the check says as well.

    """
    language = pack.info.language
    if language == loaded.pack.info.language:
        problems = list(unspeakable(loaded, templates))
    else:
        place = Place(str(loaded.folder / TRANSLATIONS / f"{language}.roles.yaml"))
        problems = list(missing_forms(forms_needed(templates, language), _forms(pack), place, "T911"))
    if problems:
        raise UnusableInputError(problems)
