"""What several lints ask of an element."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REFERENCE_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def text_of(item: ET.Element) -> str:
    """The text of a string item, its runs joined, phonetic hints left out."""
    runs = [*item.iterfind(f"{S}t"), *item.iterfind(f"{S}r/{S}t")]
    return "".join(run.text or "" for run in runs)


def count_complaints(part: str, root: ET.Element) -> Iterator[str]:
    """Elements whose count attribute is not the number of their children."""
    for element in root.iter():
        count = element.get("count")
        if count is not None and len(element) and int(count) != len(element):
            name = element.tag.rpartition("}")[2]
            yield f"{part}: {name} says {count}, there are {len(element)}"
