"""Open the book of a pack, and find one of its entries by the id that authors write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor import paths
from advisor.errors import Place, Problem, UnusableInputError, suggest
from advisor.i18n.languages import refuse_unspeakable
from advisor.i18n.localise import in_language
from advisor.knowledge.loader import load_pack
from advisor.knowledge.pack_files import case_files
from advisor.reasoning.runnable import refuse_tangled
from advisor.reports.formats import write_tree
from advisor.reports.language import load_words
from advisor.reports.tree import Node
from advisor.workshop.cases.read import cases_in
from advisor.workshop.pages.book import Book
from advisor.workshop.pages.chapters import page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def open_book(folder: Path, language: str | None = None) -> Book:
    """Return the book of the pack in a folder, to be read in a language; None stands for its own.

    Raises:
        UnusableInputError: the pack or its cases cannot be read, or not in this language.

    """
    templates = paths.shipped("templates")
    loaded = load_pack(folder)
    pack = in_language(loaded, language)
    refuse_tangled(loaded)
    refuse_unspeakable(loaded, pack, templates)
    cases = tuple(case for cases in cases_in(case_files(folder), pack).values() for case in cases)
    return Book(folder, pack, loaded.places, cases, load_words(templates, pack.info.language))


def entry_text(books: Sequence[Book], wanted: str, form: str) -> str:
    """Return one entry of one of the books as Markdown or plain text, found by its id or by ``section/id``.

    Raises:
        UnusableInputError: no book has such an entry, or several have.

    """
    found = [(book, name) for book in books for name in book.titles if wanted in {name, name.partition("/")[2]}]
    if not found:
        known = {name.partition("/")[2] for book in books for name in book.titles}
        raise UnusableInputError([Problem(Place("advisor"), f"there is no entry '{wanted}'.", suggest(wanted, known))])
    if len(found) > 1:
        names = ", ".join(f"{name} of {book.pack.info.id}" for book, name in found)
        hint = "Name the pack with --pack, or write the section before the id."
        raise UnusableInputError([Problem(Place("advisor"), f"'{wanted}' is the id of several entries: {names}.", hint)])
    book, name = found[0]
    return write_tree(form, _plain(page(book, name).tree))


def _plain(node: Node) -> Node:
    """Return an element without pictures, and without links to pages that are not there."""
    children: list[Node | str] = []
    for each in node.children:
        if isinstance(each, str):
            children.append(each)
        elif each.tag == "a" and (each.target or "").startswith("#"):
            children += _plain(each).children
        elif each.tag != "figure":
            children.append(_plain(each))
    return Node(node.tag, tuple(children), node.target)
