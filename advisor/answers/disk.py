"""Keep an answers file in step with an interview: each answer is on disk before the next question is asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.answers.read import answers_in
from advisor.answers.saving import save
from advisor.answers.text import edited_data, edited_text, migrated_text, new_text
from advisor.answers.value import UNKNOWN
from advisor.errors import Place, UnusableInputError, coded
from advisor.files.reasons import reason
from advisor.knowledge.model import Pack
from advisor.reasoning.answers import ALSO_IN_CITY
from advisor.yaml_source.nodes import Node, NotYamlError, compose
from advisor.yaml_source.read import Source, read_source, read_text, read_tree

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from advisor.answers.migration import Migration
    from advisor.reasoning.answers import Answer, Answers, Respondent
    from advisor.yaml_source.read import KeyPath, Plain


class AnswersDisk(msgspec.Struct, frozen=True, eq=False):
    """An answers file and the text it held when it was read or written last.

    With the pack that it is for, nothing is written that could not be read again.
    """

    file: Path
    text: str
    pack: Pack | None = None
    read: Document | None = None

    def __eq__(self, other: object) -> bool:
        """Tell whether a file of the same name holds the same."""
        return isinstance(other, AnswersDisk) and (self.file, self.text) == (other.file, other.text)

    def __hash__(self) -> int:
        """Return the same number for what is equal."""
        return hash((self.file, self.text))

    def asked(self) -> tuple[str, ...]:
        """Return the questions that have an answer, in the order of the file."""
        data = self._document().source.data
        given = data.get("answers") if isinstance(data, dict) else None
        return tuple(given) if isinstance(given, dict) else ()

    def put(self, question: str, answer: Answer) -> AnswersDisk:
        """Save an answer and return the file as it is now; where the city block answers the question too, it says the same.

        Raises:
            UnusableInputError: the file could not be read again, cannot be written, or somebody else changed it meanwhile.

        """
        return self.changed({question: answer})

    def changed(self, answers: Mapping[str, Answer | None], people: Mapping[str, Respondent] | None = None) -> AnswersDisk:
        """Save several answers in one act, where None takes away what stands at a question, and return the file as it is now.

        Those of the ``people`` who said one of them are named in the file, if they are not yet.

        Raises:
            UnusableInputError: the file could not be read again, cannot be written, or somebody else changed it meanwhile.

        """
        return self.edited({**self._introducing(answers, people or {}), **self.edits(answers)})

    def _introducing(self, answers: Mapping[str, Answer | None], people: Mapping[str, Respondent]) -> dict[KeyPath, object]:
        data = self._document().source.data
        there = data.get("respondents") if isinstance(data, dict) else None
        spoken = {said.by for each in answers.values() if each is not None for said in (each, *each.said)}
        new = {name: each for name, each in people.items() if name in spoken and not (isinstance(there, dict) and name in there)}
        return {
            ("respondents", name): {key: value for key, value in msgspec.structs.asdict(each).items() if value is not None}
            for name, each in new.items()
        }

    def edits(self, answers: Mapping[str, Answer | None]) -> dict[KeyPath, object]:
        """Return what has to change in the file for some questions to have these answers, None for no answer."""
        data = self._document().source.data
        city = data.get("city") if isinstance(data, dict) else None
        edits: dict[KeyPath, object] = {}
        for question, answer in answers.items():
            edits["answers", question] = None if answer is None else block(answer)
            stated = city.get(question) if isinstance(city, dict) and question in ALSO_IN_CITY else None
            value = None if answer is None else answer.value
            if isinstance(stated, str) and stated.lower() != str(value).lower():
                edits["city", question] = str(value).upper() if stated.isupper() and value is not None else value
        return edits

    def edited(self, edits: Mapping[KeyPath, object]) -> AnswersDisk:
        """Save values at paths of the file, where None takes away what stands there, and return the file as it is now.

        Raises:
            UnusableInputError: the file could not be read again, cannot be written, or somebody else changed it meanwhile.

        """
        return self._saved(*self._edited(edits))

    def with_edits(self, edits: Mapping[KeyPath, object]) -> str:
        """Return the text that the file would have with values at paths of it, and save nothing.

        Raises:
            UnusableInputError: the file could not be read again.

        """
        text, wanted = self._edited(edits)
        self._read_back(text, wanted)
        return text

    def _edited(self, edits: Mapping[KeyPath, object]) -> tuple[str, Plain]:
        document = self._document()
        return edited_text(self.text, edits, document.root), edited_data(document.source.data, edits)

    def dated(self, day: datetime.date) -> AnswersDisk:
        """Save the day that the answers stand for, and return the file as it is now.

        Raises:
            UnusableInputError: the file cannot be written, or somebody else changed it meanwhile.

        """
        return self.edited({("date",): day})

    def copied(self, file: Path) -> AnswersDisk:
        """Save the same in a new file, and return that one.

        Raises:
            UnusableInputError: there is such a file already, or it cannot be written.

        """
        save(file, self.text, before=None)
        return AnswersDisk(file, self.text, self.pack)

    def migrated(self, migration: Migration, pack: Pack) -> AnswersDisk:
        """Save what a migration did, so that the file names today's version of the pack, and return the file as it is now.

        Raises:
            UnusableInputError: the file could not be read again, cannot be written, or somebody else changed it meanwhile.

        """
        self._document()
        text = migrated_text(self.text, migration.moved, migration.put, pack.info.version)
        return self._saved(text, edited_data(migration.source.data, {("pack_version",): pack.info.version}))

    def _document(self) -> Document:
        """Return the text as it reads.

        Raises:
            UnusableInputError: it cannot be read.

        """
        return self.read or document(self.text, self.file)

    def _saved(self, text: str, wanted: Plain) -> AnswersDisk:
        """Save a text that was read back and says what it should."""
        read = self._read_back(text, wanted)
        save(self.file, text, before=self.text)
        return AnswersDisk(self.file, text, self.pack, read)

    def _read_back(self, text: str, wanted: Plain) -> Document:
        read = document(text, self.file)
        if _filled(read.source.data) != _filled(wanted):
            raise UnusableInputError([coded(Place(str(self.file)), "A704")])
        if self.pack:
            answers_in(read.source, [], self.pack)
        return read


class Document(msgspec.Struct, frozen=True):
    """A text, its tree, and what it says."""

    root: Node | None
    source: Source


def document(text: str, file: Path) -> Document:
    """Return the text of a file as it reads.

    Raises:
        UnusableInputError: it could not be read.

    """
    try:
        root = compose(text)
    except NotYamlError:
        raise UnusableInputError(read_text(text, str(file))[1]) from None
    source, problems = read_tree(text, root, str(file))
    if problems:
        raise UnusableInputError(problems)
    return Document(root, source)


def _filled(data: Plain) -> Plain:
    """Return data without blocks that hold nothing; whether those are there makes no difference."""
    return {key: value for key, value in data.items() if value} if isinstance(data, dict) else data


def begin(file: Path, pack: Pack, city: Mapping[str, object], today: datetime.date) -> AnswersDisk:
    """Create an answers file without answers; the city block holds at least its name.

    Raises:
        UnusableInputError: it could not be read again, there is a file already, or it cannot be written.

    """
    head = {"pack": pack.info.id, "pack_version": pack.info.version}
    text = new_text({**head, "city": dict(city), "date": today, "answers": {}})
    read = document(text, file)
    answers_in(read.source, [], pack)
    save(file, text, before=None)
    return AnswersDisk(file, text, pack, read)


def is_there(file: Path) -> bool:
    """Tell whether there is such a file.

    Raises:
        UnusableInputError: its folder cannot be looked into.

    """
    try:
        file.stat()  # unlike exists(), it tells a file that is not there from one that nobody can see
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise UnusableInputError([coded(Place(str(file)), "A705", reason=reason(error))]) from error
    return True


def resume(file: Path, pack: Pack | None = None) -> AnswersDisk:
    """Return a file that was read before, to the byte.

    Raises:
        UnusableInputError: it cannot be read any more.

    """
    _, problems = read_source(file, str(file))
    try:
        text = "" if problems else file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problems = [coded(Place(str(file)), "A706", reason=reason(error))]
    if problems:
        raise UnusableInputError(problems)
    return AnswersDisk(file, text, pack)


def whole(answers: Answers, pack: Pack) -> str:
    """Return the text of a new file with all of a city's answers, in the order of the pack."""
    head = city_block(answers, pack)
    if answers.start != answers.date:
        head["start"] = answers.start
    noted = {name: msgspec.structs.replace(note, unanswered=True) for name, note in answers.waiting.items()} | answers.answers
    given = {each.id: block(noted[each.id]) for each in pack.questions if each.id in noted}
    note = {"note": answers.note} if answers.note else {}
    known = {name: _known(each) for name, each in sorted(answers.respondents.items())}
    respondents = {"respondents": known} if known else {}
    version = {"pack_version": pack.info.version}
    kept = {name: block(answer) for name, answer in sorted(answers.retired.items())}
    retired = {"retired": kept} if kept else {}
    return new_text(
        {"pack": answers.pack, **version, "city": head, "date": answers.date, **note, **respondents, "answers": given, **retired}
    )


