"""Where everything is."""

from __future__ import annotations

from django.urls import include, path

from tocsin.council.site import views

urlpatterns = [
    path("", views.home, name="home"),
    path("account/", include("allauth.urls")),
    path("do/<str:name>/", views.do, name="do"),
    path("<slug:kind>/", views.listed, name="listed"),
    path("<slug:kind>/<uuid:id>/", views.shown, name="shown"),
    path("<slug:kind>/<uuid:id>/history/", views.past, name="past"),
    path("<slug:kind>/<uuid:id>/readers/", views.why, name="readers"),
]
