"""Read a city's answers from its file; every problem with its line, nothing skipped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place, Problem, UnusableInputError, suggest
from advisor.knowledge.decode import Decoder, Names
from advisor.knowledge.fields import Entry, Scalar
from advisor.knowledge.vocabulary import Vocabulary
from advisor.knowledge.yaml_text import KeyPath, Plain, Source, read_source
from advisor.reasoning.answers import Answer, Answers, City
from advisor.sessions import roles
from advisor.sessions.answer_value import UNKNOWN, ValueReader

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack

_ALSO_IN_CITY = ("population", "canton")
"""What may stand in the city block and answers the question of the same id, where a pack has it."""


_VERSION = r"\d+(\.\d+)*"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


class CityBlock(Entry, frozen=True, kw_only=True):
    """The ``city`` block of an answers file."""

    name: str
    canton: str | None = None
    population: int | None = None
    language: str | None = None
    roles: dict[str, str | dict[str, str]] = {}
    start: str | None = None
    aim: tuple[str, ...] | None = None


class StatementBlock(Entry, frozen=True, kw_only=True):
    """What one respondent said."""

    value: Scalar
    note: str | None = None
    by: str | None = None
    on: str | None = None


class AnswerBlock(Entry, frozen=True, kw_only=True):
    """An answer with what speaks for it; a bare value is enough. ``said`` keeps what several respondents said."""

    value: Scalar
    note: str | None = None
    by: str | None = None
    on: str | None = None
    said: tuple[StatementBlock, ...] = ()


class AnswersFile(Entry, frozen=True, kw_only=True):
    """The whole file."""

    pack: str
    pack_version: str | None = None
    city: CityBlock
    date: str
    note: str | None = None
    answers: dict[str, Scalar | AnswerBlock] = {}


def read_pack_id(file: Path) -> str:
    """Return the pack that an answers file asks for.

    Raises:
        UnusableInputError: the file cannot be read, or names no pack.

    """
    source, problems = read_source(file, str(file))
    if problems:
        raise UnusableInputError(problems)
    name = source.data.get("pack") if isinstance(source.data, dict) else None
    if not isinstance(name, str):
        raise UnusableInputError([Problem(Place(str(file)), "'pack' is missing.", "Say which pack the answers are for.")])
    return name


def read_language(file: Path) -> str | None:
    """Return the language that an answers file asks for; None where it asks for none, or cannot be read."""
    source, _ = read_source(file, str(file))
    city = source.data.get("city") if isinstance(source.data, dict) else None
    language = city.get("language") if isinstance(city, dict) else None
    return language if isinstance(language, str) else None


def read_answers(file: Path, pack: Pack) -> Answers:
    """Return the answers in a file.

    Raises:
        UnusableInputError: with every problem of the file, if there is any.

    """
    source, problems = read_source(file, str(file))
    reader = _AnswersReader(source, pack)
    answers = None if problems else reader.read()
    problems += reader.decoder.problems
    if problems or answers is None:
        raise UnusableInputError(problems)
    return answers


class _AnswersReader:
    """Reads one file against one pack."""

    def __init__(self, source: Source, pack: Pack) -> None:
        self._data = source.data
        self._pack = pack
        self._questions = {question.id: question for question in pack.questions}
        self.decoder = Decoder(source, Names({}, Vocabulary({})))
        self._complain = self.decoder.complain
        self._values = ValueReader(self._complain)

    def read(self) -> Answers | None:
        if self._data is None:
            self._complain((), "the file is empty.", "Say at least pack, city and date.")
            return None
        raw = self._data if isinstance(self._data, dict) else {}
        outer: Plain = {**raw, "answers": {}} if isinstance(self._data, dict) else self._data
        head = self.decoder.entry(outer, AnswersFile, ())
        given = raw.get("answers") or {}
        if not isinstance(given, dict):
            self._complain(("answers",), "the answers need ids and values.", "Write 'question: level' lines.")
            return None
        answers = {name: self._answer(name, value, ("answers", name)) for name, value in given.items()}
        if head is None:
            return None
        if head.pack != self._pack.info.id:
            what = f"these answers are for the pack '{head.pack}', not '{self._pack.info.id}'."
            self._complain(("pack",), what, "Name the pack that they are for.")
        self._check_version(head.pack_version)
        date = self._values.date(head.date, ("date",))
        start = self._values.date(head.city.start, ("city", "start")) if head.city.start else date
        found = {name: answer for name, answer in answers.items() if answer is not None}
        city = self._city(head.city, found)
        aim = self._aim(head.city.aim)
        if self.decoder.problems or date is None or start is None or city is None:
            return None
        return Answers(pack=head.pack, city=city, date=date, start=start, aim=aim, answers=found, note=head.note)

    def _check_version(self, given: str | None) -> None:
        """Refuse answers to a later version of the pack; what an earlier one asked is checked question by question."""
        here = self._pack.info.version
        if given is None:
            return
        if not re.fullmatch(_VERSION, given):
            self._complain(("pack_version",), f"'{given}' is not a version.", "Write it as the pack does, such as 1.1.0.")
        elif _numbers(given) > _numbers(here):
            what = f"these answers were given to version {given} of the pack; here is {here}."
            self._complain(("pack_version",), what, "Use the version of the product that they were given with, or a later one.")

    def _answer(self, name: str, raw: Plain, path: KeyPath) -> Answer | None:
        question = self._questions.get(name)
        if question is None:
            self._complain(path, f"there is no question '{name}'.", suggest(name, self._questions))
            return None
        if not isinstance(raw, dict):
            return Answer(value=self._values.read(question, raw, path))
        said = raw.get("said")
        statements = [self._answer(name, each, (*path, "said", place)) for place, each in enumerate(said or [])]
        if said is not None and (not isinstance(said, list) or not said):
            self._complain((*path, "said"), "what was said needs a list of statements.", "Start each with a dash.")
        block = self.decoder.entry({**raw, "value": "", "on": raw.get("on"), "said": []}, AnswerBlock, path)
        if "value" not in raw:
            self._complain(path, f"the answer to '{name}' has no value.", f"Add 'value:', if need be 'value: {UNKNOWN}'.")
            return None
        value = self._values.read(question, raw["value"], (*path, "value"))
        if block is None:
            return None
        on = self._values.date(block.on, (*path, "on")) if block.on else None
        kept = tuple(each for each in statements if each is not None)
        return Answer(value=value, note=block.note, by=block.by, on=on, said=kept)

    def _aim(self, wanted: tuple[str, ...] | None) -> tuple[str, ...]:
        known = tuple(approach.id for approach in self._pack.approaches)
        if wanted is None:
            return known
        for index, name in enumerate(wanted):
            if name not in known:
                self._complain(("city", "aim", index), f"there is no approach '{name}'.", suggest(name, known))
        if not wanted:
            self._complain(("city", "aim"), "the city aims at nothing.", "Name an approach, or leave 'aim' out for all.")
        return tuple(name for name in known if name in wanted)

    def _city(self, block: CityBlock, answers: dict[str, Answer]) -> City | None:
        for name in _ALSO_IN_CITY:
            self._also_in_city(name, block, answers)
        own = {
            question.names_role: str(answer.value)
            for question in self._pack.questions
            if question.names_role and (answer := answers.get(question.id)) and answer.value is not None
        }
        roles_known = [role.id for role in self._pack.roles]
        for role in block.roles:
            if role not in roles_known:
                self._complain(("city", "roles", role), f"there is no role '{role}'.", suggest(role, roles_known))
                return None
        own |= roles.in_language(block.roles, self._pack.info.language)
        for role, name in own.items():
            try:
                roles.named(self._pack, name)
            except roles.UnknownRoleNameError as error:
                asked = next((q.id for q in self._pack.questions if q.names_role == role), role)
                path: KeyPath = ("city", "roles", role) if role in block.roles else ("answers", asked)
                self._complain(path, str(error), error.hint)
                return None
        labels = roles.labels(self._pack, block.name, block.canton, own)
        fields = msgspec.structs.asdict(block)
        return City(labels=labels, **{name: fields[name] for name in ("name", "canton", "population", "language", "roles")})

    def _also_in_city(self, name: str, block: CityBlock, answers: dict[str, Answer]) -> None:
        """Let a value of the city block answer the question of the same id; two different values are a problem."""
        stated, question = getattr(block, name), self._questions.get(name)
        if stated is None or question is None:
            return
        value = self._values.read(question, str(stated).lower(), ("city", name))
        given = answers.get(name)
        if given is None or given.value is None:
            answers[name] = Answer(value=value)
        elif given.value != value:
            what = f"'{name}' is {stated} here and {given.value} among the answers."
            self._complain(("city", name), what, "Keep the right one.")
