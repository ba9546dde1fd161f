"""What the templates of a report show: everything as plain values, of which each part says its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, NotRequired, TypedDict

from advisor.reports.chapters import (
    all_answers,
    conclusions,
    evidence,
    findings,
    open_questions,
    path,
    plan,
    settling,
    standing,
    summary,
    timetable,
    timing,
    why,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.reports.chapters import council
    from advisor.reports.context import Context
    from advisor.reports.pictures.gallery import Gallery

SHORT_HASH = 12
"""How many digits of a hash are shown to readers."""


class PackShown(TypedDict):
    """The knowledge that a report rests on; its hash is shortened."""

    title: str
    id: str
    version: str
    hash: str
    about: str
    origin: str
    limits: str


class YearlyCheck(TypedDict):
    """What a balanced city looks at every year, what it means, and what to do then."""

    watch: str
    means: str
    act: str


class Balance(TypedDict):
    """What is to be said of the balance."""

    reached: str
    renewal: str
    checks: list[YearlyCheck]
    applies: bool
    """Whether the city is there already, so that nothing but keeping it up is left."""


class Captions(TypedDict):
    """The captions of figures; None where a report has no such figure."""

    map: str | None
    profile: str | None
    timeline: str | None


class ReasonLink(TypedDict):
    """What was concluded, and on which answers that rests."""

    concluded: str
    answers: str


class Reasons(TypedDict):
    """The reasons for a step: the name of their figure, its caption, and the same as rows."""

    figure: str
    title: str
    caption: str
    links: list[ReasonLink]


class Figures(TypedDict):
    """What stands beside figures."""

    captions: Captions
    reasons: list[Reasons]


class Told(TypedDict):
    """What the templates of the product for those who go the path show beside figures.

    What may be absent is None, a list without entries is empty; templates ask for either by its name.
    """

    city: str
    date: str
    pack: PackShown
    reading_note: str | None
    """What is to be known of this case before reading."""
    summary: summary.FirstPage
    poles: standing.Poles
    approaches: list[standing.ApproachShown]
    findings: list[findings.FindingGroup]
    planned: list[plan.Planned]
    items: list[plan.Item]
    answers: all_answers.AllAnswers
    path_alone: str | None
    """The whole path in one line, as in the summary, where nothing is planned."""
    dated: bool
    """Whether the items of the path have months."""
    undated: str | None
    """What is said in their place where it is open how the path begins."""
    preparations_end: str | None
    """What is to be said of preparations that run beside a step, and of steps that go on after the term of those in office."""
    alternatives: list[timetable.Alternative]
    open_questions: open_questions.OpenQuestions | None
    balance: Balance
    conclusions: list[conclusions.Conclusion]
    criteria: list[evidence.CriterionRow]
    notes: NotRequired[evidence.Notes | None]
    """What was noted beside answers, for the templates of a city: those of the product show it beside the answers."""
    disputes: list[evidence.DisputeRow]
    settled: evidence.Settled | None
    sources: list[evidence.SourceShown]


class InFull(TypedDict):
    """What only templates of a city may show: the same as a table, or in full."""

    product: str
    matrix: standing.Matrix
    cards: list[path.Card]
    path_line: str
    schedule: list[timetable.Scheduled]


class Title(TypedDict):
    """The name of the knowledge that a report rests on."""

    title: str


class MapCaption(TypedDict):
    """The caption of the map."""

    map: str | None


class Brief(TypedDict):
    """What the template of the product for the council shows."""

    city: str
    date: str
    pack: Title
    captions: MapCaption
    council: council.Council


class View(Told, InFull, Figures):
    """Everything that templates show."""

    council: council.Council


def everything_shown(context: Context, drawn: Gallery) -> View:
    """Return everything that templates show, with the figures there are."""
    told = _told(context)
    told["approaches"] = standing.approaches(context, in_full=True)
    told["poles"] = standing.poles(context, in_full=True)
    told["notes"] = evidence.notes(context)
    told["conclusions"] = conclusions.conclusions(context, in_full=True)
    return {**told, **_in_full(context), **_figures(context, drawn), "council": _council(context, drawn)}


def shown_to(audience: str, context: Context, drawn: Gallery) -> Mapping[str, object]:
    """Return what the template of the product for an audience shows, and nothing that it would throw away."""
    if audience == "team":
        return {**_told(context), **_figures(context, drawn)}
    return _brief(context, drawn)


def _brief(context: Context, drawn: Gallery) -> Brief:
    return {
        "city": context.outcome.city.name,
        "date": context.words.date(context.outcome.date),
        "pack": {"title": context.pack.info.title},
        "captions": {"map": drawn.captions.get("map")},
        "council": _council(context, drawn),
    }


def _council(context: Context, drawn: Gallery) -> council.Council:
    from advisor.reports.chapters import council  # noqa: PLC0415 - a third of all chapters, which no other report needs

    return council.council(context, drawn["map"].height if "map" in drawn else 0.0)


def _figures(context: Context, drawn: Gallery) -> Figures:
    captions = drawn.captions
    return {
        "captions": {"map": captions.get("map"), "profile": captions.get("profile"), "timeline": captions.get("timeline")},
        "reasons": [_reasons(context, chain, captions) for chain in drawn.chains],
    }


def _reasons(context: Context, chain: why.Chain, captions: Mapping[str, str]) -> Reasons:
    """Return a chain of reasons with the same data as its picture."""
    figure = f"reasons-{chain.number}"
    return {
        "figure": f"#{figure}",
        "title": chain.title,
        "caption": captions[figure],
        "links": [
            {"concluded": link.concluded, "answers": "; ".join(link.answers) or context.words("source_none")}
            for link in chain.links
        ],
    }


def _in_full(context: Context) -> InFull:
    return {
        "product": context.outcome.product,
        "matrix": standing.matrix(context),
        "cards": path.cards(context),
        "path_line": summary.path_line(context),
        "schedule": timetable.schedule(context),
    }


def _told(context: Context) -> Told:
    pack, outcome, first_page = context.pack, context.outcome, summary.summary(context)
    concluded, criteria = conclusions.conclusions(context), evidence.criteria(context)
    reasons = [row["reason"] for row in (*concluded, *criteria)]
    return {
        "city": outcome.city.name,
        "date": context.words.date(outcome.date),
        "pack": {
            "title": pack.info.title,
            "id": pack.info.id,
            "version": pack.info.version,
            "hash": pack.hash[:SHORT_HASH],
            "about": context.text(pack.info.about),
            "origin": context.text(pack.info.origin),
            "limits": " ".join([context.text(pack.info.limits), *timing.later_events(context, reasons)]),
        },
        "reading_note": context.answers.note or None,
        "summary": first_page,
        "poles": standing.poles(context),
        "approaches": standing.approaches(context),
        "findings": findings.findings(context),
        "path_alone": None if outcome.path else summary.path_line(context),
        "planned": plan.planned(context),
        "items": plan.items(context),
        "answers": all_answers.all_answers(context),
        "dated": not settling.begins_open(context),
        "undated": context.words("summary.path_undated") if settling.begins_open(context) else None,
        "preparations_end": timing.notes(context),
        "alternatives": timetable.alternatives(context),
        "open_questions": open_questions.open_questions(context),
        "balance": {
            "reached": context.text(pack.balance.reached),
            "applies": outcome.arrives and not outcome.path,
            "renewal": context.text(pack.balance.renewal),
            "checks": [
                {"watch": context.text(each.watch), "means": context.text(each.means), "act": context.text(each.act)}
                for each in pack.balance.yearly_check
            ],
        },
        "conclusions": concluded,
        "criteria": criteria,
        "disputes": evidence.told_disputes(context),
        "settled": evidence.told_settled(context),
        "sources": evidence.sources(context),
    }
