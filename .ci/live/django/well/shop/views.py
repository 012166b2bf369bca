import os

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse


def home(request):
    request.session["seen"] = True
    return HttpResponse("<!doctype html><title>Acme shop</title><h1>Hats for everybody</h1><p>Straw, felt and wool.</p>")


def health(request):
    return JsonResponse({"status": "ok"})


def status(request):
    return JsonResponse({"status": "ok", "database": "up"})


def version(request):
    return JsonResponse({"version": "1.4.0", "commit": os.environ["COMMIT"]})


@login_required
def metrics(request):
    return HttpResponse("# HELP up Up.\n# TYPE up gauge\nup 1\n", content_type="text/plain")


@login_required
def orders(request):
    return JsonResponse({"orders": [{"id": 1}]})


@login_required
def order(request, number):
    return JsonResponse({"id": number})


@login_required
def account(request):
    return JsonResponse({"id": request.user.pk})
