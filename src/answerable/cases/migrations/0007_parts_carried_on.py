import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_cases_about_something")]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="carried_to",
            field=models.ForeignKey(
                help_text="the part it is while its case is joined",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried",
                to="cases.assignment",
            ),
        ),
    ]
