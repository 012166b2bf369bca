package route_test

import "testing"

func TestFastAPI(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"routers, prefixes and dependencies": {map[string]string{
			"app/main.py": `
from fastapi import FastAPI, Depends
from app.api import orders
from app.api.users import router as users_router
from .deps import verify_token
app = FastAPI(dependencies=[Depends(rate_limiter)])
app.include_router(orders.router, prefix="/api", dependencies=[Depends(verify_token)])
app.include_router(users_router)

@app.get("/health")
async def health():
    return {}
`,
			"app/deps.py": `
from typing import Annotated
from fastapi import Depends, HTTPException
def get_current_user(token: str):
    if not token:
        raise HTTPException(status_code=401)
def needs(token=Depends(get_current_user)): return token
def verify_token(x): pass
CurrentUser = Annotated[str, Depends(get_current_user)]
`,
			"app/api/orders.py": `
from fastapi import APIRouter, Security
from app.deps import CurrentUser, needs
router = APIRouter(prefix="/orders", tags=["orders"])
@router.get("/{order_id:int}")
def one(order_id: int, user: CurrentUser): ...
@router.post("", dependencies=[Security(require_scope, scopes=["admin"])])
@log_calls
async def create(order: Order): ...
@router.api_route("/any", methods=["PUT", "PATCH"])
def both(x = Depends(needs)): ...
`,
			"app/api/users.py": `
from fastapi import APIRouter
router = APIRouter()
@router.post("/login")
def login(form: OAuth2PasswordRequestForm): ...
router.add_api_route("/users", list_users, methods=["GET"])
def list_users(): ...
`,
		}, `
GET /api/orders/{order_id} one +rate_limiter:rate-limit +verify_token:authentication +CurrentUser:authentication
GET /health health +rate_limiter:rate-limit
GET /users list_users +rate_limiter:rate-limit
PATCH /api/orders/any both +rate_limiter:rate-limit +verify_token:authentication +needs:authentication
POST /api/orders create +rate_limiter:rate-limit +verify_token:authentication +require_scope:authorization
POST /login login +rate_limiter:rate-limit
PUT /api/orders/any both +rate_limiter:rate-limit +verify_token:authentication +needs:authentication`},
	})
}

func TestFlask(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"blueprints, views and an application that a function makes": {map[string]string{
			"shop/app.py": `
from flask import Flask
from shop.orders import bp
from shop import admin
def create_app():
    app = Flask(__name__)
    register(app)
    @app.route("/ping")
    def ping(): return "pong"
    return app
def register(app):
    app.register_blueprint(bp, url_prefix="/v2/orders")
    app.register_blueprint(admin.admin)
`,
			"shop/orders.py": `
from flask import Blueprint
from flask.views import MethodView
from flask_login import login_required
bp = Blueprint("orders", __name__, url_prefix="/orders")
@bp.route("/<int:order_id>", methods=["GET", "POST"])
@login_required
def order(order_id): ...
@bp.post("/new")
def new(): ...
class ItemView(MethodView):
    decorators = [login_required]
    def get(self): ...
    def delete(self): ...
bp.add_url_rule("/items", view_func=ItemView.as_view("items"))
`,
			"shop/admin.py": `
from flask import Blueprint, abort, session
admin = Blueprint("admin", __name__, url_prefix="/admin")
@admin.before_request
def extend_session():
    session.permanent = True
@admin.before_request
def check():
    if not session.get("admin"):
        abort(403)
@admin.route("/")
def index(): ...
`,
		}, `
DELETE /v2/orders/items ItemView.delete +login_required:authentication
GET /admin/ index +extend_session:setup +check:authorization
GET /ping ping
GET /v2/orders/items ItemView.get +login_required:authentication
GET /v2/orders/{order_id} order +login_required:authentication
POST /v2/orders/new new
POST /v2/orders/{order_id} order +login_required:authentication`},
		"resources": {map[string]string{"app.py": `
from flask import Flask
from flask_restful import Api, Resource
app = Flask(__name__)
api = Api(app, prefix="/api")
class Base(Resource):
    method_decorators = [require_login]
class Orders(Base):
    def get(self): ...
    @require_admin
    def post(self): ...
api.add_resource(Orders, "/orders", "/orders/<int:id>")
`}, `
GET /api/orders Orders.get +require_login:authentication
GET /api/orders/{id} Orders.get +require_login:authentication
POST /api/orders Orders.post +require_admin:authorization +require_login:authentication
POST /api/orders/{id} Orders.post +require_admin:authorization +require_login:authentication`},
	})
}

