"""How cells look: fonts, colours, number formats, alignment, widths and heights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from xlwings import base_classes

from xl_tools.libreoffice.area import Area
from xl_tools.libreoffice.office import enum, hundredths, points

# A font has one setting for each kind of script; Excel has one for all.
SCRIPTS: Final = ("", "Asian", "Complex")
BOLD, UPRIGHT_WEIGHT = 150.0, 100.0
NO_COLOR: Final = -1

# Excel counts a column's width in digits of the standard font: 7 pixels each and 5 around them,
# 96 pixels an inch.
DIGIT, MARGIN, PIXEL = 7, 5, 2540 / 96

HORIZONTAL: Final = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "justify": "BLOCK",
    "fill": "REPEAT",
}
VERTICAL: Final = {"bottom": 3, "top": 1, "center": 2, "justify": 4}  # CellVertJustify2


def packed(color: Any) -> int:
    """(r, g, b), "#rrggbb" or Excel's number -> LibreOffice's."""
    if isinstance(color, str):
        return int(color.removeprefix("#"), 16)
    if isinstance(color, int):  # Excel's number has blue in front
        color = (color & 255, color >> 8 & 255, color >> 16 & 255)
    red, green, blue = color
    return int(red) << 16 | int(green) << 8 | int(blue)


def unpacked(color: int) -> tuple[int, int, int]:
    """LibreOffice's number -> (r, g, b)."""
    return color >> 16 & 255, color >> 8 & 255, color & 255


def width_of(characters: float) -> int:
    """Excel's column width -> 1/100 mm."""
    pixels = characters * (DIGIT + MARGIN) if characters < 1 else characters * DIGIT + MARGIN
    return round(pixels * PIXEL)


def characters_in(width: int) -> float:
    """1/100 mm -> Excel's column width."""
    pixels = width / PIXEL
    narrow = pixels < DIGIT + MARGIN
    return round(pixels / (DIGIT + MARGIN) if narrow else (pixels - MARGIN) / DIGIT, 2)


def common(found: Iterator[Any]) -> Any:
    """The value that all share; None where they differ."""
    values = {getattr(value, "value", value) for value in found}  # an enumeration by its word
    return values.pop() if len(values) == 1 else None


