"""How well dates and meetings are read, against documents labelled by hand.

    python benchmarks/reading_when.py LABELS DOCUMENTS [--show]

LABELS holds one JSON file per document, DOCUMENTS their texts and `index.json` with their days.
A found date or meeting is held against the labelled one that it overlaps; each counts once.
Prints a table in Markdown; with --show also what was missed and what was found beside it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tocsin.desk.reading.agreement import agreements
from tocsin.desk.reading.date import dated, moments
from tocsin.desk.reading.meeting import meetings
from tocsin.desk.reading.mention import place, vector
from tocsin.desk.reading.statement import Moment, Precision, Span
from tocsin.desk.reading.topic import topics


def day_of(told: str) -> dt.date | None:
    """The day told in an index, as 2013-09-23 or 20130923; None for less than a day."""
    try:
        return dt.date.fromisoformat(told)
    except ValueError:
        return None


def value_of(moment: Moment) -> str:
    """A moment as it is labelled: YYYY-MM-DD, YYYY-MM, YYYY-Qn, YYYY-Hn, YYYY or nothing."""
    first = moment.first
    if first is None or moment.precision is Precision.OPEN:
        return ""
    return {
        Precision.DAY: first.isoformat(),
        Precision.MONTH: f"{first:%Y-%m}",
        Precision.QUARTER: f"{first.year}-Q{(first.month + 2) // 3}",
        Precision.HALF: f"{first.year}-H{(first.month + 5) // 6}",
        Precision.YEAR: f"{first.year}",
    }[moment.precision]


def paired(
    found: Sequence[Span], labelled: Sequence[Span]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Pairs that overlap, each used once and the closest first; what is left of either side."""
    ranked = sorted(
        (
            (min(a.end, b.end) - max(a.start, b.start) - abs(len_(a) - len_(b)), i, j)
            for i, a in enumerate(found)
            for j, b in enumerate(labelled)
            if a.start < b.end and b.start < a.end
        ),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    pairs: dict[int, int] = {}
    for _, i, j in ranked:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    extra = [i for i in range(len(found)) if i not in pairs]
    missed = [j for j in range(len(labelled)) if j not in pairs.values()]
    return sorted(pairs.items()), extra, missed


def len_(span: Span) -> int:
    """Its length in characters."""
    return span.end - span.start


def shown(text: str, span: Span, sign: str) -> str:
    """A span with the words around it."""
    before, after = text[max(0, span.start - 30) : span.start], text[span.end : span.end + 20]
    return f"    {sign} {before!r}[{span.of(text)!r}]{after!r}"


def spans(rows: Iterable[dict[str, Any]]) -> list[Span]:
    """The spans of labels."""
    return [Span(*row["span"]) for row in rows]


def score(text: str, gold: dict[str, Any], day: dt.date | None, *, show: bool) -> Counter[str]:
    """Counts of found, labelled and agreeing dates and meetings in one document."""
    counts: Counter[str] = Counter()
    dates = moments(text, day or dated(text))
    pairs, extra, missed = paired([m.span for m in dates], spans(gold["dates"]))
    _count(counts, "dates", pairs, extra, missed)
    for i, j in pairs:
        label = gold["dates"][j]
        counts["dates span"] += list(label["span"]) == [dates[i].span.start, dates[i].span.end]
        same = label["precision"] == dates[i].precision
        counts["dates precision"] += same
        if label["value"]:
            right = label["value"] == value_of(dates[i])
            counts["dates valued"] += 1
            counts["dates value"] += right
            if show and not right:
                print(shown(text, dates[i].span, "≠"), value_of(dates[i]), label["value"])
        if show and not same:
            print(shown(text, dates[i].span, "≠"), dates[i].precision, label["precision"])
    _show(text, [m.span for m in dates], spans(gold["dates"]), extra, missed, show)
    ours = [part for part in gold["issuer"].split(",") if part]
    met = meetings(text, day or dated(text), ours=ours)
    pairs, extra, missed = paired([m.span for m in met], spans(gold["meetings"]))
    _count(counts, "meetings", pairs, extra, missed)
    for i, j in pairs:
        label = gold["meetings"][j]
        counts["meetings span"] += list(label["span"]) == [met[i].span.start, met[i].span.end]
        right = set(label["parties"]) == set(met[i].parties)
        counts["meetings parties"] += right
        if show and not right:
            print(shown(text, met[i].span, "≠"), met[i].parties, label["parties"])
    _show(text, [m.span for m in met], spans(gold["meetings"]), extra, missed, show)
    return counts


def _count(
    counts: Counter[str],
    what: str,
    pairs: Sequence[object],
    extra: Sequence[int],
    missed: Sequence[int],
) -> None:
    counts[f"{what} found"] += len(pairs) + len(extra)
    counts[f"{what} labelled"] += len(pairs) + len(missed)
    counts[f"{what} agreeing"] += len(pairs)


def _show(
    text: str,
    found: Sequence[Span],
    labelled: Sequence[Span],
    extra: Sequence[int],
    missed: Sequence[int],
    show: bool,
) -> None:
    if show:
        for j in missed:
            print(shown(text, labelled[j], "−"))
        for i in extra:
            print(shown(text, found[i], "+"))


def table(counts: Counter[str]) -> str:
    """The figures as a table in Markdown."""
    rows = ["| what | found | labelled | precision | recall | F1 |", "|---|---|---|---|---|---|"]
    for what in ("dates", "meetings"):
        found, labelled = counts[f"{what} found"], counts[f"{what} labelled"]
        agreeing = counts[f"{what} agreeing"]
        precision, recall = agreeing / max(found, 1), agreeing / max(labelled, 1)
        f1 = 2 * agreeing / max(found + labelled, 1)
        rows.append(
            f"| {what} | {found} | {labelled} | {precision:.3f} | {recall:.3f} | {f1:.3f} |"
        )
    for name, of in (
        ("dates span", "dates agreeing"),
        ("dates precision", "dates agreeing"),
        ("dates value", "dates valued"),
        ("meetings span", "meetings agreeing"),
        ("meetings parties", "meetings agreeing"),
    ):
        rows.append(f"\n{name}: {counts[name]} of {counts[of]}")
    return "\n".join(rows)


def speed(texts: Sequence[str]) -> float:
    """Milliseconds per 5,000 characters for all of it, of one core, the best of five runs.

    Each sentence stands for a statement, so that no statement is left out.
    """
    long = ("\n\n".join(texts) * 5)[:100_000]
    pieces = [long[i : i + 5000] for i in range(0, len(long), 5000)]
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        for piece in pieces:
            found = moments(piece, dt.date(2016, 1, 1))
            meetings(piece, dates=found)
            agreements(piece, found)
            sentences = [Span(*hit.span()) for hit in re.finditer(r"[^.\n]{20,}", piece)]
            topics([span.of(piece) for span in sentences])
            for span in sentences[::2]:  # acts are fewer than sentences
                place(piece, span)
                vector(piece, span)
        best = min(best, time.process_time() - start)
    return best / len(pieces) * 1000


def main() -> int:
    """Score all labelled documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    index = json.loads((options.documents / "index.json").read_text(encoding="utf-8"))
    days = {row["id"]: day_of(row["date"]) for row in index}
    counts: Counter[str] = Counter()
    texts = []
    for path in sorted(options.labels.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        name = gold["document"]
        with (options.documents / f"{name}.txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        if options.show:
            print(f"  {name}")
        texts.append(text)
        counts += score(text, gold, days.get(name), show=options.show)
    print(table(counts))
    print(f"\n{speed(texts):.2f} ms for 5,000 characters")
    return 0


if __name__ == "__main__":
    sys.exit(main())
