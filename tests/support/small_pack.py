"""A small sound pack from another field, as data that tests can bend and break.

It is about how a library lends: two axes, four approaches, one question for each fact. JSON is YAML, so each scalar has a line.
"""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from advisor.knowledge.loader import LoadedPack, load_pack

if TYPE_CHECKING:
    from pathlib import Path

Data = dict[str, Any]

APPROACHES = {"shelf": ["near", "alone"], "counter": ["far", "alone"], "circle": ["near", "shared"], "network": ["far", "shared"]}
LEVELS = ["none", "some", "most"]

CHANGES: list[Data] = [
    {
        "version": "1.1.0",
        "renamed": {"shelf_folk": "shelf_staff", "till": "counter_money"},
        "levels": {"media": {"few": "several_kinds"}},
    },
    {
        "version": "1.2.0",
        "renamed": {"shelf_staff": "shelf_people"},
        "levels": {"media": {"several_kinds": "some"}, "shelf_people": {"plenty": "most", "1": "some"}},
        "removed": {"mood": "Niemand konnte sie beantworten."},
    },
]
"""What two later versions of the pack say about the names in answers to the first."""


def small_pack() -> Data:
    """Return the pack as plain data, free to change."""
    return copy.deepcopy(_PACK)


def grown_pack(version: str = "1.2.0", changes: list[Data] | None = None) -> Data:
    """Return the small pack in a later version, with what changed since the first."""
    data = small_pack()
    data["pack"]["version"] = version
    data["changes"] = copy.deepcopy(CHANGES) if changes is None else changes
    return data


