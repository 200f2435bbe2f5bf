from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("graded_at__isnull", False)),
                fields=["-made_at", "id"],
                name="report_graded",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("withdrawn_at__isnull", False)),
                fields=["-made_at", "id"],
                name="report_withdrawn",
            ),
        ),
        migrations.AddIndex(
            model_name="warning",
            index=models.Index(fields=["vector", "-made_at"], name="desk_warnin_vector_2d5bb4_idx"),
        ),
        migrations.AddIndex(
            model_name="warning",
            index=models.Index(
                condition=models.Q(("tabled_at__isnull", False)),
                fields=["-made_at", "id"],
                name="warning_tabled",
            ),
        ),
    ]
