"""Who says what in a text: cues, the phrases that name their sources, and what is said."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tocsin.desk.reading import lexicon, phrase
from tocsin.desk.reading.lexicon import Cue
from tocsin.desk.reading.quotation import paragraphs, quotations
from tocsin.desk.reading.sentence import ranges
from tocsin.desk.reading.statement import Attribution, Span, Voice
from tocsin.desk.reading.token import Tokens, tokens

BE = frozenset("is are was were be been being am 's 're 'm isn't aren't wasn't weren't".split())
HAVE = frozenset("has have had having 've hasn't haven't hadn't".split())


@dataclass(slots=True)
class Hit:
    """A cue found: its tokens, source tokens, content ranges of tokens."""

    first: int
    last: int
    takes: frozenset
    form: str
    kind: str = ""
    source: tuple[int, int] | None = None
    content: list[tuple[int, int]] = field(default_factory=list)
    sentence: int = 0
    linked: bool = False
    groups: frozenset = frozenset()
    passive: bool = False


class Reading:
    def __init__(self, text: str):
        self.text = text
        self.quotes = quotations(text)
        self.words = tokens(text, self.quotes)
        self.sentences = ranges(self.words, paragraphs(text))
        self.runs = self._runs()

    def _runs(self) -> dict[int, int]:
        """Opening token -> last+1 token of each outermost quotation."""
        found, opened = {}, None
        w = self.words
        ends = iter([q for q in self.quotes if not q.depth])
        j = 0
        n = len(w.tags)
        for q in ends:
            while j < n and w.start[j] < q.start:
                j += 1
            i = j
            while j < n and w.start[j] < q.end:
                j += 1
            if j > i:
                found[i] = j
        return found


def match_cue(w: Tokens, i: int, stop: int):
    ways = lexicon.cues().get(w.lower[i])
    if not ways:
        return None
    for cue in ways:
        if not cue.rest:
            return cue, i
        k = i + 1
        end = k + len(cue.rest)
        if tuple(w.lower[k:end]) == cue.rest and end <= stop:
            return cue, end - 1
        if k < stop and w.tags[k] == "A" and tuple(w.lower[k + 1 : end + 1]) == cue.rest:
            return cue, end
    return None


def find(r: Reading) -> list[Hit]:
    w = r.words
    tags = w.tags
    hits = []
    table = lexicon.cues()
    for si, (a, b) in enumerate(r.sentences):
        for i in range(a, b):
            if w.lower[i] in table and tags[i] != "P" or (tags[i] == "P" and i == a and False):
                found = match_cue(w, i, b)
                if found:
                    hit = judge(r, si, a, b, i, *found)
                    if hit:
                        hits.append(hit)
    return hits


def judge(r, si, a, b, i, cue, last):
    """Decide whether a word is used as a cue; its group and source."""
    w = r.words
    tags, lower = w.tags, w.lower
    g0 = i
    aux = []
    while g0 > a and tags[g0 - 1] in "XnA":
        g0 -= 1
        if tags[g0] == "X":
            aux.append(lower[g0])
    # a leading adverb after a comma/at start belongs elsewhere
    prev = tags[g0 - 1] if g0 > a else "."
    be = any(x in BE for x in aux)
    have = any(x in HAVE for x in aux)
    form = cue.form
    hit = Hit(g0, last + 1, cue.takes, "", sentence=si, groups=cue.groups)
    if tags[i] == "G" or "g" in form and form <= {"g"}:
        if be:
            hit.form = "f"
        else:
            hit.form = "g"
    elif be:
        if "n" in form:
            hit.form, hit.passive = "n", True
        else:
            return None
    elif form & {"p", "s"}:
        hit.form = "f"
    elif "b" in form:
        if aux:
            hit.form = "f"
        elif prev == "t":
            hit.form = "t"
        else:
            hit.form = "b"
    elif "n" in form:
        if have:
            hit.form = "f"
        else:
            return None
    if tags[i] == "N" and not aux and prev in "D'OI" and hit.form != "g":
        return None
    if hit.form in "tb" and hit.form == "t":
        return None
    source(r, hit, a, b, i)
    return hit if hit.kind else None


def source(r, h, a, b, i):
    w = r.words
    tags, lower = w.tags, w.lower
    p = h.first - 1
    prev = tags[p] if p >= a else "."
    if h.form == "g":
        if prev == ",":
            h.kind = "gerund"
        return
    if prev == "W" and lower[p] in {"who", "which"}:
        q = p - 1
        if q >= a and tags[q] == ",":
            q -= 1
        np = phrase.before(w, q, a)
        if np:
            h.source, h.kind = np, "relative"
        return
    if prev == "C" or (prev == "A" and p > a and tags[p - 1] == "C"):
        h.kind, h.linked = "linked", True
        return
    if prev in "”" or (prev == "," and p > a and tags[p - 1] == "”"):
        end = phrase.after(w, h.last, b)
        if end > h.last and "quotation" in h.takes:
            h.source, h.kind = (h.last, end), "inverted"
            return
    if prev == "S" and lower[p] == "as":
        end = phrase.after(w, h.last, b)
        if end > h.last:
            return
    if h.form == "b":
        # plural or pronoun subject is needed
        if prev not in "RNPD#)," or (prev == "R" and lower[p] in {"he", "she", "it"}):
            return
        if prev in "N" and not lower[p].endswith(("s", "people", "men", "en")):
            return
        if prev == "P" and not lower[p].endswith("s"):
            return
    np = phrase.before(w, p, a)
    if np:
        h.source, h.kind = np, "subject"
        return
    if prev == "," and "tail" in h.takes and not h.passive:
        end = phrase.after(w, h.last, b)
        if end > h.last and end - h.last < 14:
            h.source, h.kind = (h.last, end), "inverted"


def content(r, h, hits_after, a, b):
    w = r.words
    tags = w.tags
    k = h.last
    if h.kind == "inverted":
        k = h.source[1]
    stop = b
    while stop > k and tags[stop - 1] in ".,;:-" :
        stop -= 1
    # quotation right here or after adjunct
    j = k
    adj = phrase.adjunct(w, k, stop)
    if "addressee" in h.takes or "request" in h.takes:
        e = phrase.after(w, k, stop)
        if e > k:
            adj2 = phrase.adjunct(w, e, stop)
            for x in (e, adj2):
                if x < stop and tags[x] in "TQ“":
                    return [(x, extent(r, h, x, stop, hits_after))]
                if x + 1 < stop and tags[x] in ",:" and tags[x + 1] == "“":
                    return [(x + 1, quote_end(r, x + 1, stop))]
            if "request" in h.takes and e < stop and (tags[e] == "t" or tags[e] == "n" and e + 1 < stop and tags[e + 1] == "t"):
                return [(e, extent(r, h, e, stop, hits_after))]
            if tags[k] in "B" and e < stop and tags[e] in "RDPN" and "addressee" in h.takes:
                return [(e, extent(r, h, e, stop, hits_after))]
            if "addressee" in h.takes and tags[e - 1] in "NP" and e < stop and tags[e] in "RD":
                return [(e, extent(r, h, e, stop, hits_after))]
    for x in dict.fromkeys((k, adj)):
        if x < stop and tags[x] == "T" and h.takes & {"that", "addressee"}:
            return [(x, extent(r, h, x, stop, hits_after))]
        if x < stop and tags[x] == "Q" and h.takes & {"that"} and x == k:
            return [(x, extent(r, h, x, stop, hits_after))]
        if x < stop and tags[x] == "“" and h.kind != "inverted":
            return [(x, extent(r, h, x, stop, hits_after))]
        if x + 1 < stop and tags[x] in ",:-" and tags[x + 1] == "“":
            return [(x + 1, quote_end(r, x + 1, stop))]
    if h.kind == "inverted":
        return []
    if k < stop and tags[k] == "t" and "infinitive" in h.takes:
        return [(k, extent(r, h, k, stop, hits_after))]
    if h.passive:
        if k < stop and tags[k] == "t" and "passive" in h.takes:
            return [(k, extent(r, h, k, stop, hits_after))]
        return []
    if tail_like(r, h, a, k, stop, adj):
        return []
    if "clause" in h.takes:
        x = k
        if adj > k and adj < stop and tags[adj] in "RDPN" and tags[k] != "A":
            x = adj
        while x < stop and tags[x] == "M":
            x += 1
        if x < stop and tags[x] not in ",.:;-)C”S" or (x < stop and tags[x] == "S" and w.lower[x] in {"if", "when", "while", "because"} and False):
            return [(x, extent(r, h, x, stop, hits_after))]
    if "object" in h.takes and k < stop and tags[k] in "DNPRB#EGA'T“Q" :
        return [(k, extent(r, h, k, stop, hits_after))]
    if "infinitive" in h.takes and k < stop and tags[k] == "t":
        return [(k, extent(r, h, k, stop, hits_after))]
    return []


def tail_like(r, h, a, k, stop, adj):
    """Nothing is left to say right of the cue but an adjunct, and something stands left of the source."""
    if not h.takes & {"tail", "quotation"} or h.source is None:
        return False
    s = h.source[0]
    tags = r.words.tags
    if s <= a or tags[s - 1] not in ",”-":
        return False
    return adj >= stop or tags[adj] in ",.;:-" or tags[adj] == "G"


def quote_end(r, x, stop):
    return min(r.runs.get(x, stop), 10**9)


def extent(r, h, first, stop, hits_after):
    """Where what is said ends: at the sentence's end or where another cue goes on with the main clause."""
    w = r.words
    tags = w.tags
    if tags[first] == "“":
        e = r.runs.get(first, stop)
        if e >= stop:
            return e
        if tags[e - 2] in ".,!?" or tags[e] in ",.;:-":
            return e
    for o in hits_after:
        if o.first <= first:
            continue
        cut = None
        if o.kind == "gerund":
            cut = o.first - 1
        elif o.linked and o.form == h.form:
            cut = o.first - 1
            while cut > first and tags[cut - 1] in "AC,":
                cut -= 1
        elif o.source and o.kind == "subject" and o.form == "f":
            s = o.source[0]
            if s - 2 > first and tags[s - 1] == "C" and tags[s - 2] in ",”":
                cut = s - 2
            elif s - 1 > first and tags[s - 1] in ";":
                cut = s - 1
        if cut is not None and cut > first:
            return cut
    return stop


