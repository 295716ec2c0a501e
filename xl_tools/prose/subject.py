"""The words of a piece -> what its number counts: topic, measure, part, and how sure that is."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from xl_tools.edition import Spoken
from xl_tools.prose.claims import Options
from xl_tools.prose.lexicon import Meaning
from xl_tools.prose.lines import columns_of, lines_meant
from xl_tools.prose.tokens import Token
from xl_tools.report import Form

# Kinds of words that neither add to what is said nor take from it.
SILENT = (
    "filler", "altogether", "each", "join", "split", "current", "whole", "own", "office", "organ",
    "about", "share", "rest", "negation", "until", "running", "reach", "respectively", "item",
)  # fmt: skip


def meanings_of(tokens: Iterable[Token], table: str, topic: bool) -> Iterator[Meaning]:
    """What the words mean in a table: as topics, or as measures and parts."""
    for token in tokens:
        for meaning in token.entry.meanings:
            if meaning.table == table and meaning.topic == topic:
                yield meaning


def measure(tokens: Sequence[Token], number: int | None, table: str, by: str) -> Meaning | None:
    """The measure before the number, else behind it; of several the one that says most."""
    cut = len(tokens) if number is None else number
    start = _behind_examples(tokens[:cut], table, by)
    before = [m for m in meanings_of(tokens[start:cut], table, False) if _measures(m, by)]
    if before:
        return min(reversed(before), key=_breadth)
    behind = (m for m in meanings_of(tokens[cut:], table, False) if _measures(m, by))
    return next(behind, None)


def _behind_examples(tokens: Sequence[Token], table: str, by: str) -> int:
    """信息不存在等无法提供: what stands before 等, 等原因 are examples of what stands behind."""
    start, behind = 0, False
    for place, token in enumerate(tokens):
        said = meanings_of((token,), table, False)
        if behind and any(_measures(m, by) for m in said):
            start = place
        behind = token.has("several") or (behind and token.has("filler"))
    return start


def _breadth(meaning: Meaning) -> tuple[bool, int, int]:
    """How little it says: a guess, of many alternatives, for many lines."""
    options = (*meaning.rows, *meaning.columns)
    return meaning.weak, len(options), len(options[0])


def _measures(meaning: Meaning, by: str) -> bool:
    return bool(meaning.rows if by == "row" else meaning.columns)


def part(tokens: Sequence[Token], table: str) -> Meaning | None:
    """The applicants a piece speaks of, in a table that has them as columns."""
    kinds = (token for token in tokens if not token.has("filler"))  # 群众 may be anybody
    return next((m for m in meanings_of(kinds, table, False) if m.columns and not m.rows), None)


def unknown(tokens: Sequence[Token], table: str, origin: str) -> bool:
    """Is there anything that the lexicon does not know, or knows of other tables alone?

    Of `origin`, the table of the cases behind this one's, the topics are known: they say why.
    """
    said = _without_causes(_without_names(tokens), table)
    return any(_unknown(token, table, origin) for token in said)


def _unknown(token: Token, table: str, origin: str) -> bool:
    if token.kind in ("number", "year", "month"):
        return False
    if token.has(*SILENT) or any(m.table == table for m in token.entry.meanings):
        return False
    behind = any(m.topic and m.table == origin for m in token.entry.meanings)
    return not origin or not (behind or token.has("cause"))


def _without_causes(tokens: Sequence[Token], table: str) -> Iterator[Token]:
    """因本机关不掌握…无法提供: 因 before a word of the table only leads to it."""
    for token, after in zip(tokens, (*tokens[1:], None), strict=False):
        leads = after is not None and any(m.table == table for m in after.entry.meanings)
        if not (leads and token.has("because")):
            yield token


def _without_names(tokens: Sequence[Token]) -> list[Token]:
    """Text before 局, 镇 and the like is the name of an organ."""
    following = (*tokens[1:], None)[: len(tokens)]
    return [
        token
        for token, after in zip(tokens, following, strict=True)
        if not (token.kind == "other" and after is not None and after.has("organ"))
    ]


def cells_of(ids: Container[str], table: str, rows: Options, columns: Options) -> Options:
    """The cells where each choice of rows meets each choice of columns; `ids` are all there are."""
    found = [
        tuple(
            cell for row in some for column in others if (cell := f"{table}.{row}.{column}") in ids
        )
        for some in rows
        for others in columns
    ]
    return tuple(dict.fromkeys(cells for cells in found if cells))


def total_columns(form: Form, table: str) -> Options:
    """The columns of totals, each alone."""
    return tuple((c.id,) for c in form.tables[table].columns if "total" in c.roles)


def usual_cells(form: Form, table: str) -> Options:
    """The cells meant where nothing but the topic is said."""
    spoken = form.edition.prose.tables[table]
    if spoken.by == "column":
        return ()
    ids = frozenset(figure.id for figure in form.tables[table].figures)
    return cells_of(ids, table, default_lines(form, table, spoken), total_columns(form, table))


def default_lines(form: Form, table: str, spoken: Spoken) -> Options:
    """What is meant on the measuring axis where nothing says it."""
    return lines_of(form, table, spoken.default, spoken.by)


def lines_of(form: Form, table: str, texts: Iterable[str], by: str) -> Options:
    """Alternatives on the measuring axis as the edition writes them, where the form has them."""
    own = form.tables[table]
    lines = own.all_rows() if by == "row" else columns_of(own)
    return tuple(ids for text in texts if (ids := lines_meant(text, lines)))
