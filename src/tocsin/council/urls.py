"""Where everything is."""

from __future__ import annotations

from django.urls import include, path

from tocsin.council.council import minutes_views
from tocsin.council.desk import pages, report_views
from tocsin.council.site import api, entrance, health, home, language, notices, search, views

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("tocsin.council.people.urls")),
    path("language/", language.choose, name="language"),
    path("do/<str:name>/", views.do, name="do"),
    path("demo/", entrance.enter, name="demo"),
    path("health/", health.health, name="health"),
    path("inbox/", notices.inbox, name="inbox"),
    path("inbox/read/", notices.read, name="read"),
    path("inbox/post/", notices.post, name="post"),
    path("inbox/<uuid:id>/", notices.notice, name="notice"),
    path("search/", search.searched, name="search"),
    path("api/v1/", api.routes, name="api"),
    path("api/v1/", api.urls),
    path("reports/<uuid:id>/original/", report_views.original, name="original"),
    path("reports/<uuid:id>/mark/", report_views.marking, name="marking"),
    path("minutes/<uuid:id>/minutes.docx", minutes_views.saved, name="minutes_file"),
    path("outlook/", pages.outlook, name="outlook"),
    path("outlook/scoreboard/", pages.scoreboard, name="scoreboard"),
    path("outlook/sources/", pages.sources, name="figures"),
    path("outlook/<slug:key>/", pages.place, name="place"),
    path("<slug:kind>/", views.listed, name="listed"),
    path("<slug:kind>/<uuid:id>/", views.shown, name="shown"),
    path("<slug:kind>/<uuid:id>/history/", views.past, name="past"),
    path("<slug:kind>/<uuid:id>/readers/", views.why, name="readers"),
]
