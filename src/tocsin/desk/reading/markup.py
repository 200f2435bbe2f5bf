"""HTML and Word's XML as running text: what a reader sees, in the order of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tocsin.world.errors import DataError

if TYPE_CHECKING:
    from lxml.etree import HTMLParser, XMLParser, _Element

_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|h[1-6r]|header|hgroup|legend|li|main|menu|nav|ol|optgroup|"
    "option|p|pre|search|section|summary|table|tbody|tfoot|thead|tr|ul"
)
_UNSEEN = re.compile(
    "audio|canvas|datalist|embed|iframe|math|noembed|noframes|noscript|object|script|style|svg|"
    "template|title|video"
)
_UNSHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SPACES = re.compile(r" *\t[ ]*| {2,}")
_GAPS = re.compile(r"\n{3,}")
# Deleted and moved text, field codes, settings, and the second copy kept for older programs.
_NOT_TEXT = re.compile("del|moveFrom|instrText|delText|(?:p|r|tbl|tr|tc|sect)Pr|Fallback")
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}


def html(source: str) -> str:
    """The text of a page without scripts, styles and what is hidden; blocks become paragraphs.

    Table cells are parted by tabs. Nothing is fetched. Raises DataError for a page nested too deep.
    """
    from lxml import etree  # noqa: PLC0415 (an extra, and slow to load)

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    root = _parsed(source.encode(), parser)
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise DataError(
            "Its HTML is nested too deeply to be read.", remedy="Save what it says as plain text."
        )
    return "" if root is None else _tidy("".join(_page(root)))


def word(source: bytes) -> str:
    """The text of a Word document's main part: paragraphs, and tables with a line for each row.

    What is deleted but still tracked, or hidden, is left out; insertions count. Raises DataError
    for XML that declares entities, and lxml's XMLSyntaxError for broken XML.
    """
    from lxml import etree  # noqa: PLC0415 (an extra, and slow to load)

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = _parsed(source, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise DataError(
            "Its XML declares entities, which no word processor does.",
            remedy="Do not trust it; ask its sender for another copy.",
        )
    return _tidy("".join(_parts(root)))


def _parsed(source: bytes, parser: HTMLParser | XMLParser) -> _Element:
    """A document's root; want of memory is told from broken markup."""
    from lxml import etree  # noqa: PLC0415 (an extra, and slow to load)

    try:
        return etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise


def _tidy(raw: str) -> str:
    """Single spaces, no blanks at the ends of lines, one blank line between paragraphs."""
    lines = (_SPACES.sub(_narrow, line).strip(" \t") for line in raw.split("\n"))
    return _GAPS.sub("\n\n", "\n".join(lines)).strip("\n")


def _narrow(gap: re.Match[str]) -> str:
    return "\t" if "\t" in gap[0] else " "


def _page(root: _Element) -> Iterator[str]:
    """The pieces of a page in order: words, and the breaks around blocks, lines and cells."""
    from lxml import etree  # noqa: PLC0415 (an extra, and slow to load)

    kept = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        starts, unseen = event == "start", _unseen(element)
        if element.tag == "pre" and not unseen:
            kept += 1 if starts else -1
        if unseen and starts:
            walk.skip_subtree()
            continue
        if not unseen:
            yield _edge(str(element.tag), starts)
        words = (element.text if starts else element.tail) or ""
        yield words if kept else _BLANKS.sub(" ", words)


def _edge(tag: str, starts: bool) -> str:
    if _BLOCKS.fullmatch(tag):
        return "\n\n"
    if tag == "br" and starts:
        return "\n"
    return "\t" if tag in {"td", "th"} and not starts else ""


def _unseen(element: _Element) -> bool:
    attributes = element.attrib
    return (
        _UNSEEN.fullmatch(str(element.tag)) is not None
        or "hidden" in attributes
        or _UNSHOWN.search(str(attributes.get("style", ""))) is not None
    )


def _parts(root: _Element) -> Iterator[str]:
    """The pieces of a Word document in order."""
    from lxml import etree  # noqa: PLC0415 (an extra, and slow to load)

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = _local(element)
        if event == "end":
            yield "\n\n" if name in {"tbl", "txbxContent"} else ""
        elif _NOT_TEXT.fullmatch(name) or (name == "r" and _vanished(element)):
            walk.skip_subtree()
        elif name == "t":
            yield element.text or ""
        elif name in {"p", "tr", "tc"}:
            yield _break(element, name)
        else:
            yield _MARKS.get(name, "")


def _break(element: _Element, name: str) -> str:
    """What parts a paragraph, row or cell from what comes before it."""
    before = element.getprevious()
    if name == "tc":
        return "\t" if before is not None and _local(before) == "tc" else ""
    parent = element.getparent()
    if name == "p" and parent is not None and _local(parent) == "tc":
        return "\n\n" if before is not None and _local(before) in {"p", "tbl"} else ""
    return "\n\n"


def _vanished(run: _Element) -> bool:
    mark = run.find("{*}rPr/{*}vanish")
    return mark is not None and not {"0", "false", "off"} & {str(v) for v in mark.attrib.values()}


def _local(element: _Element) -> str:
    """An element's name without its namespace, which differs between the two kinds of DOCX."""
    return str(element.tag).rpartition("}")[2]
