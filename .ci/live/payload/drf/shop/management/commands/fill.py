from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Makers of hats, for staging"

    def handle(self, *args, **options):
        users = get_user_model()
        password = make_password("of a maker")
        users.objects.bulk_create([users(username=f"maker-{number}", password=password) for number in range(400)])
