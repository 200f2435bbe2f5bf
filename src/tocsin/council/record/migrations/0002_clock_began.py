import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="clock",
            name="began",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="clock",
            name="moment",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="clock",
            name="shift",
            field=models.DurationField(default=datetime.timedelta(0)),
        ),
    ]
