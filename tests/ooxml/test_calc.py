from __future__ import annotations

import pytest

from tests.ooxml.books import relations, types, unzipped, workbook, workbook_xml
from xl_tools.ooxml.calc import patch_calc, without_chain
from xl_tools.ooxml.package import open_package

SHEETS = '<sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (SHEETS, SHEETS + '<calcPr fullCalcOnLoad="1"/>'),
        (
            SHEETS + "<definedNames/><oleSize/>",
            SHEETS + '<definedNames/><calcPr fullCalcOnLoad="1"/><oleSize/>',
        ),
        (
            SHEETS + "<externalReferences></externalReferences>",
            SHEETS + '<externalReferences></externalReferences><calcPr fullCalcOnLoad="1"/>',
        ),
        (
            SHEETS + '<calcPr  calcId="1" fullCalcOnLoad = \'0\' iterate="1"/>',
            SHEETS + '<calcPr calcId="1" iterate="1" fullCalcOnLoad="1"/>',
        ),
        (
            SHEETS + '<calcPr calcId="1"></calcPr>',
            SHEETS + '<calcPr calcId="1" fullCalcOnLoad="1"></calcPr>',
        ),
        (SHEETS + '<calcPr fullCalcOnLoad="true"/>', SHEETS + '<calcPr fullCalcOnLoad="true"/>'),
    ],
)
def test_the_workbook_asks_to_be_computed_anew(before: str, after: str) -> None:
    assert patch_calc(workbook_xml(before).encode()) == workbook_xml(after).encode()


def test_a_prefixed_workbook_asks_with_its_prefix() -> None:
    xml = b'<w:workbook xmlns:w="u"><w:sheets/></w:workbook>'
    assert b'<w:sheets/><w:calcPr fullCalcOnLoad="1"/>' in patch_calc(xml)


def test_the_list_of_formula_cells_is_taken_out_with_all_that_names_it() -> None:
    chain = '<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'
    data = workbook(
        types=types().replace("</Types>", chain),
        rels=relations(("worksheet", "worksheets/sheet1.xml"), ("calcChain", "calcChain.xml")),
        **{"xl/calcChain.xml": "<calcChain/>"},
    )
    package = open_package(data, "a")
    assert unzipped(package.replace(without_chain(package))) == unzipped(workbook())


def test_a_workbook_without_such_a_list_stays() -> None:
    assert without_chain(open_package(workbook(), "a")) == {}
