from django.contrib.auth import get_user_model
from rest_framework.test import APITestCase


class ReportsTest(APITestCase):
    def test_a_customer_is_refused(self):
        self.client.force_authenticate(get_user_model().objects.create(username="alice"))
        self.assertEqual(self.client.get("/api/reports").status_code, 403)
