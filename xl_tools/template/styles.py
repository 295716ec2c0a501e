"""The looks of the workbook's cells, by name: one legend, and never by colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

_TEXT: Final[dict[str, Any]] = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_BOXED: Final = {**_TEXT, "border": 1, "border_color": "#7F7F7F", "text_wrap": True}
_CENTRED: Final = {**_BOXED, "align": "center"}
_INPUT: Final = {"bg_color": "#FFFDE7", "locked": False}
_LIGHT: Final = {**_TEXT, "font_size": 10, "border": 4, "border_color": "#BFBFBF", "locked": False}
_PRINTED: Final[dict[str, Any]] = {"font_name": "仿宋_GB2312", "valign": "vcenter"}
_RULED: Final = {**_PRINTED, "border": 1, "align": "center"}
# a number that is too long becomes smaller, instead of ####
_ONE_LINE: Final = {"text_wrap": False, "shrink": True}
_WARNING: Final = {"font_size": 10, "bold": True, "font_color": "#C00000"}
_HELP: Final = {**_TEXT, "font_size": 10, "font_color": "#595959", "text_wrap": True}


def _marked(mark: str) -> str:
    """The number format that puts a mark before whatever stands in a cell."""
    return f'"{mark}"General;"{mark}-"General;"{mark}"General;"{mark}"@'


# Points of the tables of 成文预览.
PRINTED_SIZES: Final = MappingProxyType({"large": 11.0, "small": 9.5})
_PRINTED_KINDS: Final[dict[str, dict[str, Any]]] = {
    "cell": {"text_wrap": True},
    "clause": {"text_wrap": True, "bg_color": "#DCE6F2"},
    "item": {"text_wrap": True, "align": "left"},
    "stacked": {"rotation": 270},
    "figure": {"shrink": True},
}

STYLES: Final[Mapping[str, dict[str, Any]]] = MappingProxyType(
    {
        "title": {**_TEXT, "font_name": "黑体", "font_size": 18, "align": "center"},
        "subtitle": {**_TEXT, "font_size": 11, "align": "center", "font_color": "#595959"},
        "heading": {**_TEXT, "font_name": "黑体", "font_size": 12},
        "text": {**_TEXT, "text_wrap": True},
        "help": _HELP,
        "field": {**_BOXED, "bg_color": "#EDEDED"},
        "field_centre": {**_CENTRED, "bg_color": "#EDEDED", "font_size": 10},
        "input": {**_BOXED, **_INPUT},
        "input_text": {**_BOXED, **_INPUT, "valign": "top", "num_format": "@"},
        "input_number": {**_CENTRED, **_INPUT, **_ONE_LINE},
        "input_year": {**_BOXED, **_INPUT, "align": "left"},
        # may stay empty: white within a dashed line, so that it does not look like a duty
        "input_control": {**_CENTRED, "border": 3, "locked": False, **_ONE_LINE},
        "control_shown": {**_TEXT, "font_size": 10, "align": "center", "text_wrap": True},
        "sentence": {**_BOXED, "font_size": 10, "valign": "top"},
        "reason": {**_HELP, "valign": "top", "border": 3, "border_color": "#7F7F7F"},
        "clause": {**_CENTRED, "bg_color": "#DDEBF7", "font_name": "黑体"},
        "header": {**_CENTRED, "bg_color": "#EDEDED"},
        "label": {**_BOXED, "bg_color": "#F7F7F7"},
        "upright": {**_CENTRED, "bg_color": "#F7F7F7"},
        "note": {**_BOXED, "bg_color": "#F7F7F7", "font_size": 10},
        "total": {**_CENTRED, "bg_color": "#E2EFDA", "locked": False, "bold": True, **_ONE_LINE},
        "expected": {**_TEXT, **_WARNING, "shrink": True},
        "expected_label": {**_HELP, "align": "right", "text_wrap": False},
        "hidden": {**_TEXT, "font_size": 9, "font_color": "#7F7F7F"},
        "open_hidden": {**_TEXT, "font_size": 9, "font_color": "#7F7F7F", "locked": False},
        # "2026-01-05 09:30" put there by a macro stays the text it is
        "open_text": {**_TEXT, "font_size": 9, "locked": False, "num_format": "@"},
        "finding": {**_BOXED, "locked": False, "valign": "top"},
        "finding_centre": {**_CENTRED, "locked": False},
        "finding_link": {**_CENTRED, "locked": False, "font_color": "#0563C1", "underline": 1},
        # of last year: what is pasted goes over wording and figures alike
        "prior_text": {**_BOXED, "font_size": 10, "bg_color": "#F7F7F7", "locked": False},
        "prior_line": {**_LIGHT, "bg_color": "#F7F7F7"},
        "prior_number": {**_CENTRED, **_INPUT, "font_size": 10},
        "input_choice": {**_BOXED, **_INPUT, "align": "left"},
        "next_label": {**_CENTRED, "font_name": "黑体", "font_size": 14, "bg_color": "#FFF2CC"},
        "next": {
            **_BOXED,
            "font_name": "黑体",
            "font_size": 14,
            "bg_color": "#FFF2CC",
            "font_color": "#0563C1",
            "underline": 1,
        },
        "next_words": {**_BOXED, "font_name": "黑体", "font_size": 14, "bg_color": "#FFF2CC"},
        "account": {**_BOXED, "font_size": 10, "valign": "top"},
        "input_day": {**_BOXED, **_INPUT, "align": "left", "num_format": "yyyy-mm-dd"},
        "boxed_help": {**_BOXED, "font_size": 10, "font_color": "#595959"},
        "day": {**_CENTRED, "num_format": 'yyyy"年"m"月"d"日"'},
        "tick": {**_CENTRED, "bold": True, "font_color": "#006100"},
        "step": {**_BOXED, "font_color": "#0563C1", "underline": 1},
        "verdict": {**_CENTRED, "font_name": "黑体", "font_size": 16},
        "count": {**_CENTRED, "font_size": 12},
        "drawn_number": {**_CENTRED, **_ONE_LINE, "num_format": "#,##0"},
        "cell": _BOXED,
        "cell_text": {**_BOXED, "num_format": "@"},
        "centre": _CENTRED,
        "state": {**_CENTRED, "bold": True},
        "link": {**_CENTRED, "font_color": "#0563C1", "underline": 1},
        # conditional formats: fill and letter together, words stand beside the cell
        "bad_type": {
            "bg_color": "#C00000",
            "font_color": "#FFFFFF",
            "bold": True,
            "num_format": _marked("！"),
        },
        "broken": {
            "bg_color": "#FFC7CE",
            "font_color": "#9C0006",
            "bold": True,
            "num_format": _marked("×"),
        },
        "marked": {
            "bg_color": "#F8CBAD",
            "font_color": "#833C0B",
            "bold": True,
            "num_format": _marked("◆"),
        },
        "unfilled": {
            "bg_color": "#FFEB9C",
            "font_color": "#7F6000",
            "italic": True,
            "num_format": _marked("△"),
        },
        "good": {"bg_color": "#C6EFCE", "font_color": "#006100"},
        "wrong": {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
        "caution": {"bg_color": "#FFEB9C", "font_color": "#7F6000"},
        "stale": {"bg_color": "#D9D9D9", "font_color": "#7F7F7F", "italic": True},
        # 成文预览, with the fonts of the document
        "paper_title": {
            **_PRINTED,
            "font_name": "方正小标宋简体",
            "font_size": 22,
            "align": "center",
            "shrink": True,
        },
        "paper_heading": {**_PRINTED, "font_name": "黑体", "font_size": 12, "shrink": True},
        "paper_line": {**_PRINTED, "font_size": 12, "align": "left", "shrink": True},
        "paper_bold": {"bold": True},
        **{
            f"paper_{kind}_{size}": {**_RULED, "font_size": points, **own}
            for size, points in PRINTED_SIZES.items()
            for kind, own in _PRINTED_KINDS.items()
        },
        # the legend itself is not to be typed over
        "input_sample": {**_CENTRED, **_INPUT, "locked": True},
        "total_sample": {**_CENTRED, "bg_color": "#E2EFDA", "bold": True},
        "control_sample": {**_CENTRED, "border": 3},
        "broken_sample": {**_CENTRED, "bg_color": "#FFC7CE", "font_color": "#9C0006", "bold": True},
        "bad_type_sample": {**_CENTRED, "bg_color": "#C00000", "font_color": "#FFFFFF"},
        "unfilled_sample": {**_CENTRED, "bg_color": "#FFEB9C", "italic": True},
        "marked_sample": {**_CENTRED, "bg_color": "#F8CBAD", "font_color": "#833C0B"},
        "fixed_sample": {**_CENTRED, "bg_color": "#F7F7F7"},
    }
)
