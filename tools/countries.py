"""Write `world/data/countries.csv`: codes and system dates of every place.

Usage: python tools/countries.py SHARED_DATA_FOLDER

Codes and dates are facts taken from Gleditsch & Ward's list of states (1999, version of 2017) and
from the VIEWS country list; the microstates, COW codes and short names are this file's own tables.
`views` is the number that the VIEWS prediction challenge gives its 191 countries; the others, of
which it asks nothing, have none. Figures of a state that is gone count there for its successor.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

HERE = Path(__file__).parent.parent / "src/tocsin/world/data"

# iso3, GW code, COW code, ISO number, name, first day in the system, last day
EXTRA = """
DMA,54,54,212,Dominica,1978-11-03,
GRD,55,55,308,Grenada,1974-02-07,
LCA,56,56,662,Saint Lucia,1979-02-22,
VCT,57,57,670,Saint Vincent and the Grenadines,1979-10-27,
ATG,58,58,28,Antigua and Barbuda,1981-11-01,
KNA,60,60,659,Saint Kitts and Nevis,1983-09-19,
STP,403,403,678,São Tomé and Príncipe,1975-07-12,
SYC,591,591,690,Seychelles,1976-06-29,
VUT,935,935,548,Vanuatu,1980-07-30,
KIR,970,946,296,Kiribati,1979-07-12,
NRU,971,970,520,Nauru,1968-01-31,
TON,972,955,776,Tonga,1970-06-04,
TUV,973,947,798,Tuvalu,1978-10-01,
MHL,983,983,584,Marshall Islands,1986-10-21,
PLW,986,986,585,Palau,1994-10-01,
FSM,987,987,583,Micronesia,1986-11-03,
WSM,990,990,882,Samoa,1962-01-01,
MCO,221,221,492,Monaco,1861-02-02,
LIE,223,223,438,Liechtenstein,1806-07-12,
SMR,331,331,674,San Marino,1816-01-01,
AND,232,232,20,Andorra,1816-01-01,
VAT,,,336,Holy See,,
PSE,,,275,Palestine,,
ESH,,,732,Western Sahara,,
"""

COW = {260: 255, 340: 345, 678: 679}

NAMES = {
    "AGO": "Angola", "BIH": "Bosnia and Herzegovina", "BFA": "Burkina Faso", "BRN": "Brunei",
    "CAF": "Central African Republic", "CIV": "Côte d’Ivoire", "COD": "DR Congo",
    "COG": "Congo", "CPV": "Cabo Verde", "CSK": "Czechoslovakia", "CZE": "Czechia",
    "DDR": "East Germany", "DEU": "Germany", "DOM": "Dominican Republic", "GNB": "Guinea-Bissau",
    "GNQ": "Equatorial Guinea", "IRN": "Iran", "KGZ": "Kyrgyzstan", "KHM": "Cambodia",
    "LAO": "Laos", "LKA": "Sri Lanka", "MDG": "Madagascar", "MKD": "North Macedonia",
    "MMR": "Myanmar", "PRK": "North Korea", "KOR": "South Korea", "RUS": "Russia",
    "SSD": "South Sudan", "SWZ": "Eswatini", "SYR": "Syria", "TLS": "Timor-Leste",
    "TTO": "Trinidad and Tobago", "TUR": "Türkiye", "TZA": "Tanzania", "USA": "United States",
    "XKX": "Kosovo", "YMD": "South Yemen", "YEM": "Yemen", "YUG": "Yugoslavia",
    "ZWE": "Zimbabwe", "ARE": "United Arab Emirates", "BLR": "Belarus", "VNM": "Viet Nam",
    "PNG": "Papua New Guinea", "GMB": "Gambia", "SLB": "Solomon Islands", "GBR": "United Kingdom",
    "MDV": "Maldives", "ITA": "Italy", "NLD": "Netherlands",
}  # fmt: skip

NUMBERS = {"DEU": 276, "ETH": 231, "SDN": 729, "YEM": 887, "XKX": None}


def main(shared: Path) -> None:
    """Join the published lists with the tables above and write the result."""
    states = (
        pl.read_parquet(shared / "structure/gw_states.parquet")
        .filter(pl.col("enddate") >= "1990-01-01")
        .select(
            pl.col("gwcode").cast(pl.Int64),
            start=pl.col("startdate"),
            end=pl.col("enddate").replace({"2017-12-31": None}),
        )
    )
    codes = (
        pl.read_parquet(shared / "fatalities/country_month_1989_2021.parquet")
        .select(pl.col("gwcode").cast(pl.Int64), "iso3", "country")
        .unique()
    )
    views = pl.read_csv(shared / "views_challenge/views_countries.csv")
    numbers = dict(zip(views["isoab"], views["isonum"], strict=True)) | NUMBERS
    named = codes.join(states, on="gwcode", how="inner").select(
        "iso3",
        gw="gwcode",
        cow=pl.col("gwcode").replace(COW),
        number=pl.col("iso3").replace_strict(numbers, default=None, return_dtype=pl.Int64),
        name=pl.struct("iso3", "country").map_elements(
            lambda row: NAMES.get(row["iso3"], row["country"]), return_dtype=pl.String
        ),
        start="start",
        end="end",
    )
    extra = pl.read_csv(
        EXTRA.strip().encode(), has_header=False, new_columns=named.columns, schema=named.schema
    )
    numbered = pl.concat([named, extra]).join(_challenge(shared), on="iso3", how="left")
    numbered.sort("iso3").write_csv(HERE / "countries.csv")


def _challenge(shared: Path) -> pl.DataFrame:
    """The countries of the VIEWS prediction challenge with their numbers there."""
    table = pl.read_parquet(shared / "fatalities/country_month_1989_2021.parquet")
    asked = table.filter("in_views191")
    return asked.select("iso3", views=pl.col("views_country_id").cast(pl.Int64)).unique()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
