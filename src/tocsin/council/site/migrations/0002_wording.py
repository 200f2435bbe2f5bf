from typing import Any

from django.db import migrations, models

ADDED = (
    "INSERT INTO site_words (rowid, words)"
    " VALUES (new.id, replace(new.words, ' ', ' ' || new.kind || '/'));"
)
GONE = (
    "INSERT INTO site_words (site_words, rowid, words)"
    " VALUES ('delete', old.id, replace(old.words, ' ', ' ' || old.kind || '/'));"
)
SQLITE = [
    "CREATE VIRTUAL TABLE site_words USING fts5("
    "words, content='', columnsize=0, detail=none, tokenize=\"ascii tokenchars '_/'\")",
    f"CREATE TRIGGER site_wording_added AFTER INSERT ON site_wording BEGIN {ADDED} END",
    f"CREATE TRIGGER site_wording_gone AFTER DELETE ON site_wording BEGIN {GONE} END",
    f"CREATE TRIGGER site_wording_changed AFTER UPDATE ON site_wording BEGIN {GONE} {ADDED} END",
]
POSTGRESQL = [
    "ALTER TABLE site_wording ADD COLUMN lexemes tsvector GENERATED ALWAYS AS (array_to_tsvector("
    "string_to_array(substr(replace(words, ' ', ' ' || kind || '/'), 2), ' '))) STORED",
    "CREATE INDEX site_wording_lexemes ON site_wording USING gin (lexemes) WITH (fastupdate = off)",
]


def index(apps: Any, schema_editor: Any) -> None:
    """Each database's own index; the words in it are told apart already, so that both agree."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def no_index(apps: Any, schema_editor: Any) -> None:
    """Triggers and columns go with the table."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE site_words")
        for name in ("added", "gone", "changed"):
            schema_editor.execute(f"DROP TRIGGER site_wording_{name}")


class Migration(migrations.Migration):
    dependencies = [
        ("site", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("thing", models.UUIDField(unique=True)),
                ("kind", models.CharField(max_length=40)),
                ("words", models.TextField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RunPython(index, no_index),
    ]
