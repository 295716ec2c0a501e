"""Finished reports without a fault, and with one: the list of faults is data."""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from xl_tools.bridge import bridge
from xl_tools.document import Document, compose, write_document
from xl_tools.edition import builtin_editions
from xl_tools.jsontext import loads
from xl_tools.report import form_of, report_from_json
from xl_tools.samples import sample_path

EDITIONS = builtin_editions()
FAULTS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "judge" / "faults.toml").read_text(encoding="utf-8")
)["fault"]


def of_kind(*kinds: str) -> list[dict[str, Any]]:
    """The faults that are planted so."""
    return [one for one in FAULTS if one["kind"] in kinds]


SAMPLES = ("county-2024", "township-2021")


@cache
def as_published(name: str, ending: str) -> bytes:
    """A sample as it was published, old tables and all."""
    sample = report_from_json(loads(sample_path(name).read_bytes(), ""))
    return write_document(compose(sample, form_of(sample, EDITIONS)), ending)


@cache
def sound() -> Document:
    """The sample as it is printed, signed and dated."""
    sample = report_from_json(loads(sample_path("county-2024").read_bytes(), ""))
    report = bridge(sample, EDITIONS.for_year(sample.year), EDITIONS).report
    signed = report._replace(signature=report.organ.name, date="2025-01-20")
    return compose(signed, form_of(signed, EDITIONS))


@cache
def written(ending: str) -> bytes:
    """The sound report as a file."""
    return write_document(sound(), ending)


def planted(fault: dict[str, Any]) -> bytes:
    """The file with the fault in it; a fault that changes nothing is one of the list itself."""
    if fault["kind"] == "html":
        return _changed(written("html").decode(), fault).encode()
    member = fault.get("part", "word/document.xml")
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(written("docx"))) as before,
        zipfile.ZipFile(out, "w") as after,
    ):
        for name in before.namelist():
            text = before.read(name).decode()
            after.writestr(name, _changed(text, fault) if name == member else text)
    return out.getvalue()


def in_bytes(fault: dict[str, Any], pdf: bytes) -> bytes:
    """A PDF with the fault in it."""
    return _changed(pdf.decode("latin-1"), fault).encode("latin-1")


def _changed(text: str, fault: dict[str, Any]) -> str:
    steps = [(fault["find"], fault["put"]), *fault.get("also", [])]
    for find, put in steps:
        count = 0 if fault.get("all") or (find, put) != steps[0] else 1
        new = re.sub(find, put, text, count=count, flags=re.DOTALL)
        assert new != text, f"{fault['name']}: nothing to change"
        text = new
    return text
