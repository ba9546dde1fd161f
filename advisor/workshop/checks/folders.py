"""Check a folder as a whole: a pack with its translations, or the templates with theirs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from advisor import paths
from advisor.codes import severity
from advisor.errors import Place, Problem, UnusableInputError
from advisor.i18n.articles import grammar_of
from advisor.i18n.catalogue import read_catalogue
from advisor.i18n.languages import WORDS, forms_needed, missing_forms, spoken, unspeakable
from advisor.i18n.translation import missing, orphans, unusable
from advisor.knowledge.loader import load_pack
from advisor.knowledge.pack_files import TRANSLATIONS, case_files, languages
from advisor.workshop.cases.read import cases_in
from advisor.workshop.checks.check import check_pack
from advisor.workshop.editor_schemas import stale_schemas
from advisor.workshop.translating import translatable
from advisor.yaml_source.read import read_source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from advisor.i18n.catalogue import Catalogue
    from advisor.knowledge.loader import LoadedPack
    from advisor.workshop.translating import Translatable

_KEYS = "words ask.key."


class Checked(msgspec.Struct, frozen=True):
    """What is wrong in a folder, and which translations are still in preparation."""

    problems: list[Problem]
    preparing: list[str]

    @property
    def faults(self) -> list[Problem]:
        """Return the errors and warnings, without the notes."""
        return [problem for problem in self.problems if severity(problem.code) != "note"]


def check_folder(folder: Path, only: Collection[str] = ()) -> Checked:
    """Return what is wrong in the folder of a pack, or in that of the templates, and in its translations.

    Translations in preparation are counted; those into ``only`` some languages are checked, finished or not, and no others.

    Raises:
        UnusableInputError: the texts themselves cannot be read.

    """
    loaded = None if (folder / WORDS).is_file() else _loaded(folder)
    source = translatable(folder, loaded)
    checked = [_language(source, loaded, language, only) for language in languages(folder) if not only or language in only]
    templates = paths.shipped("templates")
    own = [*check_pack(loaded), *unspeakable(loaded, templates), *_cases(loaded), *stale_schemas(loaded)] if loaded else []
    return Checked(
        [*own, *(problem for translated in checked for problem in translated.problems)],
        [count for translated in checked for count in translated.preparing],
    )


def _loaded(folder: Path) -> LoadedPack:
    """Return a pack; where it cannot be read, what keeps its cases from being read at all is said as well."""
    try:
        return load_pack(folder)
    except UnusableInputError as error:
        slips = [problem for file in case_files(folder) for problem in read_source(file, str(file))[1]]
        raise UnusableInputError([*error.problems, *slips]) from error


def _cases(loaded: LoadedPack) -> list[Problem]:
    try:
        cases_in(case_files(loaded.folder), loaded.pack)
    except UnusableInputError as error:
        return list(error.problems)
    return []


def _language(source: Translatable, loaded: LoadedPack | None, language: str, only: Collection[str]) -> Checked:
    folder, messages = source.folder / TRANSLATIONS, source.left(language)
    found: list[Problem] = []
    try:
        catalogue = read_catalogue(folder / f"{language}.po")
        if catalogue.draft and language not in only:
            absent = missing(messages, catalogue)
            return Checked([], [f"{language} ({absent} of {len(messages)} texts missing)"])
        forms = None
        if loaded:
            found += _unheard(catalogue, language)
            _, below = source.brought.get(language, ({}, None))
            forms = grammar_of(source.folder, language, loaded.pack, below).forms()
    except UnusableInputError as error:
        return Checked([*found, *error.problems], [])
    found += [*unusable(messages, catalogue, forms), *orphans(messages, catalogue), *_keys(catalogue)]
    if forms is not None:
        place = Place(str(folder / f"{language}.roles.yaml"))
        found += missing_forms(forms_needed(paths.shipped("templates"), language), forms, place, "T911")
    return Checked(found, [])


def _unheard(catalogue: Catalogue, language: str) -> Iterator[Problem]:
    """Find a finished translation of a pack into a language that the sentences of reports are not translated into."""
    known = spoken(paths.shipped("templates"))
    if language not in known and not catalogue.draft:
        what = f"this translation is finished, but reports cannot be written in the language '{language}'."
        hint = f"There are: {', '.join(known)}. Mark it as a draft until the templates are translated, too."
        yield Problem(Place(catalogue.file, 1), what, hint, "T916")


def _keys(catalogue: Catalogue) -> Iterator[Problem]:
    """Find commands of the session that could not be told apart by one letter."""
    keys = [message for message in catalogue.messages if message.context.startswith(_KEYS) and message.translation]
    counted = Counter(each.translation for each in keys)
    for each in keys:
        if len(each.translation) != 1 or counted[each.translation] > 1:
            what = f"'{each.translation}' cannot stand for the command of '{each.context}'."
            hint = "Choose a single letter that no other command has."
            yield Problem(Place(catalogue.file, each.line), what, hint, "T910")
