"""The columns of the tables that travel through the desk, as Polars schemas."""

from __future__ import annotations

import polars as pl

SIGNALS = pl.Schema(
    {
        "source": pl.String(),
        "source_id": pl.String(),
        "vector": pl.String(),
        "place": pl.String(),
        "start": pl.Date(),
        "end": pl.Date(),
        "value": pl.Float64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "unit": pl.String(),
        "lat": pl.Float64(),
        "lon": pl.Float64(),
        "precision": pl.Int32(),
        "actors": pl.List(pl.String),
        "url": pl.String(),
        "marking": pl.String(),
        "retrieved": pl.Date(),
    }
)
"""One dated observation a row; an event that lasted has `end` after `start`."""

PANEL = pl.Schema(
    {
        "place": pl.String,
        "vector": pl.String,
        "month": pl.Date,
        "value": pl.Float64,
        "coverage": pl.Float64,
    }
)
"""Place × vector × month; coverage 0 means not observed, and then `value` is null, never 0."""

FIGURES = pl.Schema(
    {"iso3": pl.String, "month": pl.Date, "vector": pl.String, "deaths": pl.Float64}
)
"""Deaths per country, month and vector: the format of `--figures` and of what ships."""

OUTLOOK = pl.Schema(
    {
        "origin": pl.Date,
        "place": pl.String,
        "vector": pl.String,
        "month": pl.Date,
        "horizon": pl.Int32,
        "output_type": pl.String,
        "output_type_id": pl.String,
        "value": pl.Float64,
        "model_id": pl.String,
    }
)
"""Predictive distributions in the long form of the Hubverse."""
