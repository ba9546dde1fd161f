"""Write a report for a word processor: the copy to work on, while the PDF is the record.

The only module that knows python-docx.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from advisor.reports.options import FormatError, Written
from advisor.reports.tree import Node, text_of
from advisor.reports.writers.docx_parts import as_contents, describe, images, linked, marked, steady
from advisor.reports.writers.fixed_blanks import with_fixed_blanks
from advisor.reports.writers.table_layout import measured, rows_of

try:
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor
except ImportError:  # said where it is needed, so that this module can be looked at without the extra
    docx = None  # type: ignore[assignment]
    Mm = Pt = float  # type: ignore[assignment, misc]

if TYPE_CHECKING:
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

    from advisor.reports.document import Document
    from advisor.reports.options import Wish

_FONT = "Calibri"
_WIDE, _MARGIN, _MARGIN_OF_BRIEF = Mm(210), Mm(23), Mm(18)
_SIZES = {"Normal": 10.5, "Heading 1": 21.0, "Heading 2": 15.5, "Heading 3": 12.5, "Heading 4": 11.0, "Caption": 9.0}
_SMALL = Pt(9.5)
_BRIEF = {"Normal": 9.5, "Heading 1": 17.0, "Heading 2": 13.5, "Heading 3": 11.0, "Heading 4": 10.0, "Caption": 9.0}
"""The sizes of a paper that has a number of pages."""


def to_docx(document: Document, wish: Wish) -> Written:
    """Return the report as DOCX; pictures are left out, with a note, where Typst cannot draw them.

    Raises:
        FormatError: the extra is not installed, or a picture cannot be drawn.
        UnusableInputError: the logo takes too much.

    """
    if docx is None:
        raise FormatError("DOCX needs python-docx. Install it with: pip install 'smart-city-advisor[docx]'")
    drawn, notes = images(document, wish)
    document = with_fixed_blanks(document)
    made = _Made(document, wish, drawn)
    made.logo(wish)
    blocks = [node for node in document.tree.children if isinstance(node, Node)]
    opened = 2 if len(blocks) > 1 and blocks[1].tag == "p" else 1  # the title, and of what day it is
    for place, node in enumerate(blocks):
        if place == opened and document.pages is None and document.has_appendix:
            made.contents([text_of(each) for each in blocks if each.tag == "h2"])
        made.block(node)
    return Written(steady(made.content()), notes)


class _Made:
    """A document in the making."""

    def __init__(self, document: Document, wish: Wish, drawn: dict[str, bytes]) -> None:
        self._document = document
        self._colours = wish.colours
        self._drawn = drawn
        self._file = docx.Document()
        self._styles = {str(style.name): style.style_id for style in self._file.styles}
        self._chapters = 0
        self._set_up()

    def content(self) -> bytes:
        """Return the file."""
        stream = io.BytesIO()
        self._file.save(stream)
        return stream.getvalue()

    def logo(self, wish: Wish) -> None:
        """Put the logo of the city on top."""
        if wish.logo and "logo" in self._drawn:
            paragraph = self._file.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            high = min(Mm(14), Mm(42 / wish.logo.ratio))
            self._picture(
                paragraph, "logo", self._document.words("document.logo", city=self._document.city), int(high * wish.logo.ratio)
            )

    def contents(self, titles: list[str]) -> None:
        """List the chapters, each a link to its place; a word processor adds the pages when it is asked to renew the list."""
        self._file.add_paragraph().add_run(self._document.words("document.contents")).bold = True
        listed = []
        for number, title in enumerate(titles, start=1):
            paragraph = self._paragraph("Normal")
            paragraph.paragraph_format.space_after = Pt(1 if number < len(titles) else 10)
            paragraph.add_run(title)
            linked(paragraph._p, number, _element)  # noqa: SLF001 - python-docx has no links
            listed.append(paragraph._p)  # noqa: SLF001
        if listed:
            as_contents(listed, _element)

    def block(self, node: Node) -> None:
        match node.tag:
            case "h1" | "h2" | "h3" | "h4":
                heading = self._fill(self._paragraph(f"Heading {node.tag[1]}"), node)
                if node.tag == "h2":
                    self._chapters += 1
                    marked(heading._p, self._chapters, _element)  # noqa: SLF001 - python-docx has no bookmarks
            case "ul" | "ol":
                self._items(node, 1)
            case "table":
                self._table(node)
            case "figure":
                self._figure(node)
            case "aside":
                for child in node.children:
                    if isinstance(child, Node):
                        self._shade(self._fill(self._file.add_paragraph(), child)._p.get_or_add_pPr())  # noqa: SLF001
            case _:
                self._fill(self._file.add_paragraph(), node)

    def _set_up(self) -> None:
        """Set page, styles, language, footer and metadata."""
        section, styles = self._file.sections[0], self._file.styles
        section.page_width, section.page_height = _WIDE, Mm(297)
        brief = self._document.pages is not None
        margin = _MARGIN_OF_BRIEF if brief else _MARGIN
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
        self._across = _WIDE - 2 * margin
        if brief:
            section.top_margin = section.bottom_margin = Mm(15)
            section.header_distance = section.footer_distance = Mm(7)
            styles["Normal"].paragraph_format.line_spacing = 1.0
        for name, size in (_BRIEF if brief else _SIZES).items():
            style = styles[name]
            style.font.name, style.font.size, style.font.italic = _FONT, Pt(size), False
            if name == "Caption":
                style.font.bold = False
            style.font.color.rgb = _rgb(self._colours.accent if name.startswith("Heading") else self._colours.ink)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for each in [key for key in fonts.attrib if key.endswith("Theme")]:
                del fonts.attrib[each]
            fonts.set(qn("w:hAnsi"), _FONT)
            style.paragraph_format.space_after = Pt(3 if brief else 6)
            if brief and name.startswith("Heading"):
                style.paragraph_format.space_before = Pt(8)
        defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        for old in defaults.findall(qn("w:lang")):
            defaults.remove(old)
        defaults.append(_element("w:lang", {"w:val": self._document.words("document.locale")}))
        self._footer(section.footer.paragraphs[0])
        describe(self._file.core_properties, self._document)

    def _footer(self, paragraph: Paragraph) -> None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        pattern = self._document.words("document.page", number="\x01", count="\x02")
        for part in pattern.replace("\x01", "|\x01|").replace("\x02", "|\x02|").split("|"):
            if part in {"\x01", "\x02"}:
                field = _element("w:fldSimple", {"w:instr": "PAGE" if part == "\x01" else "NUMPAGES"})
                field.append(_element("w:r"))
                paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields
            else:
                paragraph.add_run(part)

    def _paragraph(self, style: str) -> Paragraph:
        """Return a new paragraph in a style, which python-docx would look for among all styles each time."""
        paragraph = self._file.add_paragraph()
        paragraph._p.style = self._styles[style]  # noqa: SLF001
        return paragraph

    def _fill(self, paragraph: Paragraph, node: Node, **marks: bool) -> Paragraph:
        for child in node.children:
            if isinstance(child, str):
                run = paragraph.add_run(child)
                run.bold, run.italic = marks.get("strong") or None, marks.get("em") or None
                if marks.get("code"):
                    run.font.color.rgb = _rgb(self._colours.quiet)
            elif child.tag == "br":
                paragraph.add_run().add_break()
            elif child.tag == "a" and child.target and not child.target.startswith("#"):
                self._link(paragraph, child)
            else:
                self._fill(paragraph, child, **{**marks, child.tag: True})
        return paragraph

    def _link(self, paragraph: Paragraph, node: Node) -> None:
        relation = paragraph.part.relate_to(node.target or "", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = _element("w:hyperlink", {"r:id": relation})
        paragraph._p.append(link)  # noqa: SLF001 - python-docx has no links
        before = len(paragraph.runs)
        self._fill(paragraph, node)
        for run in paragraph.runs[before:]:
            run.font.underline, run.font.color.rgb = True, _rgb(self._colours.accent)
            link.append(run._r)  # noqa: SLF001

    def _items(self, node: Node, depth: int) -> None:
        style = ("List Number" if node.tag == "ol" else "List Bullet") + (f" {depth}" if depth > 1 else "")
        number = self._numbering(style) if node.tag == "ol" else None
        for item in node.children:
            if not isinstance(item, Node):
                continue
            own = Node(
                "li", tuple(child for child in item.children if not (isinstance(child, Node) and child.tag in {"ul", "ol"}))
            )
            paragraph = self._fill(self._paragraph(style), own)
            paragraph.paragraph_format.space_after = Pt(3 if self._document.pages is None else 1)
            if number is not None:
                paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number  # noqa: SLF001
            for child in item.children:
                if isinstance(child, Node) and child.tag in {"ul", "ol"}:
                    self._items(child, min(depth + 1, 3))

    def _numbering(self, style: str) -> int:
        """Return the id of a new numbering that begins at 1."""
        numbering = self._file.part.numbering_part.element
        model = self._file.styles[style].element.pPr.numPr.numId.val
        shape = next(each for each in numbering.num_lst if each.numId == model).abstractNumId.val
        number = numbering.add_num(shape)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(number.numId)

    def _table(self, node: Node) -> None:
        rows, widths = rows_of(node), [int(self._across * share) for share in measured(node).shares]
        table = self._file.add_table(rows=len(rows), cols=len(widths))
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
            properties = row._tr.get_or_add_trPr()  # noqa: SLF001
            properties.append(_element("w:cantSplit"))
            if number == 0:
                properties.append(_element("w:tblHeader"))
            for cell, text, width in zip(row.cells, cells, widths, strict=True):
                cell.width = width
                self._cell(cell, text, head=number == 0)
        self._file.add_paragraph().paragraph_format.space_after = Pt(2)

    def _cell(self, cell: _Cell, node: Node, *, head: bool) -> None:
        paragraph = self._fill(cell.paragraphs[0], node, strong=head)
        brief = self._document.pages is not None
        paragraph.paragraph_format.space_after = Pt(0 if brief else 2)
        for run in paragraph.runs:
            run.font.size = Pt(9) if brief else _SMALL
        properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001
        colour, size = (self._colours.accent, "8") if head else (self._colours.line, "4")
        borders = _element("w:tcBorders")
        borders.append(_element("w:bottom", {"w:val": "single", "w:sz": size, "w:color": colour.removeprefix("#")}))
        properties.append(borders)
        if head:
            self._shade(properties)

    def _shade(self, properties: Any) -> None:  # noqa: ANN401 - an element of the file
        fill = self._colours.tint.removeprefix("#")
        properties.append(_element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": fill}))

    def _figure(self, node: Node) -> None:
        name = (node.target or "").removeprefix("#")
        if name in self._drawn:
            paragraph = self._file.add_paragraph()
            paragraph.paragraph_format.keep_with_next = True
            self._picture(paragraph, name, self._document.figures[name].alt, self._across)
            self._fill(self._paragraph("Caption"), node)

    def _picture(self, paragraph: Paragraph, name: str, alt: str, width: int) -> None:
        shape = paragraph.add_run().add_picture(io.BytesIO(self._drawn[name]), width=width)
        shape._inline.docPr.set("descr", alt)  # noqa: SLF001 - python-docx has no alt texts
        shape._inline.docPr.set("name", name)  # noqa: SLF001


def _element(tag: str, attributes: dict[str, str] | None = None) -> Any:  # noqa: ANN401 - untyped in python-docx
    made = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(name), value)
    return made


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#").upper())
