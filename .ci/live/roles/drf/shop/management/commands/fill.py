import os

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from rest_framework.authtoken.models import Token

from shop.models import Order


class Command(BaseCommand):
    help = "Test users of staging, each with a token and an order"

    def handle(self, *args, **options):
        for name in ("root", "alice", "bob"):
            user = get_user_model().objects.create(username=name, is_staff=name == "root")
            Token.objects.create(user=user, key=os.environ["SECRET"] + name)
            Order.objects.create(owner=user, total=1200)
