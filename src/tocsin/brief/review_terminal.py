"""The review for the terminal."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tocsin.brief.review import Course, Held, Judged, Review
from tocsin.brief.words import count, day, interval, listed, month, percent, toll
from tocsin.world.trigger import ALL
from tocsin.world.vector import vector


def show(found: Review, console: Console, *, places: tuple[str, ...] = ()) -> None:
    """Print a review; of the `places` named, if any, also each vector by itself."""
    for part in _parts(found, places):
        console.print(part)


def _parts(found: Review, places: tuple[str, ...]) -> list[RenderableType]:
    held = [each for each in found.held if each.vector == ALL or places]
    courses = [each for each in found.courses if not places or each.place in places]
    kind = "issued on its day" if found.issued else "computed afterwards from what was known then"
    return [
        Text(f"{found.organisation} · outlook as of {day(found.as_of)}, {kind}", style="dim"),
        Text(f"Held against figures up to {month(found.until)}", style="dim"),
        _heading("Where it was wrong"),
        _bullets(found.wrong),
        _heading("Where it was silent"),
        _bullets(found.silent),
        Text(f"\n{found.calm}" if found.calm else ""),
        *(part for each in held for part in (_heading(_title(each)), _held(each, places))),
        _heading("What came, year by year"),
        _years(courses),
        *(part for each in found.triggers for part in (_heading(each.name), _judged(each))),
    ]


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style="bold underline")


def _bullets(lines: list[str]) -> Group:
    return Group(*(Padding(Text(f"· {line}"), (0, 0, 0, 2)) for line in lines))


def _title(held: Held) -> str:
    strand = "" if held.vector == ALL else f", {vector(held.vector).name.lower()}"
    return f"The {held.months} months to {month(held.last)}{strand}"


def _held(held: Held, places: tuple[str, ...]) -> RenderableType:
    table = Table(box=None, padding=(0, 1))
    for name in ("Place", "Said: median", "90% range", "P(≥ 25)", "Came", "Verdict"):
        table.add_column(name, justify="left" if name in {"Place", "Verdict"} else "right")
    asked = [v for v in held.verdicts if not places or v.place in places]
    for v in (v for v in asked if places or not v.quiet):
        cells = (v.name, count(v.median), interval(v.ninety), percent(v.chance))
        said = v.miss or "within the range"
        table.add_row(*cells, toll(v.known, v.missing), said, style="bold" if v.miss else "")
    quiet = [] if places else held.calm
    if not quiet:
        return table
    return Group(table, Text(f"Nothing was expected and nothing came in {listed(quiet)}."))


def _years(courses: list[Course]) -> Group:
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column("Place", no_wrap=True)
    for year in courses[0].years if courses else []:
        table.add_column(f"{year.year}{'*' if year.months < 12 else ''}", justify="right")
    for course in (course for course in courses if not course.quiet):
        told = [toll(year.deaths, year.missing) for year in course.years]
        table.add_row(f"{'●' if course.member else '○'} {course.name}", *told)
    quiet = [course.name for course in courses if course.quiet]
    notes = [f"Nobody was killed in {listed(quiet)}."] if quiet else []
    notes.append("● member, ○ neighbour; * not the whole year.")
    return Group(table, *map(Text, notes))


def _judged(judged: Judged) -> Group:
    lines = {
        "Warned, and it came": judged.hits,
        "Not warned, and it came": judged.misses,
        "Warned, and it did not come": judged.false_alarms,
        "Cannot be judged": judged.unknown,
    }
    told = [Text(f"{what}: {listed(names)}") for what, names in lines.items() if names]
    quiet = Text(f"Not warned, and it did not come: {len(judged.quiet)} places", style="dim")
    return Group(Text(judged.rule, style="dim"), *told, quiet)
