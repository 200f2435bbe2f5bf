"""Who stands where on a text, as one reader may see it: paragraphs and amendments by members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.council.council import positions, seat
from tocsin.council.council.models import Amendment, Placing, Position, Text
from tocsin.council.council.positions import Target
from tocsin.council.people.models import Party, User
from tocsin.council.record import clock

Known = Mapping[tuple[str, Target], Position]


@dataclass(frozen=True)
class Cell:
    """A party and its position, None: unknown."""

    party: Party
    position: Position | None


@dataclass(frozen=True)
class Row:
    """A paragraph or amendment, neither for the text as a whole, and where each member stands."""

    name: str
    id: Any
    cells: list[Cell]
    placing: Placing | None = None
    amendment: Amendment | None = None


@dataclass(frozen=True)
class Matrix:
    """The members by name, and the rows: the whole, then each paragraph with what amends it."""

    parties: list[Party]
    rows: list[Row]
    known: Known


def matrix(
    text: Text, reader: User, placings: Sequence[Placing], tabled: Sequence[Amendment]
) -> Matrix:
    """Where the members of today stand on a text and its amendments, as a reader may see it."""
    known = positions.current(reader, text=text)
    parties = seat.members(clock.today())
    rows = [Row("text", text.pk, _cells(parties, known, ("text", text.pk)))]
    left = list(tabled)
    for one in _to(left, None):
        rows.append(_amending(one, parties, known))
    for placing in placings:
        paragraph = placing.paragraph
        cells = _cells(parties, known, ("paragraph", paragraph.pk))
        rows.append(Row("paragraph", paragraph.pk, cells, placing=placing))
        rows += [_amending(one, parties, known) for one in _to(left, paragraph.line)]
    return Matrix(parties, rows, known)


def _to(tabled: Iterable[Amendment], line: Any) -> list[Amendment]:
    return [one for one in tabled if (one.paragraph.line if one.paragraph else None) == line]


def _amending(one: Amendment, parties: list[Party], known: Known) -> Row:
    return Row("amendment", one.pk, _cells(parties, known, ("amendment", one.pk)), amendment=one)


def _cells(parties: list[Party], known: Known, target: Target) -> list[Cell]:
    return [Cell(party, known.get((party.key, target))) for party in parties]
