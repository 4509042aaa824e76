"""The public pages. Everything here may be seen by anybody; /receipt/ needs the secret in its address."""

from django.urls import path

from answerable.portal.views import data, leaders, lists, mine, movement, pages, report, undecided, whistles

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("about", pages.about, name="about"),
    path("language", pages.language, name="language"),
    path("track", pages.track, name="track"),
    path("report", report.report, name="report"),
    path("report/suggest", report.suggest, name="suggest"),
    path("report/nearby", report.nearby, name="nearby"),
    path("receipt/<str:number>/<str:secret>", mine.mine, name="mine"),
    path("receipt/<str:number>/<str:secret>/verdict", mine.verdict, name="verdict"),
    path("receipt/<str:number>/<str:secret>/add", mine.add, name="add"),
    path("receipt/<str:number>/<str:secret>/files/<uuid:pk>", data.own_file, name="own-file"),
    path("case/<str:number>", pages.case, name="case"),
    path("case/<str:number>/follow", pages.follow, name="follow"),
    path("cases", lists.cases_list, name="list"),
    path("cases.csv", lists.export, name="export"),
    path("undecided", undecided.undecided, name="undecided"),
    path("undecided.json", undecided.undecided_data, name="undecided-data"),
    path("ladder.csv", undecided.ladder_table, name="ladder-table"),
    path("parked.csv", undecided.parked_table, name="parked-table"),
    path("movement", movement.movement, name="movement"),
    path("movement.csv", movement.movement_table, name="movement-table"),
    path("movement.json", movement.movement_data, name="movement-data"),
    path("whistles", whistles.whistles, name="whistles"),
    path("whistles.csv", whistles.table, name="whistles-table"),
    path("whistles.json", whistles.data, name="whistles-data"),
    path("taskforces/<str:number>", whistles.taskforce, name="taskforce"),
    path("leaders", leaders.rota, name="leaders"),
    path("stories", leaders.stories, name="stories"),
    path("stories/<uuid:key>", leaders.story, name="story"),
    path("map", lists.city_map, name="map"),
    path("cases.geojson", data.cases_geojson, name="cases-geojson"),
    path("areas.geojson", data.areas_geojson, name="areas-geojson"),
    path("files/<uuid:pk>", data.public_file, name="file"),
]
