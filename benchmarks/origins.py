"""How long hindcasts from 156 months take, with an empty cache: a limit of forty minutes.

    python benchmarks/origins.py [--org csto | --world] [--jobs 0] [--origins 12]

Monthly origins from January 2005 to December 2017. With `--origins` only so many, evenly spaced,
are made, and the time of all is extrapolated from them, and called so. Ends in 1 if the limit is
broken.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tocsin.world.month import parse_months

PROGRAM = Path(sys.executable).with_name("tocsin")
ALL = parse_months("2005-01..2017-12")
LIMIT = 40.0


def main() -> int:
    """Fill an empty archive, print a line in Markdown, and tell whether the limit holds."""
    options = argparse.ArgumentParser(description="Hindcasts in bulk.")
    options.add_argument("--org", default="csto")
    options.add_argument("--world", action="store_true")
    options.add_argument("--jobs", type=int, default=0)
    options.add_argument("--origins", type=int, default=len(ALL), help="make only so many")
    asked = options.parse_args()
    count = max(1, min(asked.origins, len(ALL)))
    chosen = [ALL[n * len(ALL) // count] for n in range(count)]
    whose = ["--world"] if asked.world else ["--org", asked.org]
    minutes = measure([f"{each:%Y-%m}" for each in chosen], whose, asked.jobs)
    whole = minutes * len(ALL) / count
    how = "measured" if count == len(ALL) else f"extrapolated from {count} in {minutes:.1f} min"
    print("| hindcasts | of | minutes | limit | |")
    print("|---|---|---:|---:|---|")
    print(f"| {len(ALL)} | {whose[-1].strip('-')} | {whole:.1f} | {LIMIT:g} | {how} |")
    return int(whole > LIMIT)


def measure(origins: list[str], whose: list[str], jobs: int) -> float:
    """Minutes for some origins, in folders of their own."""
    with tempfile.TemporaryDirectory() as name:
        begun = time.perf_counter()
        subprocess.run(
            [PROGRAM, "outlook", "--origins", ",".join(origins), *whose, "--jobs", str(jobs)],
            cwd=name,
            env=os.environ | {"TOCSIN_CACHE": f"{name}/cache"},
            check=True,
        )
        return (time.perf_counter() - begun) / 60


if __name__ == "__main__":
    sys.exit(main())
