"""Write `world/data/outlines.json` and `neighbours.csv` from Natural Earth 1:50m.

Usage: python tools/outlines.py [COUNTRIES_50M_JSON]

Without an argument the file is fetched by `npm pack world-atlas@2.0.2`. Natural Earth is in the
public domain; world-atlas is its TopoJSON form. Which unit is drawn with which place on which days
is `holders.csv`; what the lines get wrong about neighbours is the table below.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tocsin.world.outline import holder, holdings
from tocsin.world.place import countries

HERE = Path(__file__).parent.parent / "src/tocsin/world/data"
PACKAGE = "world-atlas@2.0.2"
NAMED = {"Kosovo": "XKX"}

Pair = tuple[str, str]
Span = tuple[str, str]

# pair, first day, last day (empty: open; "never": no border), why the lines alone do not tell
CORRECTIONS = """
BWA,ZMB,,,they meet in the Zambezi at Kazungula; the outlines leave a gap
COD,TZA,never,,the boundary lies wholly in Lake Tanganyika
CSK,DDR,,1990-10-02,East Germany has no outline of its own
DDR,DEU,,1990-10-02,East Germany has no outline of its own
DDR,POL,,1990-10-02,East Germany has no outline of its own
DEU,POL,1990-10-03,,before that day Poland bordered East Germany
ESP,MAR,,,Ceuta and Melilla are too small for the outlines
OMN,YEM,1990-05-22,,before that day Oman bordered South Yemen
OMN,YMD,,1990-05-21,South Yemen has no outline of its own
SAU,YMD,,1990-05-21,South Yemen has no outline of its own
YEM,YMD,,1990-05-21,South Yemen has no outline of its own
"""


def fetch(folder: Path) -> Path:
    """Fetch the package with npm and unpack the one file that is needed."""
    subprocess.run(["npm", "pack", PACKAGE, "--silent"], cwd=folder, check=True)  # noqa: S603, S607
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extract("package/countries-50m.json", folder, filter="data")
    return folder / "package/countries-50m.json"


def flat(arcs: Any) -> Iterator[int]:
    """All arc numbers in a geometry, without direction."""
    for item in arcs:
        if isinstance(item, int):
            yield item if item >= 0 else ~item
        else:
            yield from flat(item)


def shared_lines(geometries: Iterable[dict[str, Any]]) -> set[Pair]:
    """Pairs of units that share an arc."""
    users = defaultdict(set)
    for geometry in geometries:
        for arc in flat(geometry["arcs"]):
            users[arc].add(geometry["id"])
    return {(min(units), max(units)) for units in users.values() if len(units) == 2}


def spans(lines: set[Pair]) -> dict[Pair, list[Span]]:
    """Days on which two places were neighbours, from the units' lines and who held them when."""
    changes = {row.end + dt.timedelta(days=1) for row in holdings() if row.end}
    changes |= {row.start for row in holdings() if row.start}
    days = [dt.date.min, *sorted(changes)]
    found: dict[Pair, list[Span]] = defaultdict(list)
    for n, day in enumerate(days):
        start = str(day) if n else ""
        end = str(days[n + 1] - dt.timedelta(days=1)) if n + 1 < len(days) else ""
        for pair in {tuple(sorted((holder(a, day), holder(b, day)))) for a, b in lines}:
            if pair[0] == pair[1] or not set(pair) <= countries().keys():
                continue
            before = found[pair]
            if before and before[-1][1] == str(day - dt.timedelta(days=1)):
                start_of = before.pop()[0]
                before.append((start_of, end))
            else:
                before.append((start, end))
    return found


def corrected(found: dict[Pair, list[Span]]) -> list[tuple[str, str, str, str]]:
    """The spans as rows, with every pair of the table above replaced by its own row."""
    for a, b, start, end, _ in csv.reader(CORRECTIONS.strip().splitlines()):
        found[a, b] = [] if start == "never" else [(start, end)]
    return sorted((*pair, *span) for pair, rows in found.items() for span in rows)


def named(topology: dict[str, Any]) -> list[dict[str, Any]]:
    """The geometries with our place (or Natural Earth's name) as id, and pieces apart."""
    numbers = {place.number: place.iso3 for place in countries().values()} | {None: ""}
    geometries = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        place = numbers.get(int(geometry["id"])) if "id" in geometry else NAMED.get(name)
        arcs = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        geometries.append({"type": "MultiPolygon", "id": place or name, "arcs": arcs})
    return geometries


def main(source: Path) -> None:
    """Cut the outlines and derive the neighbours."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    geometries = named(topology)
    rows = corrected(spans(shared_lines(geometries)))
    with (HERE / "neighbours.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("a", "b", "start", "end"), *rows])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(fetch(Path(temporary)))
