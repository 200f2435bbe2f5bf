"""What the desk's commands share: a bar that comes only when something takes its time."""

from __future__ import annotations

import io

import pytest
import rich.console

from tocsin.desk import commands


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        """Say that somebody looks on."""
        return True


@pytest.mark.parametrize(
    ("after", "terminal", "shown"), [(0, True, True), (60, True, False), (0, False, False)]
)
def test_a_bar_comes_late_and_only_where_somebody_looks(
    monkeypatch: pytest.MonkeyPatch, after: float, terminal: bool, shown: bool
) -> None:
    """What is done at once, or goes into a file, is shown without a bar, and leaves no line."""
    out = _Terminal() if terminal else io.StringIO()
    monkeypatch.setenv("TERM", "xterm")
    made = rich.console.Console
    monkeypatch.setattr(rich.console, "Console", lambda **_: made(file=out, width=80))
    with commands.bar(2, after) as step:
        step()
        step()
    assert bool(out.getvalue()) == shown
