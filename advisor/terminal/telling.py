"""Say in words what a session shows: a question, why it comes, where the city stands, what is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.desk import Pack
from advisor.desk.session import (
    NO_OPTION,
    Interview,
    Tongue,
    Words,
    answer_in_words,
    called,
    certainty,
    everything_said,
    fill,
    fitting,
    in_general,
    plain_answer,
    single,
    what_hangs,
    who,
)
from advisor.sittings import showing
from advisor.terminal.surface import command_lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.desk.session import Answer, Answers, Migration, Question
    from advisor.sittings.showing import AtGoal, Contradiction, Earlier, HowSure, Reasons, Row, Shown


class Told(msgspec.Struct, frozen=True):
    """What is told from: the knowledge, the words, and the interview."""

    pack: Pack
    words: Words
    interview: Interview

    def text(self, raw: str) -> str:
        """Fill the names of roles and city into a text of the pack."""
        return fill(raw, self.interview.answers.city.labels)

    def answer(self, question: Question) -> str:
        """Return the answer to a question in words; where respondents disagree, what was said and by whom."""
        given = self.interview.answers.complete(self.pack).answers.get(question.id)
        if given is not None and given.disputed:
            return self.words("ask.divided", said=everything_said(self.words, question, self.interview.answers, given))
        return single(self.words, question, given.value if given else None, unanswered=given is not None and given.unanswered)

    def statement(self, question: Question, said: Answer) -> str:
        """Return what one respondent said, with the note on it."""
        answer = single(self.words, question, said.value, unanswered=said.unanswered)
        told = self.words("ask.said", who=who(self.words, self.interview.answers, said.by), answer=answer)
        return f"{told} ({said.note})" if said.note else told

    def role(self, name: str) -> str:
        """Return what the city calls a role."""
        labels = self.interview.answers.city.labels
        return labels[name][""] if name in labels else name

    def labels(self, names: Iterable[str]) -> str:
        """Return the labels of questions as a sentence lists them."""
        return self.words.join([self.pack.question(name).label for name in names])


def migrated(words: Words, pack: Pack, migration: Migration) -> str:
    """Return what was brought to today's version of the pack when a file was opened."""
    questions = {each.id: each for each in pack.questions}
    version = words("ask.migrated.version", version=migration.before) if migration.before else words("ask.migrated.no_version")
    lines = [wrapped(words("ask.migrated.title", version=version, here=pack.info.version))]
    for each in migration.notices:
        asked = questions.get(each.question)
        now = answer_in_words(words, asked, each.now) if asked and each.now else ""
        label = asked.label if asked else each.question
        told = words(f"ask.migrated.{each.kind}", was=each.was, label=label, now=now, reason=each.reason)
        lines.append(wrapped(told, "  - ", "    "))
    return "\n".join([*lines, wrapped(words("ask.migrated.saved"))])


def gone_on_with(words: Words, answers: Answers) -> str:
    """Return what a file holds that a session goes on with: whose answers, how many, and since when."""
    given = [each for each in answers.answers.values() if not each.unanswered]
    last = max((each.on for each in given if each.on is not None), default=answers.date)
    how = "ask.resumed" if given else "ask.resumed_empty"
    return wrapped(words(how, city=answers.city.name, count=len(given), last=words.date(last)))


def question(told: Told, shown: Shown, *, with_levels: bool = True) -> str:
    """Return a question with its progress, its levels unless they come below it, and what was answered before."""
    words, asked = told.words, shown.question
    lines = ["", wrapped(progress(told, shown)), speaker(told, shown), wrapped(told.text(asked.ask))]
    for place, level in enumerate(asked.levels if with_levels else (), start=1):
        behaviour = f" – {told.text(level.behaviour)}" if level.behaviour else ""
        lines.append(wrapped(f"{level.label}{behaviour}", f"  {place}. ", "     "))
    if shown.given is not None:
        lines.append(wrapped(before(told, shown)))
    lines += map(wrapped, _earlier(told, asked, shown.earlier) if shown.earlier else ())
    lines += [wrapped(told.statement(asked, each), "  ") for each in shown.said]
    if shown.note:
        lines.append(wrapped(words("ask.noted", note=shown.note)))
    return "\n".join([*lines, ""])


def before(told: Told, shown: Shown) -> str:
    """Return what was answered before, and who said it, where that was somebody else than who answers now."""
    words, answer = told.words, told.answer(shown.question)
    by = shown.given.by if shown.given is not None else None
    if by not in {None, shown.by}:
        answer = words("ask.did.by", act=answer, who=who(words, told.interview.answers, by))
    return words("ask.before", answer=answer)


