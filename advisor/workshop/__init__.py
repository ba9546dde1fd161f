"""For authors of packs and the tools they use: begin a pack, check, test, prove, compare, translate, show and try it.

A tool needs the names below, and no others; each is described where it is defined, and shown in ``docs/api.md``. They are
resolved on first use, so that importing this loads neither experta nor templates nor a solver. Packs are named by their folders.

>>> from advisor import workshop
>>> workshop.problem_page("K501").splitlines()[0]
'# K501 · A finding says what is wrong and not what to do'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.lazy import on_first_use

if TYPE_CHECKING:
    from advisor.workshop.checks.folders import Checked, check_folder
    from advisor.workshop.checks.formats import problem_page, problems_as
    from advisor.workshop.coverage.measure import Coverage
    from advisor.workshop.coverage.mutation import Mutation
    from advisor.workshop.difference.differ import Difference, diff
    from advisor.workshop.difference.report import difference_as
    from advisor.workshop.editor_schemas import schema
    from advisor.workshop.pages.book import Book
    from advisor.workshop.pages.opening import entry_text, open_book
    from advisor.workshop.pages.site import write_pages
    from advisor.workshop.proving.proofs import Proofs, proofs_as, prove
    from advisor.workshop.proving.reading import sentences_to_read
    from advisor.workshop.scaffolds.entry import new_measure, new_question, new_rule, new_step
    from advisor.workshop.scaffolds.pack import new_pack
    from advisor.workshop.testing import Bench, Files, sorted_files
    from advisor.workshop.translating import translate
    from advisor.workshop.trying import Tried, try_pack, watch

__all__ = [
    "Bench",
    "Book",
    "Checked",
    "Coverage",
    "Difference",
    "Files",
    "Mutation",
    "Proofs",
    "Tried",
    "check_folder",
    "diff",
    "difference_as",
    "entry_text",
    "new_measure",
    "new_pack",
    "new_question",
    "new_rule",
    "new_step",
    "open_book",
    "problem_page",
    "problems_as",
    "proofs_as",
    "prove",
    "schema",
    "sentences_to_read",
    "sorted_files",
    "translate",
    "try_pack",
    "watch",
    "write_pages",
]

_DEFINED_IN = {
    "Bench": "testing",
    "Book": "pages.book",
    "Checked": "checks.folders",
    "Coverage": "coverage.measure",
    "Difference": "difference.differ",
    "Files": "testing",
    "Mutation": "coverage.mutation",
    "Proofs": "proving.proofs",
    "Tried": "trying",
    "check_folder": "checks.folders",
    "diff": "difference.differ",
    "difference_as": "difference.report",
    "entry_text": "pages.opening",
    "new_pack": "scaffolds.pack",
    "new_question": "scaffolds.entry",
    "new_measure": "scaffolds.entry",
    "new_rule": "scaffolds.entry",
    "new_step": "scaffolds.entry",
    "open_book": "pages.opening",
    "problem_page": "checks.formats",
    "problems_as": "checks.formats",
    "proofs_as": "proving.proofs",
    "sentences_to_read": "proving.reading",
    "prove": "proving.proofs",
    "schema": "editor_schemas",
    "sorted_files": "testing",
    "translate": "translating",
    "try_pack": "trying",
    "watch": "trying",
    "write_pages": "pages.site",
}
"""The module of each name."""

__getattr__, __dir__ = on_first_use(__name__, _DEFINED_IN)
