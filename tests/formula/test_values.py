"""What formulas give, case by case; seen in LibreOffice 7.4 but where a comment says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest

from xl_tools.formula import Error, Scalar, calculate
from xl_tools.refs import Position, position

FIGURES: Final = "三、依申请公开"
CELLS: Final[Mapping[str, Mapping[str, Scalar]]] = {
    "Data": {
        "A1": 1, "A2": 2, "A3": 3.5, "A5": "文本", "A6": True, "A7": Error("#N/A"), "A8": "12",
        "A9": 0, "A10": -4,
        "B1": 10, "B2": 20, "B3": 30, "B4": "×不平", "B5": "△待", "B7": "", "B8": "×", "B9": "√",
        "B10": "abc",
        "C1": 0.1, "C2": 0.2, "C3": 0.3, "C4": 7545.44, "C5": 1234567.891, "C6": "  a  b ",
        "C7": "ABC", "C8": "a*c", "C9": "12件", "C10": "/",
        "E1": 1, "E2": 3, "E3": 5, "E4": 7, "E5": 9, "E8": 45296,
    },
    FIGURES: {"D4": 3, "E4": 0, "G4": 1, "H4": 2},
    "It's": {"A1": 5},
}  # fmt: skip
NAMES: Final = {
    "applications.received.total": f"'{FIGURES}'!$D$4",
    "control.行": f"'{FIGURES}'!$D$4:$I$4",
    "空": "Data!$A$4",
    "税率": "0.13",
}

DIV0, VALUE, REF = Error("#DIV/0!"), Error("#VALUE!"), Error("#REF!")
NA, NUM, NAME = Error("#N/A"), Error("#NUM!"), Error("#NAME?")

OPERATORS: Final = [
    ("1+2*3^2", 19),
    ("(1+2)*3", 9),
    ("10-4-3", 3),
    ("100/10/2", 5),
    ("2^3^2", 64),
    ("-2^2", 4),
    ("2^-1", 0.5),
    ("-50%", -0.5),
    ("10%%", 0.001),
    ("200%*3", 6),
    ("1E+2+.5+5.", 105.5),
    ('"12"+1', 13),
    ('"50%"*2', 1),
    ('"1,234"+0', 1234),
    ('"2024-01-05"+0', 45296),
    ('"a"+1', VALUE),
    ('""+1', VALUE),
    ('"12件"+1', VALUE),
    ("TRUE+TRUE", 2),
    ("Data!A4+1", 1),
    ('Data!A4&"x"', "x"),
    ("Data!A4", 0),
    ('Data!A4=""', True),
    ("Data!A4=0", True),
    ("Data!A4=FALSE", True),
    ("+Data!A5", "文本"),
    ("-Data!A8", -12),
    ("1/0", DIV0),
    ("0^0", NUM),  # LibreOffice: 1
    ("0^-1", DIV0),  # LibreOffice: #NUM!
    ("(-8)^(1/3)", NUM),  # LibreOffice: -2
    ("9^999", NUM),
    ("1E308*10", NUM),
    ("Data!A7+1/0", NA),
    ("1/0+Data!A7", DIV0),
    ('"a"&1&2.5', "a12.5"),
    ('TRUE&""', "TRUE"),
    ('1/3&""', "0.333333333333333"),
    ('0.1+0.2&""', "0.3"),
    ('1E15&""', "1000000000000000"),  # LibreOffice: 1E+15
    ('1E20&""', "1E+20"),
    ('0.0000123456789&""', "0.0000123456789"),  # LibreOffice: 1.23456789E-05
    ('0.0000000001234567890123&""', "1.234567890123E-10"),
    ('"合计"&Data!C5&"元"', "合计1234567.891元"),
    ('"a"="A"', True),
    ('"a"<"b"', True),
    ('Data!A5>""', True),
    ('1<"a"', True),
    ('"a"<TRUE', True),  # LibreOffice takes TRUE for a number
    ("TRUE=1", False),  # the same
    ('"1"=1', False),
    ("1<2<3", False),  # the same
    ("0.1+0.2=0.3", True),
    ("Data!C1+Data!C2=Data!C3", True),
    ("1.1-1=0.1", True),
    ("0.5-0.4-0.1", 0),
    ("(0.5-0.4-0.1)*1<>0", True),  # LibreOffice: FALSE
    ('"引""号"', '引"号'),
    ("#N/A", NA),
    ("#NAME?", NAME),
]

REFERENCES: Final = [
    (f"'{FIGURES}'!D4", 3),
    (f"{FIGURES.replace('、', '')}!D4", None),
    ("'It''s'!$A$1*2", 10),
    ("data!a1+DATA!A2", 3),
    ("SUM(Data!$A$1:$A$3)", 6.5),
    ("SUM(Data!A3:A1)", 6.5),
    ("Data!A1:A1", 1),
    ("applications.received.total+1", 4),
    ("Applications.Received.Total", 3),
    ("SUM(control.行)", 6),
    ("COUNTBLANK(control.行)", 2),
    ("空", 0),
    ('空&"x"', "x"),
    ("100*税率", 13),
    ("Data!#REF!", REF),
    ("SUM(#REF!)", REF),
]

LOGIC: Final = [
    ('IF(Data!A1,"y","n")', "y"),
    ('IF(Data!A4,"y","n")', "n"),
    ('IF(1>2,"y")', False),
    ("IF(1>0,)", 0),
    ("IF(1>0,,5)", 0),
    ('IF("TRUE",1,2)', 1),
    ('IF("a",1,2)', VALUE),
    ("IF(Data!A7,1,2)", NA),
    ("IF(TRUE,1,1/0)", 1),
    ("IF(1,Data!A4)", 0),
    ("SUM(IF(TRUE,Data!A1:A3,Data!B1:B3))", 6.5),
    ('IFERROR(1/0,"e")', "e"),
    ("IFERROR(5,1/0)", 5),
    ("AND(TRUE,1)", True),
    ("AND(FALSE,1/0)", DIV0),
    ("AND(Data!A1:A4)", True),
    ("AND(Data!A5)", VALUE),
    ('AND("TRUE")', True),  # LibreOffice: #VALUE!
    ("OR(Data!A5,TRUE)", True),
    ("OR(Data!A4)", VALUE),
    ("OR(Data!A1={1,5})", True),
    ("NOT(Data!A4)", True),
    ('NOT("x")', VALUE),
    ("ISBLANK(Data!A4)", True),
    ("ISBLANK(Data!B7)", False),
    ("ISNUMBER(Data!A8)", False),
    ("ISNUMBER(Data!A6)", False),  # LibreOffice takes TRUE for a number
    ("ISTEXT(Data!B7)", True),
    ("ISERROR(Data!A7)", True),
    ("ISNA(1/0)", False),
    ("ISNA(Data!A7)", True),
    ('CHOOSE(2,1/0,"b")', "b"),
    ('CHOOSE(1.9,"a","b")', "a"),
    ('CHOOSE(3,"a","b")', VALUE),
    ("SUM(CHOOSE(2,Data!A1:A3,Data!B1:B3))", 60),
    ("TRUE()", True),
    ("NA()", NA),
]

NUMBERS: Final = [
    ("N(Data!A5)", 0),
    ("N(Data!A6)", 1),
    ("INT(-3.7)", -4),
    ("INT((0.1+0.7)*10)", 8),
    ("ROUND(2.5,0)", 3),
    ("ROUND(-2.5,0)", -3),
    ("ROUND(1.005,2)", 1.01),
    ("ROUND(2.675,2)", 2.68),
    ("ROUND(1250,-2)", 1300),
    ("ROUND(0.1+0.2,6)", 0.3),
    ("ABS(-3)", 3),
    ("MOD(-7,3)", 2),
    ("MOD(7,-3)", -2),
    ("MOD(5.5,2)", 1.5),
    ("MOD(5,0)", DIV0),
    ("MIN(Data!A1:A6)", 1),
    ("MAX(Data!A4:A5,-3)", -3),
    ("MAX(Data!A4:A5)", 0),
    ("MAX(Data!A1:A7)", NA),
    ("SUM(Data!A1:A6)", 6.5),  # LibreOffice takes TRUE for a number
    ("SUM(Data!A8)", 0),
    ('SUM("12",1)', 13),  # LibreOffice: #VALUE!
    ("SUM(TRUE,2)", 3),
    ("SUM(Data!C1:C3)", 0.6),
    ("SUM({1,2;3,4}*2)", 20),
    ("DATE(2024,13,1)", 45658),
    ("DATE(2024,3,0)", 45351),
    ("DATE(10000,1,1)", NUM),
    ("YEAR(Data!E8)", 2024),
    ("MONTH(45296.9)", 1),
    ("DAY(DATE(2024,2,29)+1)", 1),
    ('YEAR("2024-01-05")', 2024),
]

TEXTS: Final = [
    ('LEN("中文abc")', 5),
    ('LEN("𠀀")', 2),  # LibreOffice: 1
    ("LEN(1/3)", 17),
    ("TRIM(Data!C6)", "a b"),
    ('TRIM("a　 b ")', "a　 b"),
    ('LEFT("中文abc",2)', "中文"),
    ('LEFT("abc",-1)', VALUE),
    ('LEFT("𠀀字",2)', "𠀀"),
    ('RIGHT("abc",0)', ""),
    ('RIGHT("abc",2)', "bc"),
    ('MID("abcdef",2,3)', "bcd"),
    ('MID("abc",4,1)', ""),
    ('FIND("b","abcb",3)', 4),
    ('FIND("B","abc")', VALUE),
    ('FIND("","abc")', 1),  # LibreOffice: #VALUE!
    ('SEARCH("B","abc")', 2),
    ('SUBSTITUTE("a-b-c","-","+")', "a+b+c"),
    ('SUBSTITUTE("a-b-c","-","+",2)', "a-b+c"),
    ('SUBSTITUTE("abc","","x")', "abc"),
    ('SUBSTITUTE(SUBSTITUTE("abc","a","b"),"b","c")', "ccc"),
    ('SUBSTITUTE(SUBSTITUTE("ab","a",""),"b","xy")', "xy"),
    ('SUBSTITUTE(SUBSTITUTE("ab","b","xyz"),"x","")', "ayz"),
    ('SUBSTITUTE(SUBSTITUTE(121,"1","3"),"2","4")', "343"),
    ('LEN(SUBSTITUTE(SUBSTITUTE(Data!C99,"1","3"),"2","4"))', 0),
    ('CONCATENATE("a",1,Data!A4)', "a1"),
    ('"a"&CHAR(10)&CHAR(65.9)', "a\nA"),
    ("CHAR(0)", VALUE),
    ("CHAR(256)", VALUE),
    ('REPT("ab",2.9)', "abab"),
    ('REPT("x",40000)', VALUE),
    ('EXACT("a","A")', False),
    ('EXACT(1,"1")', True),
    ('VALUE(" 7 ")', 7),
    ('VALUE("")', VALUE),
    ("VALUE(TRUE)", VALUE),
    ("T(Data!A1)", ""),
    ('HYPERLINK("#Data!A1","去看")', "去看"),
    ('HYPERLINK("#Data!A1")', "#Data!A1"),
    ('HYPERLINK("#Data!A1","")', ""),
]

RANGES: Final = [
    ("COUNT(Data!A1:A10)", 5),  # LibreOffice takes TRUE for a number
    ('COUNT(1,"2","x")', 2),
    ("COUNTA(Data!A1:A10)", 9),
    ("COUNTBLANK(Data!B1:B10)", 2),
    ("COUNTIF(Data!A1:A10,0)", 1),
    ('COUNTIF(Data!A1:A10,"<>0")', 9),
    ('COUNTIF(Data!A1:A10,">=2")', 2),
    ("COUNTIF(Data!A1:A10,12)", 1),  # LibreOffice: 0, the cell is a text
    ("COUNTIF(Data!A1:A10,TRUE)", 1),  # LibreOffice takes TRUE for a number
    ("COUNTIF(Data!A1:A10,Data!A4)", 1),
    ('COUNTIF(Data!B1:B10,"×*")', 2),
    ('COUNTIF(Data!B1:B10,"?")', 2),
    ('COUNTIF(Data!B1:B10,"*")', 6),  # LibreOffice counts the numbers too
    ('COUNTIF(Data!B1:B10,"")', 2),
    ('COUNTIF(Data!B1:B10,"=")', 1),
    ('COUNTIF(Data!B1:B10,"<>")', 9),
    ('COUNTIF(Data!B1:B10,"<>×*")', 8),
    ('COUNTIF(Data!B1:B10,"ABC")', 1),
    ('COUNTIF(Data!C1:C10,"a~*c")', 1),
    ('COUNTIF(Data!C1:C10,"/")', 1),
    ('SUM(COUNTIF(Data!B1:B10,{"×*","△*"}))', 3),
    ('COUNTIFS(Data!E1:E5,">1",Data!E1:E5,"<9")', 3),
    ("COUNTIFS(Data!B1:B3,20,Data!A1:A4,2)", VALUE),
    ('SUMIF(Data!E1:E5,">3")', 21),
    ("SUMIF(Data!A1:A3,2,Data!B1)", 20),
    ('SUMIFS(Data!B1:B3,Data!A1:A3,">1",Data!B1:B3,"<30")', 20),
    ('SUMPRODUCT((Data!A1:A3<>"")*(Data!B1:B3>10))', 2),
    ("SUMPRODUCT(--ISTEXT(Data!A1:C5))", 3),
    ("SUMPRODUCT(Data!A1:A3,Data!B1:B3)", 155),
    ("SUMPRODUCT(Data!A1:A5,Data!B1:B5)", 155),
    ("SUMPRODUCT(Data!A1:A3,Data!B1:B2)", VALUE),
    ("SUMPRODUCT(Data!A1:A7*1)", VALUE),
    ("SUMPRODUCT(Data!A7:A8)", NA),
    ('SUMPRODUCT(Data!B1:B3<>"")', 0),  # LibreOffice takes TRUE for a number
    ('SUMPRODUCT(--(LEN(SUBSTITUTE(Data!C6:C8," ",""))>2))', 2),
    ("SUMPRODUCT(--(INT(Data!A1:A3)=Data!A1:A3))", 2),
    ('SUMPRODUCT(--EXACT("ABC",Data!C6:C8))', 1),
    ("SUMPRODUCT((Data!A1:A3=Data!A1:C1)*1)", 1),
    ("SUMPRODUCT(Data!E1:E3*{1;2;3})", 22),
    ("SUMPRODUCT(SUM(Data!A1:A3*Data!B1:B3))", 155),
    ("SUMPRODUCT(1/COUNTIF(Data!E1:E5,Data!E1:E5))", 5),
    ("SUMPRODUCT(ROW(Data!A1:A3)*Data!A1:A3)", 15.5),
    ("MATCH(2,Data!A1:A3,0)", 2),
    ('MATCH("×*",Data!B1:B10,0)', 4),
    ('MATCH("zz",Data!B1:B10,0)', NA),
    ("MATCH(6,Data!E1:E5)", 3),
    ("MATCH(0,Data!E1:E5,1)", NA),
    ("INDEX(Data!A1:C3,2,2)", 20),
    ("INDEX(Data!A1:C1,2)", 10),
    ("INDEX(Data!A1:C3,4,1)", REF),  # LibreOffice: #VALUE!
    ('INDEX({"a","b","c"},2)', "b"),
    ("SUM(INDEX(Data!A1:B3,0,2))", 60),
    ("ISBLANK(INDEX(Data!A1:A4,4))", True),
    ("INDEX(Data!B1:B3,MATCH(2,Data!A1:A3,0))", 20),
    ("ROW(Data!C5:D9)", 5),
    ("COLUMN(Data!C5)", 3),
    ("ROW()&COLUMN()", "92"),
    ("ROWS(Data!C5:D9)&COLUMNS(Data!C5:D9)", "52"),
]

FORMATS: Final = [
    ('TEXT(2.5,"0")', "3"),
    ('TEXT(-5.4,"0")', "-5"),
    ('TEXT(1.005,"0.00")', "1.01"),
    ('TEXT(1234567,"#,##0")', "1,234,567"),
    ('TEXT(999,"#,##0.00")', "999.00"),
    ('TEXT(12,"#,##0000")', "0,012"),
    ('TEXT(3,"+0;-0;0")', "+3"),
    ('TEXT(-3,"+0;-0;0")', "-3"),
    ('TEXT(0,"+0;-0;0")', "0"),
    ('TEXT(0,"+0;-0")', "+0"),
    ('TEXT(0.1234,"0.0%")', "12.3%"),
    ('TEXT(5.25,"0.0#")', "5.25"),
    ('TEXT(5,"0.0#")', "5.0"),
    ('TEXT(5,"#.##")', "5."),  # LibreOffice: 5
    ('TEXT(0,"#")', ""),
    ('TEXT(5,"000")', "005"),
    ('TEXT(5,"共0件")', "共5件"),
    ('TEXT(5,"""第""0""项""")', "第5项"),
    ('TEXT(-5,"¥0")', "-¥5"),
    ('TEXT(-5,"0;(0)")', "(5)"),
    ('TEXT(-5,"0;;")', ""),
    ('TEXT(1234.5,"General")', "1234.5"),
    ('TEXT("abc","@")', "abc"),
    ('TEXT(5,"@件")', "5件"),
    ('TEXT("abc","0")', "abc"),
    ('TEXT("12","0.0")', "12.0"),
    ('TEXT(Data!A4,"0")', "0"),
    ('TEXT(TRUE,"0")', "TRUE"),  # LibreOffice: 1
    ('TEXT(Data!A7,"0")', NA),
]

ABSENT: Final = [
    "TODAY()", "NOW()", "RAND()", "INDIRECT(\"A1\")", "VLOOKUP(1,Data!A1:B3,2,0)", "没有这个名字",
    "没有这张表!A1", "[1]Data!A1", "'[另一本.xlsx]Data'!A1", "Data!A1:A3", "Data!A1:A3+1",
    "Data!A:A", "Data!1:3", "IF(1", "1+", "", "A1 B1", "(1", "{1,2;3}", '"abc', "１+1", "@A1",
    "IF()", "IF(1,2,3,4)", "LEN()", "SUM(1,,2)", "ABS(1,2)", "COUNTIFS(Data!A1:A3)",
    'TEXT(45296,"yyyy-mm-dd")', 'TEXT(1,"0.0E+00")', 'TEXT(0.5,"# ?/?")', 'TEXT(-0.3,"0")',
    'TEXT(1,"[>5]0")', 'TEXT(1,"0,")', 'TEXT(1,"0;")', 'TEXT(Data!A4,"@")', '"1/2"+0', '"¥5"+0',
    '"甲"<"乙"', 'SEARCH("a*","abc")', "MATCH(1,Data!A1:A3,-1)", "MATCH(2,Data!A8:A10,1)",
    "COUNTIF(Data!A1:A9,#N/A)", "COUNTIF({1,2},1)", "DATE(1900,1,1)", 'LEFT("𠀀",1)',
    "SUM(Data!A1:XFD1048576)", "SUMPRODUCT(Data!A1:A3*Data!B1:B2)", "1e999",
    # Excel works these out item by item only in an array formula, LibreOffice always.
    "SUMPRODUCT(IF(Data!A1:A3>1,1,0))", "SUMPRODUCT(IFERROR(Data!A1:A3,0))",
    "SUMPRODUCT(N(Data!A1:A3))",
]  # fmt: skip


def shown(formula: str) -> Scalar:
    """What the formula shows in B9 of a sheet of its own; None where it is absent."""
    values: dict[str, dict[Position, Scalar]] = {
        sheet: {position(ref): value for ref, value in cells.items()}
        for sheet, cells in CELLS.items()
    }
    results = calculate({**values, "Calc": {}}, {"Calc": {(9, 2): formula}}, NAMES)
    return results["Calc"].get((9, 2))


@pytest.mark.parametrize(
    ("formula", "value"),
    [*OPERATORS, *REFERENCES, *LOGIC, *NUMBERS, *TEXTS, *RANGES, *FORMATS],
)
def test_a_formula_shows_what_a_spreadsheet_shows(formula: str, value: Scalar) -> None:
    found = shown(formula)
    assert (value, type(value)) == (found, type(found))


@pytest.mark.parametrize("formula", ABSENT)
def test_what_is_not_worked_out_is_absent(formula: str) -> None:
    assert shown(formula) is None


def test_a_formula_may_begin_with_the_prefix_of_newer_functions() -> None:
    assert shown('_xlfn.CONCATENATE("a","b")') == "ab"
