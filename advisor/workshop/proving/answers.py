"""Tell the answers of a city that was found, in the words of its pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor import paths
from advisor.i18n.languages import spoken
from advisor.reasoning.answers import question_of
from advisor.reports.language import load_words
from advisor.reports.wording import answer_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.knowledge.model import Pack
    from advisor.logic.values import Value
    from advisor.reports.words import Words

_OTHERWISE = "en"
"""The language of what commands say, for packs in a language that reports do not have."""


def words_of(pack: Pack) -> Words:
    """Return the words in the language of a pack."""
    templates, language = paths.shipped("templates"), pack.info.language
    return load_words(templates, language if language in spoken(templates) else _OTHERWISE)


def in_words(words: Words, pack: Pack, city: Mapping[str, Value], facts: Iterable[str]) -> str:
    """Return some answers of a city, by the labels of the pack and in the words of its language."""
    return "; ".join(_told(words, pack, fact, city[fact]) for fact in facts)


def _told(words: Words, pack: Pack, fact: str, value: Value) -> str:
    question, option = pack.question(question_of(fact)), fact.partition(".")[2]
    if option:
        label = next((level.label for level in question.levels if level.name == option), option)
        answer = f"{words('value.quoted', value=label)}, {words(f'value.{value}')}"
    elif question.type == "date":
        answer = _months_away(words, int(value))
    else:
        answer = answer_in_words(words, question, value)
    return words("answer", label=question.label, value=answer)


def _months_away(words: Words, months: int) -> str:
    """Return a day as solvers know it, by the months from today."""
    if not months:
        return words("months_away.now")
    form = ("in" if months > 0 else "ago") + ("_one" if abs(months) == 1 else "")
    return words(f"months_away.{form}", value=words.number(abs(months)))
