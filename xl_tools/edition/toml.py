"""editions/*.toml -> Edition, with every fault of the file named."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from xl_tools.edition.built import read_built
from xl_tools.edition.prose import prose_of
from xl_tools.edition.values import (
    LAYOUTS,
    NUMBER_TYPES,
    Ask,
    Block,
    Bridge,
    Carry,
    Edition,
    Editions,
    Figure,
    Line,
    Model,
    RelationText,
    Rule,
    Section,
    Table,
    Topic,
    Years,
)
from xl_tools.refusal import Refusal, toml_place

FOLDER: Final = Path(__file__).parent.parent / "editions"
BUILT: Final = FOLDER / "built.jsonl"
YEARS: Final = "years"  # the part of the built file that stands for all editions
# Keys that say which edition this is; `extends` hands on everything else.
OWN_KEYS: Final = frozenset({"id", "name", "document", "years", "bridge", "extends", "without"})


@cache
def builtin_editions() -> Editions:
    """The editions of the package, oldest first."""
    sources = builtin_sources()
    parts = read_built(BUILT, sources) or {
        name: json.dumps(part).encode() for name, part in builtin_parts(sources).items()
    }
    years = json.loads(parts.pop(YEARS)).items()
    return Editions(
        _WhenAsked(parts), {name: Years(one["from"], one.get("to")) for name, one in years}
    )


class _WhenAsked(Mapping[str, Edition]):
    """Editions by id, each made when it is first asked for: most reports are in one of them."""

    __slots__ = ("_made", "_texts")

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._texts = texts
        self._made: dict[str, Edition] = {}

    def __getitem__(self, name: str) -> Edition:
        if name not in self._made:
            self._made[name] = _edition(json.loads(self._texts[name]))
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


@cache
def builtin_sources() -> Mapping[str, bytes]:
    """The TOML files of the package by name."""
    paths = sorted(path for path in FOLDER.iterdir() if path.suffix == ".toml")
    return MappingProxyType({path.name: path.read_bytes() for path in paths})


def builtin_parts(names: Iterable[str]) -> dict[str, object]:
    """What these files of the package say, completed by what they extend, and their years."""
    editions = {data["id"]: data for data in (_read_toml(FOLDER / name) for name in sorted(names))}
    return {YEARS: {name: data["years"] for name, data in editions.items()}, **editions}


def load_edition(path: Path) -> Edition:
    """The edition in a TOML file; a Refusal that names the file where it is not complete."""
    try:
        return _edition(_read_toml(path))
    except KeyError as missing:
        raise Refusal(f"版式文件缺少 {missing.args[0]} 一项", "请补上", file=str(path)) from None
    except (TypeError, ValueError, AttributeError) as wrong:
        raise Refusal(f"版式文件内容不对（{wrong}）", "请检查", file=str(path)) from None


def _read_toml(path: Path) -> dict[str, Any]:
    import tomllib  # only for an edition of one's own: those of the package are built

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Refusal("版式文件读不出来", "请检查文件名和编码（UTF-8）", file=str(path)) from None
    try:
        own = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refusal(
            f"版式文件不合 TOML 语法（{toml_place(error)}）", "请改正", file=str(path)
        ) from None
    if "extends" not in own:
        return own
    return _extended(_read_toml(_base_path(path, own["extends"])), own)


def _base_path(path: Path, base: str) -> Path:
    """`extends` names a neighbour of the file, or an edition of the package."""
    beside = path.parent / f"{base}.toml"
    return beside if beside.exists() and beside != path else FOLDER / f"{base}.toml"


def _extended(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """What the file says replaces what its base says: whole keys, single tables, single rules."""
    merged = {key: value for key, value in base.items() if key not in OWN_KEYS}
    for key, value in own.items():
        keyed = key in ("tables", "rules", "relations", "publication")
        merged[key] = {**merged.get(key, {}), **value} if keyed else value
    for rule in own.get("without", ()):
        merged["rules"].pop(rule, None)
        merged["relations"].pop(rule, None)
    return merged


def _edition(data: dict[str, Any]) -> Edition:
    report, years = data["report"], data["years"]
    tables = {key: _table(key, value, data["id"]) for key, value in data["tables"].items()}
    rules = {key: _rule(key, value, data) for key, value in data["rules"].items()}
    relations = tuple(_relation(key, value, data) for key, value in data["relations"].items())
    _same_cell_never_twice(tables)
    return Edition(
        id=data["id"],
        name=data["name"],
        document=data["document"],
        first_year=years["from"],
        last_year=years.get("to"),
        title_lines=tuple(report["title_lines"]),
        preface=report["preface"],
        preface_contact=report["preface_contact"],
        overview_limit=report["overview_limit"],
        publication=MappingProxyType(data["publication"]),
        placeholders=frozenset(data["placeholders"]),
        sections=tuple(_section(section, tables) for section in data["sections"]),
        tables=MappingProxyType(tables),
        relations=relations,
        rules=MappingProxyType(rules | {text.rule.id: text.rule for text in relations}),
        bridge=_bridge(data["bridge"]) if "bridge" in data else None,
        prose=prose_of(data.get("prose", {})),
    )


def _same_cell_never_twice(tables: Mapping[str, Table]) -> None:
    for table in tables.values():
        ids = [figure.id for figure in table.figures]
        twice = {name for name in ids if ids.count(name) > 1}
        if twice:
            raise ValueError(f"{table.number}有重复的格：{'、'.join(sorted(twice))}")


def _section(data: dict[str, Any], tables: Mapping[str, Table]) -> Section:
    table = data.get("table", "")
    if table and table not in tables:
        raise ValueError(f"“{data['title']}”写了没有定义的表 {table}")
    topics = tuple(
        Topic(topic["name"], topic["hint"], tuple(topic.get("words", ())))
        for topic in data.get("topics", ())
    )
    models = tuple(Model(model["use"], model["text"]) for model in data.get("models", ()))
    prompt = data.get("prompt", "")
    return Section(data["id"], data["title"], data["sheet"], table, prompt, topics, models)


def _line(data: dict[str, Any], default: Mapping[str, Any]) -> Line:
    number_type = data.get("type", default.get("type", ""))
    if number_type and number_type not in NUMBER_TYPES:
        raise ValueError(f"“{data['label']}”的类型 {number_type} 不是已知的类型")
    group = data.get("group", ())
    return Line(
        id=data["id"],
        label=data["label"],
        group=(group,) if isinstance(group, str) else tuple(group),
        roles=frozenset(data.get("roles", ())),
        type=number_type,
        unit=data.get("unit", default.get("unit", "")),
        article=data.get("article", ""),
        help=data.get("help", ""),
        synonyms=tuple(data.get("synonyms", ())),
    )


def _lines(data: Any, default: Mapping[str, Any] = MappingProxyType({})) -> tuple[Line, ...]:
    return tuple(_line(line, default) for line in data)


def _block(data: dict[str, Any]) -> Block:
    columns, spans = _lines(data["columns"]), tuple(data["spans"])
    if len(spans) != len(columns) + 1:
        raise ValueError(f"“{data['heading']}”的 spans 应有 {len(columns) + 1} 个数")
    return Block(data["heading"], data["stub"], spans, columns, _lines(data["rows"]))


def _table(table_id: str, data: dict[str, Any], edition_id: str) -> Table:
    if data["layout"] not in LAYOUTS:
        raise ValueError(f"表 {table_id} 的 layout 应是 {'、'.join(LAYOUTS)} 之一")
    blocks = tuple(_block(block) for block in data.get("blocks", ()))
    columns = _lines(data.get("columns", ()), data)
    rows = _lines(data.get("rows", ()))
    pairs = [(row, column) for row in rows for column in columns] + [
        (row, column) for block in blocks for row in block.rows for column in block.columns
    ]
    return Table(
        id=table_id,
        number=data["number"],
        caption=data["caption"],
        edition=edition_id,
        layout=data["layout"],
        widths=tuple(data["widths"]),
        row_height=data["row_height"],
        font_size=data["font_size"],
        blocks=blocks,
        columns=columns,
        rows=rows,
        corner=data.get("corner", ""),
        columns_title=data.get("columns_title", ""),
        figures=tuple(_figure(table_id, row, column) for row, column in pairs),
    )


def _figure(table_id: str, row: Line, column: Line) -> Figure:
    number_type = row.type or column.type or "count"
    unit = row.unit or column.unit
    return Figure(f"{table_id}.{row.id}.{column.id}", table_id, row, column, number_type, unit)


RULE_KEYS: Final = frozenset(
    {"title", "meaning", "severity", "explainable", "basis", "advice", "sure"}
)


def _rule(rule_id: str, data: dict[str, Any], edition: Mapping[str, Any]) -> Rule:
    if data["severity"] not in ("error", "warning", "info"):
        raise ValueError(f"规则 {rule_id} 的 severity 应是 error、warning 或 info")
    return Rule(
        id=rule_id,
        title=data["title"],
        severity=data["severity"],
        explainable=data["explainable"],
        basis=data["basis"].replace("{document}", edition["document"]),
        advice=data.get("advice", ""),
        settings=MappingProxyType({k: v for k, v in data.items() if k not in RULE_KEYS}),
        meaning=data.get("meaning", ""),
        sure=data.get("sure"),
    )


def _relation(rule_id: str, data: dict[str, Any], edition: Mapping[str, Any]) -> RelationText:
    if data["table"] not in edition["tables"] or data["each"] not in ("row", "column"):
        raise ValueError(f"关系 {rule_id} 的 table 或 each 不对")
    return RelationText(
        rule=_rule(rule_id, data, edition),
        table=data["table"],
        each=data["each"],
        only=data.get("only", ""),
        holds=data["holds"],
        left=data["left"],
        right=data["right"],
    )


def _bridge(data: dict[str, Any]) -> Bridge:
    carry = tuple(Carry(c["from"], c["to"], c.get("note", "")) for c in data["carry"])
    ask = tuple(Ask(a["cells"], a["why"], a.get("zero", False)) for a in data["ask"])
    return Bridge(data["from"], carry, ask)
