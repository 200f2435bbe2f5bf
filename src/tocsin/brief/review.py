"""The review: the outlook of a day held against all that came since, hits and misses alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from tocsin.brief import verdicts
from tocsin.brief.content import Verdict
from tocsin.brief.outlooks import YEAR
from tocsin.brief.words import count, listed, month, number, percent
from tocsin.desk import calm, scoreboard
from tocsin.desk import panel as panels
from tocsin.desk import trigger as triggers
from tocsin.desk.outlook import cube as cubes
from tocsin.desk.outlook import forecast
from tocsin.desk.outlook.archive import Archive
from tocsin.desk.outlook.cube import Cube
from tocsin.desk.outlook.paths import Paths
from tocsin.desk.sources import figures as sources
from tocsin.desk.warning import rule
from tocsin.world import month as months
from tocsin.world.errors import RequestError
from tocsin.world.marking import Marking
from tocsin.world.organisation import Organisation
from tocsin.world.place import country
from tocsin.world.trigger import ALL, Trigger

SPANS = (YEAR, 3 * YEAR)
"""Months that an outlook is held against, each from its origin on."""
LIKELY = 0.5
NAMED = 5
"""How many places a sentence names at most."""


@dataclass(frozen=True)
class Held:
    """What was said of so many months up to `last`, and what came, by place; misses first.

    `vector` is one of them, or all together.
    """

    vector: str
    months: int
    last: dt.date
    verdicts: list[Verdict]

    @property
    def calm(self) -> list[str]:
        """The names of the places where nothing was expected and nothing came."""
        return [each.name for each in self.verdicts if each.quiet]

    @property
    def misses(self) -> list[Verdict]:
        """The verdicts that are misses."""
        return [each for each in self.verdicts if each.miss and each.happened is not None]


@dataclass(frozen=True)
class Year:
    """Deaths in a place in the months of a calendar year that were reviewed.

    `deaths` are those known, in `missing` of the `months` anything is unknown; `beyond` says
    whether the outlook did not reach so far.
    """

    year: int
    months: int
    deaths: float
    missing: int
    beyond: bool


@dataclass(frozen=True)
class Course:
    """What came in a place, by year; `before` are the deaths of the twelve months to the origin.

    `before` is None if one of them is not known.
    """

    place: str
    name: str
    member: bool
    before: float | None
    years: list[Year]

    @property
    def quiet(self) -> bool:
        """Whether every month is known, and nobody was killed in any."""
        return not any(year.deaths or year.missing for year in self.years)


@dataclass(frozen=True)
class Judged:
    """A trigger on the day, and what came in its months: places by what was said and what came."""

    key: str
    name: str
    rule: str
    hits: list[str]
    misses: list[str]
    false_alarms: list[str]
    quiet: list[str]
    unknown: list[str]


@dataclass(frozen=True)
class Review:
    """An outlook, what came up to a month, and in sentences where it was wrong or silent.

    `issued` says whether the outlook was made on its day. A review does not look past `until`.
    """

    organisation: str
    short: str
    as_of: dt.date
    origin: dt.date
    until: dt.date
    model: str
    issued: bool
    wrong: list[str]
    silent: list[str]
    calm: str
    held: list[Held]
    courses: list[Course]
    triggers: list[Judged]


def of_day(
    organisation: Organisation,
    as_of: dt.date,
    figures: pl.DataFrame,
    *,
    until: dt.date | None = None,
    places: tuple[str, ...] = (),
    model: str = forecast.DEFAULT,
    lag: int = 0,
    seed: int = 1,
    archive: Archive | None = None,
    marking: Marking | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Review:
    """The review of the outlook of a day: the one issued, if the archive holds it, else made now.

    Of the `places` named, if any. Raises `RequestError` for a place that is not watched, and the
    errors of `forecast.origin`, `forecast.forecast`, `Archive.read` and `review`.
    """
    watched = organisation.watched(as_of)
    if strange := next((place for place in places if place not in watched), None):
        raise RequestError(f"{organisation.name} does not watch “{strange}” on {as_of}.")
    origin = forecast.origin(as_of, sources.months(figures)[1], lag=lag).month
    issued = archive.issued(organisation.key, origin, marking) if archive else None
    tell(f"Outlook as of {origin:%Y-%m}")
    panel = panels.from_figures(figures, origin)
    made = issued or forecast.forecast(panel, watched, origin=origin, model=model, seed=seed)
    asked = made.over(list(places) or watched, made.vectors)
    return review(organisation, as_of, asked, figures, until=until, issued=issued is not None)


def review(
    organisation: Organisation,
    as_of: dt.date,
    outlook: Paths,
    figures: pl.DataFrame,
    *,
    until: dt.date | None = None,
    issued: bool = False,
) -> Review:
    """Hold the outlook of a day against figures up to a month, by default all there are.

    Raises `RequestError` if no month lies between the two.
    """
    last = sources.months(figures)[1]
    until = min(until.replace(day=1), last) if until else last
    if until <= outlook.origin:
        raise RequestError(
            f"The figures up to {until:%Y-%m} hold nothing that came after {outlook.origin:%Y-%m}.",
            remedy="Choose an earlier day, or use newer figures (--figures).",
        )
    cube = cubes.from_panel(panels.from_figures(figures, until))
    held = [_held(key, *_of(key, outlook, cube), n) for key in (ALL, *cube.vectors) for n in SPANS]
    members = organisation.members(as_of)
    courses = [_course(cube, outlook, place, place in members) for place in outlook.places]
    agreed = organisation.triggers_on(as_of)
    about = {
        each.key: [p for p in organisation.places_of(each, as_of) if p in outlook.places]
        for each in agreed
    }
    return Review(
        organisation=organisation.name,
        short=organisation.short,
        as_of=as_of,
        origin=outlook.origin,
        until=until,
        model=outlook.model,
        issued=issued,
        wrong=_wrong([each for each in held if each.vector == ALL]),
        silent=_silent(courses, held[0], outlook, until),
        calm=_calm(cube, outlook, [place for place in members if place in outlook.places]),
        held=held,
        courses=courses,
        triggers=[_judged(each, outlook, cube, about[each.key]) for each in agreed],
    )


def _of(vector: str, outlook: Paths, cube: Cube) -> tuple[Paths, Cube]:
    """An outlook and a cube of one vector, or as they are."""
    if vector == ALL:
        return outlook, cube
    values = cube.values[:, [cube.vectors.index(vector)]]
    one = Cube(cube.places, [vector], cube.first, values)
    return outlook.over(outlook.places, [vector]), one


def _held(vector: str, outlook: Paths, cube: Cube, span: int) -> Held:
    found = [verdicts.verdict(cube, outlook, place, span) for place in outlook.places]
    ordered = sorted((each for each in found if each), key=verdicts.order)
    return Held(vector, span, months.shift(outlook.origin, span), ordered)


def _course(cube: Cube, outlook: Paths, place: str, member: bool) -> Course:
    start = months.index(outlook.origin) + 1
    by_year: dict[int, list[int]] = {}
    for index in range(start, months.index(cube.last) + 1):
        by_year.setdefault(months.from_index(index).year, []).append(index)
    reach = months.index(outlook.origin) + outlook.draws.shape[2]
    years = [_year(cube, place, found, found[0] > reach) for found in by_year.values()]
    past, missing = calm.year(cube, place, back=months.index(cube.last) - start + 1)
    before = None if missing else past
    return Course(place, country(place).name, member, before, years)


def _year(cube: Cube, place: str, of: list[int], beyond: bool) -> Year:
    before = months.from_index(of[0] - 1)
    deaths, missing = scoreboard.came(cube, place, before, len(of))
    return Year(months.from_index(of[0]).year, len(of), deaths, missing, beyond)


def _judged(trigger: Trigger, outlook: Paths, cube: Cube, places: list[str]) -> Judged:
    cases = triggers.cases(trigger, outlook, cube, places)

    def where(fired: bool, came: bool) -> list[str]:
        fits = [case for case in cases if (case.fired, case.came) == (fired, came)]
        return [country(case.place).name for case in fits]

    return Judged(
        key=trigger.key,
        name=trigger.name,
        rule=rule(trigger),
        hits=where(True, True),
        misses=where(False, True),
        false_alarms=where(True, False),
        quiet=where(False, False),
        unknown=[country(c.place).name for c in cases if c.fired is None or c.came is None],
    )


def _wrong(held: list[Held]) -> list[str]:
    """Where the outlook missed, in sentences; the first of each span says how often it did."""
    lines = []
    for each in held:
        judged = sum(v.happened is not None for v in each.verdicts)
        span = f"the {number(each.months)} months to {month(each.last)}"
        if not judged:
            lines.append(f"Of {span} too little is known yet to judge.")
            continue
        lines.append(
            f"In {span} it went as said in {judged - len(each.misses)} of {judged} places and "
            f"otherwise in {len(each.misses)}."
        )
        lines += [missed(v) for v in each.misses[:NAMED]]
        if more := each.misses[NAMED:]:
            lines.append(f"Wrong as well: {listed([v.name for v in more])}.")
    return lines


def missed(verdict: Verdict) -> str:
    """A miss in a sentence: what was said, and what came."""
    killed = f"{count(verdict.known)} people were killed"
    if verdict.known < verdict.ninety[0]:
        return f"{verdict.name}: at least {count(verdict.ninety[0])} deaths were said; {killed}."
    said = f"the chance of 25 or more deaths was put at {percent(verdict.chance)}"
    room = f", at most {count(verdict.ninety[1])} were said" if verdict.chance >= LIKELY else ""
    return f"{verdict.name}: {said}{room}; {killed}."


def _silent(courses: list[Course], held: Held, outlook: Paths, until: dt.date) -> list[str]:
    """What the outlook had nothing to say of, in sentences."""
    lines = ["It speaks of deaths by country, and says nothing of borders or of any other harm."]
    said = {verdict.place for verdict in held.verdicts}
    if unsaid := [course.name for course in courses if course.place not in said]:
        lines.append(f"Too little was known to say anything of {listed(unsaid)}.")
    reach = months.shift(outlook.origin, outlook.draws.shape[2])
    if until > reach:
        worse = [(course, year) for course in courses if (year := _worse(course))]
        told = [f"{c.name} ({count(y.deaths)} killed in {y.year})" for c, y in worse]
        lines.append(
            f"It ends in {month(reach)} and says nothing of the years after. Worse ones than the "
            f"year before the day came in {listed(told) if told else 'none of its places'}."
        )
    return lines


def _calm(cube: Cube, outlook: Paths, members: list[str]) -> str:
    """What was said of a calm year for the members and whether it was one; empty if unknown."""
    year_after = months.shift(outlook.origin, YEAR)
    if not members or cube.last < year_after:
        return ""
    chance = calm.chance_of_calm(cube.until(outlook.origin), members, outlook)
    came = calm.assess(cube.until(year_after), members, outlook, outlook).calm
    if chance is None or came is None:
        return ""
    was = "and it was" if came else "and it was not"
    return (
        f"The chance that the year to {month(year_after)} would be calm for the members was put at "
        f"{percent(chance)}, {was}."
    )


def _worse(course: Course) -> Year | None:
    """The worst year beyond the outlook, if it was a conflict and worse than the year before."""
    years = [year for year in course.years if year.beyond]
    found = max(years, key=lambda year: year.deaths, default=None)
    if found is None or course.before is None:
        return None
    return found if found.deaths >= calm.CONFLICT and found.deaths > course.before else None
