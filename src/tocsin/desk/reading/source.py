"""Whose a cue is: the phrase that names its source, left or right of it."""

from __future__ import annotations

from tocsin.desk.reading import cueword, phrase
from tocsin.desk.reading.layout import Layout
from tocsin.desk.reading.use import SPOKEN, Range, Use


def attach(page: Layout, use: Use) -> None:
    """Give a verb or an adjective its kind and, where it stands beside it, its source."""
    tags = page.words.tags
    here = use.first - 1
    while here >= use.low and tags[here] == "A":
        here -= 1
    before = tags[here] if here >= use.low else "."
    if use.form == "gerund":
        use.kind = "gerund" if _adds(page, use, here) else ""
    elif before == "W":
        use.source, use.kind = (here, here + 1), "relative"
    elif before == "C":
        use.kind = "linked" if use.form != "plain" else ""
    elif use.form == "passive":
        _passive(page, use, here)
    elif not _inverts(page, use, here):
        _subject(page, use, here)


def _adds(page: Layout, use: Use, here: int) -> bool:
    """Whether a gerund says what the main clause's subject says: "…, adding that"."""
    words = page.words
    before = words.tags[here] if here >= use.low else "."
    if before == ",":
        return True
    if here < use.low or not use.groups & SPOKEN:
        return False
    follows = words.tags[use.last] if use.last < use.high else "."
    told = before in "NPMA" and (follows in "T“" or _is_rich(page, use))
    by = words.lower[here] in cueword.closed("before_gerund") and use.groups != {"mention"}
    return told or by


def _is_rich(page: Layout, use: Use) -> bool:
    """Whether a gerund behind a noun names in quotation marks: "a statement calling it “…”"."""
    return "name" in use.groups and "“" in page.words.tags[use.last : use.high]


def _passive(page: Layout, use: Use, here: int) -> None:
    """Nobody is named but behind "by"; the subject belongs to what is said."""
    words = page.words
    found = phrase.before(words, here, use.low)
    if found is None or not use.takes & {"passive", "object"}:
        return
    use.kind = "nobody"
    if words.lower[found[0]] != "it":
        use.content = [found]
    if use.last < use.high and words.lower[use.last] == "by":
        end = phrase.after(words, use.last + 1, use.high)
        if end > use.last + 1:
            use.source, use.kind = (use.last + 1, end), "agent"


def _inverts(page: Layout, use: Use, here: int) -> bool:
    """Whether the source follows its verb: "…," said X."""
    tags = page.words.tags
    if not use.takes & {"quotation", "tail"} or use.form == "plain" or here < use.low:
        return False
    quoted = tags[here] == "”" or (tags[here] in ",-" and tags[here - 1] == "”")
    if not quoted and tags[here] != ",":
        return False
    end = phrase.speaker(page.words, use.last, use.high)
    if end == use.last:
        return False
    if not quoted and end < use.high and tags[end] not in ".,;-":
        return False
    if not quoted and phrase.before(page.words, here, use.low):
        return False
    use.source, use.kind = (use.last, end), "inverted"
    return True


def is_let(page: Layout, here: int, low: int) -> bool:
    """Whether a token is the "me" of "let me" or "allow me"."""
    lower = page.words.lower
    return here > low and lower[here] == "me" and lower[here - 1] in cueword.closed("lets")


def _subject(page: Layout, use: Use, here: int) -> None:
    found = phrase.before(page.words, here, use.low)
    if found is None:
        return
    plain = use.form == "plain" and not is_let(page, here, use.low)
    if plain and not _is_plural(page, found):
        return
    if _may_speak(page, use, found):
        use.source, use.kind = found, "subject"


def _is_plural(page: Layout, found: Range) -> bool:
    """Whether a phrase can be the subject of a base form: I, they, many voters, X and Y."""
    words = page.words
    first, end = found
    tags = words.tags[first:end]
    if tags[-1] == "R" and len(tags) < 3:
        return words.lower[end - 1] not in {"he", "she", "it"}
    head = words.lower[phrase.head(words, first, end)]
    if head in cueword.closed("plural") or "C" in tags:
        return True
    if words.lower[first] in cueword.closed("single"):
        return False
    return head.endswith("s") and not head.endswith(("ss", "us", "is", "'s"))


def _may_speak(page: Layout, use: Use, found: Range) -> bool:
    """Whether a subject can be a source: no "you" or "this", and for "shows" only what tells."""
    words = page.words
    head = words.lower[found[1] - 1]
    if found[1] - found[0] == 1 and head in {"it", "this", "that", "there"}:
        return head == "it" and bool(use.groups & SPOKEN)
    if head == "you":
        return False
    if use.groups <= {"show", "tell"}:
        documents = cueword.words("cues", "documents")
        return (
            use.groups == {"tell"}
            or head in documents
            or words.lower[phrase.head(words, *found)] in documents
        )
    return True