def speaker(told: Told, shown: Shown) -> str:
    """Return who answers, so that nobody's answer is put down to somebody else; an empty line where all do."""
    return wrapped(told.words("ask.who.now", who=who(told.words, told.interview.answers, shown.by))) if shown.by else ""


def saved(told: Told, asked: Question, before: Answer | None) -> str:
    """Return which answer was saved, and whether people differ on it since then."""
    answers = told.interview.answers
    now = answers.answers.get(asked.id)
    if now is not None and now.disputed and not (before is not None and before.disputed):
        return told.words("ask.now_divided", label=asked.label, said=everything_said(told.words, asked, answers, now))
    return told.words("ask.saved_answer", answer=told.words("answer", label=asked.label, value=told.answer(asked)))


def progress(told: Told, shown: Shown) -> str:
    """Return which question this is, and how many there are still to come."""
    words, topic = told.words, called("topic", shown.question.topic, told.pack.topics).name
    alike = shown.alike
    if alike is not None:
        number, role = len(alike.questions) - len(alike.left) + 1, told.role(alike.role)
        return words("sitting.alike.progress", number=number, count=len(alike.questions), role=role, topic=topic)
    if shown.fits is not None:
        return words("sitting.time.progress", number=shown.number, topic=topic, fits=shown.fits)
    how = "ask.progress" if shown.left["course"] else "ask.progress_to_end"
    return words(how, number=shown.number, topic=topic, **shown.left)


def _earlier(told: Told, asked: Question, earlier: Earlier) -> Iterator[str]:
    """Yield what was answered at an earlier visit, and whether that still holds."""
    then = msgspec.structs.replace(told.interview.answers, answers={asked.id: earlier.answer})
    before = Told(told.pack, told.words, msgspec.structs.replace(told.interview, answers=then))
    keep = "" if earlier.answer.value is None else told.words("ask.earlier.keep")
    said = told.words("ask.earlier.then", date=told.words.date(earlier.on), answer=before.answer(asked))
    yield " ".join(filter(None, (said, keep)))
    if earlier.answer.note:
        yield told.words("ask.noted", note=earlier.answer.note)


def how_to_type(told: Told, asked: Question, commands: Mapping[str, str], hint: str = "") -> str:
    """Return what can be typed for a question without a menu; with a hint how to see the commands, not these themselves."""
    how = told.words(f"ask.how.{asked.type}", unit=asked.unit or "")
    if hint:
        return "\n".join([wrapped(how), wrapped(hint, "  ")])
    return "\n".join([wrapped(how), *command_lines(commands)])


def refusal(told: Told, asked: Question, typed: str) -> str:
    """Return that an answer does not fit, what would, and how to write it."""
    words = told.words
    lines = [words("ask.unreadable", typed=typed) if typed else words("ask.nothing_chosen")]
    options = [(level.name, level.label) for level in asked.levels]
    meant = fitting(options, typed)
    none = next((level for level in asked.levels if level.name == NO_OPTION), None)
    if len(meant) > 1:
        names = ", ".join(label for name, label in options if name in meant)
        return wrapped(words("ask.ambiguous", typed=typed, options=names))
    if (
        asked.type == "several"
        and none
        and isinstance(plain := plain_answer(asked, typed, tongue(words)), list)
        and none.name in plain
    ):
        lines.append(words("ask.excludes", none=none.label))
    lines.append(words(f"ask.how.{asked.type}", unit=asked.unit or "").replace(" ()", ""))
    if options and typed:
        lines.append(words("ask.fits", options=", ".join(_numbered(words, options))))
    if asked.minimum is not None and asked.maximum is not None:
        lines.append(words("ask.bounds", low=asked.minimum, high=asked.maximum))
    return wrapped(" ".join(lines))


def no_choice(words: Words, options: Sequence[tuple[str, str]], typed: str) -> str:
    """Return that what was typed is none of some options, and which there are."""
    if not typed:
        return wrapped(words("ask.nothing_chosen"))
    meant = [label for name, label in options if name in fitting(options, typed)]
    if len(meant) > 1:
        return wrapped(words("ask.ambiguous", typed=typed, options=", ".join(meant)))
    fits = words("ask.fits", options=", ".join(_numbered(words, options)))
    return wrapped(f"{words('ask.unreadable', typed=typed)} {fits}")


