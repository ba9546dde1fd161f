"""One question a page: what it shows, and what may be said on it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec

from advisor.desk.session import UNKNOWN, called, fill, single, value_said, what_hangs
from advisor.sittings import showing
from advisor.web.answering import CHOSEN, DISAGREE
from advisor.web.visits import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.responses import Response

    from advisor.desk.session import Answer, Answers, AnswerValue, Question
    from advisor.sittings.showing import Shown
    from advisor.web.visits import Visit

SAID = ("stale", "noted", "month", "kept", "closed", "put_off")
"""What a question can say above everything else, by the names of the words."""


class Typed(msgspec.Struct, frozen=True):
    """What somebody typed that was no answer, and why: it is shown again."""

    values: tuple[str, ...] = ()
    note: str | None = None
    wrong: str | None = None
    by: str | None = None


def onward(visit: Visit) -> Response:
    """Show the question that comes next, or the goal."""
    question = visit.turn.question
    if question is None:
        return visit.redirect("goal")
    said = visit.request.query_params.get("said", "")
    return visit.redirect("q", question.id, said=said if said in SAID else "")


def asked(visit: Visit) -> Question:
    """Return the question of the address, in the language of the reader.

    Raises:
        HTTPException: there is none of this name.

    """
    name = visit.request.path_params["question"]
    found = next((each for each in visit.pack.questions if each.id == name), None)
    if found is None:
        raise refuse(404)
    return found


def ask(visit: Visit, typed: Typed | None = None) -> Response:
    """Show a question; ``typed`` is what was no answer to it."""
    typed, question, words = typed or Typed(), asked(visit), visit.words
    interview, turn = visit.sitting.interview(visit.person), visit.turn
    shown = showing.shown(visit.pack, interview, turn, question, visit.sitting.sitting.earlier)
    labelled = visit.sitting.told_in(visit.pack)
    standing = list(_standing(visit, shown))
    how = _how(visit, question)
    described = [name for name, there in (("standing", standing), ("how", how), ("error", typed.wrong)) if there]
    first = "value" if question.type not in {*CHOSEN, "several"} else "value-1"
    back = _before(visit, question)
    return visit.page(
        "question",
        fill(question.ask, labelled.city.labels),
        422 if typed.wrong else 200,
        ask=fill(question.ask, labelled.city.labels),
        back=back,
        action=visit.at("q", question.id),
        progress=_progress(visit, shown),
        speakers=_speakers(visit, typed.by),
        standing=standing,
        how=how,
        wrong=typed.wrong,
        errors=[{"field": first, "text": typed.wrong}] if typed.wrong else None,
        described=" ".join(described),
        options=list(_options(visit, question, shown, typed, labelled)),
        inputs=_inputs(visit, question, shown, typed),
        note={"label": words("web.question.note"), "text": typed.note if typed.note is not None else shown.note or ""},
        send=words("web.question.send"),
        acts=_acts(visit, question, shown),
        why=list(_why(visit, question, labelled)),
        sure=visit.at("standing"),
        notice=visit.notice(*SAID),
    )


def _before(visit: Visit, question: Question) -> str | None:
    """Return the address of the question that was answered before this one."""
    order = visit.sitting.interview(visit.person).asked
    before = order[: order.index(question.id)] if question.id in order else order
    return visit.at("q", before[-1]) if before else None


def _progress(visit: Visit, shown: Shown) -> dict[str, object]:
    topic = called("topic", shown.question.topic, visit.pack.topics).name
    left = shown.left["course"] or shown.left["findings"]
    how = "ask.progress" if shown.left["course"] else "ask.progress_to_end"
    done = shown.number - 1
    return {"text": visit.words(how, number=shown.number, topic=topic, **shown.left), "value": done, "most": max(done + left, 1)}


def _speakers(visit: Visit, chosen: str | None) -> list[dict[str, object]] | None:
    if not visit.leads:
        return None
    people = [each.person for each in visit.sitting.whole.seats if each.kind == "respondent" and each.person and not each.revoked]
    if not people:
        return None
    everybody: list[str | None] = [None, *people]
    return [{"id": each or "", "text": visit.called(each), "chosen": each == chosen} for each in everybody]


def _standing(visit: Visit, shown: Shown) -> Iterator[str]:
    words = visit.words
    for each in shown.said:
        yield _statement(visit, shown.question, each)
    if shown.earlier is not None:
        then = _then(visit, shown.question, shown.earlier.answer)
        yield words("ask.earlier.then", date=words.date(shown.earlier.on), answer=then)
        if shown.earlier.answer.note:
            yield words("ask.noted", note=shown.earlier.answer.note)


def _then(visit: Visit, question: Question, answer: Answer) -> str:
    """Return what was answered at an earlier visit; of what was disputed the values, for not all who gave them are here."""
    if answer.disputed:
        return value_said(visit.words, question, visit.sitting.answers, answer)
    return single(visit.words, question, answer.value, unanswered=answer.unanswered)


def _statement(visit: Visit, question: Question, said: Answer) -> str:
    answer = single(visit.words, question, said.value, unanswered=said.unanswered)
    told = visit.words("ask.said", who=visit.called(said.by), answer=answer)
    return f"{told} ({said.note})" if said.note else told


def _how(visit: Visit, question: Question) -> str | None:
    words = visit.words
    if question.type == "several":
        return words("table.paper.several")
    if question.type in CHOSEN:
        return None
    lines = [words(f"ask.how.{question.type}", unit=question.unit or "").replace(" ()", "")]
    if question.minimum is not None and question.maximum is not None:
        lines.append(words("ask.bounds", low=question.minimum, high=question.maximum))
    return " ".join(lines)


def _options(visit: Visit, question: Question, shown: Shown, typed: Typed, labelled: Answers) -> Iterator[dict[str, object]]:
    words, kind = visit.words, "checkbox" if question.type == "several" else "radio"
    if question.type not in {*CHOSEN, "several"}:
        return
    given = shown.given
    chosen = set(typed.values) if typed.values else _names(given.value) if given else set()
    if given is not None and given.value is None and not typed.values:
        chosen = {UNKNOWN}
    levels = [(each.name, each.label, each.behaviour) for each in question.levels]
    found = levels or [(name, words(f"value.{name}"), None) for name in ("yes", "no")]
    if kind == "radio":
        found.append((UNKNOWN, words("ask.command.unknown"), words("web.question.unknown")))
        if visit.leads and "disagree" in shown.acts:
            found.append((DISAGREE, words("web.question.disagree"), words("web.question.disagree_hint")))
    for number, (name, label, behaviour) in enumerate(found, start=1):
        told = fill(behaviour, labelled.city.labels) if behaviour else None
        yield {"type": kind, "value": name, "label": label, "behaviour": told, "id": f"value-{number}", "checked": name in chosen}


def _names(value: AnswerValue | None) -> set[str]:
    return set(value) if isinstance(value, tuple) else {str(value)} if value is not None else set()


def _inputs(visit: Visit, question: Question, shown: Shown, typed: Typed) -> list[dict[str, str]]:
    if question.type in {*CHOSEN, "several"}:
        return []
    value = shown.given.value if shown.given else None
    told = visit.words.date(value) if isinstance(value, datetime.date) else str(value or "")
    mode, width = {"number": ("numeric", "short"), "date": ("text", "middle")}.get(question.type, ("text", "long"))
    return [{"value": typed.values[0] if typed.values else told, "inputmode": mode, "width": width}]


def _acts(visit: Visit, question: Question, shown: Shown) -> list[dict[str, str]]:
    names = ["keep"] if shown.earlier is not None and shown.before is not None else []
    names += [] if question.type in CHOSEN else ["unknown"]
    names += ["note", "put_off", "skip"]
    return [{"value": name, "text": visit.words(f"web.question.act.{name}")} for name in names]


def _why(visit: Visit, question: Question, labelled: Answers) -> Iterator[str]:
    words, pack = visit.words, visit.pack
    yield fill(question.why, labelled.city.labels)
    if visit.turn.question is None or visit.turn.question.id != question.id:
        return
    reasons = showing.reasons(pack, visit.turn)
    names = [called("approach", each, pack.approaches).name for each in reasons.approaches]
    titles = [called("finding", each, pack.findings).title for each in reasons.findings]
    yield from what_hangs(words, names, titles, path=reasons.path)
