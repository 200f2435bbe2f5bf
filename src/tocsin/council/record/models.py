"""The tables of the record."""

from tocsin.council.record.chain import Entry, Head, Payload, Trace
from tocsin.council.record.clock import Clock
from tocsin.council.record.marking import Bar, Marking, Reader

__all__ = ["Bar", "Clock", "Entry", "Head", "Marking", "Payload", "Reader", "Trace"]
