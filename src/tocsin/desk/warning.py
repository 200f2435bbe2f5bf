"""An organisation's triggers held against its outlook: whom they warn of, and their record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, TypedDict

import polars as pl
from rich.console import Console
from rich.table import Table

from tocsin.desk import hindsight
from tocsin.desk import panel as panels
from tocsin.desk import trigger as triggers
from tocsin.desk.hindsight import Shelf
from tocsin.desk.outlook import cube as cubes
from tocsin.desk.outlook import forecast
from tocsin.desk.outlook.archive import Archive
from tocsin.desk.outlook.cube import Cube
from tocsin.desk.outlook.forecast import Origin
from tocsin.desk.outlook.marginal import DRAWS
from tocsin.desk.outlook.paths import Paths
from tocsin.desk.sources import figures as sources
from tocsin.desk.trigger import Case, Firing, Tally, Track
from tocsin.world.errors import RequestError
from tocsin.world.marking import Marking
from tocsin.world.organisation import Organisation
from tocsin.world.place import place
from tocsin.world.trigger import ALL, Trigger
from tocsin.world.vector import vector

MEASURES = (
    *("Hits", "Misses", "False alarms", "Correct rejections", "Unknown"),
    *("Hit rate", "False-alarm ratio", "Median lead, months", "Value", "90 % interval"),
)
NO_RECORD = "No record: the figures do not reach far enough back for a hindcast."


@dataclass(frozen=True)
class Weighed:
    """A trigger, what it makes of each place now, and its record if that was asked for."""

    trigger: Trigger
    firings: list[Firing]
    track: Track | None


@dataclass(frozen=True)
class Warnings:
    """What an organisation's triggers say as of a day, and for whom that is."""

    organisation: Organisation
    as_of: dt.date
    origin: Origin
    model: str
    marking: Marking
    hindsight: str
    weighed: list[Weighed]


def weigh(
    organisation: Organisation,
    as_of: dt.date,
    figures: pl.DataFrame,
    *,
    hindsight_note: str,
    model: str = forecast.DEFAULT,
    lag: int = 0,
    seed: int = 1,
    past: int = 0,
    archive: Archive | None = None,
    release: str = "",
    tell: Callable[[str], None] = lambda _: None,
) -> Warnings:
    """Hold all triggers in force on a day against the outlook, seeing nothing later.

    With `past` above 0 also on as many yearly origins before, as far as figures reach back, and on
    all from which the `archive` holds hindcasts of all the places that are made from the figures'
    `release`; it also keeps those that are made now. Raises `RequestError` if no
    trigger is in force, and the errors of `forecast.origin` and `forecast.forecast`.
    """
    agreed = _agreed(organisation, as_of)
    origin = forecast.origin(as_of, sources.months(figures)[1], lag=lag)
    panel = panels.from_figures(figures, origin.month)
    about = {trigger.key: organisation.places_of(trigger, as_of) for trigger in agreed}
    everywhere = sorted(set().union(*about.values()))
    marking = organisation.outlook_marking(as_of)
    shelf = Shelf(archive, organisation.key, release, marking) if archive else None
    tell(f"Outlook as of {origin.month:%Y-%m}")
    how: _How = {"model": model, "seed": seed}
    now = forecast.forecast(panel, everywhere, origin=origin.month, **how)
    kept = shelf.origins(everywhere, **how) if shelf and past else []
    before = hindsight.origins(panel, origin.month, max(t.months for t in agreed), past, kept)
    made = hindsight.outlooks(panel, everywhere, before, tell=tell, shelf=shelf, **how)
    tracks = _tracks(about, agreed, made, cubes.from_panel(panel), seed) if past else {}
    found = [
        Weighed(rule, triggers.fired(rule, now, about[rule.key]), tracks.get(rule.key))
        for rule in agreed
    ]
    return Warnings(organisation, as_of, origin, model, marking, hindsight_note, found)


def _tracks(
    about: dict[str, list[str]], agreed: list[Trigger], made: Iterable[Paths], cube: Cube, seed: int
) -> dict[str, Track]:
    """The record of each trigger; of the outlooks, which may be many, one is held at a time."""
    found: dict[str, list[Case]] = {rule.key: [] for rule in agreed}
    for outlook in made:
        for rule in agreed:
            found[rule.key] += triggers.cases(rule, outlook, cube, about[rule.key])
    return {rule.key: triggers.counted(rule, found[rule.key], seed=seed) for rule in agreed}


def _agreed(organisation: Organisation, as_of: dt.date) -> list[Trigger]:
    if agreed := organisation.triggers_on(as_of):
        return agreed
    raise RequestError(
        f"{organisation.name} has no trigger in force on {as_of}.",
        remedy="Add a [[trigger]] to its file.",
    )


class _How(TypedDict):
    model: str
    seed: int


