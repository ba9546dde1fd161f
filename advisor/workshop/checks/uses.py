"""Check that what a pack defines is used, and that what it claims is documented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from advisor.errors import Problem
from advisor.i18n.extract import mapped
from advisor.knowledge.findings import Advice
from advisor.knowledge.measures import Wording
from advisor.knowledge.placeholders import placeholders
from advisor.logic.condition import leaves
from advisor.reasoning.answers import question_of
from advisor.workshop.checks.conditions import written_conditions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.fields import Identified
    from advisor.knowledge.model import Pack
    from advisor.knowledge.source_map import Places
    from advisor.yaml_source.read import KeyPath


def use_problems(pack: Pack, at: Places) -> Iterator[Problem]:
    """Yield what nothing refers to, and what refers to nothing."""
    yield from _claims(pack, at)
    yield from _sources(pack, at)
    asked = _questions_used(pack)
    for question in pack.questions:
        if question.id not in asked and not question.supports and question.names_role is None:
            what = f"nothing depends on '{question.id}', so no session asks it."
            yield Problem(at.of(f"questions/{question.id}"), what, "Use it in a rule, or remove it.", "Q409")
    topics = {question.topic for question in pack.questions}
    for topic in pack.topics:
        if topic.id not in topics:
            yield Problem(at.of(f"topics/{topic.id}"), f"no question is about '{topic.id}'.", "Remove the topic.", "U704")
    yield from _people(pack, at)
    yield from _named(pack, at)


def _named(pack: Pack, at: Places) -> Iterator[Problem]:
    """Find what has a name that nothing calls: measures, conditions and activities."""
    works = [work for step in pack.steps for work in step.works]
    raised = [{fact: level} for finding in pack.findings for fact, level in finding.remedy.items()]
    measures = [*(work.raises for work in works), *raised]
    told = [*_parts(pack.findings, Advice), *_parts((pack.measures, pack.steps), Wording)]
    activities = {name for each in told for name in (*each.does, *getattr(each, "pauses", ()))}
    tested = {question_of(test.fact) for _, _, condition in written_conditions(pack) for test in leaves(condition)}
    unused = (
        *(("measures", each.id, "no step or remedy uses the measure") for each in pack.measures if each.raises not in measures),
        *(("conditions", each.id, "nothing asks for the condition") for each in pack.conditions if each.id not in tested),
        *(("activities", each.id, "no advice does or pauses") for each in pack.activities if each.id not in activities),
    )
    for section, name, what in unused:
        yield Problem(at.of(f"{section}/{name}"), f"{what} '{name}'.", "Use it, or remove it.", "U709")


def _parts(value: object, kind: type[Advice | Wording]) -> Iterator[Any]:
    """Yield everything of a kind in a part of a pack."""
    if isinstance(value, kind):
        yield value
    inside = value if isinstance(value, tuple) else ()
    if isinstance(value, msgspec.Struct):
        inside = tuple(getattr(value, name) for name in value.__struct_fields__)
    for each in inside:
        yield from _parts(each, kind)


def _claims(pack: Pack, at: Places) -> Iterator[Problem]:
    sections: dict[str, tuple[Identified, ...]] = {
        "questions": pack.questions,
        "approaches": pack.approaches,
        "findings": pack.findings,
        "steps": pack.steps,
        "criteria": pack.criteria,
        "drafts": pack.drafts,
    }
    entries = [(f"{section}/{entry.id}", (), entry) for section, found in sections.items() for entry in found]
    poles: list[tuple[str, KeyPath, Identified]] = [
        (f"axes/{axis.id}", ("poles", place), pole) for axis in pack.axes for place, pole in enumerate(axis.poles)
    ]
    for key, inside, entry in [*entries, *poles]:
        if entry.provenance != "proposal" and not entry.sources:
            hint = "Cite where it is documented, or mark it as a proposal."
            here = at.of(key, *inside, "provenance")
            yield Problem(here, f"'{entry.id}' claims a {entry.provenance} and cites none.", hint, "U701")
        for place, source in enumerate(entry.sources):
            if source in entry.sources[:place]:
                here = at.of(key, *inside, "sources", place)
                yield Problem(here, f"'{entry.id}' cites '{source}' twice.", "Cite it once.", "U702")


def _sources(pack: Pack, at: Places) -> Iterator[Problem]:
    cited: set[str] = set()
    for value in (getattr(pack, name) for name in pack.__struct_fields__ if name != "vocabulary"):
        cited |= set(_cited(value))
    texts = " ".join(text for text, _ in _texts(pack))
    for source in pack.sources:
        here = at.of(f"sources/{source.id}")
        if source.id not in cited and f"({source.id})" not in texts:
            yield Problem(here, f"nothing cites the source '{source.id}'.", "Cite it where it is used, or remove it.", "U703")
        if not source.urls and source.note is None:
            what = f"nobody can find the source '{source.id}': it has no address and no note."
            yield Problem(here, what, "Add 'urls:', or a note that says where it is.", "U706")


def _cited(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        for item in value:
            yield from _cited(item)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            if name == "sources" and all(isinstance(source, str) for source in value.sources):  # type: ignore[attr-defined]
                yield from value.sources  # type: ignore[attr-defined]
            elif name in {"poles", "example"}:
                yield from _cited(getattr(value, name))


def _texts(pack: Pack) -> list[tuple[str, str]]:
    """Return every text for readers with where it stands."""
    found: list[tuple[str, str]] = []

    def note(context: str, text: str, _: frozenset[str]) -> str:
        found.append((text, context))
        return text

    mapped(pack, note)
    return found


def _questions_used(pack: Pack) -> set[str]:
    used = {question_of(test.fact) for _, _, condition in written_conditions(pack) for test in leaves(condition)}
    limits = (name for each in pack.info.competences for name in (each.up_to, each.waits_for))
    days = (pack.info.term_ends, pack.info.money_ends, pack.info.freeze_ends)
    used |= {name for name in (pack.info.next_round, *days, *limits) if name}
    for step in pack.steps:
        used |= {fact for work in step.works for fact in work.raises} | ({step.waits_for} if step.waits_for else set())
    told = list(_parts((pack.measures, pack.steps), Wording))
    lacking = {each.cost.lacking.number for each in told if each.cost is not None and each.cost.lacking is not None}
    return used | lacking | {each.waits_for for each in told if each.waits_for}


def _people(pack: Pack, at: Places) -> Iterator[Problem]:
    acting = {question.names_role for question in pack.questions} | {
        name for text, _ in _texts(pack) for name in placeholders(text)
    }
    for step in pack.steps:
        acting |= {step.actor, *step.helpers}
    for told in _parts((pack.measures, pack.steps), Wording):
        acting |= {told.actor, *told.helpers, *told.effort}
    for role in pack.roles:
        if role.id not in acting:
            what = f"'{role.id}' acts in no step and is named in no text."
            yield Problem(at.of(f"roles/{role.id}"), what, "Remove the role.", "U705")
    used = {each.article for section in (pack.roles, pack.names, pack.approaches) for each in section}
    for article in pack.articles:
        if article not in used:
            what = f"no name has the article '{article}'."
            yield Problem(at.of(f"articles/{article}"), what, "Remove the article.", "U708")
    for place, preset in enumerate(pack.presets):
        if (preset.city, preset.canton) in {(each.city, each.canton) for each in pack.presets[:place]}:
            what = f"the roles of {preset.city} ({preset.canton}) are named twice."
            yield Problem(at.of(f"presets/{place + 1}", "city"), what, "Join the two entries.", "U707")
