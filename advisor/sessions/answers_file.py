"""Read a city's answers from its file; every problem with its line, nothing skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place, Problem, UnusableInputError, suggest
from advisor.knowledge.decode import Decoder, Names
from advisor.knowledge.vocabulary import Vocabulary
from advisor.knowledge.yaml_text import KeyPath, Plain, read_source
from advisor.reasoning.answers import ALSO_IN_CITY, Answer, Answers, City
from advisor.sessions import roles
from advisor.sessions.answer_reader import AnswerReader
from advisor.sessions.answer_value import ValueReader
from advisor.sessions.answers_shape import AnswersFile, CityBlock
from advisor.sessions.migration import Migration, migrate
from advisor.sessions.respondents import read_respondents

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.knowledge.yaml_text import Source


def read_pack_id(file: Path) -> str:
    """Return the pack that an answers file asks for.

    Raises:
        UnusableInputError: the file cannot be read, or names no pack.

    """
    return pack_id_of(*read_source(file, str(file)))


def pack_id_of(source: Source, problems: list[Problem]) -> str:
    """Return the pack that answers ask for.

    Raises:
        UnusableInputError: they could not be read, or name no pack.

    """
    if problems:
        raise UnusableInputError(problems)
    name = source.data.get("pack") if isinstance(source.data, dict) else None
    if not isinstance(name, str):
        raise UnusableInputError([Problem(Place(source.file), "'pack' is missing.", "Say which pack the answers are for.")])
    return name


def read_language(file: Path) -> str | None:
    """Return the language that an answers file asks for; None where it asks for none, or cannot be read."""
    return language_of(read_source(file, str(file))[0])


def language_of(source: Source) -> str | None:
    """Return the language that answers ask for; None where they ask for none."""
    city = source.data.get("city") if isinstance(source.data, dict) else None
    language = city.get("language") if isinstance(city, dict) else None
    return language if isinstance(language, str) else None


def read_answers(file: Path, pack: Pack) -> Answers:
    """Return the answers in a file that is known to be up to date, or whose notices interest nobody.

    Raises:
        UnusableInputError: with every problem of the file, if there is any.

    """
    return read_migrated(file, pack)[0]


def read_migrated(file: Path, pack: Pack) -> tuple[Answers, Migration]:
    """Return the answers in a file, and what was done to bring it to today's version of the pack.

    Raises:
        UnusableInputError: with every problem of the file, if there is any.

    """
    return answers_in(*read_source(file, str(file)), pack)


def answers_in(source: Source, problems: list[Problem], pack: Pack) -> tuple[Answers, Migration]:
    """Return the answers in what was read from a file, and what was done to bring it to today's version of the pack.

    Raises:
        UnusableInputError: with every problem of the file, if there is any.

    """
    migration = migrate(source, pack)
    reader = _AnswersReader(migration, pack)
    answers = None if problems else reader.read()
    found = [*problems, *migration.problems, *reader.decoder.problems]
    if found or answers is None:
        raise UnusableInputError(found)
    return answers, migration


class _AnswersReader:
    """Reads one file against one pack."""

    def __init__(self, migration: Migration, pack: Pack) -> None:
        self._data = migration.source.data
        self._pack = pack
        self._questions = {question.id: question for question in pack.questions}
        self.decoder = Decoder(migration.source, Names({}, Vocabulary({})))
        self._complain = self.decoder.complain
        self._values = ValueReader(self._complain)
        self._answers = AnswerReader(self.decoder, pack, migration.before)

    def read(self) -> Answers | None:
        if self._data is None:
            self._complain((), "the file is empty.", "Say at least pack, city and date.")
            return None
        raw = self._data if isinstance(self._data, dict) else {}
        outer: Plain = {**raw, "answers": {}, "retired": {}} if isinstance(self._data, dict) else self._data
        head = self.decoder.entry(outer, AnswersFile, ())
        answers, retired = self._answers.block(raw, "answers"), self._answers.block(raw, "retired")
        if head is None or answers is None or retired is None:
            return None
        if head.pack != self._pack.info.id:
            what = f"these answers are for the pack '{head.pack}', not '{self._pack.info.id}'."
            self._complain(("pack",), what, "Name the pack that they are for.")
        waiting = {name: answer for name, answer in answers.items() if answer.unanswered and not answer.said}
        answers = {name: answer for name, answer in answers.items() if name not in waiting}
        date = self._values.date(head.date, ("date",))
        start = self._values.date(head.city.start, ("city", "start")) if head.city.start else date
        city = self._city(head.city, answers)
        aim = self._aim(head.city.aim)
        respondents = read_respondents(head.respondents, self._pack, self._complain)
        if self.decoder.problems or date is None or start is None or city is None:
            return None
        return Answers(
            pack=head.pack,
            city=city,
            date=date,
            start=start,
            aim=aim,
            answers=answers,
            note=head.note,
            retired=retired,
            waiting=waiting,
            respondents=respondents,
        )

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
        for name in ALSO_IN_CITY:
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
            answers[name] = msgspec.structs.replace(given or Answer(value=None), value=value, unanswered=False)
        elif given.value != value:
            what = f"'{name}' is {stated} here and {given.value} among the answers."
            self._complain(("city", name), what, "Keep the right one.")
