"""Verbs -> the part that puts a tab with their buttons into Excel's ribbon.

The format of Office 2007: later programs read it too, and it outlives openpyxl, which drops the
later one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import quoteattr

from xl_tools.vba.generated import RIBBON_MODULE, buttons_of, callback
from xl_tools.verbs import Button, Verb

PART: Final = "customUI/customUI.xml"
NAMESPACE: Final = "http://schemas.microsoft.com/office/2006/01/customui"
# From the root of the package to the part; the part needs no content type but that of any XML.
RELATIONSHIP: Final = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
TAB, GROUP = "信息公开年报", "年报"


def ribbon_xml(verbs: Iterable[Verb]) -> str:
    """The tab with a button for each verb that has one, in order."""
    buttons = "".join(_button(button) for _, button in buttons_of(verbs))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<customUI xmlns="{NAMESPACE}"><ribbon><tabs>'
        f'<tab id="gk_tab" label="{TAB}"><group id="gk_group" label="{GROUP}">{buttons}</group>'
        "</tab></tabs></ribbon></customUI>\n"
    )


def _button(button: Button) -> str:
    attributes = {
        "id": button.macro,
        "label": button.label,
        "screentip": button.label,
        "supertip": button.tip,
        "imageMso": button.icon,
        "size": "large",
        "onAction": f"{RIBBON_MODULE}.{callback(button)}",
    }
    return f"<button {' '.join(f'{name}={quoteattr(text)}' for name, text in attributes.items())}/>"
