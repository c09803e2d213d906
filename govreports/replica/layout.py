"""How one rendering of an article is laid out: the same text, other markup.

A :class:`Layout` is a seed. Rendering with another seed splits numbers over
other spans, indents in another way and puts zero-width characters elsewhere:
what an editor's second look at a page does without changing a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from govreports.replica.articles import AttachmentLine, Lines, Numbered, Paragraph, Picture, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from random import Random

    from govreports.replica.articles import Attachment, Block, Cell

DIGITS = re.compile(r"(\d+)")
INDENTS = ("", "&nbsp;&nbsp;&nbsp;&nbsp;", "\u3000\u3000", "&#12288;&#12288;")
ZERO_WIDTH = ("\u200b", "\ufeff", "&#8203;")
# Word and its like leave a run of their own for every change of font, and Chinese
# text changes font at every number: about one number in three comes out split.
SPLIT_SHARE = 0.35
ZERO_WIDTH_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class Style:
    """Attributes that a CMS's editor leaves on paragraphs and on runs of text.

    ``latin`` are those of a run of digits; where it is empty such a run has no
    span of its own unless the layout splits the number.
    """

    paragraph: str = ""
    run: str = ""
    latin: str = ""


@dataclass(frozen=True, slots=True)
class Painter:
    """Renders blocks in one style; ``address`` gives the path of a file."""

    style: Style
    random: Random
    address: Callable[[Attachment], str]
    picture: Callable[[Picture], str]

    def blocks(self, blocks: Iterable[Block]) -> str:
        """HTML of all blocks, one behind the other."""
        return "\n".join(self.block(block) for block in blocks)

    def block(self, block: Block) -> str:
        """HTML of one block."""
        match block:
            case Paragraph():
                return self.paragraph(block)
            case Lines():
                return self.open() + "<br/>".join(map(self.run, block.texts)) + "</p>"
            case Numbered():
                items = "".join(f"<li><p>{self.run(item)}</p></li>" for item in block.items)
                return f"<ol>{items}</ol>"
            case Table():
                return self.table(block)
            case Picture():
                return f'<p align="center"><img src="{self.picture(block)}" border="0"/></p>'
            case AttachmentLine():
                return self.attachment(block)

    def paragraph(self, block: Paragraph) -> str:
        """One ``<p>`` with the indent that this layout gives it."""
        run = self.run(block.text)
        text = f"<strong>{run}</strong>" if block.strong else run
        indent = self.random.choice(INDENTS) if block.align == "left" else ""
        return f"{self.open(block.align)}{indent}{text}</p>{self.gap()}"

    def open(self, align: str = "left") -> str:
        """A paragraph's start tag."""
        rule = self.style.paragraph
        return f'<p style="text-align: {align};{rule}">' if rule else f'<p align="{align}">'

    def gap(self) -> str:
        """The empty paragraph that editors press Enter for."""
        return "\n<p>&nbsp;</p>" if self.random.random() < ZERO_WIDTH_SHARE else ""

    def run(self, text: str) -> str:
        """Text in spans, its numbers in spans of their own or cut in two."""
        pieces = DIGITS.split(text)
        inner = "".join(
            self.number(piece) if place % 2 else self.words(piece)
            for place, piece in enumerate(pieces)
            if piece
        )
        return f"<span{self.style.run}>{inner}</span>" if self.style.run else inner

    def number(self, digits: str) -> str:
        """A number, whole or split over two spans."""
        if len(digits) > 1 and self.random.random() < SPLIT_SHARE:
            cut = self.random.randrange(1, len(digits))
            halves = (digits[:cut], digits[cut:])
            return "".join(f"<span{self.style.latin}>{half}</span>" for half in halves)
        return f"<span{self.style.latin}>{digits}</span>" if self.style.latin else digits

    def words(self, text: str) -> str:
        """Escaped text, now and then with a zero-width character inside."""
        if len(text) > 1 and self.random.random() < ZERO_WIDTH_SHARE:
            cut = self.random.randrange(1, len(text))
            return escape(text[:cut]) + self.random.choice(ZERO_WIDTH) + escape(text[cut:])
        return escape(text)

    def table(self, table: Table) -> str:
        """A ``<table>`` with its merged cells."""
        rows = "".join(f"<tr>{''.join(map(self.cell, row))}</tr>\n" for row in table.rows)
        return f'<table border="1" cellspacing="0" cellpadding="0"><tbody>{rows}</tbody></table>'

    def cell(self, cell: Cell) -> str:
        """A ``<td>`` with a paragraph inside, as pasted tables have."""
        columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        return f"<td{columns}{rows}><p>{self.run(cell.text)}</p></td>"

    def attachment(self, line: AttachmentLine) -> str:
        """The 附件 line with its link."""
        link = (
            f'<a href="{escape(self.address(line.attachment))}">{escape(line.attachment.name)}</a>'
        )
        return f"{self.open()}{escape(line.lead)}{link}</p>"
