"""Drawing charts as SVG that follows the page's colours, and keeping what was drawn."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import escape

import tocsin
from tocsin.desk import storage

if TYPE_CHECKING:
    import altair as alt


def svg(draw: Callable[[], alt.TopLevelMixin], *, of: str, title: str) -> str:
    """A chart as an SVG element that scales with the page and bears a title for screen readers.

    Drawing is slow, so what was drawn by the same program from the same data before comes from the
    cache; `of` is all the data that `draw` uses.
    """
    key = f"charts/{storage.digest(_program(), of)}.svg"
    drawn = storage.recall(key)
    if drawn is None:
        import vl_convert  # noqa: PLC0415 (not needed when everything was drawn before)

        drawn = str(vl_convert.vegalite_to_svg(draw().to_dict(validate=False)))
        storage.keep(key, drawn)
    return _scalable(drawn, title)


@cache
def _program() -> str:
    """A digest of what a drawing depends on besides its data: code, outlines and libraries."""
    house = Path(tocsin.__file__).parent
    files = sorted(f for floor in ("brief", "world") for f in house.glob(f"{floor}/**/*.*"))
    libraries = [version(name) for name in ("altair", "vl-convert-python")]
    return storage.digest(*libraries, *(f.read_bytes() for f in files if f.suffix != ".pyc"))


def _scalable(drawn: str, title: str) -> str:
    head, body = _renumbered(drawn, storage.digest(title)[:8]).split(">", 1)
    head = re.sub(r' (width|height|class|version|xmlns(:xlink)?)="[^"]*"', "", head)
    body = re.sub(r' (aria-\w+|role)="[^"]*"', "", body)
    body = re.sub(r'<rect [^>]*fill="transparent"[^>]*(/>|></rect>)', "", body, count=1)
    return f'{head} role="img"><title>{escape(title)}</title>{body}'


def _renumbered(drawn: str, prefix: str) -> str:
    """A drawing with names for its clips that no other has.

    Vega counts clips through all that a process draws, so they would tell in which order it drew.
    """
    pattern = re.compile(r'(?<=[#"])clip\d+(?=[)"])')
    names = list(dict.fromkeys(pattern.findall(drawn)))
    return pattern.sub(lambda found: f"clip-{prefix}-{names.index(found[0])}", drawn)
