"""What a surface needs to hold a session: answers and their files, what people type, and how things are said.

What happens in a session, and what is shown of it, is ``advisor.sittings``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.lazy import on_first_use

if TYPE_CHECKING:
    from advisor.answers.disk import AnswersDisk, begin, city_block, resume, whole
    from advisor.answers.merging import merge
    from advisor.answers.migration import Migration
    from advisor.answers.read import answers_in, read_answers, read_migrated
    from advisor.answers.respondents import slug
    from advisor.answers.roles import UnknownRoleNameError, renamed
    from advisor.answers.roles import named as role_named
    from advisor.answers.text import new_text
    from advisor.answers.value import UNKNOWN, ValueReader
    from advisor.desk.history import Written as HistoryWritten
    from advisor.desk.history import kept as keep_history
    from advisor.interview.interview import Interview, Turn, resumed
    from advisor.interview.typed import UNREADABLE, Options, Tongue, fitting, folded, plain_answer, typed_day
    from advisor.knowledge.lookup import called
    from advisor.knowledge.model import Question
    from advisor.knowledge.placeholders import CITY, fill
    from advisor.knowledge.sentences import in_general
    from advisor.reasoning.answers import ALSO_IN_CITY, Answer, Answers, AnswerValue, City, Respondent
    from advisor.reasoning.effects import NO_OPTION
    from advisor.reasoning.outcome import DisputeState
    from advisor.reasoning.relevance import Goal
    from advisor.reports.chapters.standing import certainty
    from advisor.reports.chapters.voices import everything_said, single, value_said, who
    from advisor.reports.history import content_of as history_of
    from advisor.reports.history import file_of as history_file
    from advisor.reports.protocol import act_in_words
    from advisor.reports.wording import answer_in_words, what_hangs
    from advisor.reports.words import Words

__all__ = [
    "ALSO_IN_CITY",
    "CITY",
    "NO_OPTION",
    "UNKNOWN",
    "UNREADABLE",
    "Answer",
    "AnswerValue",
    "Answers",
    "AnswersDisk",
    "City",
    "DisputeState",
    "Goal",
    "HistoryWritten",
    "Interview",
    "Migration",
    "Options",
    "Question",
    "Respondent",
    "Tongue",
    "Turn",
    "UnknownRoleNameError",
    "ValueReader",
    "Words",
    "act_in_words",
    "answer_in_words",
    "answers_in",
    "begin",
    "called",
    "certainty",
    "city_block",
    "everything_said",
    "fill",
    "fitting",
    "folded",
    "history_file",
    "history_of",
    "in_general",
    "keep_history",
    "merge",
    "new_text",
    "plain_answer",
    "read_answers",
    "read_migrated",
    "renamed",
    "resume",
    "resumed",
    "role_named",
    "single",
    "slug",
    "typed_day",
    "value_said",
    "what_hangs",
    "who",
    "whole",
]

_DEFINED_IN = {
    "ALSO_IN_CITY": "advisor.reasoning.answers",
    "CITY": "advisor.knowledge.placeholders",
    "NO_OPTION": "advisor.reasoning.effects",
    "UNKNOWN": "advisor.answers.value",
    "UNREADABLE": "advisor.interview.typed",
    "Answer": "advisor.reasoning.answers",
    "AnswerValue": "advisor.reasoning.answers",
    "Answers": "advisor.reasoning.answers",
    "AnswersDisk": "advisor.answers.disk",
    "City": "advisor.reasoning.answers",
    "DisputeState": "advisor.reasoning.outcome",
    "Goal": "advisor.reasoning.relevance",
    "HistoryWritten": "advisor.desk.history:Written",
    "Interview": "advisor.interview.interview",
    "Migration": "advisor.answers.migration",
    "Options": "advisor.interview.typed",
    "Question": "advisor.knowledge.model",
    "Respondent": "advisor.reasoning.answers",
    "Tongue": "advisor.interview.typed",
    "Turn": "advisor.interview.interview",
    "UnknownRoleNameError": "advisor.answers.roles",
    "ValueReader": "advisor.answers.value",
    "Words": "advisor.reports.words",
    "act_in_words": "advisor.reports.protocol",
    "answer_in_words": "advisor.reports.wording",
    "answers_in": "advisor.answers.read",
    "begin": "advisor.answers.disk",
    "called": "advisor.knowledge.lookup",
    "certainty": "advisor.reports.chapters.standing",
    "city_block": "advisor.answers.disk",
    "everything_said": "advisor.reports.chapters.voices",
    "fill": "advisor.knowledge.placeholders",
    "fitting": "advisor.interview.typed",
    "folded": "advisor.interview.typed",
    "history_file": "advisor.reports.history:file_of",
    "history_of": "advisor.reports.history:content_of",
    "in_general": "advisor.knowledge.sentences",
    "keep_history": "advisor.desk.history:kept",
    "merge": "advisor.answers.merging",
    "new_text": "advisor.answers.text",
    "plain_answer": "advisor.interview.typed",
    "read_answers": "advisor.answers.read",
    "read_migrated": "advisor.answers.read",
    "renamed": "advisor.answers.roles",
    "resume": "advisor.answers.disk",
    "resumed": "advisor.interview.interview",
    "role_named": "advisor.answers.roles:named",
    "single": "advisor.reports.chapters.voices",
    "slug": "advisor.answers.respondents",
    "typed_day": "advisor.interview.typed",
    "value_said": "advisor.reports.chapters.voices",
    "what_hangs": "advisor.reports.wording",
    "who": "advisor.reports.chapters.voices",
    "whole": "advisor.answers.disk",
}
"""The module of each name, below this room or elsewhere; and its name there, where it is another one."""

__getattr__, __dir__ = on_first_use(__name__, _DEFINED_IN)
