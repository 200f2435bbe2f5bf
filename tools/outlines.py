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
import math
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from tocsin.world.outline import holder, holdings
from tocsin.world.place import countries

HERE = Path(__file__).parent.parent / "src/tocsin/world/data"
PACKAGE = "world-atlas@2.0.2"
NAMED = {"Kosovo": "XKX"}

Pair = tuple[str, str]
Span = tuple[str, str]
Point = tuple[float, float]
Geometry = dict[str, Any]

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


# name, the unit it is cut from, west, south, east, north: polygons that lie inside become a unit
PIECES = """
Crimea,RUS,32,44,37,46.5
"""

# name, the unit it is cut from, where its new line begins and ends (both on the unit's outline)
CUTS = """
Western Sahara west of the berm,MAR,-13.17,27.66,-8.69,27.66
"""

LEFT_OUT = {"Antarctica", "Fr. S. Antarctic Lands", "Heard I. and McDonald Is."}
STEP = 0.01  # degrees; about half a pixel on a map of West Africa
SMALL_ISLAND = 0.02  # square degrees, about 250 km² at the equator
SMALL_CORNER = 0.0016  # square degrees of the triangle that a point makes with its neighbours


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


def shared_lines(geometries: Iterable[Geometry]) -> set[Pair]:
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


def named(topology: dict[str, Any]) -> list[Geometry]:
    """The geometries with our place (or Natural Earth's name) as id, and pieces apart."""
    numbers = {place.number: place.iso3 for place in countries().values()} | {None: ""}
    geometries = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        place = numbers.get(int(geometry["id"])) if "id" in geometry else NAMED.get(name)
        arcs = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        geometries.append({"type": "MultiPolygon", "id": place or name, "arcs": arcs})
    return geometries


