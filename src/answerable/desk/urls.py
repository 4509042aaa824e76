"""Addresses of the staff screens."""

from django.urls import path

from answerable.desk.views import callbacks, calls, case, dispatch, home, leaders, rota, search, session, stories, unit

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in", session.sign_in, name="sign-in"),
    path("sign-out", session.sign_out, name="sign-out"),
    path("post", session.choose_post, name="post"),
    path("calls", calls.console, name="calls"),
    path("calls/thinks", calls.thinks, name="thinks"),
    path("calls/caller", calls.caller, name="caller"),
    path("dispatch", dispatch.queue, name="dispatch"),
    path("unit", unit.today, name="unit"),
    path("cases/<str:number>", case.case, name="case"),
    path("cases/<str:number>/check", case.check, name="check"),
    path("cases/<str:number>/<slug:verb>", case.act, name="act"),
    path("callbacks", callbacks.queue, name="callbacks"),
    path("leaders", leaders.page, name="leaders"),
    path("rota", rota.rota, name="rota"),
    path("rota/<uuid:key>", rota.shift, name="shift"),
    path("rota/<uuid:key>/<slug:verb>", rota.act, name="shift-act"),
    path("stories", stories.stories, name="stories"),
    path("stories/<uuid:key>", stories.story, name="story"),
    path("stories/<uuid:key>/<slug:verb>", stories.act, name="story-act"),
    path("search", search.search, name="search"),
    path("files/<uuid:key>", case.file, name="file"),
]
