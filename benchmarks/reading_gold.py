"""Score what a reader finds against reports labelled by hand: who speaks, what is done by it.

`score(folder, found)` takes a folder of labels (offsets and labels only) and the `Found` of each
document by its id. A found statement is matched to the labelled one whose content it covers best,
if they share more than half of their letters. A name is right if it is the same person's or body's,
a part of an act if it shares more than half of its letters with the labelled one.

    python benchmarks/reading_gold.py LABELS TEXTS [--issuer]

`--issuer` tells the reader who issues each document, as whoever files a report can.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tocsin.desk.reading.name import parts, same
from tocsin.desk.reading.nation import named
from tocsin.desk.reading.statement import Act, Attribution, Found, Span, Statement, Voice

PARTS = ("giver", "receiver", "object", "condition")
OWN = ("statement", "source", "cue", "content")
LABELS = (*OWN, "name", "party", "speaker", "act", "polarity", *PARTS)
_ARTICLE = re.compile(r"^(?:the|a|an|both)\s+", re.IGNORECASE)
_TITLE = re.compile(
    r"^(?:his|her) (?:majesty|excellency)\s+|^(?:king|queen|mr|mrs|ms|dr)\.?\s+", re.I
)


@dataclass
class Tally:
    """Counts of labelled, found and rightly found things; and where they differ."""

    labelled: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def precision(self, what: str) -> float:
        """Rightly found over found; 1 where nothing was found."""
        return self.right[what] / self.found[what] if self.found[what] else 1.0

    def recall(self, what: str) -> float:
        """Rightly found over labelled; 1 where nothing is labelled."""
        return self.right[what] / self.labelled[what] if self.labelled[what] else 1.0

    def f1(self, what: str) -> float:
        """The harmonic mean of precision and recall."""
        both = self.found[what] + self.labelled[what]
        return 2 * self.right[what] / both if both else 1.0


def labels(folder: Path) -> dict[str, dict[str, Any]]:
    """The labels in a folder by document id."""
    read = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json")))
    return {table["document"]: table for table in read}


def attributions(table: dict[str, Any]) -> list[Attribution]:
    """The labelled attributions of one document, as a reader would find them."""
    return [
        Attribution(
            Voice(s["voice"]),
            Span(*s["source"]) if s["source"] else None,
            tuple(Span(*c) for c in s["cue"]),
            tuple(Span(*c) for c in s["content"]),
        )
        for s in table["statements"]
    ]


def score(folder: Path, found: Mapping[str, Found]) -> Tally:
    """The tally over all documents of a folder; one that is not in `found` counts as unread."""
    tally = Tally()
    for document, table in labels(folder).items():
        _document(tally, document, table["statements"], found.get(document, Found()).statements)
    return tally


def table(tally: Tally) -> str:
    """Precision, recall and F1 for each label, with the counts they rest on."""
    lines = [f"{'':10} {'labelled':>8} {'found':>6} {'right':>6} {'P':>6} {'R':>6} {'F1':>6}"]
    lines += [
        f"{what:10} {tally.labelled[what]:8} {tally.found[what]:6} {tally.right[what]:6} "
        f"{tally.precision(what):6.3f} {tally.recall(what):6.3f} {tally.f1(what):6.3f}"
        for what in LABELS
    ]
    return "\n".join(lines)


def _document(
    tally: Tally, document: str, told: list[dict[str, Any]], found: Iterable[Statement]
) -> None:
    left = list(found)
    for number, label in enumerate(told):
        best = max(left, key=lambda s: _shared(s, label), default=None)
        if best is not None and _shared(best, label) > 0.5:
            left.remove(best)
        else:
            best = None
        where = f"{document}#{number}"
        _spans(tally, label, best)
        _speaker(tally, where, label, best)
        _acts(tally, where, label["acts"], best.acts if best else ())
    for extra in left:
        tally.found.update((*OWN, "name", "party", "speaker"))
        _acts(tally, document, [], extra.acts)


def _spans(tally: Tally, label: dict[str, Any], found: Statement | None) -> None:
    """Whether a labelled statement was found, and which of its spans are the same to the letter."""
    tally.labelled.update(OWN)
    if found is None:
        return
    tally.found.update(OWN)
    own = found.attribution
    pairs = {
        "source": (
            [own.source] if own.source else [],
            [label["source"]] if label["source"] else [],
        ),
        "cue": (own.cue, label["cue"]),
        "content": (own.content, label["content"]),
    }
    same = [n for n, (a, b) in pairs.items() if [[s.start, s.end] for s in a] == list(map(list, b))]
    tally.right.update(("statement", *same))


def _shared(statement: Statement, label: dict[str, Any]) -> float:
    """The share of characters of either content that both have (Jaccard)."""
    one = {i for s in statement.attribution.content for i in range(s.start, s.end)}
    other = {i for start, end in label["content"] for i in range(start, end)}
    return len(one & other) / len(one | other) if one | other else 0.0


def _speaker(tally: Tally, where: str, label: dict[str, Any], found: Statement | None) -> None:
    what = ("name", "party", "speaker")
    tally.labelled.update(what)
    if found is None:
        return
    tally.found.update(what)
    name = _same_name(label["speaker"], found.speaker.name)
    party = _parties(label["party"]) == _parties(found.speaker.party)
    tally.right.update(
        w for w, right in zip(what, (name, party, name and party), strict=True) if right
    )
    if not (name and party):
        tally.wrong.append(
            f"{where} speaker: {label['speaker']} ({label['party']}) was found as "
            f"{found.speaker.name} ({found.speaker.party})"
        )


def _acts(tally: Tally, where: str, told: list[dict[str, Any]], found: Iterable[Act]) -> None:
    left = list(found)
    tally.found.update(["act"] * len(left))
    for act in left:
        tally.found.update(part for part in PARTS if getattr(act, part))
    for label in told:
        tally.labelled.update(["act", "polarity", *(p for p in PARTS if label.get(p))])
        same_kind = [a for a in left if a.act == label["act"]]
        best = max(same_kind, key=lambda a: _overlap(a.span, label["span"]), default=None)
        if best is None:
            tally.wrong.append(
                f"{where} act: {label['act']} is missing; {[str(a.act) for a in left]}"
            )
            continue
        left.remove(best)
        _act(tally, where, label, best)
    tally.wrong += [f"{where} act: {act.act} is too much" for act in left]


def _act(tally: Tally, where: str, label: dict[str, Any], found: Act) -> None:
    tally.right["act"] += 1
    tally.found["polarity"] += 1
    if found.positive == (label["polarity"] == "positive"):
        tally.right["polarity"] += 1
    else:
        tally.wrong.append(f"{where} polarity of {label['act']}")
    for part in PARTS:
        told, span = label.get(part), getattr(found, part)
        if told and span and _overlap(span, told) > 0.5:
            tally.right[part] += 1
        elif told or span:
            tally.wrong.append(f"{where} {part} of {label['act']}: {told} was found as {span}")


def _overlap(span: Span, told: list[int]) -> float:
    both = min(span.end, told[1]) - max(span.start, told[0])
    return max(0, both) / (max(span.end, told[1]) - min(span.start, told[0]))


def _same_name(one: str, other: str) -> bool:
    first, second = (_TITLE.sub("", _ARTICLE.sub("", n)).replace("’", "'") for n in (one, other))
    if first.lower() == second.lower():
        return True
    if " and " in first and " and " in second:
        pairs = list(zip(first.split(" and "), second.split(" and "), strict=False))
        return first.count(" and ") == second.count(" and ") and all(_same_name(*p) for p in pairs)
    keys = [
        [n.key for n in named(name) if n.end - n.start == len(name)] for name in (first, second)
    ]
    if keys[0] and keys[0] == keys[1]:
        return True
    named_so = all(re.match(r"\S*[^\W\d_a-z]", name.rpartition(" ")[2]) for name in (first, second))
    return named_so and same(parts(first), parts(second))


def _parties(party: str) -> set[str]:
    found = set()
    for key in filter(None, (p.strip() for p in party.split(","))):
        body = [n.key for n in named(key) if n.end - n.start == len(key)]
        found.add(body[0] if body else key.lower())
    return found


def main() -> None:
    """Read each labelled document and print what is right, and what is not."""
    from tocsin.desk.reading.reader import read

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("labels", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--issuer", action="store_true")
    told = parser.parse_args()
    found = {}
    for document, label in labels(told.labels).items():
        path = told.texts / f"{document}.txt"
        with path.open(encoding="utf-8", newline="") as file:
            found[document] = read(file.read(), issuer=label["issuer"] if told.issuer else "")
    tally = score(told.labels, found)
    print(table(tally), *tally.wrong, sep="\n")


if __name__ == "__main__":
    main()
