"""Named tuples, made in a fifth of the time: each command defines a hundred of them as it starts.

`typing.NamedTuple` compiles the type of every field, though nobody asks for it while the program
runs, and `collections.namedtuple` compiles a constructor for every class. Here the types stay the
texts that `from __future__ import annotations` makes of them, and classes of equally many fields
share one compiled constructor. For a type checker a class is typing's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from functools import lru_cache
    from operator import itemgetter
    from types import FunctionType

    try:
        from _collections import _tuplegetter
    except ImportError:  # a Python that has no such quick way to a field

        def _tuplegetter(index, doc):
            return property(itemgetter(index), doc=doc)

    # What a class body has besides, and the finished class shall not have.
    _BESIDES = frozenset({"__orig_bases__"})

    @lru_cache(maxsize=64)
    def _getter(index):
        return _tuplegetter(index, f"Field {index}.")

    @lru_cache(maxsize=64)
    def _constructor(count):
        """A constructor for so many fields."""
        fields = "".join(f"_{number}, " for number in range(count))
        source = f"lambda _cls, {fields}: _new(_cls, ({fields}))"
        return eval(source, {"_new": tuple.__new__, "__name__": __name__})

    def _constructing(name, fields, defaults):
        """The constructor of a class, whose arguments are called as the fields are."""
        like = _constructor(len(fields))
        code = like.__code__.replace(co_name="__new__", co_varnames=("_cls", *fields))
        made = FunctionType(code, like.__globals__, "__new__", defaults)
        made.__qualname__ = f"{name}.__new__"
        return made

    class _Record(tuple):
        """What `collections.namedtuple` gives a class besides its constructor and its fields."""

        __slots__ = ()
        _fields = ()
        _field_defaults: dict[str, object] = {}  # noqa: RUF012

        @classmethod
        def _make(cls, values):
            """A record of values in the order of the fields."""
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **changes):
            """A copy with other values in some fields."""
            made = self._make(map(changes.pop, self._fields, self))
            if changes:
                raise ValueError(f"Got unexpected field names: {[*changes]!r}")
            return made

        def _asdict(self):
            """The values by field."""
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            values = ", ".join(f"{n}={v!r}" for n, v in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({values})"

        def __getnewargs__(self):
            return tuple(self)

    class _Making(type):
        """Makes a class body a named tuple: its fields, their defaults, and its methods."""

        def __new__(cls, name, _, body):
            fields = tuple(body.get("__annotations__", ()))
            known = {field: body[field] for field in fields if field in body}
            namespace = {key: body[key] for key in body.keys() - _BESIDES}
            namespace |= {field: _getter(number) for number, field in enumerate(fields)}
            namespace["__new__"] = _constructing(name, fields, tuple(known.values()))
            namespace["__slots__"] = ()
            namespace["__match_args__"] = namespace["_fields"] = fields
            namespace["_field_defaults"] = known
            return type(name, (_Record,), namespace)

    def NamedTuple():  # noqa: N802
        """A base that is none: `class Spot(NamedTuple)` makes Spot a record, no more."""

    NamedTuple.__mro_entries__ = lambda _: (_BASE,)
    _BASE = type.__new__(_Making, "NamedTuple", (), {})
