"""Document -> its properties: title, organ, date, as file managers and searches show them."""

from __future__ import annotations

import re
from typing import Final

from xl_tools.document.blocks import Document
from xl_tools.document.wordml import DECLARATION, escaped

CORE: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
EXTENDED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
# No clock here: the date is that of the report, so that the same report gives the same bytes.
DAY: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
EMPTY: Final = Document("", "", "", "", (), ())


def core_properties(document: Document = EMPTY) -> str:
    """docProps/core.xml."""
    organ = escaped(document.organ)
    day = document.date if DAY.fullmatch(document.date) else ""
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
        if day
    )
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{CORE}"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(document.title)}</dc:title>"
        f"<dc:subject>{escaped(document.subject)}</dc:subject>"
        f"<dc:creator>{organ}</dc:creator><cp:lastModifiedBy>{organ}</cp:lastModifiedBy>"
        f"<cp:revision>1</cp:revision>{dates}<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def app_properties(document: Document = EMPTY) -> str:
    """docProps/app.xml."""
    return (
        f'{DECLARATION}<Properties xmlns="{EXTENDED}"><Application>xl-tools</Application>'
        f"<Company>{escaped(document.organ)}</Company></Properties>"
    )
