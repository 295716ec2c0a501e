"""Our named tuples do what those of the standard library do."""

from __future__ import annotations

import collections
import copy
import pickle
from typing import Any

import pytest

from xl_tools.records import NamedTuple


class Place(NamedTuple):
    """A place."""

    sheet: str
    row: int
    column: int = 1

    @property
    def below(self) -> Place:
        """The place below."""
        return self._replace(row=self.row + 1)


THEIRS: Any = vars(collections)["namedtuple"]("Place", "sheet row column", defaults=[1])


@pytest.mark.parametrize(
    "made",
    [
        lambda cls: cls("表", 4),
        lambda cls: cls(row=4, sheet="表"),
        lambda cls: cls("表", 4, column=7),
        lambda cls: cls._make(["表", 4, 5]),
        lambda cls: cls("表", 4)._replace(sheet="x", column=9),
    ],
)
def test_a_record_is_made_and_shown_as_the_standard_one(made: Any) -> None:
    ours, theirs = made(Place), made(THEIRS)
    assert ours == theirs
    assert hash(ours) == hash(theirs)
    assert repr(ours) == repr(theirs)
    assert ours._asdict() == theirs._asdict()
    assert (ours.sheet, ours.row, ours.column) == tuple(theirs)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda cls: cls("表"),
        lambda cls: cls("表", 1, 2, 3),
        lambda cls: cls("表", 1, width=2),
        lambda cls: cls._make(["表"]),
        lambda cls: cls("表", 1)._replace(width=2),
        lambda cls: setattr(cls("表", 1), "row", 2),
        lambda cls: setattr(cls("表", 1), "width", 2),
    ],
)
def test_a_record_refuses_what_the_standard_one_refuses(wrong: Any) -> None:
    with pytest.raises(Exception) as theirs:  # noqa: PT011
        wrong(THEIRS)
    with pytest.raises(theirs.type):
        wrong(Place)


def test_a_record_is_copied_and_pickled_and_has_its_own_methods() -> None:
    place = Place("表", 4)
    assert copy.deepcopy(place) == place
    assert type(copy.copy(place)) is Place
    found = pickle.loads(pickle.dumps(place))
    assert found == place
    assert type(found) is Place
    assert place.below == Place("表", 5)
    assert Place.__doc__ == "A place."
    assert Place._field_defaults == {"column": 1}


def test_a_record_is_matched_by_its_fields() -> None:
    match Place("表", 4, 7):
        case Place(sheet, row, column):
            assert (sheet, row, column) == ("表", 4, 7)


def test_what_is_missing_is_named() -> None:
    with pytest.raises(TypeError, match=r"Place\.__new__\(\) missing 1 required .* 'row'"):
        Place("表")  # type: ignore[call-arg]
