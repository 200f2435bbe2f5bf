"""Reading the text out of the files that were filed, one after the other, by the worker."""

from __future__ import annotations

import hashlib
import uuid
from contextlib import suppress

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import ConfigDict, Field, computed_field

from tocsin.council.desk.report import Body, Original, Report, State
from tocsin.council.desk.report_file import TEXT_LIMIT
from tocsin.council.record.action import Actor, Via, action
from tocsin.council.record.given import Given
from tocsin.council.site.notice import Code, notify
from tocsin.desk.reading.confined import extract
from tocsin.world.errors import ConflictError, DataError

WORKER = Actor(None, Via.WORKER)


class Parse(Given):
    """What was read out of a report's file with a digest, or why nothing was."""

    report: uuid.UUID
    digest: str
    text: str = Field(default="", exclude=True)
    failure: str = ""

    @computed_field(description="SHA-256 of the text")  # type: ignore[prop-decorator]
    @property
    def text_digest(self) -> str:
        """What the record keeps of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest() if self.text else ""

    model_config = ConfigDict(str_strip_whitespace=False)


@action("report.parse", _l("Read the file"), on_page=False)
def parse(actor: Actor, given: Parse) -> Report:
    """Keep a report's text, or why it has none; raises `ConflictError` if this was done already."""
    report = Report.held(given.report)
    if report.state != State.RECEIVED or report.withdrawn_at or report.digest != given.digest:
        raise ConflictError(_("This report does not wait to be read."))
    if given.failure:
        report.state, report.failure = State.FAILED, given.failure[:500]
    else:
        report.state = State.PARSED
        Body(report=report, text=given.text).save()
    report.save()
    notify(report, Code.UNREADABLE if given.failure else Code.READ, [report.filed_by])
    return report


def parse_waiting() -> int:
    """Read all reports that wait for it, each in a confined process; how many were read or failed.

    What somebody else reads at the same time is left to them. Raises `TocsinError` where this
    machine cannot confine a process; the reports then go on waiting.
    """
    waiting = Report.objects.filter(state=State.RECEIVED, withdrawn_at=None).order_by("made_at")
    done = 0
    for id in list(waiting.values_list("pk", flat=True)):
        with suppress(ConflictError):
            parse(WORKER, _read(id))
            done += 1
    return done


def _read(id: uuid.UUID) -> Parse:
    """Read one file, outside of any transaction, since it may take long."""
    original = Original.objects.select_related("report").get(report=id)
    data, name = bytes(original.data), original.report.filename
    digest = hashlib.sha256(data).hexdigest()
    try:
        text = extract(data, name).text
    except DataError as error:
        return Parse(report=id, digest=digest, failure=f"{error.what} {error.remedy}".strip())
    if len(text) > TEXT_LIMIT:
        return Parse(report=id, digest=digest, failure=_("Its text is too long. Split it."))
    return Parse(report=id, digest=digest, text=text)
