"""The machine-readable faces: Open311 for everybody's clients, REST for what the desk does."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("answerable.api.open311.urls"))]