class Font(base_classes.Font):
    """The font of cells; None where the cells differ."""

    def __init__(self, area: Looks) -> None:
        self._area = area

    @property
    def api(self) -> Any:
        """The cells in LibreOffice, which hold the settings of their font."""
        return self._area.api

    def _get(self, setting: str) -> Any:
        return common(getattr(group, setting) for group in self.api.getUniqueCellFormatRanges())

    def _set(self, setting: str, value: object) -> None:
        cells = self._area.to_change()
        for script in SCRIPTS:
            setattr(cells, setting + script, value)

    @property
    def bold(self) -> bool | None:
        """Is it bold?"""
        weight = self._get("CharWeight")
        return None if weight is None else weight > UPRIGHT_WEIGHT

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("CharWeight", BOLD if value else UPRIGHT_WEIGHT)

    @property
    def italic(self) -> bool | None:
        """Is it italic?"""
        posture = self._get("CharPosture")
        return None if posture is None else posture != "NONE"

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set("CharPosture", enum("awt.FontSlant", "ITALIC" if value else "NONE"))

    @property
    def size(self) -> float | None:
        """Its size in points."""
        size = self._get("CharHeight")
        return None if size is None else float(size)

    @size.setter
    def size(self, value: float) -> None:
        self._set("CharHeight", float(value))

    @property
    def name(self) -> str | None:
        """Its name; where Western and Chinese names differ, the Western one."""
        name: str | None = self._get("CharFontName")
        return name

    @name.setter
    def name(self, value: str) -> None:
        self._set("CharFontName", value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        """Its colour; black where it is automatic."""
        color = self._get("CharColor")
        return None if color is None else unpacked(max(color, 0))

    @color.setter
    def color(self, value: Any) -> None:
        self._area.to_change().CharColor = packed(value)


class Looks(Area):
    """Fonts, colours, formats and sizes of cells."""

    @property
    def font(self) -> Font:
        """The font."""
        return Font(self)

    def _common(self, setting: str) -> Any:
        return common(getattr(group, setting) for group in self.api.getUniqueCellFormatRanges())

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The colour behind; None where there is none, or where the cells differ."""
        color = self._common("CellBackColor")
        return None if color is None or color == NO_COLOR else unpacked(color)

    @color.setter
    def color(self, value: Any) -> None:
        cells = self.to_change()
        if cells is not None:
            cells.CellBackColor = NO_COLOR if value is None else packed(value)

    @property
    def number_format(self) -> str | None:
        """The number format in Excel's code; None where the cells differ."""
        if self.api is None:
            return ""
        formats = self.sheet.book.formats
        groups = self.api.getUniqueCellFormatRanges()
        return common(formats.code(group.NumberFormat) for group in groups)  # type: ignore[no-any-return]

    @number_format.setter
    def number_format(self, value: str) -> None:
        cells = self.to_change()
        if cells is not None:
            cells.NumberFormat = self.sheet.book.formats.key(value)

    # ---- alignment -------------------------------------------------------------------------

    @property
    def wrap_text(self) -> bool | None:
        """Do long texts go on in the next line?"""
        wrapped: bool | None = self._common("IsTextWrapped")
        return wrapped

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.to_change().IsTextWrapped = bool(value)

    @property
    def horizontal_alignment(self) -> str | None:
        """Where texts stand from left to right; None where the cells differ."""
        found = common(group.HoriJustify for group in self.api.getUniqueCellFormatRanges())
        return next((name for name, value in HORIZONTAL.items() if value == found), None)

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        self.to_change().HoriJustify = enum("table.CellHoriJustify", HORIZONTAL[value])

    @property
    def vertical_alignment(self) -> str | None:
        """Where texts stand from top to bottom; None where the cells differ."""
        found = self._common("VertJustify") or VERTICAL["bottom"]
        return next((name for name, value in VERTICAL.items() if value == found), None)

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self.to_change().VertJustify = VERTICAL[value]

    # ---- rows and columns ------------------------------------------------------------------

    @property
    def column_width(self) -> float | None:
        """The width of the columns in characters; None where they differ."""
        width = common(column.Width for column in _each(self.api.Columns))
        return None if width is None else characters_in(width)

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.to_change().Columns.Width = width_of(value)

    @property
    def row_height(self) -> float | None:
        """The height of the rows in points; None where they differ."""
        height = common(row.Height for row in _each(self.api.Rows))
        return None if height is None else points(height)

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.to_change().Rows.Height = hundredths(value)

    @property
    def column_hidden(self) -> bool | None:
        """Are the columns hidden? None where they differ."""
        shown = common(column.IsVisible for column in _each(self.api.Columns))
        return None if shown is None else not shown

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.to_change().Columns.IsVisible = not value

    @property
    def row_hidden(self) -> bool | None:
        """Are the rows hidden? None where they differ."""
        shown = common(row.IsVisible for row in _each(self.api.Rows))
        return None if shown is None else not shown

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.to_change().Rows.IsVisible = not value

    def autofit(self, axis: str | None = None) -> None:
        """Rows as high and columns as wide as what they hold; `axis` "r" or "c" for one alone."""
        cells = self.to_change()
        if axis in (None, "c", "columns"):
            cells.Columns.OptimalWidth = True
        if axis in (None, "r", "rows"):
            cells.Rows.OptimalHeight = True

    # ---- size and place in points ------------------------------------------------------------

    @property
    def width(self) -> float:
        """The width in points."""
        return points(self.api.Size.Width)

    @property
    def height(self) -> float:
        """The height in points."""
        return points(self.api.Size.Height)

    @property
    def left(self) -> float:
        """How far from the left edge of the sheet, in points."""
        return points(self.api.Position.X)

    @property
    def top(self) -> float:
        """How far from the top of the sheet, in points."""
        return points(self.api.Position.Y)


def _each(collection: Any) -> Iterator[Any]:
    """The rows or columns of a range."""
    return (collection.getByIndex(index) for index in range(collection.Count))
