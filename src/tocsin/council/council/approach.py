"""The harmonised approach to a text, as it follows from the positions that one reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tocsin.council.council import harmony, matrix, texts
from tocsin.council.council.matrix import Matrix
from tocsin.council.council.models import Amendment, Text
from tocsin.council.council.text import AmendmentFate, Change
from tocsin.council.people.models import Party, User


@dataclass(frozen=True)
class Approach:
    """What was found, and the parties, paragraphs and amendments that its keys stand for."""

    found: harmony.Harmony
    parties: dict[str, Party]
    numbers: dict[str, int]
    amendments: dict[str, Amendment]
    matrix: Matrix


def approach(text: Text, reader: User) -> Approach:
    """Search the newest version and its tabled amendments for the harmonised approach."""
    placings = texts.placed(text)
    every = list(text.amendments.select_related("paragraph", "party"))
    tabled = [one for one in every if one.fate == AmendmentFate.TABLED]
    grid = matrix.matrix(text, reader, placings, tabled)
    carried = frozenset(str(one.pk) for one in every if one.fate == AmendmentFate.CARRIED)
    question = _question(grid, carried)
    return Approach(
        found=harmony.harmonise(question),
        parties={party.key: party for party in grid.parties},
        numbers={str(one.paragraph_id): one.number for one in placings},
        amendments={str(one.pk): one for one in tabled},
        matrix=grid,
    )


def _question(grid: Matrix, carried: frozenset[str]) -> harmony.Question:
    rows = [row for row in grid.rows if row.name != "text"]
    stands = {
        (cell.party.key, str(row.id)): harmony.Stand(cell.position.stand)
        for row in rows
        for cell in row.cells
        if cell.position
    }
    return harmony.Question(
        parties=tuple(party.key for party in grid.parties),
        paragraphs=tuple(str(row.id) for row in rows if row.placing),
        amendments=tuple(_amendment(row.amendment) for row in rows if row.amendment),
        stands=stands,
        objections=tuple(_objections(grid, carried)),
    )


def _amendment(one: Amendment) -> harmony.Amendment:
    inserts = one.change == Change.INSERT
    return harmony.Amendment(str(one.pk), None if inserts else str(one.paragraph_id))


def _objections(grid: Matrix, carried: frozenset[str]) -> list[Any]:
    """The objections to the whole that no amendment which was carried already has lifted."""
    whole = next(row for row in grid.rows if row.name == "text")
    found = []
    for cell in whole.cells:
        if cell.position and cell.position.stand == harmony.Stand.OBJECT:
            unless = frozenset(cell.position.unless)
            if not unless & carried:
                found.append(harmony.Objection(cell.party.key, unless))
    return found
