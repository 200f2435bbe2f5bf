"""Where everything is."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.urls import include, path

from tocsin.council.council import (
    approach_page,
    feed_views,
    minutes_views,
    opening_pages,
    text_pages,
    undertaking_views,
)
from tocsin.council.desk import pages, report_views
from tocsin.council.site import (
    api,
    entrance,
    health,
    home,
    language,
    notices,
    replay,
    search,
    views,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("tocsin.council.people.urls")),
    path("language/", language.choose, name="language"),
    path("do/<str:name>/", views.do, name="do"),
    path("demo/", entrance.enter, name="demo"),
    path("demo/story/", replay.replay, name="story"),
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
    path("undertakings/<uuid:id>/evidence/<int:n>/", undertaking_views.evidence, name="evidence"),
    path("briefs/<uuid:id>/page/", opening_pages.page, name="brief"),
    path("calendar/", feed_views.own, name="calendar"),
    path("calendar/make/", reauthentication_required(feed_views.make), name="calendar_make"),
    path("calendar/<uuid:id>/revoke/", feed_views.revoke, name="calendar_revoke"),
    path("calendar/<str:secret>.ics", feed_views.ics, name="ics"),
    path("minutes/<uuid:id>/minutes.docx", minutes_views.saved, name="minutes_file"),
    path("outlook/", pages.outlook, name="outlook"),
    path("outlook/scoreboard/", pages.scoreboard, name="scoreboard"),
    path("outlook/sources/", pages.sources, name="figures"),
    path("outlook/<slug:key>/", pages.place, name="place"),
    path("texts/<uuid:id>/difference/", text_pages.differing, name="difference"),
    path("texts/<uuid:id>/harmony/", approach_page.harmonised, name="harmony"),
    path("<slug:kind>/", views.listed, name="listed"),
    path("<slug:kind>/<uuid:id>/", views.shown, name="shown"),
    path("<slug:kind>/<uuid:id>/history/", views.past, name="past"),
    path("<slug:kind>/<uuid:id>/readers/", views.why, name="readers"),
]
