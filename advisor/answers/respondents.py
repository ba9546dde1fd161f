"""Who answered: read from a file, or found out where a file says it only in part.

A respondent has an id under ``respondents``. A file that declares none is one respondent at least, known by the name of the file:
five files of five office heads are five respondents, whatever role stands in each of them.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor import paths
from advisor.errors import phrase, suggestion
from advisor.knowledge.pack_files import languages
from advisor.knowledge.placeholders import CITY
from advisor.reasoning.answers import ALSO_IN_CITY, Answer, Respondent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from advisor.answers.shape import RespondentBlock
    from advisor.answers.value import Tell
    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers

_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST = 80
_ENDING = re.compile(r"(\.answers)?\.ya?ml$", re.IGNORECASE)


def read_respondents(blocks: Mapping[str, RespondentBlock], pack: Pack, tell: Tell) -> dict[str, Respondent]:
    """Return the respondents of a file, and report those that cannot be meant."""
    roles = [role.id for role in pack.roles]
    for name, block in blocks.items():
        path = ("respondents", name)
        if not _ID.fullmatch(name) or len(name) > _LONGEST:
            tell(path, "A301", name=name)
        if block.role is not None and block.role not in roles:
            tell((*path, "role"), "A203", suggestion(block.role, roles), role=block.role)
        elif name in roles and block.role is None:
            tell(path, "A302", how="nobody", name=name)
        elif name in roles and block.role is not None and block.role != name:
            tell(path, "A302", how="other", name=name, role=block.role)
        known = _languages(pack) if block.language is not None else []
        if block.language is not None and block.language not in known:
            hint = phrase("A109.hint", known=", ".join(known))
            tell((*path, "language"), "A109", hint, language=block.language)
    return {name: Respondent(role=each.role, name=each.name, language=each.language) for name, each in blocks.items()}


def _languages(pack: Pack) -> list[str]:
    own = {each.info.language for each in (pack, pack.original) if each is not None}
    return sorted({*own, *languages(paths.shipped("templates"))})


def identified(name: str, answers: Answers) -> Answers:
    """Return a file's answers with a respondent of their own behind each statement; ``name`` is how the file is called.

    Notes that wait for an answer become statements without one. What stands in the city block was said by nobody in particular,
    and stays so. Every respondent gets the language of the city, where they have none of their own.
    """
    waiting = {each: msgspec.structs.replace(note, unanswered=True) for each, note in answers.waiting.items()}
    answers = msgspec.structs.replace(answers, answers=waiting | answers.answers, waiting={})
    speakers = _Speakers(name, answers)
    return msgspec.structs.replace(
        answers,
        answers={each: speakers.of(each, answer) for each, answer in answers.answers.items()},
        retired={each: speakers.of(each, answer) for each, answer in answers.retired.items()},
        respondents={each: _speaking(known, answers.city.language) for each, known in speakers.known.items()},
    )


def _speaking(respondent: Respondent, language: str | None) -> Respondent:
    return msgspec.structs.replace(respondent, language=respondent.language or language)


class _Speakers:
    """Finds the respondent behind each statement of one file."""

    def __init__(self, name: str, answers: Answers) -> None:
        labels = answers.city.labels
        self.known = dict(answers.respondents)
        self._declared = frozenset(answers.respondents)
        self._city = answers.city
        self._titles = {forms[""].casefold(): role for role, forms in labels.items() if role != CITY}
        self._titles |= {role: role for role in labels if role != CITY}
        self._file = name
        given = [(each, answer) for block in (answers.answers, answers.retired) for each, answer in block.items()]
        named = {each.by for question, answer in given for each in self._open(question, answer)} - {None}
        self._only = named.pop() if len(named) == 1 else None
        self._several = bool(named)

    def of(self, question: str, answer: Answer) -> Answer:
        """Return an answer with the ids of those who gave it; who settled it keeps an id that is the same in every file."""
        if answer.said:
            times: dict[str | None, int] = {}
            said = []
            for each in answer.said:
                times[each.by] = times.get(each.by, 0) + 1
                said.append(self._statement(question, each, times[each.by], among=len(answer.said)))
            return msgspec.structs.replace(answer, said=tuple(said), by=self._settled_by(answer.by))
        return self._statement(question, answer, 1, among=1)

    def _settled_by(self, by: str | None) -> str | None:
        return by if by is None or by in self._declared else self._person(slug(by), self._titled(by))

    def _statement(self, question: str, statement: Answer, number: int, *, among: int) -> Answer:
        """Return a statement with its respondent; one that stands alone without a name is that of the file's one respondent."""
        if not self._is_open(question, statement):
            return statement
        stem, by = slug(self._file), statement.by
        if by is None and among == 1 and not self._several:
            if self._only is None and len(self._declared) == 1:
                return msgspec.structs.replace(statement, by=next(iter(self._declared)))
            by = self._only
        wanted = f"{stem}_{slug(by)}" if by is not None and self._several else stem
        wanted = f"{stem}_unnamed" if by is None and among > 1 else wanted
        wanted = wanted if number == 1 else f"{wanted}_{number}"
        person = Respondent(name=self._file) if by is None else self._titled(by)
        return msgspec.structs.replace(statement, by=self._person(wanted, person))

    def _open(self, question: str, answer: Answer) -> Iterator[Answer]:
        yield from (each for each in answer.said or (answer,) if self._is_open(question, each))

    def _is_open(self, question: str, statement: Answer) -> bool:
        """Tell whether it has still to be found out who made a statement."""
        in_city = question in ALSO_IN_CITY and getattr(self._city, question) is not None
        return statement.by not in self._declared and not (in_city and statement == Answer(value=statement.value))

    def _titled(self, title: str) -> Respondent:
        """Return who is meant: a role by its id or by what the city calls it, else somebody of this name."""
        role = self._titles.get(title.casefold())
        return Respondent(role=role) if role else Respondent(name=title)

    def _person(self, wanted: str, person: Respondent) -> str:
        """Return the id of somebody, who may be known by it already."""
        wanted = wanted[: _LONGEST - 5].strip("_")
        name, number = wanted, 1
        while name in self.known and not agree(self.known[name], person):
            number += 1
            name = f"{wanted}_{number}"
        self.known[name] = together(self.known.get(name, person), person)
        return name


