"""How well statements are read: the shared scorer's table for its news articles.

    TOCSIN_SHARED=../shared python benchmarks/reading_quality.py

Token and exact-span precision, recall and F of sources, cues and contents, against labels made by
hand by others, and the time that reading took. No rule or word was taken from those labels.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tocsin.desk.reading.attribution import attributions


def rows(name: str, text: str) -> list[str]:
    """The scorer's lines for one text; where spans overlap, the first of them wins."""
    lines = []
    for found in attributions(text):
        spans = [("cue", span) for span in found.cue]
        spans += [("source", found.source)] if found.source else []
        spans += [("content", span) for span in found.content]
        lines += [
            json.dumps({"doc": name, "role": role, "start": span.start, "end": span.end})
            for role, span in spans
        ]
    return lines


def main() -> None:
    """Read all articles, tell the time it took, and print the scorer's table."""
    shared = Path(os.environ.get("TOCSIN_SHARED", "../shared"))
    corpus = shared / "text" / "polnear_dev"
    texts = {
        p.stem: p.open(encoding="utf-8", newline="").read() for p in (corpus / "text").iterdir()
    }
    attributions(next(iter(texts.values())))  # lexicons are loaded once
    start = time.process_time()
    lines = [line for name, text in sorted(texts.items()) for line in rows(name, text)]
    took = time.process_time() - start
    size = sum(map(len, texts.values()))
    print(f"{len(texts)} texts, {1000 * took * 5000 / size:.1f} ms per 5,000 characters")
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write("\n".join(lines))
        file.flush()
        scorer = shared / "tools" / "score_statements.py"
        subprocess.run([sys.executable, scorer, corpus / "tokens.tsv.gz", file.name], check=True)


if __name__ == "__main__":
    main()
