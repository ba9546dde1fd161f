"""Read the blocks of answers in a file: today's questions, and those that are no longer asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import suggest
from advisor.knowledge.history import fate
from advisor.reasoning.answers import Answer
from advisor.sessions.answer_value import UNKNOWN, ValueReader
from advisor.sessions.answers_shape import AnswerBlock

if TYPE_CHECKING:
    from typing import Literal

    from advisor.knowledge.decode import Decoder
    from advisor.knowledge.model import Pack
    from advisor.knowledge.yaml_text import KeyPath, Plain
    from advisor.reasoning.answers import AnswerValue

_CALLED = {"answers": "answers", "retired": "retired answers"}


class AnswerReader:
    """Reads the answers of one file and reports those that do not fit."""

    def __init__(self, decoder: Decoder, pack: Pack, before: str | None) -> None:
        """Take the decoder that collects problems, and the version of the pack that the file names if it is an older one."""
        self._decoder = decoder
        self._complain = decoder.complain
        self._pack = pack
        self._questions = {question.id: question for question in pack.questions}
        self._older = f" These answers were given to version {before} of the pack; here is {pack.info.version}." if before else ""
        self._values = ValueReader(lambda path, what, hint: self._complain(path, what, f"{hint}{self._older}"))

    def block(self, raw: dict[str, Plain], key: Literal["answers", "retired"]) -> dict[str, Answer] | None:
        """Return the answers under a key of a file; None after having reported that there is something else."""
        given = raw.get(key) or {}
        if not isinstance(given, dict):
            self._complain((key,), f"the {_CALLED[key]} need ids and values.", "Write 'question: level' lines.")
            return None
        found = {name: self._answer(name, value, (key, name)) for name, value in given.items() if self._belongs(name, key)}
        return {name: answer for name, answer in found.items() if answer is not None}

    def _belongs(self, name: str, key: str) -> bool:
        """Tell whether an answer stands where it should, and report one that does not."""
        if (name in self._questions) == (key == "answers"):
            return True
        if key == "retired":
            self._complain((key, name), f"'{name}' is among the retired answers and asked today.", "Move it to 'answers'.")
            return False
        became = fate(name, self._pack.changes)
        hint = suggest(name, self._questions)
        if became.reason is not None:
            hint = f"It is not asked any more since version {became.version} of the pack; move it to 'retired'."
        elif became.version is not None:
            hint = f"It is called '{became.name}' since version {became.version} of the pack."
        self._complain((key, name), f"there is no question '{name}'.", f"{hint}{self._older}")
        return False

    def _answer(self, name: str, raw: Plain, path: KeyPath) -> Answer | None:
        if not isinstance(raw, dict):
            return Answer(value=self._value(name, raw, path))
        said = raw.get("said")
        statements = [self._answer(name, each, (*path, "said", place)) for place, each in enumerate(said or [])]
        if said is not None and (not isinstance(said, list) or not said):
            self._complain((*path, "said"), "what was said needs a list of statements.", "Start each with a dash.")
        block = self._decoder.entry({**raw, "value": "", "said": []}, AnswerBlock, path)
        unanswered = self._is_empty(raw.get("value"), (*path, "value"))
        if unanswered and (block is None or block.note is None or said):
            hint = f"Add 'value:', if need be 'value: {UNKNOWN}'; only a note can stand alone."
            self._complain(path, f"the answer to '{name}' has no value.", hint)
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
            self._complain(path, f"'{name}' has no value.", f"Give a value, or '{UNKNOWN}'.")
            return None
        return None if raw == UNKNOWN else raw
