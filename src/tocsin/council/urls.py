"""Where everything is."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from tocsin.council.desk import report_views
from tocsin.council.site import api, search, views

urlpatterns = [
    path("", views.home, name="home"),
    path("account/", include("allauth.urls")),
    path("language/", login_not_required(set_language), name="language"),
    path("do/<str:name>/", views.do, name="do"),
    path("search/", search.searched, name="search"),
    path("api/v1/", api.routes, name="api"),
    path("api/v1/", api.urls),
    path("reports/<uuid:id>/original/", report_views.original, name="original"),
    path("reports/<uuid:id>/mark/", report_views.marking, name="marking"),
    path("<slug:kind>/", views.listed, name="listed"),
    path("<slug:kind>/<uuid:id>/", views.shown, name="shown"),
    path("<slug:kind>/<uuid:id>/history/", views.past, name="past"),
    path("<slug:kind>/<uuid:id>/readers/", views.why, name="readers"),
]
