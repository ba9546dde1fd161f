"""Write an outcome in one of the formats; a new format is one more entry here and its own module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.reasoning.outcome import to_json
from advisor.report.compose import compose
from advisor.report.markdown import to_markdown
from advisor.report.text import to_text

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.outcome import Outcome
    from advisor.report.tree import Node

_WRITERS = {"md": to_markdown, "text": to_text}


def write_document(form: str, document: Node, data: msgspec.Struct) -> str:
    """Return a document in a format; as JSON the data it was made from."""
    if form == "json":
        return msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"
    return _WRITERS[form](document)


def write(form: str, templates: Path, pack: Pack, answers: Answers, outcome: Outcome) -> str:
    """Return the report in a format, in the language of the pack."""
    if form == "json":
        return to_json(outcome)
    return _WRITERS[form](compose(templates, pack, answers, outcome))
