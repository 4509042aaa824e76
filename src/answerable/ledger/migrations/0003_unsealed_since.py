import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="unsealed",
            name="since",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                help_text="when it was written; entries brought in may be older",
            ),
        ),
    ]