def write_pack(folder: Path, data: Data | str) -> Path:
    """Write a pack into a folder of its own and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    text = data if isinstance(data, str) else json.dumps(data, indent=1)
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    return folder


def load_small(folder: Path, data: Data | None = None) -> LoadedPack:
    """Return the loaded pack."""
    return load_pack(write_pack(folder, data or small_pack()))


def reduced_pack() -> Data:
    """Return a pack small enough to try every city: two levels for each fact, steps with conditions, findings on both."""
    data = small_pack()
    kept = {"shelf_people", "shelf_money", "counter_people", "circle_people", "circle_money", "network_people", "open_now"}
    text = "librarian_label"
    data["questions"] = [each for each in data["questions"] if each["id"] in {*kept, text}]
    for question in data["questions"]:
        question["levels"] = question["levels"][1:] if question["levels"] else []
    for approach in data["approaches"]:
        facts = [f"{approach['id']}_{part}" for part in ("people", "money") if f"{approach['id']}_{part}" in kept]
        approach["established_when"] = {"all": [f"{fact} is most" for fact in facts]}
        approach["emerging_when"] = {"any": [f"{fact} is most" for fact in facts]}
    for step in data["steps"]:
        step["actions"] = [
            {"raises": {f"{step['target']}_{part}": "most"}, "text": f"Raise {part}."}
            for part in ("people", "money")
            if f"{step['target']}_{part}" in kept
        ]
    by_id = {step["id"]: step for step in data["steps"]}
    by_id["circle_from_shelf"]["fits"] = {"when": "network_people is most", "because": "There is a network."}
    by_id["counter_from_shelf"]["premature"] = {"when": "circle_money is some", "because": "There is no money."}
    by_id["network_from_circle"]["preconditions"] = [
        {
            "when": "open_now is yes",
            "text": "It is open.",
            "prepare": {"text": "Open.", "actor": "librarian", "raises": {"open_now": "yes"}, "months": [1, 2]},
        }
    ]
    criterion = data["criteria"][0]
    data["criteria"] = [
        {**criterion, "id": "begun_first", "when": "target is emerging"},
        {**criterion, "id": "no_haste", "when": "step is not premature"},
        criterion,
        {**criterion, "id": "fitting", "when": "step is fitting"},
    ]
    data["findings"] = [
        {**data["findings"][0], "when": {"all": ["shelf is not established", "open_now is yes"]}, "examples": NO_EXAMPLES},
        {**data["findings"][0], "id": "crowd", "when": {"any": ["circle is emerging", "counter_people is some"]}},
    ]
    data["findings"][1]["examples"] = NO_EXAMPLES
    return data


NO_EXAMPLES: dict[str, dict[str, str]] = {"fires": {}, "silent": {}}


def _question(name: str) -> Data:
    return {
        "id": name,
        "topic": "lending",
        "type": "ordinal",
        "label": name.title(),
        "ask": f"How much {name}?",
        "why": "It decides.",
        "levels": [{"name": level, "label": level, "behaviour": f"There is {level}."} for level in LEVELS],
        "provenance": "proposal",
    }


def _pole(name: str) -> Data:
    return {
        "id": name,
        "name": name.title(),
        "about": "A pole.",
        "ingredient": "something",
        "contributes": "It helps.",
        "fails_alone": "It fails.",
        "provenance": "proposal",
    }


def _approach(name: str, poles: list[str]) -> Data:
    return {
        "id": name,
        "name": name.title(),
        "article": "der",
        "poles": poles,
        "about": "An approach.",
        "established_when": {"all": [f"{name}_people is most", f"{name}_money >= some"]},
        "emerging_when": {"any": [f"{name}_people >= some", f"{name}_money >= some"]},
        "organisation": {"leads": "one", "budget": "two", "decides": "three", "coordinates": "four"},
        "strengths": ["Strong."],
        "blind_spots": ["Blind."],
        "fits": "Often.",
        "without_it": "Less.",
        "reason": "By definition.",
        "provenance": "proposal",
    }


def _step(target: str, springboard: str) -> Data:
    return {
        "id": f"{target}_from_{springboard}",
        "target": target,
        "springboard": springboard,
        "title": f"Reach {target}",
        "actor": "librarian",
        "reason": "It is next.",
        "actions": [
            {"raises": {f"{target}_people": "most"}, "text": "Find people."},
            {"raises": {f"{target}_money": "some"}, "text": "Find money."},
        ],
        "months": [1, 3],
        "first_90_days": ["Begin."],
        "pitfall": "Haste.",
        "indicator": "Books lent.",
        "provenance": "proposal",
    }


_PACK: Data = {
    "pack": {
        "id": "small",
        "version": "1.0.0",
        "language": "de",
        "title": "Ausleihe",
        "about": "How a library lends.",
        "origin": "Made for tests.",
        "limits": "All of them.",
    },
    "topics": [{"id": "lending", "name": "Lending", "about": "All of it."}],
    "questions": [
        *(_question(f"{name}_{part}") for name in APPROACHES for part in ("people", "money")),
        {**_question("visitors"), "type": "number", "levels": [], "unit": "people", "minimum": 0, "maximum": 100},
        {**_question("open_now"), "type": "yes_no", "levels": []},
        {**_question("media"), "type": "several"},
        {**_question("place"), "type": "choice"},
        {**_question("founded"), "type": "date", "levels": []},
        {**_question("librarian_label"), "type": "text", "levels": [], "names_role": "librarian"},
    ],
    "axes": [
        {"id": "reach", "name": "Reach", "question": "How far?", "poles": [_pole("near"), _pole("far")]},
        {"id": "company", "name": "Company", "question": "With whom?", "poles": [_pole("alone"), _pole("shared")]},
    ],
    "approaches": [_approach(name, poles) for name, poles in APPROACHES.items()],
    "findings": [
        {
            "id": "empty_shelf",
            "kind": "risk",
            "title": "Empty shelf",
            "when": {"all": ["shelf is not established", "visitors > 10"]},
            "text": "{Der librarian} has nothing to lend.",
            "advice": "Buy books.",
            "reason": "Nobody comes back.",
            "provenance": "proposal",
            "examples": {"fires": {"shelf": "absent", "visitors": "11"}, "silent": {"shelf": "absent", "visitors": "10"}},
        }
    ],
    "steps": [_step(target, origin) for target in APPROACHES for origin in [*APPROACHES, "nothing"] if origin != target],
    "criteria": [
        {
            "id": "neighbours_first",
            "title": "Neighbours first",
            "when": "step is not diagonal",
            "for": "{target} is near.",
            "against": "{target} is far, {chosen} is near.",
            "reason": "One change at a time.",
            "provenance": "proposal",
        }
    ],
    "tie": {"for": "{target} comes first.", "against": "{target} comes later.", "reason": "Order.", "provenance": "proposal"},
    "balance": {
        "reason": "Nothing is left to establish.",
        "reached": "All there.",
        "renewal": "Look again.",
        "yearly_check": [{"watch": "Dust.", "means": "Nobody reads.", "act": "Dust off."}],
        "provenance": "proposal",
    },
    "articles": {
        "der": {"der": "der", "dem": "dem", "beim": "beim"},
        "die": {"der": "die", "dem": "der", "beim": "bei der"},
    },
    "roles": [{"id": "librarian", "article": "die", "name": "Leitung", "about": "Who leads."}],
    "names": [{"article": "der", "name": "Vorstand"}],
    "presets": [{"city": "Alexandria", "canton": "AX", "labels": {"librarian": "Vorstand"}}],
    "sources": [{"id": "S1", "title": "A source", "urls": ["https://example.org/"]}],
}
