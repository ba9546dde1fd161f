"""What somebody sees of a sitting beside its questions: goal, standing, review, history, a contradiction that came up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.desk.session import act_in_words, called, everything_said, fill, in_general, single
from advisor.sittings import events as did
from advisor.sittings import showing
from advisor.sittings.folding import in_force
from advisor.web.acting import own_acts
from advisor.web.board import board
from advisor.web.visits import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.responses import Response

    from advisor.desk.session import Interview, Question
    from advisor.sittings.showing import AtGoal, Contradiction
    from advisor.web.visits import Visit

_LOOKED_AT = (did.WentBack, did.Chosen)


def answer_told(visit: Visit, interview: Interview, question: Question) -> str:
    """Return the answer to a question in words; where people disagree, what was said and by whom."""
    words, answers = visit.words, visit.sitting.told_in(visit.pack)
    given = interview.answers.complete(visit.pack).answers.get(question.id)
    if given is not None and given.disputed:
        return words("ask.divided", said=everything_said(words, question, answers, given))
    return single(words, question, given.value if given else None, unanswered=given is not None and given.unanswered)


def goal(visit: Visit) -> Response:
    """Say why no question comes, what is settled, and how to go on."""
    turn = visit.turn
    if turn.question is not None:
        return visit.redirect("next")
    words, interview = visit.words, visit.sitting.interview(visit.person)
    reached = visit.site.sittings.at_goal(visit.sitting, visit.person)
    state = reached.goal if reached.state == "reached" else reached.state
    acts = [each for each in reached.acts if each in {"go_on", "take_up"}]
    kinds = ["first", *["second"] * len(acts)]
    return visit.page(
        "goal",
        words(f"web.goal.title.{reached.goal if reached.state == 'reached' else 'open'}"),
        back=_last(visit, interview),
        state=words(f"ask.goal.{state}", count=len(reached.left_out)),
        lines=list(_kept_open(visit, reached)),
        sure=board(words, visit.pack, visit.sitting.told_in(visit.pack), reached.sure),
        going=[
            {
                "action": visit.at("go"),
                "value": each,
                "kind": kind,
                "text": words(f"web.goal.act.{each}", left=turn.left["findings"]),
            }
            for each, kind in zip(acts, kinds, strict=False)
        ],
        links=[{"href": visit.at(name), "text": words(f"web.goal.{name}")} for name in _links(visit)],
        notice=visit.notice("closed"),
    )


def _links(visit: Visit) -> tuple[str, ...]:
    return ("review", "papers", "live") if visit.leads else ("review", "mine")


def _last(visit: Visit, interview: Interview) -> str | None:
    return visit.at("q", interview.asked[-1]) if interview.asked else None


def _kept_open(visit: Visit, reached: AtGoal) -> Iterator[str]:
    words = visit.words
    for name, questions in (("unknown", reached.unknown), ("disputed", reached.divided), ("left_out", reached.left_out)):
        if questions:
            labels = words.join([visit.pack.question(each).label for each in questions])
            yield words(f"ask.goal.{name}", questions=labels)


def standing(visit: Visit) -> Response:
    """Say how sure things are so far, as far as this person's own answers tell."""
    sure = visit.site.sittings.sure(visit.sitting, visit.person)
    shown = board(visit.words, visit.pack, visit.sitting.told_in(visit.pack), sure)
    return visit.page("standing", visit.words("web.standing.title"), back=visit.at("next"), sure=shown)


def review(visit: Visit) -> Response:
    """List every question with its answer, by topic."""
    words, pack, interview = visit.words, visit.pack, visit.sitting.interview(visit.person)
    topics = []
    for topic, rows in showing.review(pack, interview):
        shown = []
        for row in rows:
            given = interview.answers.answers.get(row.question.id)
            name = "change" if row.answered else "answer"
            shown.append(
                {
                    "label": row.question.label,
                    "value": answer_told(visit, interview, row.question) if row.answered else "–",
                    "note": words("ask.noted", note=row.note) if row.note else None,
                    "kind": "disputed" if given is not None and given.disputed else None if row.answered else "empty",
                    "href": visit.at("q", row.question.id),
                    "link": words(f"web.review.{name}"),
                }
            )
        topics.append({"name": called("topic", topic, pack.topics).name, "rows": shown})
    given_count = sum(not each.unanswered for each in interview.answers.answers.values())
    lead = words("web.review.lead", count=given_count, all=len(pack.questions))
    return visit.page(
        "review",
        words("web.review.title"),
        back=visit.at("next"),
        lead=lead,
        topics=topics,
        notice=visit.notice("imported", "closed"),
    )


def history(visit: Visit) -> Response:
    """List what happened, the last of it first, and let one's own acts be taken back."""
    words, sitting = visit.words, visit.sitting.sitting
    alive, mine = in_force(sitting.events), set(own_acts(visit))
    shown = []
    for number, event in reversed(list(enumerate(sitting.events, start=1))):
        other = not visit.leads and event.by != visit.person
        if isinstance(event, _LOOKED_AT) or other or (isinstance(event, did.Imported) and not event.answers):
            continue
        at = event.at.astimezone() if event.at else None
        day = event.on or (at.date() if at else None)
        when = ", ".join([*([words.date(day)] if day else []), *([f"{at:%H:%M}"] if at else [])])
        shown.append(
            {
                "number": number,
                "text": act_in_words(words, visit.pack, event),
                "when": " · ".join(filter(None, (when, visit.called(event.by)))),
                "gone": number not in alive,
                "undo": words("web.history.undo") if number in mine else None,
            }
        )
    return visit.page(
        "history",
        words("web.history.title"),
        back=visit.at("next"),
        lead=words("web.history.lead" if shown else "web.history.none"),
        events=shown,
        hint=words("web.history.hint") if mine else None,
        action=visit.at("undo"),
        notice=visit.notice("undone", "stale", "closed"),
    )


def clash(visit: Visit) -> Response:
    """Show a contradiction between two answers, and let one of them be looked at again."""
    name = visit.request.path_params["finding"]
    interview, words = visit.sitting.interview(visit.person), visit.words
    found = visit.site.sittings.contradictions(visit.sitting, visit.person)
    between = next((each for each in found if each.finding == name), None)
    if between is None:
        if name not in {each.id for each in visit.pack.findings}:
            raise refuse(404)
        return visit.redirect("next")
    finding = called("finding", between.finding, visit.pack.findings)
    links = [
        {"href": visit.at("q", each), "text": words("ask.revisit", label=visit.pack.question(each).label)}
        for each in between.questions
    ]
    return visit.page(
        "message",
        words("ask.contradiction", title=finding.title),
        paragraphs=[fill(in_general(finding.text), visit.sitting.told_in(visit.pack).city.labels)],
        list=answers_between(visit, interview, between),
        links=[*links, {"href": visit.at("next"), "text": words("web.clash.leave")}],
        forms=(),
    )


def answers_between(visit: Visit, interview: Interview, between: Contradiction) -> list[str]:
    """Return the answers that a contradiction is between, in words."""
    asked = [visit.pack.question(each) for each in between.questions]
    return [visit.words("answer", label=each.label, value=answer_told(visit, interview, each)) for each in asked]
