"""Where every face hangs."""

from django.urls import include, path

urlpatterns = [
    path("desk/", include("answerable.desk.urls")),
    path("", include("answerable.api.urls")),
    path("", include("answerable.portal.urls")),
]

handler400 = "answerable.portal.views.errors.bad_request"
handler403 = "answerable.portal.views.errors.forbidden"
handler404 = "answerable.portal.views.errors.not_found"
handler500 = "answerable.portal.views.errors.broken"
