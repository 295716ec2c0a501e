"""Tidy tables -> CSV and Parquet that pandas reads with the types of the dictionary."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from xl_tools.jsontext import MAX_EXPONENT, ROLLUP, plain
from xl_tools.refusal import Refusal
from xl_tools.rollup.tidy import FLAG, NUMBER, TEXT, WHOLE, Item, Row, Table

if TYPE_CHECKING:
    import pandas

BOM: Final = b"\xef\xbb\xbf"  # for Excel; pandas passes over it
AT_ONCE: Final = 20_000  # rows that are put into words together
MARK: Final = ROLLUP.encode()
# Digits of a number in Parquet: those of an amount, and as many as a report may hold at most.
USUAL: Final = (38, 6)
MOST: Final = (76, MAX_EXPONENT)
NO_LIBRARY: Final = (
    "写 Parquet 要用 pyarrow，这台电脑上没有装",
    "请运行 pip install xl-tools[parquet]，或改用 --csv",
)


# ---- CSV ---------------------------------------------------------------------------------


def csv_parts(table: Table) -> Iterator[bytes]:
    """The file piece by piece: UTF-8, a head of column names, nothing where there is no value."""
    yield csv_head(table)
    rows = iter(table.rows())
    while some := list(islice(rows, AT_ONCE)):
        yield _lines(map(_words, row) for row in some)


def csv_head(table: Table) -> bytes:
    """What the file begins with, by which it is known as ours."""
    return BOM + _lines([[column.name for column in table.columns]])


def _lines(rows: Iterable[Iterable[Item]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode("utf-8", "backslashreplace")


def _words(item: Item) -> Item:
    """Numbers without an exponent; True and False as pandas writes them itself."""
    return plain(item) if isinstance(item, Decimal) else item


# ---- Parquet -----------------------------------------------------------------------------


def refuse_without_parquet() -> None:
    """Refusal where the library is not there; asked before any work."""
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise Refusal(*NO_LIBRARY) from None


def frame_of(table: Table) -> pandas.DataFrame:
    """The table in pandas; numbers stay exact decimals."""
    import pandas as pd

    names = [column.name for column in table.columns]
    frame = pd.DataFrame.from_records(list(map(_clean, table.rows())), columns=names)
    types = {c.name: PANDAS[c.kind] for c in table.columns if c.kind in PANDAS}
    return frame.astype(types)


PANDAS: Final = MappingProxyType({WHOLE: "Int64", FLAG: "boolean"})


def _clean(row: Row) -> Row:
    """A text that is empty is no value; one that no file can hold is written as its code."""
    return tuple(map(_item, row))


def _item(item: Item) -> Item:
    if not isinstance(item, str):
        return item
    return item.encode("utf-8", "backslashreplace").decode("utf-8") or None


def parquet(table: Table) -> bytes:
    """The file: numbers as exact decimals, the meaning of each column beside its name."""
    buffer = io.BytesIO()
    frame = frame_of(table)
    frame.to_parquet(buffer, engine="pyarrow", index=False, schema=_schema(table, frame))
    return buffer.getvalue()


def _schema(table: Table, frame: pandas.DataFrame) -> Any:
    import pyarrow as pa

    kinds: Mapping[str, Callable[[str], Any]] = {
        TEXT: lambda _: pa.string(),
        WHOLE: lambda _: pa.int64(),
        FLAG: lambda _: pa.bool_(),
        NUMBER: lambda name: _decimal([n for n in frame[name] if isinstance(n, Decimal)]),
    }
    fields = [
        pa.field(column.name, kinds[column.kind](column.name), metadata={"说明": column.words})
        for column in table.columns
    ]
    return pa.schema(fields, metadata={"made by": MARK, "rows": table.words})


def _decimal(numbers: Sequence[Decimal]) -> Any:
    """Six decimals as the form has them; more room only where a report has odder numbers."""
    import pyarrow as pa

    whole, fraction = USUAL
    fits = all(
        -int(n.as_tuple().exponent) <= fraction and n.adjusted() < whole - fraction for n in numbers
    )
    return pa.decimal128(*USUAL) if fits else pa.decimal256(*MOST)
