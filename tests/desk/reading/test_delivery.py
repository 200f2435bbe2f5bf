"""What becomes of readings: printed as text, JSON or CSV, or written, with failures beside."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from rich.console import Console
from tests.desk.reading.test_exchange import FOUND, TEXT
from tests.desk.reading.test_margin import LONG, _told

from tocsin.desk.reading import delivery, exchange, margin, sheet, terminal
from tocsin.desk.reading.batch import Failure, Kept, Reading
from tocsin.desk.reading.delivery import Way
from tocsin.desk.reading.report import Report
from tocsin.desk.reading.statement import Found
from tocsin.world.errors import RequestError

READING = Reading(Report("a.txt", LONG, "0" * 64), _told(), {"digest": "0" * 64})
BAD = Failure("b.txt: It is empty. Give one with text.", 3)


def _printed(reading: Reading, width: int = 90) -> str:
    out = io.StringIO()
    terminal.show(reading, Console(file=out, width=width, highlight=False))
    return out.getvalue()


def _delivered(*outcomes: Reading | Kept | Failure, way: Way | None = None) -> tuple[int, str]:
    out = io.StringIO()
    console = Console(file=out, width=90, highlight=False)
    status = delivery.deliver(outcomes, way or Way(), console, lambda: None)
    return status, out.getvalue()


def test_statements_stand_by_their_speaker() -> None:
    """Name, office and party head what somebody said, and what is done by it follows."""
    text = _printed(READING)
    assert "The minister · Minister, Tajikistan" in text
    order = [text.index(words) for words in ("The minister ·", "“We shall", "→ pledges")]
    assert order == sorted(order)
    assert "1 statement, 1 speaker found." in text
    assert "day not known" in text


@given(FOUND)
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=30)
def test_no_line_breaks_out(found: Found) -> None:
    """Whatever is found, lines fit the terminal and hold no control characters."""
    evil = TEXT.replace("shall", "\x1b[2J\u202e")
    text = _printed(Reading(Report("\x1b[2J.txt", evil, ""), found, {}), 60)
    assert max(map(len, text.splitlines())) <= 60
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_failure_is_said_and_the_rest_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    """One line for each failure, and the status of the first of them."""
    other = Failure("c.txt: There is no such file.", 2)
    status, text = _delivered(BAD, READING, other)
    assert status == 3
    assert "The minister" in text
    assert capsys.readouterr().err == f"tocsin: {BAD.said}\ntocsin: {other.said}\n"


def test_json_is_a_line_for_each(capsys: pytest.CaptureFixture[str]) -> None:
    """Each reading is one line of JSON from which all that was found comes back."""
    _delivered(READING, READING, way=Way(as_json=True))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    read = json.loads(lines[0])
    assert read["text"] == LONG
    assert exchange.found(read) == READING.found


def test_csv_has_one_head(capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each act under one head, whatever stands in the cells."""
    _delivered(READING, READING, way=Way(as_csv=True))
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 2
    assert rows[0]["condition"] == "if we are asked to do so"
    assert (rows[0]["act"], rows[0]["party"]) == ("pledge", "TJK")


@given(FOUND)
@settings(max_examples=30)
def test_csv_holds_no_formula(found: Found) -> None:
    """A cell that a spreadsheet would compute has an apostrophe before it."""
    reading = Reading(Report("=a.txt", TEXT, ""), found, {})
    rows = list(csv.reader(io.StringIO("".join(sheet.lines(reading)))))
    assert len(rows) == sum(max(1, len(one.acts)) for one in found.statements)
    assert all(len(row) == len(sheet.COLUMNS) for row in rows)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_a_page_is_written_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page holds what was read; where nothing was, none is written."""
    out = tmp_path / "page.html"
    _delivered(BAD, way=Way(out=out))
    assert not out.exists()
    _delivered(READING, BAD, way=Way(out=out))
    assert "We shall send aid" in out.read_text(encoding="utf-8").replace("</span>", "").replace(
        '<span class="act content">', ""
    )
    assert f"Written to {out}" in capsys.readouterr().err


def test_a_page_has_an_end(tmp_path: Path) -> None:
    """More reports than a page may hold are refused, and no page is written."""
    out = tmp_path / "page.html"
    with pytest.raises(RequestError, match="no more than"):
        _delivered(*[READING] * (margin.MOST + 1), way=Way(out=out))
    assert not out.exists()


def test_results_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """How many were read, were there already and could not be read is said, or printed as JSON."""
    outcomes = (Kept("a", before=False), Kept("b", before=True), BAD)
    _delivered(*outcomes, way=Way(results=tmp_path))
    assert "Read: 1 report; 1 there already; 1 not read." in capsys.readouterr().err
    _delivered(*outcomes, way=Way(results=tmp_path, as_json=True))
    assert json.loads(capsys.readouterr().out) == {"read": 1, "kept": 1, "failed": 1}


@pytest.mark.parametrize(
    "ways",
    [
        {"as_csv": True, "as_json": True},
        {"results": "r", "out": "o"},
        {"results": "r", "as_csv": True},
    ],
)
def test_ways_that_exclude_each_other(ways: dict[str, bool]) -> None:
    """What cannot be had together is refused before anything is read."""
    with pytest.raises(RequestError):
        Way(**ways)  # type: ignore[arg-type]
