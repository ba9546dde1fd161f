"""Write a case as a file of cases holds it, ready to paste."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING

from advisor.workshop.cases.synthetic import TODAY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answer, Answers, AnswerValue


def case_text(pack: Pack, name: str, answers: Answers, expect: Mapping[str, object]) -> str:
    """Return one case as lines of YAML."""
    lines = [f"  - name: {json.dumps(name, ensure_ascii=False)}"]
    if answers.note:
        lines.append(f"    note: {json.dumps(answers.note, ensure_ascii=False)}")
    lines.append(f"    answers: {_flow({key: _answer(answer) for key, answer in answers.answers.items()})}")
    if len(answers.aim) < len(pack.approaches):
        lines.append(f"    aim: {_flow(list(answers.aim))}")
    if any(isinstance(answer.value, datetime.date) for answer in answers.answers.values()):
        lines.append(f"    date: {TODAY.isoformat()}")
    lines.append("    expect:")
    lines += [f"      {key}: {_flow(value)}" for key, value in expect.items()]
    return "\n".join(lines)


def _answer(answer: Answer) -> object:
    more: dict[str, object] = {name: text for name, text in (("note", answer.note), ("by", answer.by)) if text}
    if answer.said:
        more["said"] = [{"value": _value(each.value)} for each in answer.said]
    return {"value": _value(answer.value), **more} if more else _value(answer.value)


def _value(value: AnswerValue | None) -> object:
    if value is None:
        return "unknown"
    return list(value) if isinstance(value, tuple) else value


def _flow(value: object) -> str:
    match value:
        case dict():
            return f"{{{', '.join(f'{key}: {_flow(each)}' for key, each in value.items())}}}"
        case list() | tuple():
            return f"[{', '.join(_flow(each) for each in value)}]"
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)
