from django.urls import path

from . import views

urlpatterns = [
    path("", views.home),
    path("health", views.health),
    path("status", views.status),
    path("version", views.version),
    path("api/orders/", views.orders),
    path("api/invoices/", views.invoices),
]
