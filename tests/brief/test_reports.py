"""What reports say in a brief: up to its day, by what it is on, with quotation and source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from tocsin.brief import charts, handed, page, reports
from tocsin.brief.content import Brief
from tocsin.brief.inputs import Inputs
from tocsin.brief.matter import matters
from tocsin.desk.reading import reader
from tocsin.desk.reading.statement import (
    Act,
    Attribution,
    Deed,
    Found,
    Moment,
    Precision,
    Span,
    Speaker,
    Statement,
    Voice,
)
from tocsin.world.errors import RequestError

AS_OF = dt.date(2013, 9, 23)
EVIL = "<script>alert(1)</script> [bold]x[/]"

Write = Callable[..., Brief]


@pytest.fixture(autouse=True, scope="module")
def undrawn() -> Iterator[None]:
    """Leave the charts out: they are not the matter here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, "svg", lambda *_, **__: "<svg></svg>")
        yield


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of reports, and a reader that finds what their lines say: deed, party, topic, words.

    The words may hold `if …` and `by 2014`.
    """
    monkeypatch.setattr(reader, "read", _read)
    place = tmp_path / "reports"
    place.mkdir()
    return place


def _read(text: str, date: dt.date | None = None, **_: object) -> Found:
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        deed, party, topic, words = line.strip().split("|")
        start = at + line.index(words)
        whole = Span(start, start + len(words))
        act = Act(Deed(deed), whole, object=whole, **_more(words, start))
        told = Attribution(Voice.DIRECT, None, (), (whole,))
        speaker = Speaker("The minister", "Foreign Minister", party)
        found.append(Statement(told, speaker, topic, (act,)))
        at += len(line)
    return Found(tuple(found))


def _more(words: str, start: int) -> dict[str, object]:
    found: dict[str, object] = {}
    if "if " in words:
        found["condition"] = Span(start + words.index("if "), start + len(words))
    if "by 2014" in words:
        by = Span(start + words.index("by 2014"), start + words.index("by 2014") + 7)
        found["due"] = Moment(by, Precision.YEAR, dt.date(2014, 1, 1), dt.date(2014, 12, 31))
    return found


def _add(folder: Path, since: dt.date | None = None) -> dict[str, object]:
    return reports.add({}, folder, as_of=AS_OF, since=since)


def test_nothing_later_is_read(folder: Path) -> None:
    """Only reports from the last session to the brief's day come in; not a word of later ones."""
    for day in ("2013-08-31", "2013-09-01", "2013-09-23", "2013-09-24"):
        (folder / f"{day}.txt").write_text(f"offer|TJK|aid|aid of {day}")
    tables = _add(folder, dt.date(2013, 9, 1))
    assert [row["what"] for row in tables["statements"].to_dicts()] == [
        "aid of 2013-09-01",
        "aid of 2013-09-23",
    ]
    assert not [note for note in tables["notes"] if "24" in note or "31" in note]
    assert "from 1 September 2013 to 23 September 2013" in tables["notes"][0]


def test_what_is_left_out_is_said(folder: Path) -> None:
    """Reports of no known day or that cannot be read are named, what is not shown is counted."""
    (folder / "some.txt").write_text("offer|TJK|aid|aid")
    (folder / "2013-09-02.txt").write_bytes(b"caf\xe9")
    (folder / "2013-09-03.txt").write_text("assert|TJK|aid|it is so\npraise|TJK|aid|well done")
    notes = " ".join(_add(folder)["notes"])
    assert "left out: some.txt." in notes
    assert "could not be read" in notes
    assert "2013-09-02.txt" in notes
    assert "two statements in them that only assert" in notes
    assert "confirmed by nobody" in notes


def test_many_reports_without_a_day(folder: Path) -> None:
    """A list of what was left out names the first and counts the rest."""
    for n in range(20):
        (folder / f"n{n:02}.txt").write_text("offer|TJK|aid|aid")
    note = next(note for note in _add(folder)["notes"] if "left out" in note)
    assert "n11.txt and eight more" in note


