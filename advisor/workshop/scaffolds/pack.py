"""A whole new pack: small, sound, and about nothing in particular, for an author to replace part by part."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from advisor import paths
from advisor.errors import Place, UnusableInputError
from advisor.i18n.languages import spoken
from advisor.knowledge.loader import load_pack
from advisor.knowledge.placeholders import placeholder_problems
from advisor.workshop.editor_schemas import ANSWERS_SCHEMA, CASES_SCHEMA, PACK_SCHEMA, write_schemas
from advisor.workshop.scaffolds.files import filled, modeline, new_id, quoted, refuse_foreign, refused, speaking, write_new

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from pathlib import Path

    from advisor.reports.words import Words

_FILES = ("pack", "approaches", "questions", "findings", "steps", "choice", "roles", "sources", "cases")
_APPROACHES = ("mandate", "initiative", "steering", "exchange")
"""The approaches of ``templates/scaffolds/approaches.yaml.j2``."""
_LIVED = "initiative"


def new_pack(name: str, parent: Path, title: str | None, language: str, today: datetime.date) -> tuple[Path, Path]:
    """Write a pack in a language into a folder of its own and answers beside it; return both.

    Raises:
        UnusableInputError: the name cannot be an id, nothing can be written in this language, or there is something in the way.

    """
    refuse_foreign(parent)
    folder, answers = parent / new_id(name, pack=True), parent / f"{name}.answers.yaml"
    for there in (folder, answers):
        if there.exists():
            raise refused(f"'{there.name}' exists already.", "Choose another id or folder.", Place(str(there)))
    for what, _, _ in placeholder_problems(title or "", (), ()):
        raise refused(f"the title cannot be used: {what}", "Titles of packs have no braces; nothing is filled in there.")
    if language not in (known := spoken(paths.shipped("templates"))):
        raise refused(
            f"reports cannot be written in the language '{language}'.", f"There are: {', '.join(known)}.", Place("--lang")
        )
    words = speaking(language)
    names = {each: words(f"scaffold.approach.{each}") for each in _APPROACHES}
    origins = [(target, origin) for target in _APPROACHES for origin in (*_APPROACHES, "begun", "nothing") if origin != target]
    view = {
        "id": name,
        "language": language,
        "names": names,
        "articles": {each: words(f"scaffold.article.{each}") for each in _APPROACHES},
        "title": quoted(title or name.replace("-", " ").capitalize()),
        "today": today.isoformat(),
        "modeline": modeline(PACK_SCHEMA),
        "cases_modeline": modeline(CASES_SCHEMA),
        "answers_modeline": modeline(f"{name}/{ANSWERS_SCHEMA}"),
        "approaches": [
            {"id": each, "name": called, "practice": "usual" if each == _LIVED else "none"} for each, called in names.items()
        ],
        "steps": [_step(words, names, target, origin) for target, origin in origins],
    }
    try:
        for file in _FILES:
            template = f"{file}.{language}" if file == "roles" else file  # articles are no matter of translation
            write_new(folder / f"{file}.yaml", filled(template, view, words))
        write_schemas(folder, load_pack(folder).pack)
        write_new(answers, filled("example.answers", view, words))
    except UnusableInputError:
        shutil.rmtree(folder, ignore_errors=True)  # there was nothing before
        raise
    return folder, answers


def _step(words: Words, names: Mapping[str, str], target: str, origin: str) -> dict[str, object]:
    name = names[target]
    facts = (("practice", "usual"), ("backing", "informal"))
    return {
        "id": f"{target}_begun" if origin == "begun" else f"{target}_from_{origin}",
        "target": target,
        "target_name": name,
        "springboard": origin,
        "after": names.get(origin),
        "first": origin == "nothing",
        "begun": origin == "begun",
        "actor": "lead" if target in {"mandate", "steering"} else "team",
        "actions": [
            {
                "fact": f"{target}_{fact}",
                "level": level,
                "label": words(f"scaffold.{fact}", name=name),
                "level_label": words(f"scaffold.level.{level}"),
            }
            for fact, level in facts
        ],
    }
