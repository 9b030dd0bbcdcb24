"""The sheet as a PDF on A4 across, with its own letters in it, Vietnamese ones too."""

from datetime import UTC, datetime
from importlib.resources import as_file, files

from fpdf import FPDF
from fpdf.enums import TableCellFillMode, TextEmphasis
from fpdf.fonts import FontFace

from include.publication.evidence.sheet import Sheet, SheetTable

FONT = "Roboto"
FACE = files("fontpkg_roboto") / "files" / "Roboto[wdth,wght].ttf"
WEIGHTS = {"": 400.0, "B": 700.0}
DAY = datetime(1980, 1, 1, tzinfo=UTC)
LINE_MM = 4.6


class Page(FPDF):
    """A page with its number and what it belongs to at the foot."""

    foot = ""

    def footer(self) -> None:
        self.set_y(-10)
        self.set_font(FONT, size=7.5)
        self.set_text_color(90)
        self.cell(0, 5, self.foot)
        self.set_x(-50)
        self.cell(40, 5, f"Trang {self.page_no()}/{{nb}}", align="R")
        self.set_text_color(0)


def draw_pdf(sheet: Sheet) -> bytes:
    """The PDF; the same sheet gives the same bytes."""
    page = Page(orientation="landscape", format="A4")
    page.set_creation_date(DAY)
    page.set_lang("vi")
    page.set_title(sheet.title)
    page.foot = " · ".join(value for _, value in sheet.head[:2])
    with as_file(FACE) as face:
        for style, weight in WEIGHTS.items():
            page.add_font(FONT, style, face, variations={"wght": weight, "wdth": 100.0})
    page.set_auto_page_break(True, margin=14)
    page.set_margins(12, 12, 12)
    page.add_page()
    _write_head(page, sheet)
    for table in sheet.tables:
        _write_table(page, table)
    return bytes(page.output())


def _write_head(page: Page, sheet: Sheet) -> None:
    page.set_font(FONT, "B", 15)
    page.cell(0, 9, sheet.title, new_x="LMARGIN", new_y="NEXT")
    for said, value in sheet.head:
        page.set_font(FONT, "B", 9.5)
        page.cell(46, 5.6, said)
        page.set_font(FONT, "", 9.5)
        page.multi_cell(0, 5.6, value, new_x="LMARGIN", new_y="NEXT")


def _write_table(page: Page, table: SheetTable) -> None:
    page.ln(3)
    if page.will_page_break(30):
        page.add_page()
    page.set_font(FONT, "B", 11)
    page.cell(0, 7, table.title, new_x="LMARGIN", new_y="NEXT")
    page.set_font(FONT, "", 8.5)
    page.set_draw_color(170)
    align = tuple("RIGHT" if place in table.numbers else "LEFT" for place in range(len(table.heads)))
    with page.table(
        col_widths=tuple(table.widths),
        text_align=align,
        line_height=LINE_MM,
        padding=(0.8, 1.4),
        headings_style=FontFace(emphasis=TextEmphasis.B, fill_color=(220, 230, 241)),
        cell_fill_color=(247, 249, 252),
        cell_fill_mode=TableCellFillMode.ROWS,
    ) as drawn:
        for values in (table.heads, *table.rows):
            drawn.row(values)