def preceding(r, h, a):
    """Content left of a source or an inverted cue."""
    w = r.words
    tags = w.tags
    s = min(h.first, h.source[0]) if h.source else h.first
    j = s - 1
    if j >= 0 and tags[j] in ",-" and j > a:
        j -= 1
    if j < 0:
        return []
    if tags[j] == "”":
        for o, e in r.runs.items():
            if e == j + 1:
                return chain(r, o)
    if s - 1 < a or tags[s - 1] not in ",-”":
        return []
    if j + 1 - a < 2:
        return []
    start = a
    return [(start, j + 1)]


def chain(r, o):
    """A quotation with the paragraphs it goes on from."""
    parts = [(o, r.runs[o])]
    return parts


_ACCORDING = re.compile(r"according$")


def according(r, si, a, b):
    w = r.words
    found = []
    for i in range(a, b - 2):
        if w.lower[i] == "according" and w.lower[i + 1] == "to":
            e = phrase.after(w, i + 2, b)
            if e == i + 2:
                continue
            h = Hit(i, i + 2, frozenset({"tail"}), "a", "according", (i + 2, e), sentence=si)
            stop = b
            while stop > e and w.tags[stop - 1] in ".,;:-":
                stop -= 1
            if i == a or w.tags[i - 1] in "C" and i - 1 == a:
                k = e
                while k < stop and w.tags[k] != ",":
                    k += 1
                h.source = (i + 2, k)
                h.content = [(k + 1, stop)] if k + 1 < stop else []
            else:
                j = i - 1
                if w.tags[j] == "," and j > a:
                    j -= 1
                h.content = [(a, j + 1)]
                if e < stop and w.tags[e] == "," and e + 1 < stop and False:
                    h.content.append((e + 1, stop))
            if h.content:
                found.append(h)
    return found


