"""Combine what several respondents answered. Nothing is dropped: every statement stays, and where they differ the value is open.

Each statement has its respondent, and statements form a set; what is concluded from it is a function of that set. So the order of
the files never matters, a file that was merged before adds nothing, and four of five stay four of five.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.answers import one_city
from advisor.answers.respondents import agree, file_names, identified, together
from advisor.answers.roles import renamed
from advisor.errors import Place, Problem, UnusableInputError, coded, for_reader, phrase
from advisor.reasoning.answers import Answer, Answers, Respondent

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.answers.one_city import Part
    from advisor.errors import Phrase
    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import AnswerValue

_FAR = 180
"""After how many days two files look like two visits of one city (a proposal)."""


def merge(parts: Sequence[Part], pack: Pack) -> Answers:
    """Return the answers of several files, each given with its name.

    Raises:
        UnusableInputError: the files are not about the same city, disagree on its aim, or name two respondents alike.

    """
    known = _identified(parts)
    problems = [*one_city.conflicts(parts), *_namesakes(known)]
    if problems:
        raise UnusableInputError(for_reader(problems, pack.info.language))
    files = [answers for _, answers in _with_names_of_roles(known, pack)]
    city = one_city.one_city([(name, answers) for (name, _), answers in zip(parts, files, strict=True)], pack)
    merged = _each([each.answers for each in files])
    waiting = {name: each for name, each in merged.items() if each.unanswered and not each.said}
    notes = sorted({line for each in files for line in (each.note or "").split("\n")} - {""})
    merged_files = Answers(
        pack=files[0].pack,
        city=city,
        date=max(each.date for each in files),
        start=max(each.start for each in files),
        aim=files[0].aim,
        answers={name: each for name, each in merged.items() if name not in waiting},
        note="\n".join(notes) or None,
        retired=_each([each.retired for each in files]),
        waiting=waiting,
        respondents=_respondents(files, city.language),
    )
    return renamed(pack, merged_files)


def remarks(parts: Sequence[Part], pack: Pack) -> list[Problem]:
    """Return what those who merge files should know, although it forbids nothing."""
    found = list(one_city.remarks(parts, pack))
    first, last = (choose(parts, key=lambda part: part[1].date) for choose in (min, max))
    if (last[1].date - first[1].date).days > _FAR:
        days = {"day": str(last[1].date), "other": str(first[1].date)}
        found.append(coded(Place(last[0]), "A503", **days, file=first[0]))
    return for_reader([*found, *_changed_minds(_identified(parts))], pack.info.language)


def _identified(parts: Sequence[Part]) -> list[Part]:
    declared = {name for _, answers in parts for name in answers.respondents}
    names = file_names([name for name, _ in parts], declared)
    return [(name, identified(short, answers)) for (name, answers), short in zip(parts, names, strict=True)]


def _namesakes(parts: Sequence[Part]) -> Iterator[Problem]:
    """Yield the ids that stand for different respondents in two files."""
    first: dict[str, tuple[str, Respondent]] = {}
    for file, answers in parts:
        for name, known in answers.respondents.items():
            where, other = first.setdefault(name, (file, known))
            if not agree(other, known):
                yield coded(Place(file), "A502", name=name, here=_described(known), there=_described(other), file=where)


def _described(respondent: Respondent) -> str | Phrase:
    """Return what a file says of a respondent, by its keys."""
    told = [f"{name} '{value}'" for name, value in msgspec.structs.asdict(respondent).items() if value]
    return ", ".join(told) or phrase("nobody")


def _changed_minds(parts: Sequence[Part]) -> Iterator[Problem]:
    """Yield the respondents who answered one question differently in two files: they may be two."""
    heard: dict[tuple[str, str], tuple[str, AnswerValue | None]] = {}
    for file, answers in parts:
        for name in answers.respondents:
            changed = []
            for question, answer in answers.answers.items():
                for each in _statements(answer):
                    where, value = (
                        heard.setdefault((name, question), (file, each.value)) if each.by == name else (file, each.value)
                    )
                    if value != each.value and where != file:
                        changed.append(question)
            if changed:
                yield coded(Place(file), "A504", name=name, questions=", ".join(dict.fromkeys(changed)))


def _with_names_of_roles(parts: Sequence[Part], pack: Pack) -> Iterator[Part]:
    """Yield the files; where their languages differ, names of roles move from the answers to the city, each with its language."""
    mixed = len({answers.city.language for _, answers in parts}) > 1
    asked = {each.id: each.names_role for each in pack.questions if each.names_role} if mixed else {}
    for file, answers in parts:
        moved = {name: str(each.value) for name, each in answers.answers.items() if name in asked and each.value is not None}
        roles = {**answers.city.roles, **{str(asked[name]): value for name, value in moved.items()}}
        kept = {name: each for name, each in answers.answers.items() if name not in moved}
        yield file, msgspec.structs.replace(answers, city=msgspec.structs.replace(answers.city, roles=roles), answers=kept)


def _respondents(files: Sequence[Answers], language: str | None) -> dict[str, Respondent]:
    """Return all respondents; the language of the city is said once."""
    found: dict[str, Respondent] = {}
    for each in files:
        for name, known in each.respondents.items():
            found[name] = together(found.get(name, known), known)
    alike = {name for name, known in found.items() if known.language == language}
    return {
        name: msgspec.structs.replace(known, language=None) if name in alike else known for name, known in sorted(found.items())
    }


def _each(blocks: Sequence[Mapping[str, Answer]]) -> dict[str, Answer]:
    names = sorted({name for block in blocks for name in block})
    return {name: _merged([block[name] for block in blocks if name in block]) for name in names}


def _merged(given: Sequence[Answer]) -> Answer:
    """Return one answer: what was settled last counts, then what nobody contradicts."""
    settled = sorted({each for each in given if each.said and not _follows(each)}, key=order)
    said = {statement for each in given for statement in _statements(each)}
    said |= {msgspec.structs.replace(each, said=()) for each in settled[:-1]}
    if settled:
        return msgspec.structs.replace(settled[-1], said=tuple(sorted(said, key=order)))
    return from_statements(said)


def from_statements(said: Iterable[Answer]) -> Answer:
    """Return the answer that follows from statements alone: the value they share, or none while they differ."""
    ordered = sorted(set(said), key=order)
    if len(ordered) == 1:
        return ordered[0]
    return following(tuple(ordered))


def following(said: tuple[Answer, ...]) -> Answer:
    """Return the answer that follows from two statements or more, as they stand."""
    values = {each.value for each in said} - {None}
    value = values.pop() if len(values) == 1 else None
    return Answer(value=value, said=said, unanswered=all(each.unanswered for each in said))


def _follows(answer: Answer) -> bool:
    """Tell whether a value is only what all statements share, and nothing that was settled on."""
    return answer == following(answer.said)


def _statements(answer: Answer) -> tuple[Answer, ...]:
    return answer.said or (answer,)


def order(answer: Answer) -> tuple[str, str, str, str]:
    """Order answers by date first, the same on every machine."""
    on: datetime.date | None = answer.on
    return on.isoformat() if on else "", answer.by or "", _text(answer.value), answer.note or ""


def _text(value: AnswerValue | None) -> str:
    return "" if value is None else ",".join(value) if isinstance(value, tuple) else str(value)
