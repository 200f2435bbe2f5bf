"""The tables of the council."""

from tocsin.council.council.agreedline import AgreedLine
from tocsin.council.council.decision import (
    Concern,
    Decision,
    Objection,
    Outage,
    Pulse,
    Timing,
    Voice,
)
from tocsin.council.council.feed import Feed
from tocsin.council.council.item import Item, Listing, Paper
from tocsin.council.council.minutes import Correction, Minutes, Passage
from tocsin.council.council.offer import Offer, String
from tocsin.council.council.opening import Opening, Sheet
from tocsin.council.council.position import Position
from tocsin.council.council.review import Review
from tocsin.council.council.session import Presence, Session, Speaker
from tocsin.council.council.text import (
    Amendment,
    Paragraph,
    Placing,
    Rendering,
    Text,
    Version,
)
from tocsin.council.council.undertaking import Evidence, Override, Step, Undertaking

__all__ = [
    "AgreedLine",
    "Amendment",
    "Concern",
    "Correction",
    "Decision",
    "Evidence",
    "Feed",
    "Item",
    "Listing",
    "Minutes",
    "Objection",
    "Offer",
    "Opening",
    "Outage",
    "Override",
    "Paper",
    "Paragraph",
    "Passage",
    "Placing",
    "Position",
    "Presence",
    "Pulse",
    "Rendering",
    "Review",
    "Session",
    "Sheet",
    "Speaker",
    "Step",
    "String",
    "Text",
    "Timing",
    "Undertaking",
    "Version",
    "Voice",
]
