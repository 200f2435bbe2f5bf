"""The tables of the record."""

from tocsin.council.record.chain import Entry, Head, Payload, Trace
from tocsin.council.record.clock import Clock
from tocsin.council.record.erasure import Erasure
from tocsin.council.record.marking import Bar, Marking, Reader
from tocsin.council.record.widening import Consent, Widening

__all__ = [
    "Bar",
    "Clock",
    "Consent",
    "Entry",
    "Erasure",
    "Head",
    "Marking",
    "Payload",
    "Reader",
    "Trace",
    "Widening",
]
