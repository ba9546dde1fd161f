"""The schemas that lie in a pack for editors: of its files, of its cases, and of answers to it, with the ids that it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.knowledge.schema import known_ids, pack_schema, schema_of, to_text
from advisor.sessions.answers_shape import AnswersFile
from advisor.workshop.cases_shape import CasesFile
from advisor.write_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path

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


def write_schemas(folder: Path, pack: Pack) -> None:
    """Write the schemas of a pack into its folder, in place of older ones.

    Raises:
        UnusableInputError: a file cannot be written.

    """
    schemas = {PACK_SCHEMA: pack_schema(known_ids(pack)), CASES_SCHEMA: cases_schema(pack), ANSWERS_SCHEMA: answers_schema(pack)}
    for name, schema in schemas.items():
        write_whole(folder / name, to_text(schema).encode())
