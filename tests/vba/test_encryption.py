"""Encryption against values that Microsoft and Aspose published, and there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_tools.vba.encryption import decrypt, encrypt

# The project of [MS-OVBA] 3.1 and the standalone workbook that xlwings gives away.
SPECIFICATION = "{917DED54-440B-4FD1-A5C1-74ACF261E600}"
XLWINGS = "{5CF9CDAB-B77B-4FE4-BD7E-D29900070E1B}"
PUBLISHED = [
    (SPECIFICATION, "0705D8E3D8EDDBF1DBF1DBF1DBF1", bytes(4)),
    (XLWINGS, "8D8FA61394EA98EA98EA98EA98", bytes(4)),
    (XLWINGS, "8D8FA61394EF95EF95EF", b"\x00"),
    (XLWINGS, "8D8FA61394EF95EF9510", b"\xff"),
]


@pytest.mark.parametrize(("project", "text", "plain"), PUBLISHED)
def test_a_published_value_is_read(project: str, text: str, plain: bytes) -> None:
    assert decrypt(project, text) == plain


@given(st.binary(max_size=64), st.integers(0, 255), st.uuids())
def test_data_comes_back_as_it_was(data: bytes, seed: int, project: object) -> None:
    name = f"{{{project}}}".upper()
    assert decrypt(name, encrypt(name, data, seed)) == data


def test_a_text_of_another_project_is_refused() -> None:
    with pytest.raises(ValueError, match="another project"):
        decrypt(SPECIFICATION, encrypt(XLWINGS, b"\xff", 0x8D))


def test_a_text_cut_short_is_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        decrypt(XLWINGS, encrypt(XLWINGS, b"\xff\xff", 0x8D)[:-2])
