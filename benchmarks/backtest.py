"""Our model, baselines and others on the windows of the VIEWS challenge: how good, and how fast.

    python benchmarks/backtest.py [--windows 2018..2021]

The first window is timed from figures to scores, training included, in a process of its own with an
empty cache; then all windows are scored beside the submissions in `data/views_challenge` of the
folder `TOCSIN_SHARED` (default `../shared`). The figures that tocsin is trained on are final
revisions: the submissions saw an earlier release, which costs them a little. Prints Markdown and
ends in 1 if a limit is broken.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = (sys.executable, "-m", "tocsin", "backtest")
SUBMISSIONS = Path(os.environ.get("TOCSIN_SHARED", "../shared")) / "data/views_challenge"
SECONDS, MEMORY = 40.0, 2 * 2**30


def main() -> int:
    """Time one window, print the scores of all, and tell whether the limits hold."""
    options = argparse.ArgumentParser(description="Score on the VIEWS challenge windows.")
    options.add_argument("--windows", default="2018..2021", help="as in tocsin backtest")
    windows: str = options.parse_args().windows
    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ | {"TOCSIN_CACHE": cache}
        seconds, memory = measure(windows[:4], environment)
        print("| one window, figures to scores | seconds | limit | peak memory | limit |")
        print("|---|---:|---:|---:|---:|")
        mebibytes = f"{memory / 2**20:.0f} MiB | {MEMORY / 2**30:g} GiB"
        print(f"| {windows[:4]}, nothing cached | {seconds:.1f} | {SECONDS:g} | {mebibytes} |\n")
        sys.stdout.flush()
        every = (*PROGRAM, "--windows", windows, "--against", SUBMISSIONS, "--calibration")
        subprocess.run(every, env=environment, check=True)
    broken = seconds > SECONDS or memory > MEMORY
    if broken:
        print("\nA limit is broken.")
    return int(broken)


def measure(window: str, environment: dict[str, str]) -> tuple[float, int]:
    """Wall seconds and peak memory in bytes of the backtest of one window; it must succeed."""
    begun = time.perf_counter()
    with subprocess.Popen(
        (*PROGRAM, "--windows", window, "--json"), env=environment, stdout=subprocess.DEVNULL
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"The backtest ended in {process.returncode}"
    return seconds, used.ru_maxrss * 1024


if __name__ == "__main__":
    sys.exit(main())
