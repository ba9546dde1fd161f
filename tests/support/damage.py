"""Packs by chance: sound ones of several shapes, bent in one to three places as slips and malice bend them."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.small_pack import Data

Json = Any
"""Any value that a file can hold."""

ODD: tuple[Json, ...] = (
    *(None, [], {}, "", " ", "0", "-1", "1", "2", "99999999999999999999", "yes", "no", "unknown", "none", "nothing", "begun"),
    *("balance", "city", "é", "{", "{city}", "{Der librarian}", "a b", "A", "x" * 90, "Ω" * 300, "1.5", "is", "2026-02-30"),
    *(["a"], ["near", "far"], {"a": "b"}, "de", "fr", "en", "it", "es", "rm", "de-CH"),
)
TYPES = ("ordinal", "choice", "several", "number", "yes_no", "text", "date")


def read_data(folder: Path) -> Data:
    """Return the files of a pack as one."""
    data: Data = {}
    for file in sorted(folder.glob("*.yaml")):
        if file.name != "cases.yaml":
            data |= yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts
    return data


def damaged(dice: random.Random, packs: tuple[Data, ...]) -> tuple[Data, list[str]]:
    """Return a pack that was bent, and how."""
    data = copy.deepcopy(dice.choice(packs))
    how = []
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        bend = dice.choice(BENDS)
        told = bend(data, dice)
        how.append(f"{bend.__name__}: {told}")
    return data, how


def _spots(value: Json, path: tuple[Json, ...] = ()) -> Iterator[tuple[Json, Json, tuple[Json, ...]]]:
    """Yield every place in a pack: what holds it, its key or number there, and its path."""
    for key, inner in list(value.items()) if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield value, key, (*path, key)
        yield from _spots(inner, (*path, key))


def _spot(data: Data, dice: random.Random, fits: Callable[[Json, Json], bool] = lambda *_: True) -> Json:
    found = [(holder, key, path) for holder, key, path in _spots(data) if fits(holder, key)]
    return dice.choice(found) if found else (data, dice.choice(list(data)), ())


def _in_list(holder: Json, _key: Json) -> bool:
    return isinstance(holder, list)


def _is_text(holder: Json, key: Json) -> bool:
    return isinstance(holder[key], str)


def remove(data: Data, dice: random.Random) -> object:
    holder, key, path = _spot(data, dice)
    del holder[key]
    return path


def remove_an_entry(data: Data, dice: random.Random) -> object:
    holder, key, path = _spot(data, dice, lambda holder, key: _in_list(holder, key) and isinstance(holder[key], dict))
    del holder[key]
    return path


def remove_all_about(data: Data, dice: random.Random) -> object:
    """Remove an entry and everything that names it, so that what is left may be read."""
    section = dice.choice([each for each in ("approaches", "questions", "findings", "roles") if data.get(each)])
    gone = str(dice.choice(data[section]).get("id", "?"))
    remove_all(data, gone)
    return gone


def remove_all(data: Data, name: str) -> None:
    """Remove every entry that names something."""
    for section in ("approaches", "questions", "findings", "steps", "criteria", "presets", "roles"):
        if section in data:
            data[section] = [each for each in data[section] if name not in json.dumps(each)]


def double(data: Data, dice: random.Random) -> object:
    holder, key, path = _spot(data, dice, _in_list)
    holder.insert(key, copy.deepcopy(holder[key]))
    return path


def double_anew(data: Data, dice: random.Random) -> object:
    holder, key, path = _spot(
        data,
        dice,
        lambda holder, key: _in_list(holder, key) and isinstance(holder[key], dict) and bool({"id", "name"} & {*holder[key]}),
    )
    if isinstance(holder, list):
        entry = json.loads(json.dumps(holder[key]))
        name = "id" if "id" in entry else "name"
        entry[name] = f"{entry[name]}_again"
        for pole in entry.get("poles") or ():
            if isinstance(pole, dict) and isinstance(pole.get("id"), str):
                pole["id"] = f"{pole['id']}_again"
        holder.insert(dice.randrange(len(holder) + 1), entry)
    return path


def swap(data: Data, dice: random.Random) -> object:
    holder, key, path = _spot(data, dice, _in_list)
    if isinstance(holder, list):
        other = dice.randrange(len(holder))
        holder[key], holder[other] = holder[other], holder[key]
    return path


def swap_texts(data: Data, dice: random.Random) -> object:
    one, other = _spot(data, dice, _is_text), _spot(data, dice, _is_text)
    one[0][one[1]], other[0][other[1]] = other[0][other[1]], one[0][one[1]]
    return one[2], other[2]


def odd(data: Data, dice: random.Random) -> object:
    holder, key, path = _spot(data, dice)
    holder[key] = copy.deepcopy(dice.choice(ODD))
    return path, holder[key]


def other_name(data: Data, dice: random.Random) -> object:
    """Put the name of something in the place of another name."""
    keys = {"id", "name", "target", "springboard", "actor", "article", "topic", "otherwise", "names_role", "waits_for"}
    names = [holder[key] for holder, key, _ in _spots(data) if key in {"id", "name"} and isinstance(holder[key], str)]
    holder, key, path = _spot(data, dice, lambda holder, key: key in keys or (_in_list(holder, key) and _is_text(holder, key)))
    holder[key] = dice.choice([*names, "nothing", "begun"])
    return path, holder[key]


def rename_everywhere(data: Data, dice: random.Random) -> object:
    """Give something another name wherever it is named: still sound, if the name is a good one."""
    names = [holder[key] for holder, key, _ in _spots(data) if key in {"id", "name"} and isinstance(holder[key], str)]
    old, new = dice.choice(names), dice.choice([*names, "none", "other", "nothing", "begun", "balance", "target", "pole", "step"])
    text = json.dumps(data).replace(f'"{old}"', f'"{new}"').replace(f" {old}", f" {new}").replace(f'"{old} ', f'"{new} ')
    data.clear()
    data.update(json.loads(text))
    return old, new


def retype(data: Data, dice: random.Random) -> object:
    question = dice.choice(data.get("questions") or [{}])
    question["type"] = dice.choice(TYPES)
    if question["type"] in {"number", "yes_no", "text", "date"} and dice.random() < 0.7:
        question.pop("levels", None)
    if question["type"] == "number":
        question["unit"] = "x"
    return question.get("id"), question["type"]


def number_levels(data: Data, dice: random.Random) -> object:
    with_levels = [each for each in data.get("questions") or () if each.get("levels")]
    question = dice.choice(with_levels or [{"levels": []}])
    numbers = dice.choice(([10, 20, 30], [0, 5, 6], [-3, 0, 9], [1, 1, 2], [3, 2, 1], [0, 1, 2]))
    for level, number in zip(question["levels"], numbers, strict=False):
        level["number"] = str(number)
    return question.get("id"), numbers


def condition(data: Data, dice: random.Random) -> object:
    """Put another condition in the place of one."""
    names = [each.get("id") for section in ("questions", "approaches", "findings") for each in data.get(section) or ()]
    names += [pole.get("id") for axis in data.get("axes") or () for pole in axis.get("poles") or () if isinstance(pole, dict)]
    verbs = ("is", "is not", ">=", "<", "includes", "excludes")
    values = (
        "none",
        "some",
        "most",
        "usual",
        "yes",
        "no",
        "established",
        "absent",
        "emerging",
        "covered",
        "present",
        "5",
        "0",
        "-7",
    )

    def one() -> str:
        return f"{dice.choice([*names, 'balance'])} {dice.choice(verbs)} {dice.choice(values)}"

    keys = {"when", "established_when", "emerging_when", "ask_when"}
    holder, key, path = _spot(data, dice, lambda _, key: key in keys)
    if path:
        shapes = (one(), [one(), one()], {"any": [one(), one()]}, {"not": one()}, {"at_least": "2", "of": [one(), one(), one()]})
        holder[key] = dice.choice(shapes) if dice.random() < 0.6 else {"all": [holder[key], one()]}
        return path, holder[key]
    return path


def raise_other(data: Data, dice: random.Random) -> object:
    holder, key, path = _spot(data, dice, lambda _, key: key == "raises")
    questions = data.get("questions") or [{}]
    if path and isinstance(holder[key], dict):
        values = ("most", "yes", "no", "usual", "5", "some", ["some"], ["some", "most"], ">= 5", "2026-01-01")
        holder[key][dice.choice(questions).get("id", "x")] = dice.choice(values)
    return path


def add_an_axis(data: Data, dice: random.Random) -> object:
    text = json.dumps((data.get("axes") or [{}])[0]).replace('"id": "', '"id": "third_')
    data["axes"] = [*(data.get("axes") or []), json.loads(text)]
    if dice.random() < 0.5:
        for approach in data.get("approaches") or ():
            approach["poles"] = [*approach.get("poles", []), data["axes"][-1]["poles"][0]["id"]]
    return "axis"


def other_language(data: Data, dice: random.Random) -> object:
    data.get("pack", {})["language"] = dice.choice(("de", "fr", "it", "en", "es", "rm", "de-CH", "xx"))
    return data.get("pack")


def other_poles(data: Data, dice: random.Random) -> object:
    approach = dice.choice(data.get("approaches") or [{}])
    poles = [pole.get("id") for axis in data.get("axes") or () for pole in axis.get("poles") or () if isinstance(pole, dict)]
    approach["poles"] = [dice.choice(poles or ["x"]) for _ in range(dice.choice((1, 2, 2, 2, 2, 3)))]
    return approach["poles"]


def question_follows(data: Data, dice: random.Random) -> object:
    one, other = dice.choice(data.get("questions") or [{}]), dice.choice(data.get("questions") or [{}])
    one["ask_when"] = (
        f"{other.get('id')} {dice.choice(('is', '>=', '<', 'includes'))} {dice.choice(('some', 'most', 'yes', '3'))}"
    )
    one["otherwise"] = dice.choice(("none", "no", "some", "most"))
    return one.get("id"), one["ask_when"]


def step_more(data: Data, dice: random.Random) -> object:
    """Give a step something that only some steps have."""
    step = dice.choice(data.get("steps") or [{}])
    question = dice.choice(data.get("questions") or [{}]).get("id")
    actor = step.get("actor")
    sign = {
        "when": f"{question} {dice.choice(('is', '>=', 'includes'))} {dice.choice(('some', 'yes', '5', 'most'))}",
        "because": "Ja.",
    }
    prepare = {
        "text": "Tun.",
        "actor": actor,
        "raises": {question: dice.choice(("most", "yes", "5", "usual"))},
        "months": ["1", "2"],
    }
    more = dice.choice(
        (
            {"fits": sign},
            {"premature": sign},
            {"waits_for": question},
            {"opens": "true"},
            {"with": [actor]},
            {"months": ["0", "600"]},
            {"preconditions": [{"when": sign["when"], "text": "Da."}]},
            {"preconditions": [{"when": sign["when"], "text": "Da.", "prepare": prepare}]},
            {"example": {"city": "X", "date": "2020", "text": "So.", "sources": ["S1"]}},
            {"springboard": dice.choice(("nothing", "begun", step.get("target")))},
        )
    )
    step.update(more)
    return step.get("id"), more


def fewer(data: Data, dice: random.Random) -> object:
    """Empty a section, or leave one entry in it."""
    section = dice.choice([*data])
    if isinstance(data[section], list):
        data[section] = data[section][: dice.choice((0, 1, 3))]
    else:
        del data[section]
    return section


BENDS: tuple[Callable[[Data, random.Random], object], ...] = (
    *(remove, remove_an_entry, remove_all_about, double, double_anew, swap, swap_texts, odd, other_name, rename_everywhere),
    *(retype, number_levels, condition, condition, raise_other, add_an_axis, other_language, other_poles, question_follows),
    *(step_more, step_more, fewer),
)
