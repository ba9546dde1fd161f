"""Put conditions and answers into words, with a link to everything they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from advisor.knowledge.sentences import DatedSentence
from advisor.logic.condition import Condition, Group, Test
from advisor.logic.values import Levels
from advisor.logic.vocabulary import YES
from advisor.reasoning.answers import question_of
from advisor.reports.wording import answer_in_words, needed_in_words
from advisor.workshop.pages.book import Book, node

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.knowledge.fields import Scalar
    from advisor.knowledge.sentences import Sentence
    from advisor.reasoning.answers import AnswerValue
    from advisor.reports.tree import Node

Words = tuple["Node | str", ...]


def condition(book: Book, wanted: Condition) -> list[Node]:
    """Return a condition as a paragraph, and a list where it has several parts."""
    match wanted:
        case Group(members=(only,)):
            return condition(book, only)
        case Test():
            return [node("p", *_test(book, wanted))]
        case Group():
            return [node("p", _head(book, wanted)), _parts(book, wanted)]
        case _:
            assert_never(wanted)


def sentences(book: Book, said: Sequence[Sentence]) -> list[Node]:
    """Return sentences as paragraphs, each with the condition on which it is said."""
    found: list[Node] = []
    for sentence in said:
        text = book.text(sentence.text)
        if isinstance(sentence, DatedSentence):
            text = book.words("pages.by_day", day=sentence.day, text=text)
        found.append(node("p", text))
        for key, wanted in (("only_when", sentence.when), ("not_when", sentence.unless)):
            if wanted is not None:
                found += [node("p", node("em", book.words(f"pages.{key}"))), *condition(book, wanted)]
    return found


def listed(book: Book, said: Sequence[Sentence]) -> list[Node]:
    """Return sentences as a list, or as paragraphs where one of them has a condition."""
    if any(sentence.bound for sentence in said):
        return sentences(book, said)
    return [node("ul", *(node("li", book.text(sentence.text)) for sentence in said))] if said else []


def _head(book: Book, group: Group) -> str:
    if group.needed == len(group.members):
        return book.words("pages.all")
    return book.words("pages.any") if group.needed == 1 else book.words("pages.at_least", count=group.needed)


def _parts(book: Book, group: Group) -> Node:
    items = []
    for member in group.members:
        match member:
            case Test():
                items.append(node("li", *_test(book, member)))
            case Group(members=(Test() as only,)):
                items.append(node("li", *_test(book, only)))
            case Group():
                items.append(node("li", _head(book, member), _parts(book, member)))
            case _:
                assert_never(member)
    return node("ul", *items)


def _test(book: Book, test: Test) -> Words:
    """Return a test: what it looks at, and what that has to be."""
    words = book.words
    fact, _, option = test.fact.partition(".")
    entries = book.uses.entries_in(test)
    if entries:
        return _is(book, book.link(entries[0]), _needed(book, entries[0].partition("/")[0], test))
    if fact == "aim":
        return _is(book, book.link(f"approaches/{option}"), f"{words('pages.aim')}, {words(f'value.{_names(test)[0]}')}")
    if fact == "step":
        return _is(book, words(f"pages.sign.{option}"), words(f"value.{_names(test)[0]}"))
    kind = {"target": "status", "pole": "pole", "balance": "balance"}[fact]
    return _is(book, words(f"pages.{fact}"), _values(book, kind, test))


def _needed(book: Book, section: str, test: Test) -> str:
    words, (fact, _, option) = book.words, test.fact.partition(".")
    match section:
        case "approaches":
            return _values(book, "status", test)
        case "poles":
            return _values(book, "pole", test)
        case "findings":
            return words(f"pages.{_names(test)[0]}")
        case "conditions":
            return words(f"value.{_names(test)[0]}")
        case _ if option:
            level = next(each.label for each in book.pack.question(fact).levels if each.name == option)
            return f"{words('value.quoted', value=level)}, {words('value.yes' if test.allowed == YES else 'value.no')}"
        case _:
            return needed_in_words(words, book.pack, test)


def _names(test: Test) -> list[str]:
    """Return the values that a test allows, in the order of its fact."""
    known = test.domain.names if isinstance(test.domain, Levels) else ()
    return [name for name in known if isinstance(test.allowed, frozenset) and name in test.allowed]


def _values(book: Book, kind: str, test: Test) -> str:
    return book.words.join([book.words(f"{kind}.{name}") for name in _names(test)], "or")


def _is(book: Book, what: Node | str, value: str) -> Words:
    before, after = book.words("pages.test", what="\0", value=value).split("\0")
    return before, what, after


def given(book: Book, answers: Mapping[str, Scalar]) -> Node:
    """Return the answers of an example inside a rule."""
    items = []
    for name, value in answers.items():
        approach = next((each for each in book.pack.approaches if each.id == name), None)
        if approach is not None:
            items.append(node("li", *_is(book, book.link(f"approaches/{name}"), book.words(f"status.{value}"))))
        else:
            items.append(answered(book, name, _read(book, name, value)))
    return node("ul", *items)


def _read(book: Book, name: str, value: Scalar) -> AnswerValue:
    if name in book.pack.vocabulary.several and not isinstance(value, tuple):
        return (str(value),)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def answered(book: Book, name: str, value: AnswerValue | None) -> Node:
    """Return an answer as an item of a list."""
    question = book.pack.question(question_of(name))
    told = answer_in_words(book.words, question, value) or book.words("pages.none")
    return node("li", *_is(book, book.link(f"questions/{question.id}"), told))


def raised(book: Book, raises: Mapping[str, str]) -> Node:
    """Return what a step does to answers."""
    items = []
    for fact, level in raises.items():
        question = book.pack.question(question_of(fact))
        value = answer_in_words(book.words, question, (level,) if question.id in book.pack.vocabulary.several else level)
        before, after = book.words("pages.raises", label="\0", value=value).split("\0")
        items.append(node("li", before, book.link(f"questions/{question.id}"), after))
    return node("ul", *items)
