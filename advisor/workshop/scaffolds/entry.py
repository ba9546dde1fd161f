"""New entries for a pack: a question, a rule with its examples, a step with its actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor import paths
from advisor.errors import Place, Problem, UnusableInputError, suggest
from advisor.i18n.languages import refuse_unspeakable
from advisor.knowledge.loader import load_pack
from advisor.logic.condition import Condition, opposite
from advisor.logic.counterfactuals import nearest
from advisor.logic.satisfy import witness
from advisor.logic.values import Span, Value, only
from advisor.reasoning.answers import question_of
from advisor.reasoning.deductions import aim_fact, deductions
from advisor.reasoning.effects import within_reach
from advisor.workshop.checks.check import check_pack
from advisor.workshop.checks.world import World
from advisor.workshop.editor_schemas import PACK_SCHEMA
from advisor.workshop.scaffolds.files import (
    add,
    filled,
    free,
    modeline,
    new_id,
    quoted,
    refuse_foreign,
    refused,
    remove,
    speaking,
    taken_back,
    write_new,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from advisor.knowledge.loader import LoadedPack
    from advisor.knowledge.model import Pack
    from advisor.logic.values import Allowed
    from advisor.reports.words import Words

_WITH_LEVELS = {"ordinal": ("none", "some", "usual"), "choice": ("first", "second"), "several": ("first", "second")}
_ADVISED = {"contradiction", "risk", "blind_spot"}
_BOUNDS = ("minimum: 0", "maximum: 100")


def new_question(folder: Path, name: str, topic: str | None = None, kind: str = "ordinal", title: str | None = None) -> Path:
    """Write a question into a pack, by default into its first topic, and return the file.

    Raises:
        UnusableInputError: the id is taken or cannot be one, there is no such topic, or the pack cannot be read.

    """
    loaded = _open(folder, name)
    words = speaking(loaded.pack.info.language)
    topics = [each.id for each in loaded.pack.topics]
    if topic is not None and topic not in topics:
        raise refused(f"there is no topic '{topic}'.", suggest(topic, topics))
    label = title or name.replace("_", " ").capitalize()
    view = {
        "id": name,
        "topic": topic or topics[0],
        "type": kind,
        "label": quoted(label),
        "ask": quoted(words("scaffold.ask", label=label)),
        "levels": [{"name": level, "label": words(f"scaffold.level.{level}")} for level in _WITH_LEVELS.get(kind, ())],
        "more": (f"unit: {words('scaffold.unit')}", *_BOUNDS) if kind == "number" else (),
        **_head(loaded.pack, "say label, ask, why and levels in your own words, then use the question in a rule"),
    }
    return add(folder, loaded, "questions", name, filled("question", view, words))


def new_rule(folder: Path, name: str, kind: str, when: str, title: str | None = None) -> Path:
    """Write a rule into a pack, with answers on which it fires and near ones on which it is silent; return the file.

    Raises:
        UnusableInputError: the id is taken or cannot be one, the condition cannot be read or decides nothing, or the pack
            cannot be read.

    """
    loaded = _open(folder, name)
    words = speaking(loaded.pack.info.language)
    activity = loaded.pack.activities[0].id if kind in _ADVISED and loaded.pack.activities else None
    chosen = f"; choose the activity ('{activity}' is only the first of the pack)" if activity else ""
    view: dict[str, object] = {
        "id": name,
        "kind": kind,
        "title": quoted(title or name.replace("_", " ").capitalize()),
        "when": when if when.lstrip().startswith(("{", "[")) else quoted(when),
        "advised": kind in _ADVISED and not loaded.pack.activities,
        "activity": activity,
        **_head(
            loaded.pack, f"say title, text, advice and reason in your own words{chosen}; cite sources, or leave it a proposal"
        ),
    }
    fires, silent = _examples(loaded.pack, _condition(folder, view, words))
    view |= {"fires": _answers(loaded.pack, fires), "silent": _answers(loaded.pack, silent)}
    return add(folder, loaded, "findings", name, filled("rule", view, words))


def new_step(folder: Path, name: str, target: str, springboard: str, actor: str | None = None) -> Path:
    """Write a step into a pack, with an action for each fact that its target needs; return the file.

    ``springboard`` is an approach, ``nothing`` or ``begun``; the first role of the pack is the actor where none is named.

    Raises:
        UnusableInputError: the id is taken or cannot be one, there is no such approach or role, or the pack cannot be read.

    """
    loaded = _open(folder, name)
    pack = loaded.pack
    names = {approach.id: approach.name for approach in pack.approaches}
    for given, known in ((target, [*names]), (springboard, [*names, "nothing", "begun"])):
        if given not in known:
            raise refused(f"there is no approach '{given}'.", suggest(given, known))
    roles = [role.id for role in pack.roles]
    if actor is not None and actor not in roles:
        raise refused(f"there is no role '{actor}'.", suggest(actor, roles))
    needed = witness(within_reach(pack.approach(target).established_when))
    if needed is None:
        raise _out_of_reach(loaded, target)
    step = {
        "id": name,
        "target": target,
        "target_name": names[target],
        "springboard": springboard,
        "after": names.get(springboard),
        "first": springboard == "nothing",
        "begun": springboard == "begun",
        "actor": actor or roles[0],
        "actions": [_action(pack, fact, value) for fact, value in needed.items()],
    }
    todo = "say reason, actions, first days, pitfall and indicator in your own words; add preconditions and signs"
    return add(
        folder, loaded, "steps", name, filled("step", {"steps": [step], **_head(pack, todo)}, speaking(pack.info.language))
    )


def new_measure(folder: Path, fact: str, level: str) -> Path:
    """Write a measure into a pack, which says what it takes to bring a fact to a level; return the file.

    Raises:
        UnusableInputError: there is no such fact or level, there is a measure for them, or the pack cannot be read.

    """
    loaded = _open(folder, f"{fact}_{level}".lower())
    pack = loaded.pack
    question = next((each for each in pack.questions if each.id == fact), None)
    if question is None:
        raise refused(f"there is no question '{fact}'.", suggest(fact, [each.id for each in pack.questions]))
    labels = {each.name: each.label for each in question.levels}
    if labels and level not in labels:
        raise refused(f"'{fact}' has no level '{level}'.", suggest(level, labels))
    if any(measure.raises == {fact: level} for measure in pack.measures):
        here = loaded.places.of(f"measures/{fact}.{level}")
        raise refused(f"there is a measure for {fact}: {level} already.", "Change that one.", here)
    view = {
        "fact": fact,
        "level": level,
        "label": question.label,
        "level_label": labels.get(level, level),
        "actor": pack.roles[0].id,
        **_head(pack, "say what is missing, done and seen in your own words; add what goes wrong, effort and cost"),
    }
    words = speaking(pack.info.language)
    return add(folder, loaded, "measures", f"{fact}_{level}", filled("measure", view, words))


def _out_of_reach(loaded: LoadedPack, target: str) -> UnusableInputError:
    """Return the refusal to write a step to what no step can bring about."""
    found = [problem for problem in check_pack(loaded) if problem.code == "S621"]
    return UnusableInputError(found) if found else refused(f"no step can establish '{target}'.", "Look at established_when.")


def _open(folder: Path, name: str) -> LoadedPack:
    refuse_foreign(folder)
    loaded = load_pack(folder)
    refuse_unspeakable(loaded, loaded.pack, paths.shipped("templates"))
    free(loaded, new_id(name))
    return loaded


def _head(pack: Pack, todo: str) -> dict[str, str]:
    return {
        "modeline": modeline(f"../{PACK_SCHEMA}"),
        "todo": f"{todo}; texts are in '{pack.info.language}', then translate them.",
    }


def _action(pack: Pack, fact: str, value: Value) -> dict[str, object]:
    question = pack.question(question_of(fact))
    option = fact.partition(".")[2]
    level = option or value
    labels = {level.name: level.label for level in question.levels}
    return {"fact": question.id, "level": level, "label": question.label, "level_label": labels.get(str(level), level)}


def _condition(folder: Path, view: Mapping[str, object], words: Words) -> Condition:
    """Return the condition of a rule, read where it will stand.

    Raises:
        UnusableInputError: it cannot be read.

    """
    draft = folder / "findings" / f"{view['id']}.yaml"
    write_new(draft, filled("rule", {**view, "fires": "{}", "silent": "{}"}, words))
    try:
        pack = load_pack(folder).pack
    except UnusableInputError as error:
        said = [
            Problem(Place("--when"), problem.what, problem.hint, problem.code)
            for problem in error.problems
            if problem.code.startswith("C")
        ]
        if said:
            raise UnusableInputError(said) from error
        raise UnusableInputError(taken_back(error.problems, draft)) from error
    finally:
        remove(draft)
    return pack.finding(str(view["id"])).when


def _examples(pack: Pack, condition: Condition) -> tuple[dict[str, Value], dict[str, Value]]:
    """Return answers on which a condition holds, and the nearest ones on which it does not."""
    grounded = World(pack, deductions(pack)).grounded(condition)
    aims: dict[str, Value] = {aim_fact(approach.id): "yes" for approach in pack.approaches}
    fires = witness(grounded)
    if fires is None:
        raise refused("the condition holds in no city.", "Write one that answers can fulfil.")
    fires = {fact: value for fact, value in fires.items() if fact not in aims}  # examples aim at everything
    known: dict[str, Allowed] = {fact: only(value) for fact, value in {**aims, **fires}.items()}
    changes = nearest(opposite(grounded), known, question_of, unknown_is_free=False, fixed={question_of(aim) for aim in aims})
    if changes:
        return fires, fires | {fact: _one(pack, fact, allowed) for fact, allowed in changes[0].items()}
    far = witness(opposite(grounded))  # more answers would have to change than is near
    if far is None:
        raise refused("the condition holds in every city.", "Write one that answers can fail.")
    return fires, {fact: value for fact, value in far.items() if fact not in aims}


def _one(pack: Pack, fact: str, allowed: Allowed) -> Value:
    """Return one of the values a fact may have: of levels the highest, as it is nearest where more is asked for."""
    if isinstance(allowed, Span):
        return allowed.high if allowed.high is not None else allowed.low or 0
    domain = pack.vocabulary.facts[fact]
    names = getattr(domain, "names", ())
    return str([name for name in names if name in allowed][-1])


def _answers(pack: Pack, facts: Mapping[str, Value]) -> str:
    """Write facts as the answers that give them."""
    chosen: dict[str, list[str]] = {}
    plain: list[str] = []
    for fact, value in facts.items():
        question, _, option = fact.partition(".")
        if question in pack.vocabulary.several:
            chosen.setdefault(question, []).extend([option] if value == "yes" else [])
        elif not option:
            plain.append(f"{fact}: {value}")
    plain += [f"{question}: [{', '.join(options)}]" for question, options in chosen.items()]
    return _flow(plain)


def _flow(entries: Iterable[str]) -> str:
    return f"{{{', '.join(entries)}}}"
