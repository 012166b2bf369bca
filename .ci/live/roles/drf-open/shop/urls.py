from django.urls import path

from shop import views

urlpatterns = [
    path("health", views.Health.as_view()),
    path("version", views.Version.as_view()),
    path("api/reports", views.Reports.as_view()),
    path("api/orders", views.Orders.as_view()),
    path("api/orders/<int:pk>", views.OneOrder.as_view()),
]
