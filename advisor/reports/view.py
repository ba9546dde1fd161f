"""What the templates of a report show: everything as plain values, of which each part says its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from advisor.reports.chapters import all_answers, council, evidence, path, plan, settling, standing, summary, timing, why

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.reports.context import Context
    from advisor.reports.pictures.drawing import Figure

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


class Content(TypedDict):
    """Everything that templates show but the figures and what stands beside them.

    What may be absent is None, a list without entries is empty; templates ask for either by its name.
    """

    city: str
    date: str
    pack: PackShown
    product: str
    reading_note: str | None
    """What is to be known of this case before reading."""
    summary: summary.FirstPage
    matrix: standing.Matrix
    poles: standing.Poles
    approaches: list[standing.ApproachShown]
    findings: list[standing.FindingGroup]
    cards: list[path.Card]
    planned: list[plan.Planned]
    items: list[plan.Item]
    answers: all_answers.AllAnswers
    path_line: str
    path_alone: str | None
    """The same where nothing is planned."""
    schedule: list[path.Scheduled]
    dated: bool
    """Whether the items of the path have months."""
    undated: str | None
    """What is said in their place where it is open how the path begins."""
    preparations_end: str | None
    """What is to be said of preparations that run beside a step, and of steps that go on after the term of those in office."""
    alternatives: list[path.Alternative]
    open_questions: evidence.OpenQuestions | None
    balance: Balance
    conclusions: list[evidence.Conclusion]
    criteria: list[evidence.CriterionRow]
    notes: evidence.Notes | None
    disputes: list[evidence.DisputeRow]
    settled: evidence.Settled | None
    sources: list[evidence.SourceShown]


class View(Content):
    """Everything that templates show."""

    captions: Captions
    reasons: list[Reasons]
    council: council.Council


def everything_shown(context: Context, drawn: dict[str, Figure]) -> View:
    """Return everything that templates show, with the figures there are."""
    captions = {name: figure.caption for name, figure in drawn.items()}
    return {
        **_content(context),
        "captions": {"map": captions.get("map"), "profile": captions.get("profile"), "timeline": captions.get("timeline")},
        "reasons": [_reasons(context, chain, captions) for chain in why.chains(context)],
        "council": council.council(context, drawn["map"].height if "map" in drawn else 0.0),
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


def _content(context: Context) -> Content:
    """Return everything that templates show but the figures and what stands beside them."""
    pack, outcome, first_page = context.pack, context.outcome, summary.summary(context)
    concluded, criteria = evidence.conclusions(context), evidence.criteria(context)
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
        "product": outcome.product,
        "reading_note": context.answers.note or None,
        "summary": first_page,
        "matrix": standing.matrix(context),
        "poles": standing.poles(context),
        "approaches": standing.approaches(context),
        "findings": standing.findings(context),
        "cards": path.cards(context),
        "path_alone": None if outcome.path else summary.path_line(context),
        "planned": plan.planned(context),
        "items": plan.items(context),
        "answers": all_answers.all_answers(context),
        "path_line": summary.path_line(context),
        "schedule": path.schedule(context),
        "dated": not settling.begins_open(context),
        "undated": context.words("summary.path_undated") if settling.begins_open(context) else None,
        "preparations_end": timing.notes(context),
        "alternatives": path.alternatives(context),
        "open_questions": evidence.open_questions(context),
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
        "notes": evidence.notes(context),
        "disputes": evidence.told_disputes(context),
        "settled": evidence.told_settled(context),
        "sources": evidence.sources(context),
    }