def attributions(text: str) -> list[Attribution]:
    r = Reading(text)
    w = r.words
    hits = find(r)
    by = {}
    for h in hits:
        by.setdefault(h.sentence, []).append(h)
    out = []
    for si, (a, b) in enumerate(r.sentences):
        mine = by.get(si, [])
        subject = None
        for n, h in enumerate(mine):
            if h.kind in {"linked", "gerund"} and h.source is None:
                h.source = subject
                if subject is None:
                    h.kind = ""
                    continue
            elif h.kind in {"subject", "inverted"}:
                subject = h.source
            h.content = content(r, h, mine[n + 1 :], a, b)
            if h.kind in {"subject", "inverted"} and h.takes & {"tail", "quotation"}:
                left = preceding(r, h, a) if not h.content or r.words.tags[h.content[0][0]] == "“" else []
                h.content = left + h.content
            if h.content:
                out.append(h)
        out.extend(according(r, si, a, b))
    out.extend(follow(r, out))
    out.sort(key=lambda h: (min([c[0] for c in h.content] + [h.first]), -max(c[1] for c in h.content)))
    kept, covered = [], 0
    inside = [False] * (len(w.tags) + 1)
    for h in out:
        if any(inside[i] for i in range(h.first, h.last)):
            continue
        for a, b in h.content:
            for i in range(a, b):
                inside[i] = True
        kept.append(h)
    global LAST
    LAST = kept
    return [made(r, h) for h in kept]


def follow(r, out):
    taken = {c[0] for h in out for c in h.content}
    starts = {}
    for si, (a, b) in enumerate(r.sentences):
        starts[a] = si
    ends = {b for _, b in r.sentences}
    found = []
    tags = r.words.tags
    for o, e in r.runs.items():
        if o in taken or any(h.content and h.content[0][0] <= o < h.content[-1][1] for h in out):
            continue
        if o in starts and (e in ends or e < len(tags) and tags[e] in ".,") and e - o > 4:
            found.append(Hit(o, o, frozenset(), "", "follow", None, [(o, e)], starts[o]))
    return found


def made(r, h):
    w = r.words

    def span(x):
        return Span(w.start[x[0]], w.end[x[1] - 1])

    return Attribution(Voice.INDIRECT, span(h.source) if h.source else None, (span((h.first, h.last)),) if h.last > h.first else (), tuple(span(c) for c in h.content if c[1] > c[0]))
