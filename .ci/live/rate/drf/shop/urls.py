from django.urls import path

from shop import views

urlpatterns = [
    path("health", views.Health.as_view()),
    path("version", views.Version.as_view()),
    path("api/login", views.Login.as_view()),
    path("api/products", views.Products.as_view()),
]
