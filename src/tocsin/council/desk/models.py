"""The tables of the desk."""

from tocsin.council.desk.opinion import Opinion
from tocsin.council.desk.outlook import Attempt, Edition, Sheet
from tocsin.council.desk.report import Body, Original, Report
from tocsin.council.desk.source import Source
from tocsin.council.desk.statement import Act, Reading, Span, Statement
from tocsin.council.desk.trigger import Firing
from tocsin.council.desk.warning import Addressee, Turn, Warning

__all__ = [
    "Act",
    "Addressee",
    "Attempt",
    "Body",
    "Edition",
    "Firing",
    "Opinion",
    "Original",
    "Reading",
    "Report",
    "Sheet",
    "Source",
    "Span",
    "Statement",
    "Turn",
    "Warning",
]
