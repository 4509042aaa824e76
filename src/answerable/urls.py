"""Where every face hangs."""

from django.urls import include, path

urlpatterns = [
    path("desk/", include("answerable.desk.urls")),
    path("", include("answerable.api.urls")),
    path("", include("answerable.portal.urls")),
]
