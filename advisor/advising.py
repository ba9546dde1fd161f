"""What a program needs to advise a city: load a pack, read answers, advise, report, explain, compare, ask, merge, verify.

Everything takes and returns frozen values. Where no pack is given, the one that the answers name is loaded, in the city's
language; a program that advises many cities loads it once and passes it on.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor import paths
from advisor.answers import merging, packs
from advisor.answers.changes import meant, near, with_values
from advisor.answers.mappings import source_of
from advisor.answers.read import answers_in, language_of, pack_id_of
from advisor.errors import Place, Problem, UnusableInputError, coded, for_reader, suggest
from advisor.interview.interview import GOALS, Interviewer, resumed
from advisor.knowledge.installed import known_pack
from advisor.reasoning import comparison, explanation
from advisor.reasoning.answers import Answers
from advisor.reasoning.assess import assess, outcome_of
from advisor.reasoning.comparison import Case, Comparison
from advisor.reasoning.explanation import Explained
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.outcome import Outcome
from advisor.reasoning.planner import plan
from advisor.reports import comparing, explaining
from advisor.reports.context import Context
from advisor.reports.document import hashed
from advisor.reports.formats import REPORTS, write, write_document
from advisor.reports.language import load_words
from advisor.reports.options import AUDIENCES, Wish
from advisor.reports.plain import About, document_of
from advisor.reports.printed import printed
from advisor.reports.sentences import review, sentences, speaking
from advisor.verification import checking
from advisor.yaml_source.read import read_source

if TYPE_CHECKING:
    from collections.abc import Collection

    from advisor.knowledge.model import Pack, Question
    from advisor.reasoning.relevance import Goal
    from advisor.reports.document import Document
    from advisor.verification.compare import Verdict


class Advice(msgspec.Struct, frozen=True):
    """A city's answers, and what follows from them by a pack: ``outcome`` is what ``report(advice, format="json")`` writes."""

    base: KnowledgeBase
    answers: Answers
    outcome: Outcome


class Explanation(msgspec.Struct, frozen=True):
    """Why each verdict about a city is what it is, how firm, and what would change it: ``found`` as data."""

    advice: Advice
    found: Explained


class Sentences(msgspec.Struct, frozen=True):
    """Every sentence that may be said of a city, to be reviewed, or those ``about`` some ids: ``advice.outcome.said`` as data."""

    advice: Advice
    about: tuple[str, ...] = ()


class Difference(msgspec.Struct, frozen=True):
    """What is different between two states of a city: ``found`` as data. ``imagined`` where the second one is only supposed."""

    before: Advice
    now: Advice
    found: Comparison
    imagined: bool = False


def load_pack(pack: str | Path, language: str | None = None) -> KnowledgeBase:
    """Return a pack made ready to reason: the name of a shipped or installed one, or a folder.

    Raises:
        UnusableInputError: there is no such pack; it cannot be read, or not in this language, or its rules cannot be run.

    """
    folder = Path(pack)
    return KnowledgeBase(packs.load(folder if folder.is_dir() else known_pack(str(pack), None), language))


def read_answers(source: str | Path | Mapping[str, object], pack: KnowledgeBase | None = None) -> Answers:
    """Return a city's answers from a file, or from a mapping in the shape of one (``pack``, ``city``, ``date``, ``answers``).

    Old answers are brought to the version of the pack, which says in ``changes`` how.

    Raises:
        UnusableInputError: with every problem of the answers, each with its line or its keys.

    """
    said = source_of(source, "answers") if isinstance(source, Mapping) else read_source(Path(source), str(source))
    read, problems = said
    base = pack or load_pack(pack_id_of(read, problems), language_of(read))
    return answers_in(read, problems, base.pack)[0]


