"""Forms of verbs as a lexicon writes them."""

from __future__ import annotations

import pytest

from tocsin.desk.reading.inflection import entries, forms


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("praise", {"praise", "praised", "praises", "praising"}),
        ("deny", {"deny", "denied", "denies", "denying"}),
        ("call on", {"call on", "called on", "calls on", "calling on"}),
        ("say/said/said", {"say", "said", "says", "saying"}),
        ("express concern", {"express concern", "expresses concern"}),
        ("be ready", {"is ready", "are ready", "stands ready", "remain ready"}),
        ("with regret", {"with regret"}),
    ],
)
def test_forms_of_a_verb(entry: str, found: set[str]) -> None:
    """Regular and irregular verbs, “be”, and words that are no verb."""
    assert found <= set(forms(entry))


def test_entries_run_over_lines() -> None:
    """Commas part entries, ends of lines are blanks."""
    assert entries("\na, b\nc,\nd\n") == ["a", "b c", "d"]