def no_canton(words: Words, known: Sequence[tuple[str, str]], typed: str) -> str:
    """Return that what was typed is no canton, or more than one, and what is."""
    meant = [] if typed.isdigit() else fitting(known, typed)  # no list with numbers was shown
    names = ", ".join(f"{name.upper()} {label}" for name, label in known if not meant or name in meant)
    if meant:
        return wrapped(words("ask.ambiguous", typed=typed, options=names), "", "")
    return wrapped(f"{words('ask.unreadable', typed=typed)} {words('ask.fits', options=names)}", "", "")


def _numbered(words: Words, options: Iterable[tuple[str, str]]) -> Iterator[str]:
    for number, (_, label) in enumerate(options, start=1):
        yield words("ask.option", number=number, label=label)


def undecodable(words: Words, typed: str) -> str:
    """Return that bytes were typed that are no characters."""
    return wrapped(words("ask.undecodable", typed=typed))


def tongue(words: Words) -> Tongue:
    """Return what has to be known of a language to read what is typed in it."""
    return Tongue(months=tuple(words(f"month.{number}") for number in range(1, 13)), percent=words("ask.percent"))


def why(told: Told, asked: Question, reasons: Reasons) -> str:
    """Return why a question is asked: what it is for, and what the answer can still decide."""
    names = [called("approach", each, told.pack.approaches).name for each in reasons.approaches]
    titles = [called("finding", each, told.pack.findings).title for each in reasons.findings]
    lines = [told.text(asked.why), *what_hangs(told.words, names, titles, path=reasons.path)]
    return "\n".join(["", *map(wrapped, lines)])


def standing(told: Told, sure: HowSure) -> str:
    """Return how sure things are so far: each approach, how firm it is, and the steps that are certain."""
    words = told.words
    lines = [""]
    for each in sure.approaches:
        name = told.pack.introduced(called("approach", each.approach, told.pack.approaches).name)
        names = words.join([words(f"status.{status}") for status in each.statuses], "or")
        lines.append(words("ask.settled" if len(each.statuses) == 1 else "ask.open", name=name, status=names))
        if each.firm is not None:
            lines.append(wrapped(" ".join(certainty(words, told.pack, each.firm)), "    "))
    titles = [told.text(called("step", name, told.pack.steps).title) for name in sure.steps]
    lines += [wrapped(words("ask.certain_step", number=number, title=title)) for number, title in enumerate(titles, start=1)]
    if not sure.path_settled:
        lines.append(wrapped(words("ask.path_open")))
    if sure.left is not None:
        lines.append(wrapped(words("ask.left" if sure.left["course"] else "ask.left_to_end", **sure.left)))
    return "\n".join(lines)


def goal(told: Told, reached: AtGoal) -> str:
    """Return what is settled at a goal, why no question comes, and what stays open because nobody knows it."""
    words = told.words
    state = reached.goal if reached.state == "reached" else reached.state
    lines = [standing(told, reached.sure), "", wrapped(words(f"ask.goal.{state}", count=len(reached.left_out)))]
    if reached.unknown:
        lines.append(wrapped(words("ask.goal.unknown", questions=told.labels(reached.unknown))))
    if reached.divided:
        lines.append(wrapped(words("ask.goal.disputed", questions=told.labels(reached.divided))))
    if reached.left_out:
        lines.append(wrapped(words("ask.goal.left_out", questions=told.labels(reached.left_out))))
    if reached.unknown:
        lines.append(wrapped(words("ask.goal.find_out")))
    return "\n".join(lines)


def contradiction(told: Told, between: Contradiction) -> str:
    """Return a contradiction with the answers it is between."""
    finding = called("finding", between.finding, told.pack.findings)
    lines = ["", wrapped(told.words("ask.contradiction", title=finding.title)), wrapped(told.text(in_general(finding.text)))]
    for each in between.questions:
        asked = told.pack.question(each)
        lines.append(wrapped(told.words("answer", label=asked.label, value=told.answer(asked)), "  - ", "    "))
    return "\n".join(lines)


def review(told: Told) -> str:
    """Return every question with its number and its answer, by topic."""
    lines = []
    for topic, rows in showing.review(told.pack, told.interview):
        lines += ["", called("topic", topic, told.pack.topics).name, *(row_line(told, row) for row in rows)]
    return "\n".join(lines)


def row_line(told: Told, row: Row) -> str:
    """Return one question of a review with its number, its answer and its note."""
    value = told.answer(row.question) if row.answered else "–"
    note = f" ({row.note})" if row.note else ""
    return wrapped(f"{row.question.label}: {value}{note}", f"  {row.number:>2}. ", "      ")