def advise(answers: Answers, pack: KnowledgeBase | None = None) -> Advice:
    """Return what follows from a city's answers: diagnosis, findings, and the path to what it aims at.

    Raises:
        UnusableInputError: the pack cannot be loaded.

    """
    base = pack or load_pack(answers.pack, answers.city.language)
    return Advice(base, answers, assess(base, answers))


def report(about: Advice | Explanation | Sentences | Difference, *, format: str = "md", audience: str = "team") -> bytes:  # noqa: A002
    """Return a report, an explanation or a comparison in a format, in the language of the pack; all but pdf and docx are UTF-8.

    Raises:
        UnusableInputError: there is no such format or audience.
        AdvisorError: what the format needs is not installed, or it cannot be written.

    """
    _refuse_unknown("format", format, REPORTS)
    _refuse_unknown("audience", audience, AUDIENCES if isinstance(about, Advice) and format != "json" else AUDIENCES[:1])
    wish = Wish(form=format, templates=paths.shipped("templates"), audience=audience)
    if isinstance(about, Advice):
        return write(wish, about.base.pack, about.answers, about.outcome).content
    return write_document(wish, *_told(about, wish.templates)).content


def sentences_of(answers: Answers, *about: str, pack: KnowledgeBase | None = None) -> Sentences:
    """Return every sentence that may be said of a city; of everything, or only of what is named by id or title.

    Raises:
        UnusableInputError: the pack has no approach, pole, finding, step or measure of such a name.

    """
    advice = advise(answers, pack)
    known = speaking(advice.base.pack)
    return Sentences(advice, tuple(_meant(about, known, "speaking", advice.base.pack)))


def _told(about: Explanation | Sentences | Difference, templates: Path) -> tuple[Document, msgspec.Struct]:
    """Return an explanation, a list of sentences or a comparison as a document, and the data it was made from."""
    data: msgspec.Struct
    match about:
        case Explanation(advice, found):
            kind, tree, data = "explain", explaining.explanation(templates, advice.base.pack, _case(advice), found), found
        case Sentences(advice, about_ids):
            words = load_words(templates, advice.base.pack.info.language)
            context = Context(advice.base.pack, advice.answers.complete(advice.base.pack), advice.outcome, words)
            papers = printed(templates, advice.base, advice.answers, advice.outcome)
            reviewed = review(advice.outcome.said, papers, about_ids)
            kind, tree, data = "sentences", sentences(context, reviewed), reviewed
        case Difference(before, advice, moved, imagined):
            cases, title = (_case(before), _case(advice)), "compare.what_if" if imagined else "compare.title"
            kind, tree, data = "compare", comparing.comparison(templates, advice.base.pack, cases, moved, title), moved
    about_city = About(advice.outcome.city.name, advice.outcome.date, hashed(advice.answers))
    pack = advice.base.pack
    return document_of(tree, kind, pack, load_words(templates, pack.info.language), about_city), data


def explain(answers: Answers, *about: str, pack: KnowledgeBase | None = None) -> Explanation:
    """Return why each verdict is what it is, and what would change it; of everything, or only of what is named by id or title.

    Raises:
        UnusableInputError: the pack has no approach, finding or step of such a name.

    """
    base = pack or load_pack(answers.pack, answers.city.language)
    named = _explained(base.pack, about)
    planned = plan(base.pack, base.engine, answers.facts(base.pack), answers.aim, answers.disputed_facts(base.pack))
    outcome = outcome_of(base, answers.complete(base.pack), planned)
    found = explanation.explain(base.pack, base.verdicts, planned, answers, named)
    return Explanation(Advice(base, answers, outcome), found)


def what_if(answers: Answers, changes: Mapping[str, object], pack: KnowledgeBase | None = None) -> Difference:
    """Return what would be different if some answers were, by the ids of their questions; None or ``unknown`` takes one away.

    Raises:
        UnusableInputError: with every change that cannot be read.

    """
    base = pack or load_pack(answers.pack, answers.city.language)
    source, problems = source_of({name: "unknown" if value is None else value for name, value in changes.items()}, "changes")
    if problems:
        raise UnusableInputError(problems)
    changed = with_values(base.pack, answers, source.data if isinstance(source.data, dict) else {})
    return supposed(compare(answers, changed, base))


