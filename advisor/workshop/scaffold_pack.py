"""A whole new pack: small, sound, and about nothing in particular, for an author to replace part by part."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from advisor.errors import Place, UnusableInputError
from advisor.knowledge.loader import load_pack
from advisor.knowledge.texts import placeholder_problems
from advisor.workshop.editor_schemas import ANSWERS_SCHEMA, CASES_SCHEMA, PACK_SCHEMA, write_schemas
from advisor.workshop.scaffold import filled, modeline, new_id, quoted, refuse_foreign, refused, write_new

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

_FILES = ("pack", "approaches", "questions", "findings", "steps", "choice", "roles", "sources", "cases")
_APPROACHES = {"mandate": "Auftrag", "initiative": "Eigeninitiative", "steering": "Steuerung", "exchange": "Austausch"}
"""The approaches of ``templates/scaffolds/approaches.yaml.j2``."""
_LIVED = "initiative"


def new_pack(name: str, parent: Path, title: str | None, today: datetime.date) -> tuple[Path, Path]:
    """Write a pack into a folder of its own and answers beside it; return both.

    Raises:
        UnusableInputError: the name cannot be an id, or there is something in the way.

    """
    refuse_foreign(parent)
    folder, answers = parent / new_id(name, pack=True), parent / f"{name}.answers.yaml"
    for there in (folder, answers):
        if there.exists():
            raise refused(f"'{there.name}' exists already.", "Choose another id or folder.", Place(str(there)))
    for what, _, _ in placeholder_problems(title or "", (), ()):
        raise refused(f"the title cannot be used: {what}", "Titles of packs have no braces; nothing is filled in there.")
    origins = [(target, origin) for target in _APPROACHES for origin in (*_APPROACHES, "begun", "nothing") if origin != target]
    view = {
        "id": name,
        "title": quoted(title or name.replace("-", " ").capitalize()),
        "today": today.isoformat(),
        "modeline": modeline(PACK_SCHEMA),
        "cases_modeline": modeline(CASES_SCHEMA),
        "answers_modeline": modeline(f"{name}/{ANSWERS_SCHEMA}"),
        "approaches": [
            {"id": each, "name": called, "practice": "usual" if each == _LIVED else "none"}
            for each, called in _APPROACHES.items()
        ],
        "steps": [_step(target, origin) for target, origin in origins],
    }
    try:
        for file in _FILES:
            write_new(folder / f"{file}.yaml", filled(file, view))
        write_schemas(folder, load_pack(folder).pack)
        write_new(answers, filled("example.answers", view))
    except UnusableInputError:
        shutil.rmtree(folder, ignore_errors=True)  # there was nothing before
        raise
    return folder, answers


def _step(target: str, origin: str) -> dict[str, object]:
    name = _APPROACHES[target]
    facts = (("practice", "usual", f"{name} im Alltag", "üblich"), ("backing", "informal", f"Rückhalt für {name}", "mündlich"))
    return {
        "id": f"{target}_begun" if origin == "begun" else f"{target}_from_{origin}",
        "target": target,
        "target_name": name,
        "springboard": origin,
        "after": [_APPROACHES[origin]] if origin in _APPROACHES else [],
        "first": [1] if origin == "nothing" else [],
        "begun": [1] if origin == "begun" else [],
        "actor": "lead" if target in {"mandate", "steering"} else "team",
        "actions": [
            {"fact": f"{target}_{fact}", "level": level, "label": label, "level_label": said}
            for fact, level, label, said in facts
        ],
    }
