"""A backtest for reading: as Markdown tables on the terminal and as rows of JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from rich import box
from rich.console import Console
from rich.segment import Segments
from rich.table import Table

from tocsin.desk.outlook import flatness, hubverse, views
from tocsin.desk.outlook.backtest import OURS, Backtest, Scored
from tocsin.desk.outlook.cube import Array
from tocsin.desk.outlook.flatness import Flatness
from tocsin.desk.outlook.paired import Difference
from tocsin.desk.outlook.scorecard import PAIRED, Scorecard
from tocsin.desk.outlook.window import Window

HEADS = {
    "crps": "CRPS",
    "ign": "IGN",
    "mis": "MIS",
    "crps_log1p": "CRPS log1p",
    "brier_25": "Brier ≥ 25",
    "coverage_90": "in 90 %",
    "total_crps": "CRPS of total",
    "total_brier_25": "Brier of total",
}
"""The scores in the order of the columns, and what stands above them."""
SEPARATE = "draws are not joint paths and cannot be summed over months"
WIDEST = 1000
GROUPS = {
    "all": "all country-months",
    "violent": "country-months of countries with deaths in the twelve months to the origin",
}


def rows(found: Backtest, *, calibration: bool = False) -> list[dict[str, Any]]:
    """One row for each model and window: what was scored, mean scores, differences to ours.

    `difference` holds ours less the model's for each of `scorecard.PAIRED` in the window,
    `difference_over_all` the same over all windows of the model; both None for ours. `seeds` has
    our mean, lowest and highest score over seeds. `pit` has the shares of the PIT in ten bins. With
    `calibration`, its flatness by lead over all windows of the model. None: unknown.
    """
    whole = {model: _overall(found, model, calibration=calibration) for model in found.models}
    return [
        _row(found, each, card) | whole[card.model] for each in found.scored for card in each.cards
    ]


def _overall(found: Backtest, model: str, *, calibration: bool) -> dict[str, Any]:
    told = {} if model == OURS else _told(found.differences(model))
    out: dict[str, Any] = {"difference_over_all": told or None}
    if calibration:
        out["calibration"] = [
            {"group": group, "lead": flat.lead, "n": flat.n, "deviation": flat.deviation}
            | {"band": flat.band, "inside": flat.inside}
            for group, leads in found.calibration(model).items()
            for flat in leads
        ]
    return out


def _row(found: Backtest, scored: Scored, card: Scorecard) -> dict[str, Any]:
    ours = card.model == OURS
    return {
        "model": card.model,
        "window": scored.window.year,
        "origin": scored.window.origin.isoformat(),
        "vector": found.settings.vector,
        "seed": found.settings.seed,
        "n": card.n,
        **card.means(),
        "n_totals": card.n_totals,
        "totals_unknown": SEPARATE if card.totals is None else None,
        "pit": _histogram(card.monthly["pit"]),
        "left_out": scored.left_out,
        "difference": None if ours else _told(found.differences(card.model, scored.window)),
        "seeds": _seeds(scored) if ours else None,
    }


def _told(differences: dict[str, Difference]) -> dict[str, Any]:
    return {
        key: {"mean": each.mean, "low": each.low, "high": each.high, "verdict": each.verdict.value}
        for key, each in differences.items()
    }


def _histogram(pit: Array) -> list[float]:
    """The shares of PIT values in ten bins."""
    known = pit[np.isfinite(pit)]
    counts = np.histogram(known, bins=flatness.BINS, range=(0, 1))[0]
    return [float(share) for share in counts / known.size]


def _seeds(scored: Scored) -> dict[str, Any]:
    """For each score its mean, lowest and highest over the seeds."""
    out: dict[str, Any] = {"count": len(scored.spread)}
    for key in HEADS:
        values = [value for means in scored.spread if (value := means[key]) is not None]
        if values:
            out[key] = {"mean": float(np.mean(values)), "low": min(values), "high": max(values)}
    return out


def files(found: Backtest) -> Iterator[tuple[str, bytes]]:
    """Our draws of each window: the name of a file and its bytes, in the format of VIEWS."""
    for each in found.scored:
        made = views.table(each.draws, each.window)
        yield f"{OURS}_{each.window.year}.parquet", hubverse.parquet(made)


def show(found: Backtest, console: Console, *, calibration: bool = False) -> None:
    """Print scores, differences and what was left out; with `calibration`, PIT by lead as well."""
    settings = found.settings
    console.print(f"Deaths by country and month, {settings.vector}, leads 3–14; lower is better\n")
    _print(_scores(found), console)
    if apart := _without_totals(found):
        console.print(f"Totals of {', '.join(apart)} are unknown: {SEPARATE}.", soft_wrap=True)
    for each in found.scored:
        for reason in each.left_out:
            console.print(f"Window {each.window.year}: {reason}", soft_wrap=True)
    console.print(
        f"\n{OURS} less each other model, with a 90 % interval by bootstrap over countries; below "
        f"0 {OURS} is ahead\n",
        soft_wrap=True,
    )
    _print(_differences(found), console)
    if settings.seeds > 1:
        last = settings.seed + settings.seeds - 1
        console.print(f"\n{OURS} with seeds {settings.seed}–{last}: mean (lowest – highest)\n")
        _print(_spread(found), console)
    if calibration:
        _show_calibration(found, console)


def _without_totals(found: Backtest) -> list[str]:
    """The models whose draws cannot be summed."""
    cards = [card for each in found.scored for card in each.cards if card.totals is None]
    return list(dict.fromkeys(card.model for card in cards))


def _print(table: Table, console: Console) -> None:
    """Print a table whole, however narrow the terminal: a Markdown row must not be broken."""
    wide = console.options.update(width=WIDEST)
    fitting = wide.update(width=table.__rich_measure__(console, wide).maximum)
    console.print(Segments(console.render(table, fitting)), crop=False, soft_wrap=True, end="")


def _markdown(*left: str) -> Table:
    return Table(*left, box=box.MARKDOWN, show_edge=True)


def _scores(found: Backtest) -> Table:
    table = _markdown("model", "window")
    for head in ("n", *HEADS.values()):
        table.add_column(head, justify="right", no_wrap=True)
    for each in found.scored:
        for card in each.cards:
            means = card.means()
            numbers = [_number(means[key], key) for key in HEADS]
            table.add_row(card.model, f"{each.window.year}", f"{card.n:,}", *numbers)
    return table


def _differences(found: Backtest) -> Table:
    table = _markdown("model", "window")
    for key in PAIRED:
        table.add_column(HEADS[key], no_wrap=True)
    for window in [*found.settings.windows, None]:
        for model in found.models:
            if model != OURS and _takes_part(found, model, window):
                told = found.differences(model, window)
                cells = [_difference(told[key]) for key in PAIRED]
                table.add_row(model, _windows(found, model, window), *cells)
    return table


def _takes_part(found: Backtest, model: str, window: Window | None) -> bool:
    """Whether a model is in a window; over all, whether there are several to sum up."""
    into = [each for each in found.scored if each.card(model)]
    return len(into) > 1 if window is None else any(each.window == window for each in into)


def _windows(found: Backtest, model: str, window: Window | None) -> str:
    if window is not None:
        return f"{window.year}"
    years = [f"{each.window.year}" for each in found.scored if each.card(model)]
    return "all" if len(years) == len(found.scored) else ", ".join(years)


def _difference(each: Difference) -> str:
    return f"{each.mean:+.3f} [{each.low:+.3f}, {each.high:+.3f}] {each.verdict}"


def _spread(found: Backtest) -> Table:
    table = _markdown("window")
    for head in HEADS.values():
        table.add_column(head, justify="right", no_wrap=True)
    for each in found.scored:
        told = _seeds(each)
        cells = [_three(told[key], key) if key in told else "unknown" for key in HEADS]
        table.add_row(f"{each.window.year}", *cells)
    return table


def _three(told: dict[str, float], key: str) -> str:
    mean, low, high = (_number(told[part], key) for part in ("mean", "low", "high"))
    return f"{mean} ({low} – {high})"


def _show_calibration(found: Backtest, console: Console) -> None:
    for group, flats in found.calibration(OURS).items():
        console.print(
            f"\nPIT of {OURS}, {GROUPS[group]}: largest deviation of ten bins from 0.1, and the "
            "90 % band for it\n",
            soft_wrap=True,
        )
        _print(_bands(flats), console)


def _bands(flats: list[Flatness]) -> Table:
    table = _markdown("lead")
    for head in ("n", "largest deviation", "band", "inside"):
        table.add_column(head, justify="right", no_wrap=True)
    for flat in flats:
        lead = "all at once" if flat.lead is None else f"{flat.lead}"
        inside = {True: "yes", False: "no", None: "cannot be told"}[flat.inside]
        numbers = [_number(flat.deviation, "pit"), _number(flat.band, "pit")]
        table.add_row(lead, f"{flat.n:,}", *numbers, inside)
    return table


def _number(value: float | None, key: str) -> str:
    if value is None:
        return "unknown"
    return f"{value:.4f}" if "brier" in key else f"{value:.3f}"
