"""Named tuples, made in a third of the time: each command defines a hundred of them as it starts.

`typing.NamedTuple` compiles the type of every field, though nobody asks for it while the program
runs. Here the types stay the texts that `from __future__ import annotations` makes of them; for the
rest a class is what `collections.namedtuple` makes, and for a type checker it is typing's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import namedtuple

    # What a class body has besides, and what the finished class has already.
    _OWN = frozenset({"__module__", "__qualname__", "__orig_bases__"})

    class _Making(type):
        """Makes a class body a named tuple: its fields, their defaults, and its methods."""

        def __new__(cls, name, _, body):
            fields = tuple(body.get("__annotations__", ()))
            defaults = [body[field] for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            for key in body.keys() - _OWN - set(fields):
                setattr(made, key, body[key])
            return made

    def NamedTuple():  # noqa: N802
        """A base that is none: `class Spot(NamedTuple)` makes Spot a subclass of tuple alone."""

    NamedTuple.__mro_entries__ = lambda _: (_BASE,)
    _BASE = type.__new__(_Making, "NamedTuple", (), {})
