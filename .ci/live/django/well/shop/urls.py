from django.contrib import admin
from django.urls import path

from . import views

urlpatterns = [
    path("", views.home),
    path("health", views.health),
    path("status", views.status),
    path("version", views.version),
    path("metrics", views.metrics),
    path("api/orders/", views.orders),
    path("api/orders/<int:number>/", views.order),
    path("account/", views.account),
    path("admin/", admin.site.urls),
]
