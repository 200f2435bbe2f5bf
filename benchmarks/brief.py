"""How long a brief takes, cold and warm, and how much memory: limits that the README claims.

Every run is a process of its own; a cold one has an empty cache. Prints a table in Markdown and
ends in 1 if a limit is broken.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("tocsin")
BRIEF = ("brief", "--org", "csto", "--as-of", "2013-09-23", "--out", "brief.html")
OUTLOOK = ("outlook", "--org", "csto", "--as-of", "2013-09-23")
GIB = 2**30


@dataclass(frozen=True)
class Run:
    """Wall and processor seconds and peak memory in bytes of a process."""

    wall: float
    processor: float
    memory: int


def measure(arguments: tuple[str, ...], folder: Path) -> Run:
    """Run a command with its cache in a folder; it must succeed."""
    environment = os.environ | {"TOCSIN_CACHE": str(folder / "cache")}
    begun = time.perf_counter()
    with subprocess.Popen(
        [PROGRAM, *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{arguments} ended in {process.returncode}"
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def median(arguments: tuple[str, ...], folder: Path, times: int) -> Run:
    """The medians of several runs."""
    runs = [measure(arguments, folder) for _ in range(times)]
    return Run(
        statistics.median(run.wall for run in runs),
        statistics.median(run.processor for run in runs),
        max(run.memory for run in runs),
    )


def main() -> int:
    """Measure, print the table, and tell whether every limit holds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [
            ("`tocsin brief`, nothing cached", measure(BRIEF, folder), 60.0, 2 * GIB),
            ("`tocsin brief` again (median of 5)", median(BRIEF, folder, 5), 3.0, None),
            ("`tocsin outlook` (median of 5)", median(OUTLOOK, folder, 5), 3.0, None),
            ("`tocsin --help` (median of 10)", median(("--help",), folder, 10), 0.3, None),
        ]
    print("| command | seconds | limit | processor seconds | peak memory | limit |")
    print("|---|---:|---:|---:|---:|---:|")
    broken = 0
    for what, run, seconds, memory in rows:
        least = f"{memory / GIB:g} GiB" if memory else ""
        print(
            f"| {what} | {run.wall:.2f} | {seconds:g} | {run.processor:.2f} "
            f"| {run.memory / 2**20:.0f} MiB | {least} |"
        )
        broken += run.wall > seconds or bool(memory and run.memory > memory)
    if broken:
        print(f"\n{broken} of {len(rows)} limits are broken.")
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