func TestDjango(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"includes, views, classes and the admin": {map[string]string{
			"manage.py": "", "shop/__init__.py": "", "orders/__init__.py": "",
			"shop/urls.py": `
from django.contrib import admin
from django.urls import include, path, re_path
from django.conf import settings
from django.contrib.auth.decorators import login_required
from . import views
urlpatterns = [
    path("", views.home),
    path("admin/", admin.site.urls),
    path("orders/", include("orders.urls", namespace="orders")),
    path("account/", login_required(views.account)),
    re_path(r"^files/(?P<name>[\w-]+)/?$", views.file),
    path("inner/", include([path("a/", views.a), path("b/", views.b)])),
]
urlpatterns += [path("more/", views.more)]
if settings.DEBUG:
    urlpatterns.append(path("debug/", views.debug))
`,
			"shop/views.py": `
from django.contrib.admin.views.decorators import staff_member_required
def home(request): ...
def account(request): ...
def file(request, name): ...
def a(request): ...
@staff_member_required
def b(request): ...
def more(request): ...
def debug(request): ...
`,
			"orders/urls.py": `
from django.urls import path
from .views import OrderView, OrderList
app_name = "orders"
urlpatterns = [path("", OrderList.as_view()), path("<int:pk>/", OrderView.as_view(), name="order")]
`,
			"orders/views.py": `
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.views.generic import ListView, View
class OrderList(LoginRequiredMixin, ListView):
    model = Order
class OrderView(PermissionRequiredMixin, View):
    permission_required = "orders.change_order"
    def get(self, request, pk): ...
    def post(self, request, pk): ...
`,
		}, `
ANY / views.home
ANY /account/ views.account +login_required():authentication
ANY /admin/{*} django.contrib.admin +staff_member_required:authorization
ANY /debug/ views.debug
ANY /files/{name} views.file
ANY /inner/a/ views.a
ANY /inner/b/ views.b +staff_member_required:authorization
ANY /more/ views.more
GET /orders/ OrderList +LoginRequiredMixin:authentication
GET /orders/{pk}/ OrderView.get +permission_required:authorization +PermissionRequiredMixin:authorization
POST /orders/{pk}/ OrderView.post +permission_required:authorization +PermissionRequiredMixin:authorization`},
		"REST framework": {map[string]string{
			"manage.py": "", "api/__init__.py": "", "api/routers.py": `
from rest_framework.routers import DefaultRouter
class ShopRouter(DefaultRouter): pass
`,
			"api/settings.py": `REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"], "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"]}`,
			"api/urls.py": `
from django.urls import path, include
from .routers import ShopRouter
from . import views
router = ShopRouter()
router.register(r"orders", views.OrderViewSet)
router.register("tags", views.TagViewSet, basename="tags")
urlpatterns = [path("v1/", include(router.urls)), path("open/", views.Open.as_view()), path("bulk/", views.OrderViewSet.as_view({"post": "bulk"}))]
`,
			"api/views.py": `
from rest_framework.viewsets import ModelViewSet, ReadOnlyModelViewSet
from rest_framework.views import APIView
from rest_framework.permissions import IsAdminUser, AllowAny
from rest_framework.decorators import action
class Base(ModelViewSet):
    permission_classes = [IsAdminUser]
class OrderViewSet(Base):
    queryset = Order.objects.all()
    http_method_names = ["get", "post"]
    @action(detail=True, methods=["post"], url_path="pay")
    def pay_now(self, request, pk): ...
    @action(detail=False, permission_classes=[AllowAny])
    def recent(self, request): ...
class TagViewSet(ReadOnlyModelViewSet):
    queryset = Tag.objects.all()
class Open(APIView):
    permission_classes = []
    def get(self, request): ...
`,
		}, `
GET /open/ Open.get +permission_classes = []:public +AnonRateThrottle:rate-limit
GET /v1/orders/ views.OrderViewSet +IsAdminUser:authorization +AnonRateThrottle:rate-limit
GET /v1/orders/recent/ OrderViewSet.recent +AllowAny:public +AnonRateThrottle:rate-limit
GET /v1/orders/{pk}/ views.OrderViewSet +IsAdminUser:authorization +AnonRateThrottle:rate-limit
GET /v1/tags/ views.TagViewSet +IsAuthenticated:authentication +AnonRateThrottle:rate-limit
GET /v1/tags/{pk}/ views.TagViewSet +IsAuthenticated:authentication +AnonRateThrottle:rate-limit
POST /bulk/ views.OrderViewSet +IsAdminUser:authorization +AnonRateThrottle:rate-limit
POST /v1/orders/ views.OrderViewSet +IsAdminUser:authorization +AnonRateThrottle:rate-limit
POST /v1/orders/{pk}/pay/ OrderViewSet.pay_now +IsAdminUser:authorization +AnonRateThrottle:rate-limit`},
		"settings and mixins of the repository guard too": {map[string]string{
			"manage.py": "", "shop/__init__.py": "", "shop/settings.py": "MIDDLEWARE = ['django.contrib.auth.middleware.AuthenticationMiddleware', 'shop.middleware.TeamMiddleware']\n",
			"shop/middleware.py": `
from django.http import HttpResponse
class TeamMiddleware:
    def __call__(self, request):
        if not request.user.is_authenticated:
            return HttpResponse(status=401)
        return self.get_response(request)
`,
			"shop/mixins.py": `
class ConditionalPermissionRequiredMixin:
    def dispatch(self, request): ...
class TeamView(ConditionalPermissionRequiredMixin, View): ...
`,
			"shop/views.py": `
from .mixins import TeamView
class EditView(TeamView):
    def post(self, request): ...
`,
			"shop/urls.py": "from django.urls import path\nfrom . import views\nurlpatterns = [path('edit/', views.EditView.as_view())]\n",
		}, `POST /edit/ EditView.post +TeamMiddleware:authentication +ConditionalPermissionRequiredMixin:authorization`},
		"Django's own middleware that only looks guards nothing": {map[string]string{
			"manage.py": "", "shop/settings.py": "MIDDLEWARE = ['django.contrib.auth.middleware.AuthenticationMiddleware']\n",
			"shop/urls.py": "from django.urls import path\nfrom . import views\nurlpatterns = [path('edit/', views.edit)]\n", "shop/views.py": "def edit(request): ...\n",
		}, `ANY /edit/ views.edit`},
	})
}
