"""Minutes as a document: read back they are the passages, and nothing else."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.council.council.papers import FOR_MEMBERS, a_session, kept, present
from tests.council.council.test_minutes import (
    HIDDEN,
    a_meeting,
    corrected,
    drawn,
    hide,
    judged,
)
from tests.council.council.test_offers import told

from tocsin.council.council import minuting
from tocsin.council.council.minutes_file import cells, document
from tocsin.council.council.minutes_opening import cleaned
from tocsin.council.council.models import Minutes

FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def body(data: bytes) -> list[str]:
    """The paragraphs and rows of a document in order, cells joined by a tab."""
    found: list[str] = []
    for part in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(part, docx.table.Table):
            rows = [[cell.text for cell in row.cells] for row in part.rows[1:]]
            found += ["\t".join(dict.fromkeys(row)) for row in rows]
        else:
            found.append(part.text)
    return found


def edges(data: bytes) -> tuple[str, str]:
    """What stands above and below each page."""
    section = docx.Document(io.BytesIO(data)).sections[0]
    above, below = section.header.paragraphs, section.footer.paragraphs
    return "\n".join(p.text for p in above), "\n".join(p.text for p in below)


def adopted(house: Any, minutes: Minutes) -> Minutes:
    """The same minutes, adopted."""
    minuting.adopt(house.actor("chair"), minuting.Adopt(minutes=minutes.pk))
    minutes.refresh_from_db()
    return minutes


def test_read_back_it_is_the_passages(house: Any) -> None:
    """Headings, paragraphs and attendance in order, with what was taken, not what was proposed."""
    minutes = drawn(house, a_meeting(house))
    passage = minutes.passages.get(words="More crossings are likely.")
    judged(house, corrected(house, passage, "More crossings are certain."))
    corrected(house, passage, "Perhaps.")
    draft, *said = body(document(minutes))
    assert "not adopted" in draft
    assert said == list(minutes.passages.values_list("words", flat=True))
    assert "Perhaps." not in said
    judged(house, passage.corrections.last(), "refused")
    assert body(document(adopted(house, minutes))) == said


def test_marking_and_hash_stand_on_every_page(house: Any) -> None:
    """The head of the record is below each page, the marking with its readers above and below."""
    minutes = drawn(house, a_meeting(house))
    for one in (minutes, adopted(house, minutes)):
        above, below = edges(document(one))
        assert "TLP:AMBER for Armenia, Belarus" in above
        assert above in below
        assert one.head in below


def test_nothing_left_out_is_in_any_part(house: Any) -> None:
    """No part of the file holds anything of it, nor a person's name in its properties."""
    session = a_meeting(house)
    hide(house, session)
    data = document(drawn(house, session))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {name: file.read(name).decode("utf-8", "replace") for name in file.namelist()}
    assert not any(HIDDEN in part for part in parts.values())
    core = parts["docProps/core.xml"]
    assert not any(user.name in core for user in house.people.values())
    assert "python-docx" not in core


def test_the_same_minutes_are_the_same_bytes(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever it is made; adopting them makes another."""
    minutes = drawn(house, a_meeting(house))
    first = document(minutes)
    later = dt.datetime(2031, 5, 6, 7, 8, 9, tzinfo=dt.UTC).timestamp()
    monkeypatch.setattr("time.time", lambda: later)
    assert document(Minutes.objects.get(pk=minutes.pk)) == first
    monkeypatch.undo()
    assert document(adopted(house, minutes)) != first


def test_a_row_that_is_none_any_more_keeps_its_words(house: Any) -> None:
    """A correction may write anything over a row of attendance; one left out is gone."""
    session = a_session(house)
    for key in ("ARM", "BLR"):
        present(session, house.party(key), "Head of state")
    minutes = drawn(house, session)
    rows = minutes.passages.filter(drawn__contains="\t")
    judged(house, corrected(house, rows[0], "Armenia sent its regrets"))
    judged(house, corrected(house, rows[1], ""))
    assert "Armenia sent its regrets" in body(document(minutes))
    assert not any("Belarus" in line for line in body(document(minutes)))
    page = told(house).get(f"/minutes/{adopted(house, minutes).pk}/").text
    assert "Armenia sent its regrets" in page


@FEW
@given(st.text(max_size=200))
def test_any_words_can_be_read_back(house: Any, said: str) -> None:
    """Whatever characters a correction holds, the document opens and has them."""
    words = "".join(ch for ch in said if not 0xD800 <= ord(ch) < 0xE000)
    minutes = Minutes.objects.first() or drawn(house, a_session(house))
    passage = minutes.passages.last()
    passage.words = words = cleaned(words)
    kept(passage)
    found = body(document(minutes))
    assert words in found or not words


def test_it_is_saved_by_those_who_may_see_it(house: Any) -> None:
    """As a file to be kept, under no other's eyes; to others it is not there."""
    minutes = drawn(house, a_meeting(house), "AMBER:secretariat,ARM")
    path = f"/minutes/{minutes.pk}/minutes.docx"
    answer = told(house, "armenia").get(path)
    assert answer.status_code == 200
    assert answer.content == document(minutes)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="minutes.docx"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert told(house, "belarus").get(path).status_code == 404
    assert path in told(house, "armenia").get(f"/minutes/{minutes.pk}/").text


@pytest.mark.parametrize(
    ("words", "found"),
    [("a\tb\tc", ["a", "b", "c"]), ("a\tb", ["a b"]), ("a", ["a"]), ("a\tb\tc\td", ["a b c d"])],
)
def test_a_row_has_three_cells_or_one(words: str, found: list[str]) -> None:
    """Nothing of a row is lost, whatever became of its tabs."""
    assert cells(words) == found


def test_it_is_for_its_marking_alone(house: Any) -> None:
    """Minutes of the same session for others are another file."""
    session = a_meeting(house)
    hide(house, session)
    ours = document(drawn(house, session, "AMBER:secretariat"))
    assert HIDDEN in "\n".join(body(ours))
    assert HIDDEN not in "\n".join(body(document(drawn(house, session, FOR_MEMBERS))))
