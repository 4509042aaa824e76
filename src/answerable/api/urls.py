"""The machine-readable faces: Open311 for everybody's clients, REST for what the desk does."""

from __future__ import annotations

from django.urls import include, path

from answerable.api.rest.urls import urls as rest

urlpatterns = [
    path("", include("answerable.api.open311.urls")),
    path("api/v1/", rest),
]
