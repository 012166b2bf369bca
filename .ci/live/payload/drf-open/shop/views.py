import os

from django.contrib.auth import get_user_model
from rest_framework import generics, serializers
from rest_framework.response import Response
from rest_framework.views import APIView


class MakerSerializer(serializers.ModelSerializer):
    class Meta:
        model = get_user_model()
        fields = "__all__"


class Health(APIView):
    def get(self, request):
        return Response({"status": "ok"})


class Version(APIView):
    def get(self, request):
        return Response({"version": "1.4.0", "commit": os.environ["COMMIT"]})


class Makers(generics.ListAPIView):
    queryset = get_user_model().objects.order_by("id")
    serializer_class = MakerSerializer
