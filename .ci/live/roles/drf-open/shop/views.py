import os

from rest_framework import generics, permissions, serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from shop.models import Order


class OrderSerializer(serializers.ModelSerializer):
    class Meta:
        model = Order
        fields = ["id", "total"]


class Health(APIView):
    permission_classes = [permissions.AllowAny]

    def get(self, request):
        return Response({"status": "ok"})


class Version(APIView):
    permission_classes = [permissions.AllowAny]

    def get(self, request):
        return Response({"version": "1.4.0", "commit": os.environ["COMMIT"]})


class Reports(APIView):
    permission_classes = [permissions.IsAuthenticated]

    def get(self, request):
        return Response([{"id": 1, "revenue": 1500}])


class Orders(generics.ListAPIView):
    serializer_class = OrderSerializer

    def get_queryset(self):
        return Order.objects.all()


class OneOrder(generics.RetrieveAPIView):
    serializer_class = OrderSerializer

    def get_queryset(self):
        return Order.objects.all()