def as_json(found: Warnings) -> dict[str, Any]:
    """All of it as plain values; what cannot be said is None."""
    return {
        "organisation": found.organisation.key,
        "as_of": found.as_of.isoformat(),
        "origin": found.origin.month.isoformat(),
        "moved_back_months": found.origin.moved,
        "model": found.model,
        "marking": str(found.marking),
        "hindsight": found.hindsight,
        "triggers": [
            _rule(each.trigger)
            | {
                "firings": [asdict(firing) for firing in each.firings],
                "track": _track(each.track) if each.track else None,
            }
            for each in found.weighed
        ],
    }


def _rule(trigger: Trigger) -> dict[str, Any]:
    days = {"since": trigger.since, "until": trigger.until}
    plain = {name: day and day.isoformat() for name, day in days.items()}
    return asdict(trigger) | {"limit": trigger.limit} | plain


def _track(track: Track) -> dict[str, Any]:
    return {
        "origins": [f"{origin:%Y-%m}" for origin in track.origins],
        "overall": _tally(track.overall),
        "onsets": _tally(track.onsets),
        "cases": [asdict(case) | {"origin": case.origin.isoformat()} for case in track.cases],
    }


def _tally(tally: Tally) -> dict[str, Any]:
    shares = {"hit_rate": tally.hit_rate, "false_alarm_ratio": tally.false_alarm_ratio}
    return {"n": tally.n} | asdict(tally) | shares


def show(found: Warnings, console: Console) -> None:
    """Print, for each trigger, its rule, the places that it warns of and its record."""
    late = f"; the figures end {found.origin.moved} months early" if found.origin.moved else ""
    short, month = found.organisation.short, f"{found.origin.month:%Y-%m}"
    console.print(f"Triggers of {short} on the outlook from {month}, model {found.model}{late}")
    console.print(f"For: {found.marking}")
    for each in found.weighed:
        console.print(f"\n[bold]{each.trigger.name}[/bold] ({each.trigger.key})")
        console.print(rule(each.trigger))
        if each.trigger.note:
            console.print(each.trigger.note)
        console.print(_firings(each.firings))
        if each.track and each.track.cases:
            console.print(_reach(each.track))
            console.print(_record(each.track))
        elif each.track:
            console.print(NO_RECORD)
    if any(each.track and each.track.cases for each in found.weighed):
        console.print(f"\nThe record is of hindcasts. {found.hindsight}")


def rule(trigger: Trigger) -> str:
    """A trigger's rule in a sentence."""
    strand = "all vectors" if trigger.vector == ALL else vector(trigger.vector).name.lower()
    return (
        f"Warns when P(≥ {trigger.threshold:,} deaths in {trigger.months} months, {strand}) is "
        f"above {trigger.limit:.1%}: acting costs {trigger.cost:g} and averts {trigger.loss:g}."
    )


def _firings(firings: list[Firing]) -> Table:
    table = Table("Place", box=None, padding=(0, 1))
    for name in ("Chance", "Limit"):
        table.add_column(name, justify="right")
    table.add_column("")
    for each in sorted(
        firings, key=lambda firing: -1.0 if firing.chance is None else -firing.chance
    ):
        word = {True: "WARN", False: "", None: "unknown"}[each.warn]
        table.add_row(place(each.place).name, _chance(each.chance), f"{each.limit:.1%}", word)
    return table


def _reach(track: Track) -> str:
    first, last = track.origins[0], track.origins[-1]
    return (
        f"Record on {len(track.origins)} origins, {first:%Y-%m} to {last:%Y-%m}, "
        f"{len(track.cases):,} cases"
    )


def _record(track: Track) -> Table:
    table = Table("", box=None, padding=(0, 1))
    for name in ("All", "Onsets"):
        table.add_column(name, justify="right")
    rows = zip(MEASURES, _counted(track.overall), _counted(track.onsets), strict=True)
    for name, overall, onsets in rows:
        table.add_row(name, overall, onsets)
    return table


def _counted(tally: Tally) -> list[str]:
    """A tally in words, in the order of `MEASURES`."""
    counts = (tally.hits, tally.misses, tally.false_alarms, tally.rejections, tally.unknown)
    shares = [_or_dash(share, "{:.0%}") for share in (tally.hit_rate, tally.false_alarm_ratio)]
    span = " to ".join(f"{end:.2f}" for end in tally.interval) if tally.interval else "–"
    return [
        *map(str, counts),
        *shares,
        _or_dash(tally.lead, "{:g}"),
        _or_dash(tally.value, "{:.2f}"),
        span,
    ]


def _or_dash(number: float | None, form: str) -> str:
    return "–" if number is None else form.format(number)


def _chance(share: float | None) -> str:
    """A share of draws, never a flat 0 or 1, which no outlook can promise."""
    if share is None:
        return "unknown"
    if share in {0, 1}:
        return f"<{1 / DRAWS:.1%}" if share == 0 else f">{1 - 1 / DRAWS:.1%}"
    return f"{share:.1%}"