def agree(one: Respondent, other: Respondent) -> bool:
    """Tell whether two entries can be the same respondent: they share a role or a name, and differ in none."""
    pairs = ((one.role, other.role), (one.name, other.name))
    both = [(mine, theirs) for mine, theirs in pairs if mine is not None and theirs is not None]
    nobody = Respondent()
    return all(mine == theirs for mine, theirs in both) and (bool(both) or nobody in {_silent(one), _silent(other)})


def _silent(respondent: Respondent) -> Respondent:
    return msgspec.structs.replace(respondent, language=None)


def together(one: Respondent, other: Respondent) -> Respondent:
    """Return what two entries say about the same respondent."""
    spoken = sorted({each.language for each in (one, other) if each.language})
    return Respondent(role=one.role or other.role, name=one.name or other.name, language=next(iter(spoken), None))


def file_names(files: Iterable[str], known: Collection[str] = ()) -> list[str]:
    """Return for each file the shortest name that tells it from the others: its own, with as many folders as it takes.

    ``known`` are ids of respondents; where one of them is a longer name of a file, that file was merged before under it.
    """
    paths_of = [Path(file).resolve() for file in files]
    lengths = [_known_length(path, known) for path in paths_of]
    while True:
        names = [_last(path, length) for path, length in zip(paths_of, lengths, strict=True)]
        slugs = [slug(name) for name in names]
        twice = [
            place
            for place, path in enumerate(paths_of)
            if lengths[place] < len(path.parts)
            and any(other != path and slugs[number] == slugs[place] for number, other in enumerate(paths_of))
        ]
        if not twice:
            return [_ENDING.sub("", name).strip("<>") for name in names]  # standard input stands in such brackets
        for place in twice:
            lengths[place] += 1


def _last(path: Path, length: int) -> str:
    return "/".join(path.parts[-length:])


def _known_length(path: Path, known: Collection[str]) -> int:
    return next((length for length in range(2, len(path.parts)) if slug(_last(path, length)) in known), 1)


def slug(text: str) -> str:
    """Return a text as an id: lower case, accents gone, all else an underscore.

    >>> slug("Frau Müller")
    'frau_muller'
    """
    plain = unicodedata.normalize("NFKD", _ENDING.sub("", text)).encode("ascii", "ignore").decode().lower()
    found = "_".join(re.findall(r"[a-z0-9]+", plain))[:_LONGEST].strip("_")
    return found if found[:1].isalpha() else f"respondent_{found}".strip("_")
