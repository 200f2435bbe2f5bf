"""The map of the brief: members and neighbours, filled by chance, with what is disputed dashed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import polars as pl

from tocsin.brief import lettering
from tocsin.brief.projection import Points, View, fit, simple
from tocsin.brief.shades import CLASSES, UNKNOWN, classed
from tocsin.world import outline
from tocsin.world.errors import RequestError

WIDTH = 520
FINE = 0.4  # pixels that a simplified line may be off
FONT = "system-ui, 'Segoe UI', 'Liberation Sans', sans-serif"
# colour, width, dashes; the first are drawn first
LINES = {
    "elsewhere": ("var(--line)", 0.6, [1, 0]),
    "outline of a neighbour": ("var(--quiet)", 0.6, [1, 0]),
    "outline of a member": ("var(--ink)", 1.5, [1, 0]),
    "disputed line": ("var(--ink)", 1.3, [3, 2.5]),
}

Feature = dict[str, Any]


def chart(
    places: pl.DataFrame, *, on: dt.date, title: str = "Chance of 25 or more deaths"
) -> alt.LayerChart:
    """The map of an organisation's members and their neighbours on a day.

    `places` has `place`, `role` (member, neighbour), `chance` (0 to 1, null: unknown) and `label`,
    one row each; places without an outline (Tuvalu) are left out. The window is fitted to the
    members. Colours are the page's CSS custom properties. Raises `RequestError` if no member has
    an outline. Outlines: Natural Earth 1:50m (`docs/methods/outlines.md`).
    """
    land = outline.rings(on)
    roles = dict(places.select("place", "role").iter_rows())
    view = _window([key for key, role in roles.items() if role == "member"], land)
    shapes = {key: found for key, rings in land.items() if (found := _seen(rings, view))}
    classes = {row["place"]: classed(row["chance"]) for row in places.iter_rows(named=True)}
    labels = lettering.place(places, shapes, view)
    layers = [
        _land(shapes, classes),
        _fills(shapes, classes, title),
        _hatching(shapes, classes),
        *_lines(on, view, roles),
        *_labels(labels),
    ]
    frame: dict[str, Any] = {
        "clipExtent": [[0, 0], [view.width, view.height]],
        "scale": 1,
        "translate": [0, 0],
    }
    drawn: alt.LayerChart = (
        alt.layer(*layers)
        .project(type="identity", **frame)
        .properties(width=view.width, height=view.height, background="transparent", padding=0)
        .properties(description=f"{title}: {_spoken(places, classes)}")
        .configure_view(stroke=None, fill=None)
        .configure_legend(**_legend())
    )
    return drawn


def _window(members: Sequence[str], land: dict[str, tuple[outline.Ring, ...]]) -> View:
    large = [path for key in members for ring in _large(land.get(key, ())) for path in ring]
    if not large:
        raise RequestError("No member has an outline to draw.", where="map")
    return fit(large, width=WIDTH)


def _large(rings: Sequence[outline.Ring]) -> list[outline.Ring]:
    """The pieces of a place that the window must show: small ones may lie an ocean away."""
    sizes = [abs(sum(map(_swept, ring))) for ring in rings]
    return [r for r, size in zip(rings, sizes, strict=True) if size > 0.2 * max(sizes)]


def _swept(path: outline.Path) -> float:
    """The area between a path and the equator; summed over a ring, the area inside."""
    x, y = np.radians(np.asarray(path)).T
    step = (np.diff(x) + np.pi) % (2 * np.pi) - np.pi
    return float(np.sum((np.sin(y[1:]) + np.sin(y[:-1])) * step))


def _seen(rings: Sequence[outline.Ring], view: View) -> list[Points]:
    found = []
    for ring in rings:
        pixels = [view.project(path) for path in ring]
        drawn = [simple(p, FINE) for p in pixels if p is not None]
        if len(drawn) == len(pixels) and view.sees(whole := np.concatenate(drawn)):
            found.append(whole)
    return [ring for ring in found if np.ptp(ring, axis=0).max() > 1]


def _feature(kind: str, coordinates: Any, **properties: str) -> Feature:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _shape(features: list[Feature], **mark: Any) -> alt.Chart:
    chart: alt.Chart = alt.Chart({"values": features}).mark_geoshape(aria=False, clip=False, **mark)
    return chart


def _rings(shape: list[Points]) -> list[list[list[float]]]:
    return [ring.tolist() for ring in shape]


def _land(shapes: dict[str, list[Points]], classes: dict[str, str]) -> alt.Chart:
    rest = [ring for key, shape in shapes.items() if key not in classes for ring in _rings(shape)]
    return _shape([_feature("Polygon", rest)], fill="var(--land)")


def _fills(shapes: dict[str, list[Points]], classes: dict[str, str], title: str) -> alt.Chart:
    found = [
        _feature("Polygon", _rings(shapes[key]), chance=name)
        for key, name in sorted(classes.items())
        if key in shapes
    ]
    colours = {name: colour for name, (_, colour) in CLASSES.items()} | {UNKNOWN: "var(--unknown)"}
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    legend = alt.Legend(
        orient="bottom",
        offset=36,
        symbolType="square",
        symbolStrokeColor="var(--quiet)",
        symbolStrokeWidth=0.6,
        columns=4,
    )
    fill = alt.Fill("properties.chance:N", scale=scale, title=title, legend=legend)
    return _shape(found).encode(fill=fill)


def _hatching(shapes: dict[str, list[Points]], classes: dict[str, str]) -> alt.Chart:
    paths = [
        path
        for key, name in sorted(classes.items())
        if name == UNKNOWN
        for path in lettering.hatch(shapes.get(key, []))
    ]
    hatched = [_feature("MultiLineString", paths)]
    return _shape(hatched, filled=False, stroke="var(--paper)", strokeWidth=1.2)


def _lines(on: dt.date, view: View, roles: dict[str, str]) -> list[alt.Chart]:
    drawn: dict[str, list[list[list[float]]]] = {kind: [] for kind in LINES}
    for line in outline.lines(on):
        pixels, kind = view.project(line.path), _kind(line, roles)
        if pixels is not None and kind and view.sees(pixels):
            drawn[kind].append(simple(pixels, FINE).tolist())
    return [
        _shape(
            [_feature("MultiLineString", paths, line=kind)],
            filled=False,
            strokeWidth=LINES[kind][1],
            strokeJoin="round",
        ).encode(
            stroke=_stroke(alt.Stroke, 0, view.height),
            strokeDash=_stroke(alt.StrokeDash, 2, view.height),
        )
        for kind, paths in drawn.items()
    ]


def _stroke(channel: type[alt.Stroke] | type[alt.StrokeDash], part: int, height: float) -> Any:
    """Colour or dashes by the kind of line; Vega joins the two legends into one."""
    looks: list[Any] = [look[part] for look in LINES.values()]
    scale = alt.Scale(domain=list(LINES), range=looks)
    shown = [kind for kind in LINES if kind != "elsewhere"]
    legend = alt.Legend(
        orient="none",
        direction="horizontal",
        legendX=0,
        legendY=height + 12,
        symbolType="stroke",
        symbolSize=250,
        columnPadding=26,
        values=shown,
    )
    return channel("properties.line:N", scale=scale, title=None, legend=legend)


def _kind(line: outline.Line, roles: dict[str, str]) -> str | None:
    """How a line is drawn; coasts of land that is neither member nor neighbour are not."""
    if line.disputed:
        return "disputed line"
    found = {roles.get(place) for place in line.places}
    for role in ("member", "neighbour"):
        if role in found:
            return f"outline of a {role}"
    return "elsewhere" if len(line.places) > 1 else None


def _labels(labels: list[lettering.Label]) -> list[alt.Chart]:
    """The names, each over a halo of the paper's colour that keeps it legible on any fill."""
    rows = [{"x": label.x, "y": label.y, "text": label.text} for label in labels]
    halo: dict[str, Any] = {
        "stroke": "var(--paper)",
        "strokeWidth": 3,
        "strokeOpacity": 0.75,
        "strokeJoin": "round",
    }
    return [
        alt.Chart({"values": rows})
        .mark_text(font=FONT, fontSize=lettering.SIZE, fill="var(--ink)", aria=False, **extra)
        .encode(longitude="x:Q", latitude="y:Q", text="text:N")
        for extra in (halo, dict[str, Any]())
    ]


def _legend() -> dict[str, Any]:
    return {
        "labelColor": "var(--ink)",
        "titleColor": "var(--ink)",
        "labelFont": FONT,
        "titleFont": FONT,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "labelLimit": 300,
        "titleLimit": WIDTH,
        "columnPadding": 26,
    }


def _spoken(places: pl.DataFrame, classes: dict[str, str]) -> str:
    return "; ".join(
        f"{label} {classes[key]}" for key, label in places.select("place", "label").iter_rows()
    )
