"""Edition files: what the package ships, what a file of one's own may say, what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from xl_tools.edition import Edition, builtin_editions, load_edition
from xl_tools.edition.built import built_text, read_built
from xl_tools.edition.toml import BUILT, FOLDER, builtin_parts, builtin_sources
from xl_tools.refusal import Refusal

EDITIONS = builtin_editions()
OWN = 'extends = "2021"\nid = "own"\nname = "自拟版"\ndocument = "文"\n[years]\nfrom = 2030\n'
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        path = tmp_path / "自拟.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def refusal(path: Path) -> Refusal:
    with pytest.raises(Refusal) as caught:
        load_edition(path)
    return caught.value


# ---- what the package ships --------------------------------------------------------------


def test_two_editions_are_known_oldest_first() -> None:
    assert [edition.id for edition in EDITIONS] == ["2019", "2021"]


@pytest.mark.parametrize(
    ("year", "edition"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2030, "2021")]
)
def test_each_year_has_its_edition(year: int, edition: str) -> None:
    assert EDITIONS.for_year(year).id == edition


def test_a_year_before_the_first_edition_is_refused() -> None:
    with pytest.raises(Refusal, match="2018年度没有统一的年度报告格式"):
        EDITIONS.for_year(2018)


def test_an_unknown_edition_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refusal, match="现有的版式是：2019、2021"):
        EDITIONS.get("2016")


@pytest.mark.parametrize(
    ("edition", "counts"),
    [
        ("2019", {"disclosure": 22, "applications": 161, "disputes": 15}),
        ("2021", {"disclosure": 10, "applications": 175, "disputes": 15}),
    ],
)
def test_the_tables_have_so_many_figures(edition: str, counts: dict[str, int]) -> None:
    tables = EDITIONS.get(edition).tables
    assert {name: len(table.figures) for name, table in tables.items()} == counts


@pytest.mark.parametrize("edition", list(EDITIONS), ids=lambda edition: edition.id)
def test_every_rule_says_what_it_is_and_on_what_it_rests(edition: Edition) -> None:
    for rule in edition.rules.values():
        assert rule.title
        assert rule.basis
        assert "{" not in rule.basis


def test_every_total_of_table_three_is_known_to_be_one() -> None:
    table = EDITIONS.get("2021").tables["applications"]
    totals = {figure.id for figure in table.figures if figure.is_total}
    assert len(totals) == 25 + 6


# ---- a file of one's own -----------------------------------------------------------------


def test_an_extended_edition_keeps_what_it_does_not_say(write: Write) -> None:
    own, base = load_edition(write(OWN)), EDITIONS.get("2021")
    assert (own.id, own.first_year, own.last_year, own.bridge) == ("own", 2030, None, None)
    assert own.rules.keys() == base.rules.keys()
    assert [f.id for f in own.figures()] == [f.id for f in base.figures()]
    assert own.rules["T3-BAL"].basis.startswith("文格式")


def test_an_extended_edition_may_drop_a_rule_and_a_relation(write: Write) -> None:
    own = load_edition(write('without = ["T2-VALID", "LABEL"]\n' + OWN))
    dropped = EDITIONS.get("2021").rules.keys() - own.rules.keys()
    assert dropped == {"T2-VALID", "LABEL"}
    assert "T2-VALID" not in {text.rule.id for text in own.relations}


def test_a_rule_may_be_given_other_settings(write: Write) -> None:
    rule = (
        '[rules.T3-SHAPE]\ntitle = "题"\nseverity = "info"\nexplainable = true\nbasis = "据"\n'
        "at_least = 5\n"
    )
    assert load_edition(write(OWN + rule)).rules["T3-SHAPE"].settings["at_least"] == 5


def test_a_neighbour_of_the_file_is_extended_before_the_package(
    write: Write, tmp_path: Path
) -> None:
    text = (FOLDER / "2021.toml").read_text(encoding="utf-8")
    changed = text.replace('"主动公开政府信息情况"', '"邻近的表二"')
    (tmp_path / "2021.toml").write_text(changed, encoding="utf-8")
    assert load_edition(write(OWN)).tables["disclosure"].caption == "邻近的表二"


def test_an_added_edition_replaces_one_of_the_same_id(write: Write) -> None:
    own = load_edition(write(OWN.replace('"own"', '"2021"')))
    more = EDITIONS.adding(own)
    assert more.get("2021").name == "自拟版"
    assert EDITIONS.get("2021").name == "2021年版"
    assert ("2021" in more, "own" in more) == (True, False)


# ---- files that are not complete ---------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = ", "不合 TOML 语法"),
        ('id = "x"', "缺少 report 一项"),
        (OWN.replace("from = 2030", "to = 2031"), "缺少 from 一项"),
        (OWN.replace('name = "自拟版"\n', ""), "缺少 name 一项"),
        (OWN.replace('"2021"', '"2016"', 1), "版式文件读不出来"),
        (OWN + '[rules.LABEL]\ntitle = "题"\n', "缺少 severity 一项"),
        (
            OWN + '[rules.LABEL]\ntitle = "题"\nseverity = "bad"\nexplainable = true\nbasis = ""\n',
            "规则 LABEL 的 severity",
        ),
        ("tables = 3\n" + OWN, "版式文件内容不对"),
    ],
    ids=["syntax", "report", "from", "name", "base", "severity", "weight", "tables"],
)
def test_an_edition_file_that_is_not_complete_is_refused(
    write: Write, text: str, said: str
) -> None:
    path = write(text)
    found = refusal(path)
    assert said in found.sentence
    assert found.file.endswith(".toml")


def from_2021(write: Write, before: str, after: str) -> Path:
    text = (FOLDER / "2021.toml").read_text(encoding="utf-8")
    assert before in text
    return write(text.replace(before, after, 1))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('layout = "blocks"', 'layout = "round"', "layout 应是"),
        ("spans = [1, 1, 1, 1]", "spans = [1, 3]", "spans 应有 4 个数"),
        ('id = "repealed", label', 'id = "issued", label', "重复的格：disclosure.normative"),
        ('id = "issued", label = "本年制发件数", type = "count"',
         'id = "issued", label = "本年制发件数", type = "whole"', "类型 whole 不是已知的类型"),
        ('sheet = "三、依申请公开"\ntable = "applications"',
         'sheet = "三、依申请公开"\ntable = "requests"', "没有定义的表 requests"),
        ('[relations.T3-BAL]\ntable = "applications"\neach = "column"',
         '[relations.T3-BAL]\ntable = "applications"\neach = "cell"', "关系 T3-BAL"),
        ('[relations.T3-BAL]\ntable = "applications"', '[relations.T3-BAL]\ntable = "x"',
         "关系 T3-BAL"),
        ('left = "第三项（七）加第四项"\n', "", "缺少 left 一项"),
        ("overview_limit = 1000\n", "", "缺少 overview_limit 一项"),
    ],
    ids=["layout", "spans", "twice", "type", "table", "each", "relation", "left", "limit"],
)  # fmt: skip
def test_a_fault_in_a_whole_edition_file_is_named(
    write: Write, before: str, after: str, said: str
) -> None:
    found = refusal(from_2021(write, before, after))
    assert said in found.sentence
    assert found.file.endswith("自拟.toml")


def test_a_missing_file_and_another_encoding_are_refused(tmp_path: Path) -> None:
    assert "读不出来" in refusal(tmp_path / "没有.toml").sentence
    other = tmp_path / "编码.toml"
    other.write_bytes('name = "版式"'.encode("gb18030"))
    assert "UTF-8" in refusal(other).sentence


# ---- built ---------------------------------------------------------------------------------


def test_the_built_editions_say_what_their_sources_say() -> None:
    sources = builtin_sources()
    built = read_built(BUILT, sources)
    assert built is not None, "the editions changed: run python -m xl_tools.edition"
    parts = builtin_parts(sources)
    assert {name: json.loads(text) for name, text in built.items()} == parts
    assert BUILT.read_text("utf-8") == built_text(sources, parts)


def test_built_editions_of_other_sources_are_passed_over(tmp_path: Path) -> None:
    sources, built = {"own.toml": b"id = 1"}, tmp_path / "built.jsonl"
    assert read_built(built, sources) is None
    built.write_text(built_text(sources, {"1": {"id": "一\u2028"}}), "utf-8")
    assert read_built(built, sources) == {"1": '{"id": "一\u2028"}'.encode()}
    assert read_built(built, {"own.toml": b"id = 2"}) is None
    assert read_built(built, {**sources, "more.toml": b""}) is None


HEAD = b'{"sources": {}, "parts": ["1"]}\n'


@pytest.mark.parametrize(
    "damaged",
    [b"", b"{", b"[]", b"{}", b"\xff", b'{"sources": {}}', HEAD, HEAD + b"{}\n{}\n"],
)  # fmt: skip
def test_a_damaged_built_file_is_passed_over(damaged: bytes, tmp_path: Path) -> None:
    built = tmp_path / "built.jsonl"
    built.write_bytes(damaged)
    assert read_built(built, {}) is None