def supposed(difference: Difference) -> Difference:
    """Return a difference whose second state is only supposed."""
    return msgspec.structs.replace(difference, imagined=True)


def compare(before: Answers, now: Answers, pack: KnowledgeBase | None = None) -> Difference:
    """Return what moved between two visits of a city, in the language of the second one.

    Raises:
        UnusableInputError: the pack cannot be loaded.

    """
    later = advise(now, pack)
    earlier = advise(before, later.base)
    return Difference(earlier, later, comparison.compare(later.base, _case(earlier), _case(later)))


def merge(answers: Mapping[str, Answers], pack: KnowledgeBase | None = None) -> Answers:
    """Return the answers of several respondents as one city's; the keys name the respondents who name themselves nowhere.

    Raises:
        UnusableInputError: there is none, they are not about one city, or name two respondents alike.

    """
    if not answers:
        raise UnusableInputError([coded(Place("answers"), "A509")])
    first = next(iter(answers.values()))
    base = pack or load_pack(first.pack, first.city.language)
    return merging.merge(list(answers.items()), base.pack)


def next_question(answers: Answers, goal: Goal = "course", pack: KnowledgeBase | None = None) -> Question | None:
    """Return the question that decides most now; None once the goal is settled as far as answers can settle it.

    ``course`` is every status and the steps in their order; ``findings`` is everything that a report says.

    Raises:
        UnusableInputError: there is no such goal, or the pack cannot be loaded.

    """
    _refuse_unknown("goal", goal, GOALS)
    base = pack or load_pack(answers.pack, answers.city.language)
    interview = msgspec.structs.replace(resumed(answers, answers.answers), goal=goal)
    return Interviewer(base.pack, base.rules).turn(interview).question


def verify(report: str | Path, answers: str | Path | None = None) -> Verdict:
    """Write the report in a file again, from an answers file or from the answers inside it, and say whether it is the same.

    Raises:
        UnusableInputError: a file cannot be used, or the pack is not here.
        AdvisorError: the format of the report cannot be written here.

    """
    return checking.check_report(Path(report), Path(answers) if answers else None, None, None).verdict


def _case(advice: Advice) -> Case:
    return Case(answers=advice.answers, outcome=advice.outcome)


def _refuse_unknown(kind: str, name: str, known: tuple[str, ...]) -> None:
    if name not in known:
        raise UnusableInputError([Problem(Place(kind), f"there is no {kind} '{name}'.", suggest(name, known))])


def _explained(pack: Pack, about: Collection[str]) -> list[str]:
    """Return the ids of verdicts that are named by id or title.

    Raises:
        UnusableInputError: the pack has no verdict of such a name.

    """
    titles = {each.id: each.name for each in pack.approaches} | {each.id: each.title for each in pack.findings}
    titles |= {each.id: each.title for each in pack.steps}
    if problems := [
        coded(Place("advisor"), "A805", name=name)
        for name in about
        if meant(name, titles) is None and meant(name, speaking(pack)) is not None
    ]:
        raise UnusableInputError(for_reader(problems, pack.info.language))
    return _meant(about, titles, "verdict", pack)


def _meant(about: Collection[str], titles: Mapping[str, str], how: str, pack: Pack) -> list[str]:
    """Return the ids of what is named by id or title, among what has a title.

    Raises:
        UnusableInputError: nothing has such a name.

    """
    found = {name: meant(name, titles) for name in about}
    if problems := [
        coded(Place("advisor"), "A806", near(name, titles), how=how, name=name) for name, each in found.items() if each is None
    ]:
        raise UnusableInputError(for_reader(problems, pack.info.language))
    return [each for each in found.values() if each is not None]