def degrees(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs in degrees, from TopoJSON's running differences of whole numbers."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        xs, ys = (accumulate(values) for values in zip(*arc, strict=True))
        arcs.append([(x * sx + tx, y * sy + ty) for x, y in zip(xs, ys, strict=True)])
    return arcs


def area(ring: list[Point]) -> float:
    """Size in square degrees, by the shoelace formula."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))) / 2


def trace(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """The points of a ring of arcs; a negative number is an arc walked backwards."""
    return [point for i in ring for point in (arcs[i] if i >= 0 else arcs[~i][::-1])]


def take_pieces(geometries: list[Geometry], arcs: list[list[Point]]) -> None:
    """Make units of the polygons named in the table of pieces."""
    for name, source, *bounds in csv.reader(PIECES.strip().splitlines()):
        west, south, east, north = map(float, bounds)
        unit = next(g for g in geometries if g["id"] == source)
        inside = [
            polygon
            for polygon in unit["arcs"]
            if all(west < x < east and south < y < north for x, y in trace(polygon[0], arcs))
        ]
        unit["arcs"] = [polygon for polygon in unit["arcs"] if polygon not in inside]
        geometries.append({"type": "MultiPolygon", "id": name, "arcs": inside})


def split(at: Point, geometries: list[Geometry], arcs: list[list[Point]]) -> None:
    """Break the arcs in two that have this point inside, to a hundredth of a degree."""
    for number, arc in enumerate(list(arcs)):
        near = [n for n, p in enumerate(arc[1:-1], 1) if math.dist(p, at) < STEP]
        if not near:
            continue
        arcs.append(arc[near[0] :])
        arcs[number] = arc[: near[0] + 1]
        halves = {number: [number, len(arcs) - 1], ~number: [~(len(arcs) - 1), ~number]}
        for geometry in geometries:
            geometry["arcs"] = [
                [[half for i in ring for half in halves.get(i, [i])] for ring in polygon]
                for polygon in geometry["arcs"]
            ]


def start_at(ring: list[int], point: Point, arcs: list[list[Point]]) -> int:
    """Which arc of a ring starts at a point."""
    starts = [trace([i], arcs)[0] for i in ring]
    return next(n for n, start in enumerate(starts) if math.dist(start, point) < STEP)


def take_cuts(geometries: list[Geometry], arcs: list[list[Point]]) -> None:
    """Make units by the straight lines of the table of cuts: what lies right of the line."""
    for name, source, *ends in csv.reader(CUTS.strip().splitlines()):
        x1, y1, x2, y2 = map(float, ends)
        for end in ((x1, y1), (x2, y2)):
            split(end, geometries, arcs)
        unit = next(g for g in geometries if g["id"] == source)
        [[ring]] = unit["arcs"]
        first = next(
            n for n, i in enumerate(ring) if math.dist(trace([i], arcs)[0], (x1, y1)) < STEP
        )
        ring = ring[first:] + ring[:first]
        second = next(
            n for n, i in enumerate(ring) if math.dist(trace([i], arcs)[0], (x2, y2)) < STEP
        )
        arcs.append([trace(ring, arcs)[0], trace(ring[second:], arcs)[0]])
        line = len(arcs) - 1
        unit["arcs"] = [[[*ring[:second], ~line]]]
        geometries.append({"type": "MultiPolygon", "id": name, "arcs": [[[line, *ring[second:]]]]})


def without_specks(geometry: Geometry, arcs: list[list[Point]]) -> Geometry:
    """Drop small islands, but never the largest piece of a unit or a hole's filling."""
    sizes = [area(trace(polygon[0], arcs)) for polygon in geometry["arcs"]]
    keep = [
        polygon
        for polygon, size in zip(geometry["arcs"], sizes, strict=True)
        if size in {max(sizes)} or size > SMALL_ISLAND or len(polygon[0]) > 1
    ]
    return geometry | {"arcs": keep}


def simple(arc: list[Point]) -> list[Point]:
    """Drop the point with the smallest triangle until none is small (Visvalingam & Whyatt 1993)."""
    arc = list(arc)
    while len(arc) > (4 if arc[0] == arc[-1] else 2):
        sizes = [area([*arc[n - 1 : n + 2]]) for n in range(1, len(arc) - 1)]
        if min(sizes) > SMALL_CORNER:
            break
        del arc[sizes.index(min(sizes)) + 1]
    return arc


def whole(arc: list[Point]) -> list[list[int]]:
    """An arc as running differences of whole steps."""
    points = [(round(x / STEP), round(y / STEP)) for x, y in arc]
    kept = [points[0], *(b for a, b in pairwise(points) if a != b)]
    moves = [[b[0] - a[0], b[1] - a[1]] for a, b in pairwise(kept)]
    return [list(kept[0]), *(moves or [[0, 0]])]


def cut(geometries: list[Geometry], arcs: list[list[Point]]) -> dict[str, Any]:
    """The compact topology: only arcs in use, simplified and in whole steps."""
    used = sorted({i for geometry in geometries for i in flat(geometry["arcs"])})
    place = {old: new for new, old in enumerate(used)}
    renumber = {~old: ~new for old, new in place.items()} | place
    return {
        "type": "Topology",
        "objects": {
            "units": {
                "type": "GeometryCollection",
                "geometries": [
                    geometry
                    | {
                        "arcs": [
                            [[renumber[i] for i in ring] for ring in polygon]
                            for polygon in geometry["arcs"]
                        ]
                    }
                    for geometry in geometries
                ],
            }
        },
        "arcs": [whole(simple(arcs[i])) for i in used],
        "transform": {"scale": [STEP, STEP], "translate": [0, 0]},
    }


def main(source: Path) -> None:
    """Cut the outlines and derive the neighbours."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    geometries, arcs = named(topology), degrees(topology)
    take_pieces(geometries, arcs)
    take_cuts(geometries, arcs)
    shown = [without_specks(g, arcs) for g in geometries if g["id"] not in LEFT_OUT]
    text = json.dumps(cut(shown, arcs), separators=(",", ":"), ensure_ascii=False)
    (HERE / "outlines.json").write_text(text + "\n", encoding="utf-8")
    rows = corrected(spans(shared_lines(geometries)))
    with (HERE / "neighbours.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("a", "b", "start", "end"), *rows])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(fetch(Path(temporary)))
