"""From reports to statements: first a report's plain text, then who says what in it."""
