"""Write a book as pages that link to each other and need nothing else: no script, no server, one style."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor import __version__, paths
from advisor.errors import AdvisorError, Place, Problem, UnusableInputError, printable
from advisor.files.write import write_whole
from advisor.reports.outputs import Output, refuse_input
from advisor.reports.pictures.drawing import draw
from advisor.reports.templating import fill_in
from advisor.reports.tree import Node, elements
from advisor.reports.writers.colours import Colours
from advisor.reports.writers.html import body_of, style_of
from advisor.workshop.pages.chapters import page
from advisor.workshop.pages.overview import about, graph, index, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from advisor.workshop.pages.book import Book, Page

_WRITTEN = "pages.txt"
"""Lists the files of a site, so that the next one takes away what is no longer part of it."""

_OWN = re.compile(r"[\w-]+(/[\w-]+)*(\.[\w-]+)?\.(html|css)")
"""What a site calls its files; nothing else is taken away, whatever the list in the folder says."""

_TOP = ("index", "graph", "sentences", "about")


class BrokenLinkError(AdvisorError):
    """A page links to one that there is not."""


def pages(book: Book) -> list[Page]:
    """Return every page of a book.

    Raises:
        BrokenLinkError: a page links to one that there is not.

    """
    found = [index(book), graph(book), sentences(book), about(book), *(page(book, name) for name in book.titles)]
    refuse_broken(found)
    return found


def refuse_broken(found: Sequence[Page]) -> None:
    """Refuse links to pages that there are not.

    Raises:
        BrokenLinkError: with all of them, if there is any.

    """
    names = {each.name for each in found}
    broken = [
        f"{each.name}: there is no page '{node.target.removeprefix('#')}'."
        for each in found
        for node in elements(each.tree)
        if node.tag == "a" and node.target and node.target.startswith("#") and node.target.removeprefix("#") not in names
    ]
    if broken:
        raise BrokenLinkError("\n".join(broken))


def files(book: Book, templates: Path) -> Iterator[tuple[str, str]]:
    """Yield the files of a site with their content; the same book makes the same bytes."""
    yield "style.css", style_of(templates, Colours(), "pages/style.css.j2")
    links = {name: book.words(f"pages.{'home' if name == 'index' else name}") for name in _TOP}
    for each in pages(book):
        yield f"{each.name}.html", printable(_html(book, templates, each, links))


def _html(book: Book, templates: Path, shown: Page, links: Mapping[str, str]) -> str:
    info, words = book.pack.info, book.words
    root = "../" * shown.name.count("/")
    tree = _linked(shown.tree, root)
    body, places = body_of(tree, lambda name: draw(templates, shown.figures[name], Colours()))
    whole = words("pages.title", title=info.title)
    view = {
        "language": info.language,
        "title": whole if shown.name == "index" else f"{shown.title} – {whole}",
        "generator": f"smart-city-advisor {__version__}",
        "root": root,
        "skip": words("document.skip"),
        "site": words("pages.site"),
        "name": whole,
        "links": [{"href": f"{root}{name}.html", "title": title} for name, title in links.items()],
        "heading": words("document.contents"),
        "places": places,
        "body": body,
        "imprint": f"{info.id} {info.version} · {book.pack.hash[:12]}",
    }
    return fill_in(templates, "pages/page.html.j2", view)


def _linked(node: Node, root: str) -> Node:
    """Return an element in which links to entries lead to their pages."""
    target = node.target
    if node.tag == "a" and target and target.startswith("#"):
        target = f"{root}{target.removeprefix('#')}.html"
    return Node(node.tag, tuple(each if isinstance(each, str) else _linked(each, root) for each in node.children), target)


def write_pages(book: Book, folder: Path, inputs: tuple[Path, ...] = (), *, force: bool = False) -> int:
    """Write a book as pages into a folder, take away what earlier ones left there, and return how many there are.

    No page takes the place of one of the ``inputs``; with ``force`` the folder may hold other things.

    Raises:
        UnusableInputError: the folder holds other things, or cannot be written.

    """
    listed = folder / _WRITTEN
    try:
        _refuse_other(folder, listed, force=force)
        made = dict(files(book, paths.shipped("templates")))
        earlier = listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else []
        for name in {each for each in earlier if each not in made and _OWN.fullmatch(each)}:
            (folder / name).unlink(missing_ok=True)
        for name, content in made.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            refuse_input(Output(folder / name, inputs, force))
            write_whole(folder / name, content.encode())
        write_whole(listed, "".join(f"{name}\n" for name in sorted(made)).encode())
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        problem = Problem(Place(str(folder)), f"the pages cannot be written: {reason}.", "Name another folder with -o.")
        raise UnusableInputError([problem]) from error
    return len(made) - 1


def _refuse_other(folder: Path, listed: Path, *, force: bool) -> None:
    """Refuse a folder that holds other things than an earlier site, unless these may stay beside one.

    Raises:
        UnusableInputError: it does, or is no folder.

    """
    if folder.exists() and not folder.is_dir():
        raise UnusableInputError([Problem(Place(str(folder)), "this is a file, and pages need a folder.", "Name a folder.")])
    if folder.exists() and not force and not listed.is_file() and any(folder.iterdir()):
        hint = "Name a new folder, or one that this command has written, or add --force."
        raise UnusableInputError([Problem(Place(str(folder)), "this folder holds other things.", hint)])
