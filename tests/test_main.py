"""The way in, by name and as a module."""

from __future__ import annotations

import subprocess
import sys

import pytest

import tocsin
from tocsin import __main__, cli


def test_the_module_runs_as_the_program() -> None:
    """`python -m tocsin` is the program."""
    run = subprocess.run(
        [sys.executable, "-m", "tocsin", "--version"], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == tocsin.__version__


def test_an_interruption_while_loading_leaves_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C before the commands are there ends in a message and 130."""

    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "main", interrupted)
    with pytest.raises(SystemExit) as end:
        __main__.main()
    assert end.value.code == 130
    assert capsys.readouterr().err == "tocsin: interrupted; nothing half-written was left.\n"
