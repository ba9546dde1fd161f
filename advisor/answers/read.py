"""Read a city's answers from its file; every problem with its line, nothing skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.answers import roles
from advisor.answers.changes import meant
from advisor.answers.migration import Migration, migrate
from advisor.answers.respondents import read_respondents
from advisor.answers.shape import AnswerBlock, AnswersFile, CityBlock
from advisor.answers.value import UNKNOWN, ValueReader
from advisor.errors import Place, Problem, UnusableInputError, coded, for_reader, phrase, suggestion
from advisor.knowledge.decode import Decoder, Names
from advisor.knowledge.history import fate
from advisor.logic.vocabulary import Vocabulary
from advisor.reasoning.answers import ALSO_IN_CITY, Answer, Answers, City
from advisor.yaml_source.read import KeyPath, Plain, read_source

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Literal

    from advisor.errors import Filling, Phrase
    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import AnswerValue
    from advisor.yaml_source.read import Source


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
    if name is None:
        raise UnusableInputError([coded(Place(source.file), "A102")])
    if not isinstance(name, str):
        raise UnusableInputError([coded(source.place(("pack",)), "A103")])
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
        raise UnusableInputError(for_reader(found, pack.info.language))
    return answers, migration


class _AnswersReader:
    """Reads one file against one pack."""

    def __init__(self, migration: Migration, pack: Pack) -> None:
        self._data = migration.source.data
        self._pack = pack
        self._questions = {question.id: question for question in pack.questions}
        self.decoder = Decoder(migration.source, Names({}, Vocabulary({})))
        self._tell = self.decoder.tell
        self._values = ValueReader(self._tell)
        self._answers = AnswerReader(self.decoder, pack, migration.before)

    def read(self) -> Answers | None:
        if self._data is None:
            self._tell((), "A101")
            return None
        raw = self._data if isinstance(self._data, dict) else {}
        outer: Plain = {**raw, "answers": {}, "retired": {}} if isinstance(self._data, dict) else self._data
        head = self.decoder.entry(outer, AnswersFile, ())
        answers, retired = self._answers.block(raw, "answers"), self._answers.block(raw, "retired")
        if head is None or answers is None or retired is None:
            return None
        if head.pack != self._pack.info.id:
            self._tell(("pack",), "A104", other=head.pack, pack=self._pack.info.id)
        waiting = {name: answer for name, answer in answers.items() if answer.unanswered and not answer.said}
        answers = {name: answer for name, answer in answers.items() if name not in waiting}
        date = self._values.date(head.date, ("date",))
        start = self._values.date(head.city.start, ("city", "start")) if head.city.start else date
        city = self._city(head.city, answers)
        aim = self._aim(head.city.aim)
        respondents = read_respondents(head.respondents, self._pack, self._tell)
        if self.decoder.problems or date is None or start is None or city is None:
            return None
        found = Answers(
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
        return roles.renamed(self._pack, found)

    def _aim(self, wanted: tuple[str, ...] | None) -> tuple[str, ...]:
        known = tuple(approach.id for approach in self._pack.approaches)
        if wanted is None:
            return known
        for index, name in enumerate(wanted):
            if name not in known:
                self._tell(("city", "aim", index), "A201", suggestion(name, known), name=name)
        if not wanted:
            self._tell(("city", "aim"), "A202")
        return tuple(name for name in known if name in wanted)

    def _city(self, stated: CityBlock, answers: dict[str, Answer]) -> City | None:
        block = self._by_ids(stated)
        for name in ALSO_IN_CITY:
            self._also_in_city(name, block, answers)
        roles_known = [role.id for role in self._pack.roles]
        for role in block.roles:
            if role not in roles_known:
                self._tell(("city", "roles", role), "A203", suggestion(role, roles_known), role=role)
                return None
        for role, name in roles.given(self._pack, block.roles, answers).items():
            try:
                roles.named(self._pack, name)
            except roles.UnknownRoleNameError as error:
                asked = next((q.id for q in self._pack.questions if q.names_role == role), role)
                path: KeyPath = ("city", "roles", role) if role in block.roles else ("answers", asked)
                self._tell(path, "A204", *error.hints, name=name)
                return None
        fields = msgspec.structs.asdict(block)
        return City(**{name: fields[name] for name in ("name", "canton", "population", "language", "roles")})

    def _by_ids(self, block: CityBlock) -> CityBlock:
        """Return the city block with the ids of levels where somebody wrote their labels, in any spelling."""
        named: dict[str, str] = {}
        for name in ALSO_IN_CITY:
            stated, question = getattr(block, name), self._questions.get(name)
            if question is not None and question.levels and isinstance(stated, str):
                found = meant(stated, {level.name: level.label for level in question.levels})
                named |= {} if found in {None, stated.lower()} else {name: str(found).upper()}
        return msgspec.structs.replace(block, **named)

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
            self._tell(("city", name), "A205", question=name, here=str(stated), there=str(given.value))


class AnswerReader:
    """Reads the answers of one file and reports those that do not fit."""

    def __init__(self, decoder: Decoder, pack: Pack, before: str | None) -> None:
        """Take the decoder that collects problems, and the version of the pack that the file names if it is an older one."""
        self._decoder = decoder
        self._tell = decoder.tell
        self._pack = pack
        self._questions = {question.id: question for question in pack.questions}
        self._older = (phrase("A108.older", version=before, here=pack.info.version),) if before else ()
        self._values = ValueReader(self._tell_older)

    def block(self, raw: dict[str, Plain], key: Literal["answers", "retired"]) -> dict[str, Answer] | None:
        """Return the answers under a key of a file; None after having reported that there is something else."""
        given = raw.get(key) or {}
        if not isinstance(given, dict):
            self._tell((key,), "A401", how=key)
            return None
        found = {name: self._answer(name, value, (key, name)) for name, value in given.items() if self._belongs(name, key)}
        return {name: answer for name, answer in found.items() if answer is not None}

    def _tell_older(self, path: KeyPath, code: str, /, *hints: Phrase, **given: Filling) -> None:
        """Note a problem with a value; of a file for an older version, what is wrong may be that."""
        own = hints or (phrase(f"{code}.hint", **given),)
        self._tell(path, code, *own, *self._older, **given)

    def _belongs(self, name: str, key: str) -> bool:
        """Tell whether an answer stands where it should, and report one that does not."""
        if (name in self._questions) == (key == "answers"):
            return True
        if key == "retired":
            self._tell((key, name), "A403", question=name)
            return False
        became = fate(name, self._pack.changes)
        if became.reason is not None:
            hint = phrase("A402.gone", version=became.version or "")
        elif became.version is not None:
            hint = phrase("A402.renamed", version=became.version, now=became.name)
        else:
            hint = self._decoder.near(name, self._questions)
        self._tell((key, name), "A402", hint, *self._older, question=name)
        return False

    def _answer(self, name: str, raw: Plain, path: KeyPath) -> Answer | None:
        if not isinstance(raw, dict):
            return Answer(value=self._value(name, raw, path))
        said = raw.get("said")
        statements = [self._answer(name, each, (*path, "said", place)) for place, each in enumerate(said or [])]
        if said is not None and (not isinstance(said, list) or not said):
            self._tell((*path, "said"), "A414")
        block = self._decoder.entry({**raw, "value": "", "said": []}, AnswerBlock, path)
        unanswered = self._is_empty(raw.get("value"), (*path, "value"))
        notes_only = bool(statements) and all(each is not None and each.unanswered for each in statements)
        if unanswered and (block is None or (block.note is None and not notes_only) or bool(said) != notes_only):
            self._tell(path, "A415", question=name)
            return None
        value = None if unanswered else self._value(name, raw["value"], (*path, "value"))
        if block is None:
            return None
        on = self._values.date(block.on, (*path, "on")) if block.on else None
        kept = tuple(each for each in statements if each is not None)
        return Answer(value=value, note=block.note, by=block.by, on=on, said=kept, unanswered=unanswered)

    def _is_empty(self, raw: Plain, path: KeyPath) -> bool:
        return raw is None or self._decoder.is_null(path)

    def _value(self, name: str, raw: Plain, path: KeyPath) -> AnswerValue | None:
        """Return a value; that of a retired answer as it was written, because what it meant is no longer known."""
        raw = None if self._decoder.is_null(path) else raw
        if path[0] == "answers":
            return self._values.read(self._questions[name], raw, path)
        if isinstance(raw, list) and raw and all(isinstance(each, str) for each in raw):
            return tuple(str(each) for each in raw)
        if not isinstance(raw, str):
            self._tell(path, "A404", question=name)
            return None
        return None if raw == UNKNOWN else raw
