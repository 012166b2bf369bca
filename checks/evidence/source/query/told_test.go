package query_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestRowsThatAreReadElsewhere follows a query from the function that makes it to what
// reads its rows: it is told once, at the query.
func TestRowsThatAreReadElsewhere(t *testing.T) {
	t.Parallel()
	const (
		models      = "from shop.models import Customer, Item, Order\n"
		serializers = "from rest_framework import serializers\nclass CustomerSerializer(serializers.Serializer):\n    pass\nclass OrderSerializer(serializers.ModelSerializer):\n    customer = CustomerSerializer()\n"
		services    = models + "def open_orders():\n    orders = Order.objects.filter(open=True)\n    return orders\n"
		drf         = "from rest_framework import viewsets\nfrom shop.serializers import OrderSerializer\n" + models
		graphene    = models + "from graphene_django import DjangoObjectType\nclass OrderType(DjangoObjectType):\n    class Meta:\n        model = Order\n"
		list        = "{% for o in orders %}\n{{ o.customer.name }}{% endfor %}"
		listed      = "{% for o in object_list %}{{ o.customer.name }}{% endfor %}"
		django      = "from django.shortcuts import render\nfrom django.views.generic import ListView\n" + models
	)
	for name, test := range map[string]struct {
		files map[string]string
		want  string
	}{
		"a service and a handler that loops": {map[string]string{"shop/services.py": services,
			"shop/views.py": "from shop.services import open_orders\ndef view(request):\n    return [o.customer.name for o in open_orders()]\n"},
			"shop/services.py:3 customer read in shop/views.py:3 handler"},
		"a service that fetches along": {map[string]string{"shop/services.py": strings.Replace(services, "filter(", "select_related('customer').filter(", 1),
			"shop/views.py": "from shop.services import open_orders\ndef view(request):\n    return [o.customer.name for o in open_orders()]\n"}, ""},
		"once for two that read the same": {map[string]string{"shop/services.py": services,
			"shop/views.py": "from shop.services import open_orders\ndef view(request):\n    return [o.customer.name for o in open_orders()]\ndef other(request):\n    for o in open_orders():\n        print(o.customer.name)\n"},
			"shop/services.py:3 customer read in shop/views.py:3 handler"},
		"once for each relation": {map[string]string{"shop/services.py": services,
			"shop/views.py": "from shop.services import open_orders\ndef view(request):\n    for o in open_orders():\n        print(o.customer.name, o.items.count())\n"},
			"shop/services.py:3 customer read in shop/views.py:4 handler; shop/services.py:3 items read in shop/views.py:4 handler"},
		"what the loop makes of it is its own query": {map[string]string{"shop/services.py": services,
			"shop/views.py": "from shop.services import open_orders\ndef view(request):\n    for o in open_orders().filter(paid=True):\n        print(o.customer.name)\n"},
			"shop/views.py:4 customer handler"},
		"page by page it is the same query": {map[string]string{"shop/services.py": services,
			"shop/views.py": "from shop.services import open_orders\ndef view(request):\n    for o in paginate(open_orders()):\n        print(o.customer.name)\n"},
			"shop/services.py:3 customer read in shop/views.py:4 handler"},
		"a method of the row is no place for it": {map[string]string{
			"shop/more.py":  models + "class Shop(Customer):\n    def open(self):\n        return Order.objects.filter(customer=self)\n",
			"shop/views.py": "from shop.more import Shop\ndef view(request, pk):\n    for o in Shop.objects.get(pk=pk).open():\n        print(o.items.count())\n"},
			"shop/views.py:4 items handler"},
		"a service, a view and its template": {map[string]string{"shop/services.py": services, "shop/templates/shop/list.html": list,
			"shop/views.py": "from django.shortcuts import render\nfrom shop.services import open_orders\ndef view(request):\n    return render(request, 'shop/list.html', {'orders': open_orders()})\n"},
			"shop/services.py:3 customer read in shop/templates/shop/list.html:2 handler"},
		"a helper that fetches along for others": {map[string]string{
			"shop/along.py": "def prefetch_for_list(orders):\n    return orders.select_related('customer')\n",
			"shop/views.py": models + "from shop.along import prefetch_for_list\ndef view(request):\n    for o in prefetch_for_list(Order.objects.all()):\n        print(o.customer.name, o.items.count())\n"},
			"shop/along.py:2 items read in shop/views.py:5 handler"},
		"a helper that is given the rows by their name": {map[string]string{
			"shop/along.py": "def prefetch_for_list(orders):\n    return orders.select_related('customer')\n",
			"shop/views.py": models + "from shop.along import prefetch_for_list\ndef view(request):\n    orders = Order.objects.all()\n    orders = prefetch_for_list(orders)\n    for o in orders:\n        print(o.customer.name, o.items.count())\n"},
			"shop/along.py:2 items read in shop/views.py:7 handler"},
		"what is chosen of what a helper fetches along for": {map[string]string{
			"shop/along.py": "def prefetch_for_list(orders):\n    return orders.select_related('customer')\n",
			"shop/views.py": models + "from shop.along import prefetch_for_list\ndef view(request):\n    for o in prefetch_for_list(Order.objects.all()).filter(open=True).order_by('number'):\n        print(o.customer.name, o.items.count())\n"},
			"shop/along.py:2 items read in shop/views.py:5 handler"},
		"what is fetched along for that besides": {map[string]string{
			"shop/along.py": "def prefetch_for_list(orders):\n    return orders.select_related('customer')\n",
			"shop/views.py": models + "from shop.along import prefetch_for_list\ndef view(request):\n    for o in prefetch_for_list(Order.objects.all()).prefetch_related('note_set'):\n        print(o.customer.name, o.items.count())\n"},
			"shop/views.py:5 items handler"},
		"a helper that fetches all of it": {map[string]string{
			"shop/along.py": "def prefetch_for_list(orders):\n    return orders.select_related('customer').prefetch_related('items')\n",
			"shop/views.py": models + "from shop.along import prefetch_for_list\ndef view(request):\n    for o in prefetch_for_list(Order.objects.all()):\n        print(o.customer.name, o.items.count())\n"}, ""},
		"a helper that fetches nobody sees what": {map[string]string{
			"shop/along.py": "def prefetch_for_list(orders):\n    return orders.filter(open=True)\n",
			"shop/views.py": models + "from shop.along import prefetch_for_list\ndef view(request):\n    for o in prefetch_for_list(Order.objects.all()):\n        print(o.customer.name, o.items.count())\n"}, ""},
		"a method of the query set that says what it fetches": {map[string]string{
			"shop/sets.py":  "from django.db import models\nclass SoldQuerySet(models.QuerySet):\n    def with_related(self):\n        return self.select_related('customer')\n",
			"shop/views.py": models + "def view(request):\n    for o in Order.objects.with_related():\n        print(o.customer.name, o.items.count())\n"},
			"shop/sets.py:4 items read in shop/views.py:4 handler"},
		"a method of a library's query set": {map[string]string{"shop/views.py": models + "def view(request):\n    for o in Order.objects.with_related():\n        print(o.customer.name, o.items.count())\n"}, ""},
		"a service and a serializer": {map[string]string{"shop/services.py": services, "shop/serializers.py": serializers,
			"shop/views.py": "from shop.serializers import OrderSerializer\nfrom shop.services import open_orders\ndef view(request):\n    return OrderSerializer(open_orders(), many=True).data\n"},
			"shop/services.py:3 customer handler"},

		"the serializer of a view, the query of its base": {map[string]string{"shop/serializers.py": serializers,
			"shop/base.py":  models + "class OrdersMixin:\n    def get_queryset(self):\n        return Order.objects.filter(shop=self.shop)\n",
			"shop/views.py": drf + "from shop.base import OrdersMixin\nclass Orders(OrdersMixin, viewsets.ModelViewSet):\n    serializer_class = OrderSerializer\nclass Others(OrdersMixin, viewsets.ModelViewSet):\n    serializer_class = OrderSerializer\n"},
			"shop/base.py:4 customer"},
		"the base's query fetches along": {map[string]string{"shop/serializers.py": serializers,
			"shop/base.py":  models + "class OrdersMixin:\n    def get_queryset(self):\n        return Order.objects.select_related('customer')\n",
			"shop/views.py": drf + "from shop.base import OrdersMixin\nclass Orders(OrdersMixin, viewsets.ModelViewSet):\n    serializer_class = OrderSerializer\n"}, ""},
		"a mixin that narrows what the view lists": {map[string]string{"shop/serializers.py": serializers,
			"shop/base.py":  "class OfShop:\n    def get_queryset(self):\n        return super().get_queryset().filter(shop=self.shop)\n",
			"shop/views.py": drf + "from shop.base import OfShop\nclass Orders(OfShop, viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n"},
			"shop/views.py:6 customer"},
		"a mixin that fetches for what the view lists": {map[string]string{"shop/serializers.py": serializers,
			"shop/base.py":  "class OfShop:\n    def get_queryset(self):\n        return super().get_queryset().select_related('customer')\n",
			"shop/views.py": drf + "from shop.base import OfShop\nclass Orders(OfShop, viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n"}, ""},
		"a base whose query is of the view's model": {map[string]string{"shop/serializers.py": serializers,
			"shop/base.py":  "class Base:\n    def get_queryset(self):\n        return self.model.objects.filter(shop=self.shop)\n",
			"shop/views.py": drf + "from shop.base import Base\nclass Orders(Base, viewsets.ModelViewSet):\n    model = Order\n    serializer_class = OrderSerializer\nclass Others(Base, viewsets.ModelViewSet):\n    model = Customer\n    serializer_class = OrderSerializer\n"},
			"shop/views.py:6 customer"},
		"a view that has its serializer fetch along": {map[string]string{"shop/serializers.py": serializers,
			"shop/views.py": drf + "class Orders(viewsets.ModelViewSet):\n    serializer_class = OrderSerializer\n    def get_queryset(self):\n        orders = Order.objects.all()\n        orders = self.serializer_class.setup_eager_loading(orders)\n        return orders.order_by('number')\n"}, ""},
		"a serializer that a view chooses": {map[string]string{"shop/serializers.py": serializers,
			"shop/views.py": drf + "class Orders(viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n    def get_serializer_class(self):\n        return OrderSerializer if self.action == 'list' else None\n"},
			"shop/views.py:5 customer"},
		"a serializer that a view looks up": {map[string]string{"shop/serializers.py": serializers,
			"shop/views.py": drf + "class Orders(viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n    serializers = {'list': OrderSerializer}\n    def get_serializer_class(self):\n        return self.serializers.get(self.action)\n"},
			"shop/views.py:5 customer"},
		"a serializer of what is sent": {map[string]string{"shop/serializers.py": strings.ReplaceAll(serializers, "OrderSerializer", "OrderCreateSerializer"),
			"shop/views.py": strings.ReplaceAll(drf, "OrderSerializer", "OrderCreateSerializer") + "class Orders(viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n    def get_serializer_class(self):\n        return OrderCreateSerializer\n"}, ""},
		"all attributes but some": {map[string]string{"shop/serializers.py": "from rest_framework import serializers\nfrom shop.models import Item\nclass ItemSerializer(serializers.ModelSerializer):\n    class Meta:\n        model = Item\n        exclude = ['order']\n",
			"shop/views.py": "from rest_framework import viewsets\nfrom shop.serializers import ItemSerializer\nfrom shop.models import Item\nclass Items(viewsets.ModelViewSet):\n    queryset = Item.objects.all()\n    serializer_class = ItemSerializer\n"},
			"shop/views.py:5 tags"},
		"all attributes but that one": {map[string]string{"shop/serializers.py": "from rest_framework import serializers\nfrom shop.models import Item\nclass ItemSerializer(serializers.ModelSerializer):\n    class Meta:\n        model = Item\n        exclude = ['tags']\n",
			"shop/views.py": "from rest_framework import viewsets\nfrom shop.serializers import ItemSerializer\nfrom shop.models import Item\nclass Items(viewsets.ModelViewSet):\n    queryset = Item.objects.all()\n    serializer_class = ItemSerializer\n"}, ""},
		"a base of a library that fetches what is written": {map[string]string{"shop/serializers.py": serializers,
			"shop/views.py": drf + "from django_auto_prefetching import AutoPrefetchViewSetMixin\nclass Orders(AutoPrefetchViewSetMixin, viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n"}, ""},
		"a base of one's own that is not there": {map[string]string{"shop/serializers.py": serializers,
			"shop/views.py": drf + "from shop.missing import Base\nclass Orders(Base):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n"}, ""},
		"a resolver that chooses among related rows": {map[string]string{"shop/types.py": graphene + "    def resolve_items(root, info):\n        return root.items.all().order_by('price')\n"},
			"shop/types.py:7 items"},
		"a base that has the field": {map[string]string{"shop/serializers.py": serializers,
			"shop/base.py":  models + "class Base:\n    queryset = Order.objects.all()\n",
			"shop/views.py": drf + "from shop.base import Base\nclass Orders(Base, viewsets.ModelViewSet):\n    serializer_class = OrderSerializer\n    def get_queryset(self):\n        return self.queryset.filter(shop=self.shop)\n"},
			"shop/views.py:8 customer handler"},
		"a view that goes through its own list": {map[string]string{"shop/views.py": drf + "class Orders(viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n    def total(self, request):\n        return [o.customer.name for o in self.get_queryset()]\n"},
			"shop/views.py:7 customer handler"},
		"nothing that the base lists yet": {map[string]string{"shop/serializers.py": serializers,
			"shop/base.py":  models + "class Base:\n    queryset = Order.objects.none()\n",
			"shop/views.py": drf + "from shop.base import Base\nclass Orders(Base, viewsets.ModelViewSet):\n    serializer_class = OrderSerializer\n"}, ""},
		"a base that fetches by names that are not written there": {map[string]string{"shop/serializers.py": serializers,
			"shop/base.py":  models + "class Base:\n    queryset = Order.objects.all()\n    def get_queryset(self):\n        return super().get_queryset().prefetch_related(*self.names)\n",
			"shop/views.py": drf + "from shop.base import Base\nclass Orders(Base, viewsets.ModelViewSet):\n    serializer_class = OrderSerializer\n"}, ""},

		"a page whose query the base has": {map[string]string{"shop/templates/shop/list.html": listed,
			"shop/base.py":  models + "class Base:\n    def get_queryset(self):\n        return Order.objects.filter(shop=self.shop)\n",
			"shop/views.py": django + "from shop.base import Base\nclass Orders(Base, ListView):\n    template_name = 'shop/list.html'\n"},
			"shop/base.py:4 customer read in shop/templates/shop/list.html:1"},
		"a page whose base fetches along": {map[string]string{"shop/templates/shop/list.html": listed,
			"shop/base.py":  models + "class Base:\n    def get_queryset(self):\n        return Order.objects.select_related('customer')\n",
			"shop/views.py": django + "from shop.base import Base\nclass Orders(Base, ListView):\n    template_name = 'shop/list.html'\n"}, ""},
		"a template that a decorator names": {map[string]string{"shop/templates/shop/list.html": list,
			"shop/views.py": "from pyramid.view import view_config\n" + models + "@view_config(route_name='orders', renderer='shop:templates/shop/list.html')\ndef orders(request):\n    orders = Order.objects.all()\n    return {'orders': orders}\n"},
			"shop/views.py:5 customer read in shop/templates/shop/list.html:2 handler"},
		"a decorator whose view fetches along": {map[string]string{"shop/templates/shop/list.html": list,
			"shop/views.py": "from pyramid.view import view_config\n" + models + "@view_config(route_name='orders', renderer='shop:templates/shop/list.html')\ndef orders(request):\n    return {'orders': Order.objects.select_related('customer')}\n"}, ""},

		"rows of the user who asks": {map[string]string{"shop/views.py": django + "def view(request):\n    return [o.customer.company.name for o in request.user.customer.order_set.select_related('customer')]\n"},
			"shop/views.py:5 customer__company handler"},
		"rows of one that a type names": {map[string]string{"shop/a.py": "def f(order: 'Order'):\n    return [i.tags.all() for i in order.items.all()]\n"}, "shop/a.py:2 tags"},
		"a type that may be nothing":    {map[string]string{"shop/a.py": "def f(order: 'Order | None', other: Optional['Order']):\n    return [i.tags.all() for i in other.items.all()]\n"}, "shop/a.py:2 tags"},
		"a parameter that is called like a model": {map[string]string{"shop/a.py": "def f(order):\n    return [i.tags.all() for i in order.items.all()]\n"},
			"shop/a.py:2 tags"},
		"one that callers fetch along for":   {map[string]string{"shop/a.py": models + "def f(order):\n    return [i.tags.all() for i in order.items.all()]\ndef g():\n    for o in Order.objects.prefetch_related('items__tags'):\n        f(o)\ndef h(pk):\n    return f(Order.objects.prefetch_related('items__tags').get(pk=pk))\n"}, ""},
		"one whose attribute is no relation": {map[string]string{"shop/a.py": "def f(order):\n    return [i.tags.all() for i in order.parts.all()]\n"}, ""},
		"a method that one class alone has": {map[string]string{
			"shop/streams.py": models + "class Stream:\n    def get_open_orders(self, user):\n        return Order.objects.filter(user=user)\n",
			"shop/views.py":   "def view(request):\n    return [o.customer.name for o in streams[request.GET['s']].get_open_orders(request.user)]\n"},
			"shop/streams.py:4 customer read in shop/views.py:2 handler"},
		"a method that two classes have": {map[string]string{
			"shop/streams.py": models + "class Stream:\n    def get_open_orders(self, user):\n        return Order.objects.filter(user=user)\nclass Other:\n    def get_open_orders(self, user):\n        return Order.objects.select_related('customer')\n",
			"shop/views.py":   "def view(request):\n    return [o.customer.name for o in streams[request.GET['s']].get_open_orders(request.user)]\n"}, ""},
		"a resolver that calls a method of the row": {map[string]string{"shop/types.py": graphene + "    def resolve_total(root, info):\n        return root.total()\n"},
			"shop/types.py:7 items"},
		"a resolver of a type that a parameter names": {map[string]string{"shop/types.py": "from shop import models\nclass Order(ObjectType):\n    def resolve_total(root: models.Order, info):\n        return root.total()\n"},
			"shop/types.py:4 items"},
		"a method whose relation some query fetches along": {map[string]string{"shop/types.py": graphene + "    def resolve_total(root, info):\n        return root.total()\n",
			"shop/views.py": models + "def all():\n    return Order.objects.prefetch_related('items')\n"}, ""},
		"a relation that the resolver reads itself": {map[string]string{"shop/types.py": graphene + "    def resolve_buyer(root, info):\n        return root.customer\n"}, ""},
		"a method that asks nothing":                {map[string]string{"shop/types.py": graphene + "    def resolve_label(root, info):\n        return root.label\n"}, ""},
		"a method that looks whether it is there":   {map[string]string{"shop/views.py": models + "def count(order):\n    if hasattr(order, 'item_count'):\n        return order.item_count\n    return order.items.count()\ndef view(request):\n    return [count(o) for o in Order.objects.all()]\n"}, ""},
		"a relation that is looked for": {map[string]string{"shop/views.py": "from django.contrib.auth.models import User\ndef name(user):\n    if hasattr(user, 'customer'):\n        return user.customer.company\ndef view(request):\n    return [name(u) for u in User.objects.all()]\n"},
			"shop/views.py:6 customer handler"},
		"a query that is put together in many places": {map[string]string{"shop/views.py": models + "def view(request):\n    orders = Order.objects.all()\n" + strings.Repeat("    if request.GET:\n        orders = orders.filter(a=1).order_by('b')\n", 20) + "    return [o.customer.name for o in orders]\n"},
			"shop/views.py:44 customer handler"},
		"one of those places fetches along": {map[string]string{"shop/views.py": models + "def view(request):\n    orders = Order.objects.all()\n" + strings.Repeat("    if request.GET:\n        orders = orders.filter(a=1)\n", 20) + "    orders = orders.select_related('customer')\n    return [o.customer.name for o in orders]\n"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{"shop/models.py": shop}
			maps.Copy(files, test.files)
			var told []string
			hits := linked(t, files, nil)
			for _, path := range slices.Sorted(maps.Keys(hits)) {
				for _, hit := range hits[path] {
					text := fmt.Sprintf("%s:%d %s", path, hit.Line, hit.Relation)
					if hit.ReadIn != "" {
						text += fmt.Sprintf(" read in %s:%d", hit.ReadIn, hit.ReadAt)
					}
					if hit.Handler {
						text += " handler"
					}
					told = append(told, text)
				}
			}
			if got := strings.Join(told, "; "); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}