def city_block(answers: Answers, pack: Pack) -> dict[str, Any]:
    """Return what a file says of the city, whenever it is advised."""
    city = answers.city
    fields = {name: getattr(city, name) for name in ("name", "canton", "population", "language")}
    head: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
    if len(answers.aim) < len(pack.approaches):
        head["aim"] = list(answers.aim)
    if city.roles:
        head["roles"] = city.roles
    return head


def block(answer: Answer) -> Any:  # noqa: ANN401 - plain data for a file
    """Return an answer as it stands in a file: the bare value where nothing else is known, a note alone without one."""
    value = UNKNOWN if answer.value is None else list(answer.value) if isinstance(answer.value, tuple) else answer.value
    more = {name: getattr(answer, name) for name in ("note", "by", "on") if getattr(answer, name) is not None}
    said = {"said": [_statement(each) for each in answer.said]} if answer.said else {}
    if answer.unanswered and (more or said):
        return {**more, **said}
    return {"value": value, **more, **said} if more or said else value


def _known(respondent: Respondent) -> dict[str, str]:
    return {name: value for name, value in msgspec.structs.asdict(respondent).items() if value is not None}


def _statement(answer: Answer) -> dict[str, Any]:
    found = block(answer)
    return found if isinstance(found, dict) else {"value": found}