def test_by_topic_and_by_what_is_done(
    folder: Path, written: Write, on_terminal: Callable[..., str]
) -> None:
    """Under each topic stand the wants, then offers and pledges with their conditions and dates."""
    (folder / "2013-09-20.txt").write_text(
        "request|ARM|border|posts on the border\n"
        "offer|GEO|border|helicopters by 2014 if asked\n"
        "agree|ARM||to meet again\n"
        "pledge|ARM|trade|open markets\n"
    )
    made = written(**_add(folder))
    topics = [(matter.topic, [title for title, _ in matter.parts]) for matter in made.matters]
    assert topics == [
        ("border", ["Who wants what", "Offers and pledges"]),
        ("trade", ["Offers and pledges"]),
        ("Other matters", ["Agreed, refused, decided, announced"]),
    ]
    for told in (page.render(made), on_terminal(made, 160)):
        for words in ("Armenia", "Georgia", "requests", "on condition: if asked", "due 2014"):
            assert words in told
        assert "2013-09-20.txt, characters" in told
        assert told.count("Statements") == 1


def test_an_offer_that_is_told_of_stands_among_the_offers(folder: Path) -> None:
    """What another is said to offer is shown with who offers it."""
    (folder / "2013-09-20.txt").write_text("report|TJK|border|posts on the border")
    rows = [row | {"by": "They"} for row in _add(folder)["statements"].to_dicts()]
    ((title, (line,)),) = matters(rows)[0].parts
    assert (title, line.act) == ("Offers and pledges", "reports")
    assert line.told == "by They · posts on the border"


def test_handed_statements_stand_beside(folder: Path, written: Write) -> None:
    """Rows handed in keep their table in the same section, and all are in the JSON."""
    (folder / "2013-09-20.txt").write_text("request|ARM|border|posts")
    own = {key: [f"own {key}"] for key in handed.COLUMNS["statements"]} | {"date": ["2013-09-21"]}
    table = handed.check(pl.DataFrame(own), "statements", "own.csv")
    tables = reports.add({"statements": table}, folder, as_of=AS_OF)
    made = written(**tables)
    html = page.render(made)
    assert html.count("<h2>Statements</h2>") == 1
    assert "own text" in html
    assert "<h3>border</h3>" in html
    assert len(made.statements) == 2


def test_nothing_said_has_no_section(folder: Path, written: Write) -> None:
    """A folder without reports adds notes and no heading."""
    made = written(**_add(folder))
    assert "<h2>Statements</h2>" not in page.render(made)
    assert any("No reports dated" in line for line in made.unknown)


def test_text_from_reports_is_text(
    folder: Path, written: Write, on_terminal: Callable[..., str]
) -> None:
    """Whatever a report says stands in page and terminal as text."""
    (folder / "2013-09-20.txt").write_text(f"request|{EVIL}|{EVIL}|{EVIL}")
    made = written(**_add(folder))
    assert "<script>" not in page.render(made)
    assert "[bold]x[/]" in on_terminal(made, 200)
    assert max(map(len, on_terminal(made, 60).splitlines())) <= 60


def test_a_marking_is_kept(folder: Path, judged: Callable[..., Inputs]) -> None:
    """Rows for some readers stay theirs when reports are added to them."""
    (folder / "2013-09-20.txt").write_text("request|ARM|border|posts")
    own = {key: [f"own {key}"] for key in handed.COLUMNS["statements"]}
    own |= {"date": ["2013-09-21"], "marking": ["RED:ARM"]}
    table = handed.check(pl.DataFrame(own), "statements", "own.csv")
    given = judged(
        [[0.0] * 60] * 2, [[0.0], [0.0]], **reports.add({"statements": table}, folder, as_of=AS_OF)
    )
    tables, left_out = handed.select(given)
    assert [row["act"] for row in tables["statements"]] == ["requests"]
    assert len(left_out) == 1


def test_a_negated_act_is_said_to_be(folder: Path) -> None:
    """What is not offered stands among the offers, as negated."""
    rows = [
        {
            "date": "2013-09-20", "speaker": "X", "party": "", "topic": "", "text": "t",
            "report": "r", "act": "offers (negated)",
        }
    ]  # fmt: skip
    ((title, (line,)),) = matters(rows)[0].parts
    assert (title, line.act) == ("Offers and pledges", "offers (negated)")


@pytest.mark.parametrize("since", [None, dt.date(2013, 10, 1)])
def test_what_makes_no_sense(tmp_path: Path, since: dt.date | None) -> None:
    """A folder that is not there, and a session later than the brief, are refused."""
    path = tmp_path if since else tmp_path / "nowhere"
    with pytest.raises(RequestError):
        reports.add({}, path, as_of=AS_OF, since=since)
