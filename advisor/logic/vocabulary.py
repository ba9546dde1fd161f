"""The words a condition may use: every fact with its domain, and nothing else.

Base facts come from questions; approaches, poles, findings and balance are facts that rules derive.
"""

from typing import TYPE_CHECKING

import msgspec

from advisor.logic.values import YES_NO, Domain, Levels, WholeNumbers

if TYPE_CHECKING:
    from collections.abc import Iterable

STATUS = Levels(("absent", "emerging", "established"), (0, 1, 2))
COVERAGE = Levels(("missing", "covered"))
BALANCE = Levels(("open", "reached"))
PRESENCE = Levels(("absent", "present"))

STEP_SIGNS = ("ready", "fitting", "premature", "neighbour", "diagonal", "entry", "completion")
"""What the choice of a step may ask about it (``step is ready``)."""

YES = frozenset({"yes"})
NO = frozenset({"no"})


class Vocabulary(msgspec.Struct, frozen=True):
    """Facts by name. ``several`` lists the options of facts that can have more than one at a time."""

    facts: dict[str, Domain]
    several: dict[str, tuple[str, ...]] = {}
    signs: dict[str, tuple[str, ...]] = {}

    def names(self) -> list[str]:
        """Return every name a condition may start with."""
        plain = [name for name in self.facts if "." not in name]
        return [*plain, *self.several, *self.signs]

    def knows(self, name: str) -> bool:
        """Tell whether a condition may start with a name."""
        return name in self.several or name in self.signs or ("." not in name and name in self.facts)

    def for_choices(self) -> "Vocabulary":
        """Return the vocabulary of the rules that choose a step: also ``target``, ``pole`` and ``step``."""
        facts = {**self.facts, "target": STATUS, "pole": COVERAGE}
        return msgspec.structs.replace(self, facts=facts, signs={"step": STEP_SIGNS})


def option_fact(question: str, option: str) -> str:
    """Name the yes/no fact that stands for one option of a question with several."""
    return f"{question}.{option}"


def question_facts(question: str, kind: str, names: tuple[str, ...], numbers: tuple[int, ...]) -> dict[str, Domain]:
    """Return the facts that one question contributes."""
    match kind:
        case "ordinal":
            return {question: Levels(names, numbers)}
        case "choice":
            return {question: Levels(names)}
        case "several":
            return {option_fact(question, name): YES_NO for name in names}
        case "yes_no":
            return {question: YES_NO}
        case "number" | "date":
            return {question: WholeNumbers()}
        case _:
            return {}


def derived_facts(
    approaches: "Iterable[str]", poles: "Iterable[str]", findings: "Iterable[str]", conditions: "Iterable[str]" = ()
) -> dict[str, Domain]:
    """Return the facts that rules conclude."""
    return {
        **dict.fromkeys(approaches, STATUS),
        **dict.fromkeys(poles, COVERAGE),
        **dict.fromkeys(findings, PRESENCE),
        **dict.fromkeys(conditions, YES_NO),
        "balance": BALANCE,
    }
