from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0003_read"),
    ]

    operations = [
        migrations.AddField(
            model_name="reading",
            name="failed",
            field=models.BooleanField(null=True),
        ),
    ]
