from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("council", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="minutes",
            name="language",
            field=models.CharField(max_length=12, null=True),
        ),
    ]
