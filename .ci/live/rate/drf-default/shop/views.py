import os

from rest_framework.response import Response
from rest_framework.views import APIView


class Health(APIView):
    def get(self, request):
        return Response({"status": "ok"})


class Version(APIView):
    def get(self, request):
        return Response({"version": "1.4.0", "commit": os.environ["COMMIT"]})


class Login(APIView):
    throttle_scope = "login"

    def post(self, request):
        return Response({"title": "Wrong name or password"}, status=401)


class Products(APIView):
    throttle_scope = "catalogue"

    def get(self, request):
        return Response([{"id": 1, "name": "Straw hat"}])
