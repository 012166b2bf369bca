from django.urls import path

from shop import views

urlpatterns = [
    path("health", views.Health.as_view()),
    path("version", views.Version.as_view()),
    path("api/makers", views.Makers.as_view()),
]
