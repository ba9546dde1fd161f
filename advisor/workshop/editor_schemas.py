"""The schemas that lie in a pack for editors: of its files, of its cases, and of answers to it, with the ids that it knows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from advisor.answers.shape import AnswersFile
from advisor.errors import Place, Problem
from advisor.files.write import write_whole
from advisor.knowledge.schema import known_ids, pack_schema, schema_of, schema_text
from advisor.reasoning.outcome import Outcome
from advisor.workshop.cases.model import CasesFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from advisor.knowledge.loader import LoadedPack
    from advisor.knowledge.model import Pack

PACK_SCHEMA = "pack.schema.json"
CASES_SCHEMA = "cases.schema.json"
ANSWERS_SCHEMA = "answers.schema.json"


def answers_schema(pack: Pack | None = None) -> dict[str, Any]:
    """Return the schema of answers files; with a pack, its questions are named."""
    return schema_of(AnswersFile, "An answers file", known_ids(pack) if pack else None)


def cases_schema(pack: Pack | None = None) -> dict[str, Any]:
    """Return the schema of files of cases; with a pack, its ids are named."""
    return schema_of(CasesFile, "Cases of a pack", known_ids(pack) if pack else None)


def schema(kind: str, pack: Pack | None = None) -> dict[str, Any]:
    """Return the JSON Schema of ``answers`` files, ``cases``, an ``outcome``, or the files of a ``pack``.

    With a pack, its ids are named; outcomes are alike for all.
    """
    if kind == "outcome":
        return schema_of(Outcome, "An outcome")
    if kind == "pack":
        return pack_schema(known_ids(pack) if pack else None)
    return cases_schema(pack) if kind == "cases" else answers_schema(pack)


def write_schemas(folder: Path, pack: Pack) -> None:
    """Write the schemas of a pack into its folder, in place of older ones.

    Raises:
        UnusableInputError: a file cannot be written.

    """
    for name, made in _SCHEMAS.items():
        write_whole(folder / name, schema_text(made(pack)).encode())


def stale_schemas(loaded: LoadedPack) -> Iterator[Problem]:
    """Yield the schemas in a pack that the product wrote and would write otherwise today."""
    for file, _ in _stale(loaded.folder, loaded.pack):
        what = "the schema is not up to date, so editors mark as wrong what is right."
        hint = "Run 'advisor try PACK --once', which writes it anew, or remove it."
        yield Problem(Place(str(file)), what, hint, "X004")


def renew_schemas(folder: Path, pack: Pack) -> None:
    """Write the schemas anew that lie in the folder of a pack and are not up to date; no others are written.

    Raises:
        UnusableInputError: a file cannot be written.

    """
    for file, text in _stale(folder, pack):
        write_whole(file, text.encode())


_SCHEMAS: dict[str, Callable[[Pack], dict[str, Any]]] = {
    PACK_SCHEMA: lambda pack: pack_schema(known_ids(pack)),
    CASES_SCHEMA: cases_schema,
    ANSWERS_SCHEMA: answers_schema,
}


def _stale(folder: Path, pack: Pack) -> Iterator[tuple[Path, str]]:
    """Yield the schemas in a folder that the product wrote and would write otherwise today, each with what it would write."""
    for name, made in _SCHEMAS.items():
        file = folder / name
        if file.exists():  # most packs have none, and making one takes time
            schema = made(pack)
            text = schema_text(schema)
            if _written(file, schema) not in (None, text):
                yield file, text


def _written(file: Path, schema: dict[str, Any]) -> str | None:
    """Return the text of a schema if the product wrote it: its title says so."""
    try:
        text = file.read_text(encoding="utf-8")
        found = json.loads(text)
    except (OSError, ValueError, RecursionError):
        return None
    return text if isinstance(found, dict) and found.get("title") == schema["title"] else None
