"""Check a folder as a whole: a pack with its translations, or the templates with theirs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from advisor import paths
from advisor.errors import Place, Problem, UnusableInputError
from advisor.knowledge.catalogue import read_catalogue
from advisor.knowledge.grammar import no_grammar, read_grammar
from advisor.knowledge.loader import TRANSLATIONS, load_pack
from advisor.knowledge.texts import forms_asked
from advisor.knowledge.translation import languages, missing, orphans, unusable
from advisor.report.words import WORDS
from advisor.workshop.check import check_pack
from advisor.workshop.translating import translatable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from advisor.knowledge.catalogue import Catalogue
    from advisor.knowledge.model import Pack
    from advisor.workshop.translating import Translatable

_KEYS = "words ask.key."


class Checked(msgspec.Struct, frozen=True):
    """What is wrong in a folder, and which translations are still in preparation."""

    problems: list[Problem]
    preparing: list[str]


def check_folder(folder: Path, only: Collection[str]) -> Checked:
    """Return what is wrong in a folder; of the translations those into some languages, or into all.

    Raises:
        UnusableInputError: the texts themselves cannot be read.

    """
    loaded = None if (folder / WORDS).is_file() else load_pack(folder)
    checked = Checked(check_pack(loaded) if loaded else [], [])
    source = translatable(folder)
    for language in languages(folder):
        if not only or language in only:
            try:
                _check_language(source, loaded.pack if loaded else None, language, checked)
            except UnusableInputError as error:
                checked.problems.extend(error.problems)
    return checked


def _check_language(source: Translatable, pack: Pack | None, language: str, checked: Checked) -> None:
    catalogue = read_catalogue(source.folder / TRANSLATIONS / f"{language}.po")
    if catalogue.draft:
        count = f"{missing(source.messages, catalogue)} of {len(source.messages)} texts missing"
        checked.preparing.append(f"{language} ({count})")
        return
    forms = _forms(source.folder / TRANSLATIONS / f"{language}.roles.yaml", pack) if pack else None
    checked.problems.extend(
        [*unusable(source.messages, catalogue, forms), *orphans(source.messages, catalogue), *_keys(catalogue)]
    )


def _forms(file: Path, pack: Pack) -> frozenset[str]:
    if not file.is_file():
        raise no_grammar(file)
    forms = read_grammar(file, pack).forms()
    reports = paths.shipped("templates") / TRANSLATIONS / f"{file.name.split('.')[0]}.po"
    asked = (
        {form for each in read_catalogue(reports).messages for form in forms_asked(each.translation).values()}
        if reports.is_file()
        else set()
    )
    missing_forms = [
        Problem(Place(str(file)), f"reports ask for the form '{form}' of names.", "Add it to every article.")
        for form in sorted(asked - forms)
    ]
    if missing_forms:
        raise UnusableInputError(missing_forms)
    return forms


def _keys(catalogue: Catalogue) -> Iterator[Problem]:
    """Find commands of the session that could not be told apart by one letter."""
    keys = [each for each in catalogue.messages if each.context.startswith(_KEYS) and each.translation]
    counted = Counter(each.translation for each in keys)
    for each in keys:
        if len(each.translation) != 1 or counted[each.translation] > 1:
            what = f"'{each.translation}' cannot stand for the command of '{each.context}'."
            yield Problem(Place(catalogue.file, each.line), what, "Choose a single letter that no other command has.")
