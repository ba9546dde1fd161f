"""Gather the names a pack defines before anything is decoded, so that every file may refer to every other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Problem
from advisor.knowledge.decode import Names, duplicates
from advisor.knowledge.placeholders import CITY
from advisor.logic.vocabulary import Vocabulary, derived_facts, question_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.errors import Place
    from advisor.yaml_source.read import KeyPath, Plain, Source


def entries(sources: list[Source], section: str) -> Iterator[tuple[Source, KeyPath, Plain]]:
    """Yield the entries of a section from all files, each with its file and path."""
    for source in sources:
        content = source.data.get(section) if isinstance(source.data, dict) else None
        if isinstance(content, list):
            for index, raw in enumerate(content):
                if (section, index) not in source.without:
                    yield source, (section, index), raw
        elif isinstance(content, dict) and source.without:
            kept = {key: value for key, value in content.items() if (section, key) not in source.without}
            if (section,) not in source.without and kept:
                yield source, (section,), kept
        elif content is not None:
            yield source, (section,), content


def _named(sources: list[Source], section: str, key: str = "id") -> list[tuple[str, Place]]:
    return [
        (name, source.place((*path, key)))
        for source, path, raw in entries(sources, section)
        if isinstance(raw, dict) and isinstance(name := raw.get(key), str)
    ]


def _poles(sources: list[Source]) -> list[tuple[str, Place]]:
    found = []
    for source, path, raw in entries(sources, "axes"):
        poles = raw.get("poles") if isinstance(raw, dict) else None
        for index, pole in enumerate(poles if isinstance(poles, list) else ()):
            if isinstance(pole, dict) and isinstance(name := pole.get("id"), str):
                found.append((name, source.place((*path, "poles", index))))
    return found


def _question_domains(sources: list[Source]) -> Vocabulary:
    vocabulary = Vocabulary({})
    for _, _, raw in entries(sources, "questions"):
        if not (isinstance(raw, dict) and isinstance(name := raw.get("id"), str)):
            continue
        levels = raw.get("levels")
        given = [level for level in (levels if isinstance(levels, list) else ()) if isinstance(level, dict)]
        names = tuple(str(level.get("name")) for level in given)
        numbers = tuple(_number(level.get("number"), index) for index, level in enumerate(given))
        vocabulary.facts.update(question_facts(name, str(raw.get("type")), names, numbers))
        if raw.get("type") == "several":
            vocabulary.several[name] = names
    return vocabulary


def _dates(sources: list[Source]) -> Iterator[str]:
    """Yield the questions that are answered with a day, which nothing can raise."""
    for _, _, raw in entries(sources, "questions"):
        if isinstance(raw, dict) and raw.get("type") == "date" and isinstance(name := raw.get("id"), str):
            yield name


def _number(raw: Plain, default: int) -> int:
    try:
        return int(raw) if isinstance(raw, str) else default
    except ValueError:
        return default


_FACTS = ("balance", "target", "pole", "step")
_RESERVED = {
    **dict.fromkeys(("pole", "finding", "condition"), _FACTS),
    "question": (*_FACTS, "aim"),
    "step": ("aim",),
    "approach": (*_FACTS, "nothing", "begun"),
    "role": (CITY, "target", "chosen"),
}
"""Words that conditions, springboards and texts have a meaning for, whatever a pack says."""


def _reserved(names: list[tuple[str, Place]], kind: str) -> Iterator[Problem]:
    for name, place in names:
        if name in _RESERVED.get(kind, ()):
            yield Problem(place, f"no {kind} can be called '{name}': it is a word of the rules.", "Choose another id.", "F218")


def gather_names(sources: list[Source]) -> tuple[Names, list[Problem], dict[str, Problem]]:
    """Return every name that the files define together, what is defined twice, and the same by name."""
    found = {
        "topic": _named(sources, "topics"),
        "question": _named(sources, "questions"),
        "pole": _poles(sources),
        "approach": _named(sources, "approaches"),
        "finding": _named(sources, "findings"),
        "condition": _named(sources, "conditions"),
        "activity": _named(sources, "activities"),
        "step": _named(sources, "steps"),
        "criterion": _named(sources, "criteria"),
        "draft": _named(sources, "drafts"),
        "role": _named(sources, "roles"),
        "role name": _named(sources, "names", "name"),
        "source": _named(sources, "sources"),
    }
    twice = [each for kind, names in found.items() for each in duplicates(names, kind)]
    firsts = [
        each for kind in ("question", "pole", "approach", "finding", "condition") for each in dict(reversed(found[kind])).items()
    ]
    twice += duplicates(list({place: (name, place) for name, place in firsts}.values()), "fact")
    reserved = [problem for kind, names in found.items() for problem in _reserved(names, kind)]
    ids = {kind: [name for name, _ in names] for kind, names in found.items()}
    vocabulary = _question_domains(sources)
    vocabulary.facts.update(derived_facts(ids["approach"], ids["pole"], ids["finding"], ids["condition"]))
    ids["date"] = list(_dates(sources))
    ids["springboard"] = [*ids["approach"], "nothing", "begun"]
    articles = [raw for _, _, raw in entries(sources, "articles") if isinstance(raw, dict)]
    ids["article"] = [article for raw in articles for article in raw]
    forms = {form for raw in articles for forms in raw.values() if isinstance(forms, dict) for form in forms}
    return Names(ids, vocabulary, sorted(forms)), [*(problem for _, problem in twice), *reserved], dict(reversed(twice))
