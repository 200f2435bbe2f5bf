"""The error tree: every error says what happened, where, and what to do about it."""

from __future__ import annotations


class TocsinError(Exception):
    """Root of all errors that tocsin raises on purpose.

    Attributes: `what` happened, `where` it happened (file, row, option; may be empty) and the
    `remedy`, what the reader can do about it. `exit_code` is the status a command ends with.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(what, where, remedy)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}{advice}"


class RequestError(TocsinError):
    """What was asked for does not exist or makes no sense: an unknown place, a day to come."""

    exit_code = 2


class DataError(TocsinError):
    """A file's content cannot be used as it is: missing columns, impossible dates."""

    exit_code = 3


class StorageError(TocsinError):
    """A file cannot be read or written: no space, no permission, a broken archive."""

    exit_code = 4


class CoverageError(TocsinError):
    """The figures do not reach far enough for the question asked."""

    exit_code = 5


class AccessError(TocsinError):
    """What was asked for is not allowed to the one who asks."""

    exit_code = 6


class MissingError(RequestError):
    """There is no such thing, or none for the one who asks: the two are never told apart."""


class ConflictError(TocsinError):
    """Somebody else changed the same thing in the meantime, or it has moved on."""

    exit_code = 7


class RecordError(TocsinError):
    """The database is not as its record says: something was altered behind its back."""

    exit_code = 8


class ServiceError(TocsinError):
    """A service outside tocsin cannot be reached, refuses, or does not answer in time."""

    exit_code = 9
