"""How many documents a second the reader reads on one core, and whether memory stays flat.

    python benchmarks/reading.py [--documents 10000]

Documents of 5,000 characters are made of the paragraphs of `documents` in the folder
`TOCSIN_SHARED` (default `../shared`), each from another place on. Speed is that of `read` alone, on
one core, the median of several rounds; beside it the longest of them, and hostile texts of one
million characters. Memory is the peak of `tocsin read --results` in one process, over a tenth of
the documents and over all. Prints tables in Markdown and ends in 1 if a limit is broken.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from tocsin.desk.reading import read

SHARED = Path(os.environ.get("TOCSIN_SHARED", "../shared")) / "documents"
LENGTH, ROUNDS, EACH = 5000, 5, 100
LEAST, GROWTH, LONGEST = 50.0, 1.1, 20.0
DAY = dt.date(2013, 9, 23)
HOSTILE = {
    "opening quotes": "“",
    "straight quotes": '"',
    "opening brackets": "(",
    "dashes": "—",
    "quotes that open and close": "“x” ",
    "said and said": "said, ",
    "capitals": "The Minister Of ",
    "one long word": "a",
    "days": "on 23 September ",
    "offers": "We will offer if ",
}


def documents() -> Iterator[str]:
    """Documents of 5,000 characters, without an end, each starting at another paragraph."""
    paths = sorted(SHARED.glob("*.txt"))
    assert paths, f"There are no documents in {SHARED}; name its parent in TOCSIN_SHARED."
    paragraphs = [p for path in paths for p in path.read_text(encoding="utf-8").split("\n\n") if p]
    coming = cycle(paragraphs)
    while True:
        text = ""
        while len(text) < LENGTH:
            text += f"{next(coming)}\n\n"
        yield text[:LENGTH]


def speed() -> bool:
    """Print how many documents a second are read; whether they are enough."""
    given = list(islice(documents(), ROUNDS * EACH))
    read(given[0], DAY)  # loads the lexicons
    times = []
    for text in given:
        begun = time.process_time()
        read(text, DAY)
        times.append(time.process_time() - begun)
    rounds = [EACH / sum(times[n : n + EACH]) for n in range(0, len(times), EACH)]
    rate, longest = statistics.median(rounds), max(times) * 1000
    print("| documents a second | limit | slowest document |\n|---:|---:|---:|")
    print(f"| {rate:.0f} | {LEAST:.0f} | {longest:.0f} ms |\n")
    return rate >= LEAST


def hostile() -> bool:
    """Print how long texts of a million characters take, beside half as long ones."""
    print("| a million characters of | seconds | of half as many | limit |\n|---|---:|---:|---:|")
    kept = True
    for name, piece in HOSTILE.items():
        times = []
        for length in (500_000, 1_000_000):
            text = (piece * (length // len(piece) + 1))[:length]
            begun = time.process_time()
            read(text, DAY)
            times.append(time.process_time() - begun)
        print(f"| {name} | {times[1]:.2f} | {times[0]:.2f} | {LONGEST:.0f} |", flush=True)
        kept = kept and times[1] <= LONGEST
    print()
    return kept


def memory(number: int) -> bool:
    """Print the peak of memory over a tenth of the documents and over all; whether it is flat."""
    peaks = {}
    print("| documents | seconds | peak memory |\n|---:|---:|---:|")
    for many in (number // 10, number):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            (place / "in").mkdir()
            for n, text in enumerate(islice(documents(), many)):
                (place / f"in/{n:05}.txt").write_text(text, encoding="utf-8")
            begun = time.perf_counter()
            peaks[many] = _peak(place)
            took = time.perf_counter() - begun
        print(f"| {many:,} | {took:.0f} | {peaks[many] / 2**20:.1f} MiB |", flush=True)
    few, all_of = peaks.values()
    return all_of <= few * GROWTH


def _peak(place: Path) -> int:
    """The peak of memory, in bytes, of reading all in one process."""
    command = [sys.executable, "-m", "tocsin", "read", "in", "--results", "out", "--jobs", "1"]
    with subprocess.Popen(command, cwd=place, stderr=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"It ended in {process.returncode}"
    return used.ru_maxrss * 1024


def main() -> int:
    """Measure, print, and tell whether all limits hold."""
    parser = argparse.ArgumentParser(description="Time the reader.")
    parser.add_argument("--documents", type=int, default=10_000)
    options = parser.parse_args()
    held = [speed(), hostile(), memory(options.documents)]
    return int(not all(held))


if __name__ == "__main__":
    sys.exit(main())
