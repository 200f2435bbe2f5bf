"""Lexicons: what ships, what a user adds, and what is refused."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tocsin.desk.reading import lexicon
from tocsin.world.errors import DataError, RequestError, TocsinError

SHIPPED = {
    "cues": ["said", "told"],
    "table": {"one": "x", "many": ["a"]},
    "lines": "speak, tell,\nask",
    "blanks": "he she\nthey",
}


@functools.cache
def _kept() -> list[str]:
    return list(lexicon.table("words")["cues"])


@pytest.fixture(autouse=True)
def shipped(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A lexicon `words` in place of those that ship, and none of a user's afterwards."""
    text = (
        'cues = ["said", "told"]\nlines = """speak, tell,\nask"""\nblanks = """he she\nthey"""\n'
        '[table]\none = "x"\nmany = ["a"]\n'
    )
    monkeypatch.setattr(lexicon, "names", lambda: ["words"])
    monkeypatch.setattr(lexicon, "_shipped", lambda _: text)
    monkeypatch.setattr(lexicon, "kept_here", _kept, raising=False)
    lexicon.use(None)
    yield
    monkeypatch.undo()
    lexicon.use(None)


def _own(folder: Path, text: str, name: str = "words.toml") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_what_ships_is_as_it_ships() -> None:
    """Without a folder of one's own the words are those of the file."""
    assert lexicon.table("words") == SHIPPED


def test_own_words_are_added(tmp_path: Path) -> None:
    """Lists, and texts that list, are added to; tables are merged, single values replaced."""
    own = 'cues = ["uttered", "said"]\nlines = "utter"\nblanks = "it"\nnew = 1\n'
    lexicon.use(_own(tmp_path / "own", own + '[table]\none = "y"\nmany = ["b"]\n'))
    assert lexicon.table("words") == {
        "cues": ["said", "told", "uttered"],
        "table": {"one": "y", "many": ["a", "b"]},
        "lines": "speak, tell,\nask,\nutter",
        "blanks": "he she\nthey\nit",
        "new": 1,
    }


def test_other_words_are_another_release(tmp_path: Path) -> None:
    """The digest of the words in use changes with them, and what was made of others is dropped."""
    before = lexicon.digest()
    assert _kept() == ["said", "told"]
    lexicon.use(_own(tmp_path / "own", 'cues = ["uttered"]'))
    assert _kept() == ["said", "told", "uttered"]
    assert lexicon.digest() != before
    lexicon.use(None)
    assert lexicon.digest() == before
    assert _kept() == ["said", "told"]


@pytest.mark.parametrize(
    ("text", "name", "error", "said"),
    [
        ("cues = [", "words.toml", DataError, "not valid TOML"),
        ("cues = 7", "words.toml", DataError, "in place of a list"),
        ("cues = [7]", "words.toml", DataError, "another kind"),
        ("table = []", "words.toml", DataError, "in place of a table"),
        ("cues = []", "wrods.toml", RequestError, "Known are words"),
        ("cues = []", "words.txt", RequestError, "no lexicon in it"),
    ],
)
def test_words_that_cannot_be_used(
    tmp_path: Path, text: str, name: str, error: type[TocsinError], said: str
) -> None:
    """A file that is wrong is refused with its name, and the words in use stay as they were."""
    with pytest.raises(error, match=said):
        lexicon.use(_own(tmp_path / "own", text, name))
    assert lexicon.table("words") == SHIPPED


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A misspelt folder is said to be one."""
    with pytest.raises(RequestError, match="no such folder"):
        lexicon.use(tmp_path / "nowhere")
