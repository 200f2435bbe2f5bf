"""The index of words follows every action, and can be made anew at any time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from tests.council.desk.test_report import FOR_ALL, a_report, a_source

from tocsin.council.desk import report_parsing
from tocsin.council.desk.models import Body, Report, Source
from tocsin.council.record import backup, derived, verify
from tocsin.council.record.action import Action, Actor, Effect, Via
from tocsin.council.record.given import Given
from tocsin.council.site import matches, wording
from tocsin.council.site.kind import kinds
from tocsin.council.site.wording import Wording
from tocsin.world.errors import StorageError

pytestmark = pytest.mark.django_db
COMMAND = Actor(None, Via.COMMAND)


def _done(effect: Effect) -> None:
    """Do something in an action that the house does not have."""
    Action("test.change", "Change", frozenset(), effect)(COMMAND, Given())


def _held(kind: str, word: str) -> set[Any]:
    """What the database's own index holds under a word."""
    return set(matches._indexed(kinds[kind], [word]))


def _all() -> set[tuple[Any, ...]]:
    return set(Wording.objects.values_list("thing", "kind", "words"))


def test_what_is_filed_is_found_by_its_title_and_its_text(house: Any) -> None:
    """The text of a file is found as soon as it was read, and stays so when its report changes."""
    original = {"original": "Мост закрыт.".encode(), "filename": "note.txt"}
    report = a_report(house, title="Crossings", **original)
    assert _held("reports", "crossings") == {report.pk}
    assert _held("reports", "мост") == set()
    report_parsing.parse_waiting()
    assert _held("reports", "мост") == _held("reports", "cross") == {report.pk}
    assert _held("sources", "crossings") == set()


def test_no_word_of_before_is_left(house: Any) -> None:
    """A change takes the words of before out of the index, and a deletion takes all."""
    source = a_source(house, "Secret informant")

    def rename(actor: Actor, given: Given) -> Source:
        source.name = "Somebody"
        source.save()
        return source

    def remove(actor: Actor, given: Given) -> Source:
        source.delete()
        return source

    _done(rename)
    assert _held("sources", "secret") == set()
    assert _held("sources", "somebody") == {source.pk}
    assert "secret" not in str(_all())
    _done(remove)
    assert _held("sources", "somebody") == set()
    assert not Wording.objects.filter(thing=source.pk).exists()


def test_words_go_with_the_row_that_holds_them(house: Any) -> None:
    """A text that is deleted leaves nothing but the words of its report's title."""
    report = a_report(house, title="Crossings", text="The informant spoke.")

    def cleared(actor: Actor, given: Given) -> Report:
        Body.objects.get(report=report).delete()
        return report

    _done(cleared)
    assert _held("reports", "informant") == set()
    assert _held("reports", "crossings") == {report.pk}


def test_an_action_that_fails_leaves_no_word(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index changes with the action or not at all."""
    before = _all()

    def full(*arguments: Any, **options: Any) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr("tocsin.council.record.chain.append", full)
    with pytest.raises(StorageError):
        a_source(house, "Somebody")
    assert _all() == before
    assert _held("sources", "somebody") == set()


def test_it_can_be_made_anew(house: Any, tmp_path: Path) -> None:
    """Built from nothing, by the migration of a house that had none, or by a restore, it is the
    same; backups and the record do not hold it.
    """
    a_report(house, title="Crossings", text="Мост закрыт.")
    before = _all()
    derived.rebuild()
    assert _all() == before
    Wording.objects.all().delete()
    assert _held("reports", "crossings") == set()
    call_command("migrate", verbosity=0)
    assert _all() == before
    assert len(_held("reports", "crossings")) == 1
    assert Wording not in backup.tables()
    assert not list(verify.findings())
    backup.save(tmp_path / "house.backup")
    backup.restore(tmp_path / "house.backup", replace=True)
    assert _all() == before
    assert len(_held("reports", "мост")) == 1


def test_a_text_of_too_many_words_is_indexed_as_far_as_there_is_room(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What does not fit is left out, and no action fails for it."""
    many = " ".join(f"слово{number}" for number in range(60_000))
    report = a_report(house, title="Crossings", text=many)
    assert _held("reports", "слово1") == {report.pk}
    assert _held("reports", "слово59999") == set()
    monkeypatch.setattr(wording, "ROOM", 10)
    assert wording._line(kinds["reports"], "One two") == ""


def test_both_databases_part_words_alike(house: Any) -> None:
    """Letters of any script, digits and underscores are found again, each word by itself."""
    name = "x_1 ٣ ª ŀ ไทย 日本 ǆ ß"
    source = a_source(house, name, marking=FOR_ALL)
    for word in wording.words(name):
        assert _held("sources", word) == {source.pk}, (connection.vendor, word)
