"""Reviews get numbers of their own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]

    operations = [migrations.RunSQL("CREATE SEQUENCE reviews_review_number", "DROP SEQUENCE reviews_review_number")]
