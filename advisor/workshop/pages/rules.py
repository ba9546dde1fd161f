"""The pages of what rules do: findings, criteria, steps, and the cases that test them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.measures import Work
from advisor.knowledge.sentences import in_general
from advisor.workshop.pages.book import Book, node
from advisor.workshop.pages.entries import origin, reason, section
from advisor.workshop.pages.phrases import answered, condition, given, listed, raised, sentences
from advisor.workshop.pages.works import activities, work_told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.findings import Finding, NamedCondition
    from advisor.knowledge.measures import Measure
    from advisor.knowledge.steps import Criterion, Sign, Step
    from advisor.reports.tree import Node
    from advisor.workshop.cases.read import Case


def of_finding(book: Book, finding: Finding) -> Iterator[Node]:
    """Yield what the page of a rule for a finding says."""
    words = book.words
    yield from section(words("pages.when"), *condition(book, finding.when))
    yield from section(words("pages.text"), *sentences(book, finding.text))
    yield from section(words("pages.tends_to"), *sentences(book, finding.tends_to))
    remedies = [raised(book, {fact: level}) for fact, level in finding.remedy.items()]
    yield from section(words("pages.advice"), *_advice(book, finding), *remedies)
    yield from section(words("pages.rank"), *_rank(book, finding))
    yield from section(words("pages.reason"), *reason(book, finding))
    examples = [
        *(node("p", words("pages.fires")), given(book, finding.examples.fires)),
        *(node("p", words("pages.silent")), given(book, finding.examples.silent)),
    ]
    yield from section(words("pages.examples"), *(each for each in examples if each.children))


def _advice(book: Book, finding: Finding) -> Iterator[Node]:
    """Yield what to do about a finding, each piece of advice with the activities that it does and holds back."""
    for advice in finding.advice:
        yield from sentences(book, (advice,))
        told = [*activities(book, "does", advice.does), *activities(book, "pauses", advice.pauses)]
        if told:
            yield node("ul", *(node("li", f"{name}: {value}") for name, value in told))


def _rank(book: Book, finding: Finding) -> Iterator[Node]:
    """Yield what decides how early a finding is told: how grave it is, its deadline, and what it is told in place of."""
    words = book.words
    items = [node("li", words("pages.gravity", value=finding.gravity))]
    if finding.deadline is not None:
        items.append(node("li", f"{words('pages.deadline')}: ", book.link(f"questions/{finding.deadline}")))
    if finding.silences:
        items.append(node("li", f"{words('pages.silences')}:", book.links(f"findings/{name}" for name in finding.silences)))
    yield node("ul", *items)


def of_named(book: Book, named: NamedCondition) -> Iterator[Node]:
    """Yield what the page of a named condition says."""
    yield from section(book.words("pages.when"), *condition(book, named.when))
    yield from section(book.words("pages.origin"), *origin(book, named))


def of_measure(book: Book, measure: Measure) -> Iterator[Node]:
    """Yield what the page of a measure says."""
    yield from work_told(book, measure)
    yield from section(book.words("pages.origin"), *origin(book, measure))


def of_criterion(book: Book, criterion: Criterion) -> Iterator[Node]:
    """Yield what the page of a criterion says."""
    words = book.words
    yield from section(words("pages.prefers"), *condition(book, criterion.when))
    yield from section(words("pages.chosen"), node("p", book.text(criterion.chosen)))
    yield from section(words("pages.put_back"), node("p", book.text(criterion.put_back)))
    yield from section(words("pages.reason"), node("p", book.text(criterion.reason)), *origin(book, criterion))


def of_step(book: Book, step: Step) -> Iterator[Node]:
    """Yield what the page of a step says."""
    words = book.words
    roles = {role.id: role.name for role in book.pack.roles}
    start = book.titles.get(f"approaches/{step.springboard}")
    places = [
        (
            words("pages.springboard"),
            book.link(f"approaches/{step.springboard}") if start else words(f"pages.{step.springboard}"),
        ),
        (words("pages.target"), book.link(f"approaches/{step.target}")),
        (words("label.who"), ", ".join(roles[name] for name in (step.actor, *step.helpers))),
        *([(words("label.duration"), words.months(*step.months))] if step.months else []),
        *([(words("item.clarify"), book.link(f"questions/{step.waits_for}"))] if step.waits_for else []),
    ]
    yield from section(words("pages.from_to"), node("ul", *(node("li", f"{name}: ", value) for name, value in places)))
    yield from section(words("pages.reason"), *reason(book, step))
    for title, sign in (("pages.fits", step.fits), ("pages.premature", step.premature)):
        yield from section(words(title), *_sign(book, sign))
    yield from section(words("label.preconditions"), *_preconditions(book, step))
    yield from section(words("label.actions"), *_actions(book, step))
    yield from section(words("pages.days"), *listed(book, step.first_90_days))
    yield from section(words("label.pitfall"), *sentences(book, step.pitfall))
    yield from section(words("label.indicator"), *sentences(book, step.indicator))
    accepted = [node("li", book.link(f"findings/{each.risk}"), f": {each.because}") for each in step.accepts]
    yield from section(words("pages.accepts"), *([node("ul", *accepted)] if accepted else []))
    if step.example is not None:
        told = words("example", city=step.example.city, date=step.example.date, text=book.text(step.example.text))
        cited = [node("li", book.link(f"sources/{name}"), f" ({name})") for name in step.example.sources]
        yield from section(words("label.example"), node("p", told), *([node("ul", *cited)] if cited else []))


def _actions(book: Book, step: Step) -> Iterator[Node]:
    """Yield what is done: as a list, or one after the other where something is to be said of each."""
    works = [book.pack.in_full(action) for action in step.actions]
    if all(work == Work(raises=work.raises, text=work.text) for work in works):
        yield node("ul", *(node("li", book.text(in_general(work.text)), raised(book, work.raises)) for work in works))
        return
    for place, work in enumerate(works, start=1):
        yield node("h3", f"{place}. ", raised(book, work.raises))
        yield from work_told(book, work)


def _sign(book: Book, sign: Sign | None) -> Iterator[Node]:
    if sign is not None:
        yield node("p", book.text(sign.because))
        yield from condition(book, sign.when)


def _preconditions(book: Book, step: Step) -> Iterator[Node]:
    for place, each in enumerate(step.preconditions, start=1):
        yield node("h3", f"{place}. {book.text(each.text)}")
        yield from condition(book, each.asks)
        if each.prepare is not None:
            work = book.pack.in_full(each.prepare)
            months = book.words.months(*(work.months or (0, 0)))
            yield node("p", book.words("pages.prepare", months=months, text=book.text(in_general(work.text))))
            yield raised(book, work.raises)
            if work != Work(raises=work.raises, text=work.text, actor=work.actor, months=work.months):
                yield from work_told(book, work)


def of_case(book: Book, case: Case) -> Iterator[Node]:
    """Yield what the page of a case says: its answers, and what the rules should say about them."""
    words, expect = book.words, case.expect
    if case.answers.note:
        yield node("p", case.answers.note)
    items = [answered(book, name, answer.value) for name, answer in case.answers.answers.items()]
    aims = [node("li", book.link(f"approaches/{name}"), f": {words('pages.aim')}") for name in case.answers.aim]
    some = len(aims) < len(book.pack.approaches)
    yield from section(words("pages.answers"), node("ul", *items, *(aims if some else [])))
    said = [
        node("li", book.link(f"approaches/{name}"), f": {words(f'status.{status}')}") for name, status in expect.statuses.items()
    ]
    for key, names in (("present", expect.present), ("absent", expect.absent)):
        said += [node("li", book.link(f"findings/{name}"), f": {words(f'pages.{key}')}") for name in names]
    for name in expect.contradictions or ():
        said.append(node("li", book.link(f"questions/{name}"), f": {words('pages.contradicted')}"))
    if expect.contradictions == ():
        said.append(node("li", words("pages.no_contradiction")))
    if expect.steps is not None:
        steps = [node("li", book.link(f"steps/{name}")) for name in expect.steps]
        said.append(node("li", words("pages.path"), node("ol", *steps) if steps else f": {words('pages.no_step')}"))
    if expect.first_step:
        said.append(node("li", words("pages.first_step"), ": ", book.link(f"steps/{expect.first_step}")))
    if expect.arrives is not None:
        said.append(node("li", words("pages.arrives", value=words("value.yes" if expect.arrives else "value.no"))))
    said += [node("li", book.link(f"steps/{name}")) for name in expect.details]
    yield from section(words("pages.expected"), node("ul", *said))


def expected_in(case: Case) -> list[str]:
    """Return the entries about which a case expects something."""
    expect = case.expect
    steps = (*(expect.steps or ()), *((expect.first_step,) if expect.first_step else ()), *expect.details)
    return [
        *(f"approaches/{name}" for name in expect.statuses),
        *(f"findings/{name}" for name in (*expect.present, *expect.absent)),
        *(f"questions/{name}" for name in expect.contradictions or ()),
        *(f"steps/{name}" for name in dict.fromkeys(steps)),
    ]
