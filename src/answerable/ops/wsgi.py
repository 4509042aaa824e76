"""What a web server loads: `gunicorn answerable.ops.wsgi`. It needs DATABASE_URL and ANSWERABLE_SECRET_KEY."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.settings")
application = get_wsgi_application()
