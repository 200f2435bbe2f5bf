"""Readings for the terminal: statements by speaker, with what is done by each."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from tocsin.desk.reading import words
from tocsin.desk.reading.batch import Reading
from tocsin.desk.reading.statement import Agreement, Meeting, Speaker, Statement, Voice


def show(reading: Reading, console: Console) -> None:
    """Print a reading."""
    for part in _parts(reading):
        console.print(part)


def _parts(reading: Reading) -> Iterator[RenderableType]:
    report, found = reading.report, reading.found
    day = report.date.isoformat() if report.date else "day not known"
    yield Text.assemble("\n", (_printable(report.name), "bold underline"), (f" · {day}", "dim"))
    for speaker, statements in words.by_speaker(found).items():
        yield _speaker(speaker)
        for number, statement in statements:
            yield from _statement(number, statement, report.text)
    if found.meetings:
        yield Text("\nMeetings", style="bold")
        yield from (_event(one, report.text) for one in found.meetings)
    if found.agreements:
        yield Text("\nAgreements named", style="bold")
        yield from (_event(one, report.text) for one in found.agreements)
    yield Text(f"\n{told(reading)}", style="dim")


def told(reading: Reading) -> str:
    """How much was found, in a sentence."""
    found = reading.found
    numbers = [(len(found.statements), "statement"), (len(words.by_speaker(found)), "speaker")]
    numbers += [(len(found.meetings), "meeting"), (len(found.agreements), "agreement")]
    said = f"{words.counted([*numbers, (len(found.dates), 'date')]) or 'Nothing'} found."
    gone = words.counted([(found.dropped, "proposal")])
    return f"{said} Dropped, since it does not stand in the text: {gone}." if gone else said


def _speaker(speaker: Speaker) -> Text:
    standing = words.standing(speaker)
    return Text.assemble(
        "\n",
        (_printable(words.speaker(speaker)), "bold"),
        (_printable(f" · {standing}") if standing else "", "dim"),
    )


def _statement(number: int, one: Statement, text: str) -> Iterator[Padding]:
    voice = "" if one.attribution.voice is Voice.DIRECT else words.VOICES[one.attribution.voice]
    aside = " · ".join(said for said in (voice, one.topic) if said)
    said = Text.assemble(
        (f"{number} ", "dim"),
        _printable(words.content(one, text)),
        (_printable(f"  [{aside}]") if aside else "", "dim"),
    )
    yield Padding(said, (0, 0, 0, 2))
    for act in one.acts:
        yield Padding(Text(_printable(f"→ {words.act(act, text)}"), style="cyan"), (0, 0, 0, 4))


def _event(one: Meeting | Agreement, text: str) -> Padding:
    parties = ", ".join(words.party(key) for key in one.parties)
    when = words.due(one.when, text) if one.when else ""
    told = " · ".join(part for part in (words.line(one.span, text), parties, when) if part)
    return Padding(Text(_printable(told)), (0, 0, 0, 2))


def _printable(said: str) -> str:
    """Text that cannot move the cursor, turn the line about or colour the terminal."""
    return "".join(c if c.isprintable() or c == " " else "·" for c in said)
