package query_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/link"
	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/query"
)

// names follows calls by an index of a few files; routes are functions by "path:line".
type names struct {
	index  *link.Index
	routes map[string]string
}

func (n names) Callees(from, origin string) []query.Place {
	var places []query.Place
	targets := n.index.Implementers(from, origin)
	if target, found := n.index.Callee(from, origin); found && len(targets) == 0 {
		targets = []link.Target{target}
	}
	for _, target := range targets {
		places = append(places, query.Place{Path: target.Path, Line: target.Line})
	}
	return places
}

func (n names) Class(from, origin string) (path, name string, found bool) {
	target, found := n.index.Find(from, origin)
	return target.Path, target.Name, found && target.Name != ""
}

func (n names) Method(from, class, name string) (query.Place, bool) {
	target, found := n.index.Method(from, class, name)
	return query.Place{Path: target.Path, Line: target.Line}, found
}

func (n names) Route(place query.Place) (string, bool) {
	route, found := n.routes[fmt.Sprintf("%s:%d", place.Path, place.Line)]
	return route, found
}

// linked reads files and joins them.
func linked(t *testing.T, files, routes map[string]string) map[string][]query.Hit {
	t.Helper()
	var sources []query.Source
	var inputs []link.Input
	for _, path := range slices.Sorted(maps.Keys(files)) {
		if strings.HasSuffix(path, ".html") {
			sources = append(sources, query.Source{Path: path, Facts: query.ReadTemplate([]byte(files[path]))})
			continue
		}
		language := map[string]string{".ts": "TypeScript", ".js": "JavaScript", ".py": "Python", ".go": "Go"}[path[strings.LastIndex(path, "."):]]
		file, err := lowering.Parse(language, []byte(files[path]))
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, query.Source{Path: path, Facts: query.Read(file)})
		inputs = append(inputs, link.Input{Path: path, Language: language, Facts: link.Read(file)})
	}
	return query.Link(sources, names{link.New(inputs, map[string][]byte{"go.mod": []byte("module acme\n")}), routes})
}

// TestLoopsThatAskThroughOthers goes through functions and files.
func TestLoopsThatAskThroughOthers(t *testing.T) {
	t.Parallel()
	const (
		client      = "import { prisma } from './prisma'\n"
		items       = client + "export async function itemsOf(id) { return prisma.item.findMany({ where: { id } }) }\nexport function label(id) { return 'item ' + id }\n"
		django      = "from django.db import models\nclass Customer(models.Model):\n    pass\nclass Order(models.Model):\n    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)\nclass Item(models.Model):\n    order = models.ForeignKey('Order', related_name='items', on_delete=models.CASCADE)\n"
		serializers = "from rest_framework import serializers\nclass CustomerSerializer(serializers.Serializer):\n    pass\nclass ItemSerializer(serializers.Serializer):\n    pass\nclass OrderSerializer(serializers.ModelSerializer):\n    customer = CustomerSerializer(read_only=True)\n    items = ItemSerializer(many=True)\n    note = serializers.CharField()\n    secret = CustomerSerializer(write_only=True)\n"
		fields      = "from rest_framework import serializers\n"
		fill        = "import { itemsOf, label } from './items'\nexport async function fill(orders) {\n  for (const o of orders) { o.items = await itemsOf(o.id); o.label = label(o.id) }\n}\n"
	)
	for name, test := range map[string]struct {
		files, routes map[string]string
		want          string
	}{
		"a handler, a service and a loop": {
			files: map[string]string{"items.ts": items, "orders.ts": fill, "routes.ts": "import { fill } from './orders'\napp.get('/orders', async (req, res) => res.json(await fill(req.body)))\n"},
			want:  "orders.ts:3 itemsOf by itemsOf items.ts:2 handler",
		},
		"a route that the inventory knows": {
			files:  map[string]string{"items.ts": items, "orders.ts": fill},
			routes: map[string]string{"orders.ts:2": "GET /orders"}, want: "orders.ts:3 itemsOf by itemsOf items.ts:2 handler GET /orders",
		},
		"a job": {
			files: map[string]string{"items.ts": items, "job.ts": "import { itemsOf } from './items'\nexport async function nightly(orders) { for (const o of orders) await itemsOf(o.id) }\n"},
			want:  "job.ts:2 itemsOf by itemsOf items.ts:2",
		},
		"three calls down": {
			files: map[string]string{"items.ts": items,
				"a.ts": "import { itemsOf } from './items'\nconst inner = async (o) => ({ items: await itemsOf(o.id) })\nexport const full = async (o) => { const found = await inner(o); return found }\n",
				"b.ts": "import { full } from './a'\nexport async function all(orders) { return Promise.all(orders.map((o) => full(o))) }\n"},
			want: "b.ts:2 full by full+inner+itemsOf items.ts:2",
		},
		"nothing that changes goes down": {
			files: map[string]string{"items.ts": items,
				"a.ts": "import { itemsOf } from './items'\nexport const settings = async () => { const found = await inner(); return found }\nconst inner = async () => itemsOf(1)\n",
				"b.ts": "import { settings } from './a'\nexport async function all(orders) { for (const o of orders) use(o, await settings()) }\n"},
			want: "",
		},
		"answers that are kept": {
			files: map[string]string{
				"a.ts": client + "export const userOf = async (id) => { const known = cache.get(id); if (known) return known; return prisma.user.findUnique({ where: { id } }) }\n",
				"b.ts": "import { userOf } from './a'\nexport async function all(orders) { for (const o of orders) o.user = await userOf(o.userId) }\n"},
			want: "",
		},
		"what is asked before a kept answer is looked for": {
			files: map[string]string{
				"a.ts": client + "export const tenantOf = async (id) => prisma.tenant.findUnique({ where: { id } })\nexport const userOf = async (id) => { const tenant = await tenantOf(id); const known = cache.get(tenant.id); if (known) return known; return prisma.user.findUnique({ where: { id } }) }\nexport const itemOf = async (id) => { const known = cache.get(id); if (known) return known; return tenantOf(id) }\n",
				"b.ts": "import { userOf, itemOf } from './a'\nexport async function all(orders) { for (const o of orders) { o.item = await itemOf(o.id); o.user = await userOf(o.userId) } }\n"},
			want: "b.ts:2 userOf by userOf+tenantOf a.ts:2",
		},
		"further down than is followed": {
			files: map[string]string{"a.ts": client +
				"const f1 = (o) => prisma.item.findMany({ where: o })\nconst f2 = (o) => f1(o)\nconst f3 = (o) => f2(o)\nconst f4 = (o) => f3(o)\nconst f5 = (o) => f4(o)\n" +
				"export function all(orders) { for (const o of orders) f5(o) }\nexport function some(orders) { for (const o of orders) f4(o) }\n"},
			want: "a.ts:8 f4 by f4+f3+f2+f1 :2",
		},
		"methods of a service that is handed in": {
			files: map[string]string{
				"store.ts":   client + "export class Store {\n  async items(id) { return prisma.item.findMany({ where: { id } }) }\n}\n",
				"service.ts": "import { Store } from './store'\nexport class Service {\n  constructor(private readonly store: Store) {}\n  async one(o) { return { ...o, items: await this.store.items(o.id) } }\n  async all(orders) { return Promise.all(orders.map((o) => this.one(o))) }\n}\n",
			},
			want: "service.ts:5 this.one by Service.one+Store.items store.ts:3",
		},
		"a method that a class inherits, in Python": {
			files: map[string]string{
				"base.py":   "from shop.models import Item\nclass Base:\n    def items(self, order):\n        return Item.objects.filter(order=order).count()\n",
				"orders.py": "from base import Base\nclass Orders(Base):\n    def all(self, orders):\n        return [self.items(o) for o in orders]\n",
			},
			want: "orders.py:4 self.items by Base.items base.py:4",
		},
		"another file of the package, in Go": {
			files: map[string]string{
				"store/a.go": "package store\nimport \"database/sql\"\ntype Store struct{ db *sql.DB }\nfunc (s *Store) One(id int) { s.db.QueryRow(q, id) }\n",
				"store/b.go": "package store\nfunc (s *Store) Many(ids []int) {\n\tfor _, id := range ids {\n\t\ts.One(id)\n\t}\n}\nfunc load(id int) { find(id) }\nfunc loadAll(ids []int) {\n\tfor _, id := range ids {\n\t\tload(id)\n\t}\n}\n",
				"store/c.go": "package store\nfunc find(id int) { shared.QueryRow(\"SELECT 1 FROM t WHERE id = $1\", id) }\n",
			},
			want: "store/b.go:4 s.One by Store.One store/a.go:4; store/b.go:10 load by load+find store/c.go:2",
		},
		"each that implements an interface, in Go": {
			files: map[string]string{
				"store/store.go": "package store\ntype Driver interface{ Find(id int) }\ntype Store struct{ driver Driver }\nfunc (s *Store) All(ids []int) {\n\tfor _, id := range ids {\n\t\ts.driver.Find(id)\n\t}\n}\n",
				"store/pg.go":    "package store\nimport \"database/sql\"\ntype pg struct{ db *sql.DB }\nfunc (p *pg) Find(id int) { p.db.QueryRow(q, id) }\n",
				"store/my.go":    "package store\nimport \"database/sql\"\ntype my struct{ db *sql.DB }\nfunc (m *my) Find(id int) { m.db.QueryRow(q, id) }\n",
			},
			want: "store/store.go:6 s.driver.Find by my.Find store/my.go:4",
		},
		"a job that a handler puts into a queue": {
			files: map[string]string{"a.py": "from shop.models import Item\n@shared_task\ndef fill(ids):\n    for i in ids:\n        Item.objects.get(pk=i)\ndef view(request):\n    fill(request.GET)\n"},
			want:  "a.py:5 Item.objects.get by  :0",
		},
		"a relation that the query does not fetch along": {
			files: map[string]string{"m.py": django, "a.py": "from m import Order\ndef f():\n    orders = Order.objects.filter(open=True)\n    for o in orders:\n        print(o.customer.name, o.customer_id, o.number)\n    return [o.customer for o in Order.objects.all()[:10]]\n"},
			want:  "a.py:5 o.customer.name by  :0; a.py:6 o.customer by  :0",
		},
		"a relation that it does": {
			files: map[string]string{"m.py": django, "a.py": "from m import Order\ndef f(names):\n    orders = Order.objects.select_related('customer__company').filter(open=True)\n    for o in orders:\n        print(o.customer.name)\n    orders = Order.objects.all()\n    return [o.customer for o in Order.objects.prefetch_related(*names)]\ndef g():\n    qs = Order.objects.all()\n    qs = qs.select_related('customer')\n    for o in qs: print(o.customer)\n    for o in Order.objects.values('customer'): print(o.customer)\n    for o in Order.objects.select_related(): print(o.customer)\n    for o in chunked(Order.objects.all()): print(o.customer)\n"},
			want:  "",
		},
		"what a serializer writes out": {
			files: map[string]string{"m.py": django, "s.py": serializers, "v.py": "from rest_framework import viewsets\nfrom m import Order\nfrom s import OrderSerializer\nclass Orders(viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\nclass Others(viewsets.ModelViewSet):\n    serializer_class = OrderSerializer\n    def get_queryset(self):\n        return Order.objects.select_related('customer').prefetch_related('items')\ndef view(request):\n    orders = Order.objects.filter(open=True).select_related('customer')\n    return OrderSerializer(orders, many=True).data\n"},
			want:  "v.py:5 Order.objects.all() by  :0; v.py:12 OrderSerializer(orders, many=True) by  :0 handler",
		},
		"what an heir of a serializer lists": {
			files: map[string]string{"m.py": django, "s.py": serializers + "class ShortSerializer(OrderSerializer):\n    class Meta:\n        fields = ['id', 'note']\nclass ListSerializer(serializers.ModelSerializer):\n    class Meta:\n        fields = ['items']\nclass LongSerializer(ListSerializer):\n    class Meta(ListSerializer.Meta):\n        fields = ListSerializer.Meta.fields + ['id']\n",
				"v.py": "from rest_framework import viewsets\nfrom m import Order\nfrom s import ShortSerializer, LongSerializer\ndef short(request):\n    return ShortSerializer(Order.objects.all(), many=True).data\ndef long(request):\n    return LongSerializer(Order.objects.all(), many=True).data\n"},
			want: "v.py:7 LongSerializer(Order.objects.all(), many=True) by  :0 handler",
		},
		"pages that a closure is given": {
			files: map[string]string{"m.py": django, "s.py": serializers, "v.py": "from rest_framework.views import APIView\nfrom m import Order\nfrom s import OrderSerializer\nclass Orders(APIView):\n    def get(self, request):\n        orders = Order.objects.filter(open=True)\n        return self.paginate(request=request, queryset=orders, on_results=lambda page: OrderSerializer(page, many=True).data)\n"},
			want:  "v.py:6 OrderSerializer(page, many=True) by  :0 handler",
		},
		"a view whose base fetches along": {
			files: map[string]string{"m.py": django, "s.py": serializers, "b.py": "class Base:\n    def get_queryset(self):\n        return super().get_queryset().prefetch_related(*names_of(self))\n", "v.py": "from rest_framework import viewsets\nfrom b import Base\nfrom m import Order\nfrom s import OrderSerializer\nclass Orders(Base):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n"},
			want:  "",
		},
		"a view whose base's base fetches along": {
			files: map[string]string{"m.py": django, "s.py": serializers, "b.py": "class Base:\n    def get_queryset(self):\n        return super().get_queryset().prefetch_related(*names_of(self))\nclass Middle(Base):\n    pass\n", "v.py": "from rest_framework import viewsets\nfrom b import Middle\nfrom m import Order\nfrom s import OrderSerializer\nclass Orders(Middle):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n"},
			want:  "",
		},
		"a query that is nothing yet": {
			files: map[string]string{"m.py": django, "s.py": serializers, "v.py": "from rest_framework import viewsets\nfrom m import Order\nfrom s import OrderSerializer\nclass Orders(viewsets.ModelViewSet):\n    serializer_class = OrderSerializer\n    def get_queryset(self):\n        if self.request is None:\n            return Order.objects.none()\n        return Order.objects.select_related('customer').prefetch_related('items')\n"},
			want:  "",
		},
		"a view whose query is said elsewhere": {
			files: map[string]string{"m.py": django, "s.py": serializers, "v.py": "from rest_framework import viewsets\nfrom m import Order\nfrom s import OrderSerializer\nclass Orders(viewsets.ModelViewSet):\n    serializer_class = OrderSerializer\n    queryset = Order.objects.none()\n    def get_queryset(self):\n        if not self.event:\n            return self.queryset\n        return self.event.orders.all()\n"},
			want:  "",
		},
		"queries that are handed in an object": {
			files: map[string]string{
				"queries.ts": "export const createOrderQueries = (pool) => {\n  const findOrdersByCustomer = async (id) => pool.any(sql`select * from orders where customer = ${id}`)\n  return { findOrdersByCustomer }\n}\n",
				"routes.ts":  "export function routes(router, { queries }) {\n  const { orders: { findOrdersByCustomer } } = queries\n  return (customers) => Promise.all(customers.map((c) => findOrdersByCustomer(c.id)))\n}\n"},
			want: "routes.ts:3 findOrdersByCustomer by findOrdersByCustomer queries.ts:2",
		},
		"a name that two functions have": {
			files: map[string]string{
				"queries.ts": "export const findOrdersByCustomer = async (id) => pool.any(sql`select * from orders where customer = ${id}`)\n",
				"cache.ts":   "export const findOrdersByCustomer = (id) => known.get(id) ?? load(id)\nfunction load(id) { return id }\n",
				"routes.ts":  "export function routes(router, { queries }) {\n  const { orders: { findOrdersByCustomer } } = queries\n  return (customers) => Promise.all(customers.map((c) => findOrdersByCustomer(c.id)))\n}\n"},
			want: "",
		},
		"a name that two functions have, which both ask": {
			files: map[string]string{
				"list.js":  client + "class List {\n  async getItemsExpanded() { return prisma.item.findMany({ where: { list: this.id } }) }\n}\n",
				"group.js": client + "class Group {\n  async getItemsExpanded() { return prisma.item.findMany({ where: { group: this.id } }) }\n}\n",
				"page.js":  "async function page(all) {\n  return Promise.all(all.map(async (one) => one.getItemsExpanded()))\n}\n"},
			want: "page.js:2 one.getItemsExpanded by Group.getItemsExpanded group.js:3",
		},
		"each that implements an interface of a package, behind a generic type": {
			files: map[string]string{
				"dal/dal.go":   "package dal\ntype Clause struct{}\ntype Dal interface{ All(into any, clauses ...Clause) error }\n",
				"impl/impl.go": "package impl\nimport (\n\t\"acme/dal\"\n\t\"gorm.io/gorm\"\n)\ntype Gorm struct{ db *gorm.DB }\nfunc (g *Gorm) All(into any, clauses ...dal.Clause) error { return begin(g.db, clauses).Find(into).Error }\nfunc begin(tx *gorm.DB, clauses []dal.Clause) *gorm.DB { return tx }\n",
				"srv/srv.go":   "package srv\nimport \"acme/dal\"\ntype Model[M any] struct{ db dal.Dal }\ntype Scopes[C any, S any] struct{ *Model[S] }\nfunc (s *Scopes[C, S]) Projects(ids []int) {\n\tfor _, id := range ids {\n\t\trows := []string{}\n\t\ts.db.All(&rows, where(id))\n\t}\n}\n",
			},
			want: "srv/srv.go:8 s.db.All by Gorm.All impl/impl.go:7",
		},
		"what another serializer's query fetches": {
			files: map[string]string{"s.py": "from rest_framework import serializers\nclass OrderSerializer(serializers.ModelSerializer):\n    first = serializers.SerializerMethodField()\n    sizes = serializers.SerializerMethodField()\n    def get_first(self, obj):\n        return obj.items.order_by('id').first()\n    def get_sizes(self, obj):\n        return [i.size for i in obj.items.all()]\n", "v.py": "from m import Order\ndef f():\n    return Order.objects.prefetch_related('items')\n"},
			want:  "s.py:6 obj.items.order_by.first by  :0 handler",
		},
		"a serializer that a method hands related rows to": {
			files: map[string]string{"m.py": django, "s.py": fields + "class LineSerializerShort(serializers.ModelSerializer):\n    maker = serializers.SerializerMethodField()\n    def get_maker(self, obj):\n        return obj.order.customer.name\nclass OrderSerializer(serializers.ModelSerializer):\n    lines = serializers.SerializerMethodField()\n    def get_lines(self, obj):\n        return LineSerializerShort(obj.items.all(), many=True).data\n",
				"v.py": "from m import Order\nfrom s import OrderSerializer\ndef bare(request):\n    return OrderSerializer(Order.objects.prefetch_related('items'), many=True).data\ndef whole(request):\n    return OrderSerializer(Order.objects.select_related('customer').prefetch_related('items'), many=True).data\n"},
			want: "v.py:4 OrderSerializer(Order.objects.prefetch_related('items'), many=True) by  :0 handler",
		},
		"what a method asks whatever was fetched along": {
			files: map[string]string{"m.py": django, "s.py": fields + "class OrderSerializer(serializers.ModelSerializer):\n    first = serializers.SerializerMethodField()\n    sizes = serializers.SerializerMethodField()\n    names = serializers.SerializerMethodField()\n    def get_first(self, obj):\n        return obj.items.order_by('id').first()\n    def get_sizes(self, obj):\n        return [i.size for i in obj.items.all()]\n    def get_names(self, obj):\n        return list(obj.items.all().values_list('name', flat=True))\n",
				"v.py": "from m import Order\nfrom s import OrderSerializer\ndef f():\n    return OrderSerializer(Order.objects.prefetch_related('items'), many=True).data\n"},
			want: "s.py:7 obj.items.order_by().first() by  :0 handler; s.py:11 obj.items.all().values_list() by  :0 handler",
		},
		"what a row's own method asks, in a serializer": {
			files: map[string]string{"m.py": django + "class Shop(models.Model):\n    @property\n    def open(self):\n        return self.stars.filter(open=True).exists()\n    @property\n    def size(self):\n        return self.stars.count()\nclass Star(models.Model):\n    shop = models.ForeignKey(Shop, related_name='stars', on_delete=models.CASCADE)\n", "s.py": fields + "class ShopSerializer(serializers.ModelSerializer):\n    open = serializers.SerializerMethodField()\n    size = serializers.SerializerMethodField()\n    def get_open(self, obj):\n        return obj.open\n    def get_size(self, obj):\n        return obj.size\n",
				"v.py": "from m import Shop\nfrom s import ShopSerializer\ndef f():\n    return ShopSerializer(Shop.objects.prefetch_related('stars'), many=True).data\n"},
			want: "s.py:6 obj.open by Shop.open :0 handler",
		},
		"a method of a query set that another model's has too": {
			files: map[string]string{"m.py": "from django.db import models\nclass OrderQuerySet(models.QuerySet):\n    def whole(self):\n        return self.select_related('customer')\nclass ItemQuerySet(models.QuerySet):\n    def whole(self):\n        return self.select_related('order')\nclass Customer(models.Model):\n    pass\nclass Order(models.Model):\n    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)\n    objects = OrderQuerySet.as_manager()\nclass Item(models.Model):\n    order = models.ForeignKey(Order, related_name='items', on_delete=models.CASCADE)\n    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)\n    objects = models.Manager.from_queryset(ItemQuerySet)()\n",
				"v.py": "from m import Item, Order\ndef f():\n    for o in Order.objects.whole():\n        print(o.customer.name)\n    for i in Item.objects.whole():\n        print(i.order.number, i.customer.name)\n"},
			want: "m.py:7 self.select_related('order') by  :0",
		},
		"a serializer that is chosen by the action": {
			files: map[string]string{"m.py": django, "s.py": serializers + "class ShortSerializer(serializers.ModelSerializer):\n    note = serializers.CharField()\nclass LongSerializer(ShortSerializer):\n    items = ItemSerializer(many=True)\n",
				"v.py": "from rest_framework import viewsets\nfrom m import Order\nfrom s import LongSerializer, OrderSerializer, ShortSerializer\nclass Lists(viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n    def get_serializer_class(self):\n        if self.action == 'list':\n            return ShortSerializer\n        return super().get_serializer_class()\nclass Shows(viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n    def get_serializer_class(self):\n        if self.action in ('retrieve', 'update'):\n            return OrderSerializer\n        return ShortSerializer\nclass Long(viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n    def get_serializer_class(self):\n        if self.action == 'retrieve' or self.action == 'list':\n            return LongSerializer\n        return ShortSerializer\nclass Unclear(viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n    def get_serializer_class(self):\n        if self.action == 'list' and self.short:\n            return ShortSerializer\n        return super().get_serializer_class()\n"},
			want: "v.py:18 Order.objects.all() by  :0; v.py:24 Order.objects.all() by  :0",
		},
		"a view of one row": {
			files: map[string]string{"m.py": django, "s.py": serializers + "class FullSerializer(OrderSerializer):\n    first = serializers.SerializerMethodField()\n    def get_first(self, obj):\n        return obj.items.order_by('id').first()\n",
				"v.py": "from rest_framework import generics, mixins, viewsets\nfrom m import Order\nfrom s import FullSerializer\nclass One(generics.RetrieveUpdateAPIView):\n    queryset = Order.objects.all()\n    serializer_class = FullSerializer\nclass Single(mixins.RetrieveModelMixin, viewsets.GenericViewSet):\n    queryset = Order.objects.all()\n    serializer_class = FullSerializer\n"},
			want: "",
		},
		"a view of one row and of a list": {
			files: map[string]string{"m.py": django, "s.py": serializers,
				"v.py": "from rest_framework import mixins, viewsets\nfrom m import Order\nfrom s import OrderSerializer\nclass Both(mixins.RetrieveModelMixin, mixins.ListModelMixin, viewsets.GenericViewSet):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\nclass Own(mixins.RetrieveModelMixin, viewsets.GenericViewSet):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n    def list(self, request):\n        return self.get_paginated_response(self.get_queryset())\n"},
			want: "v.py:5 Order.objects.all() by  :0; v.py:8 Order.objects.all() by  :0",
		},
		"what belongs to the rows that belong to one row": {
			files: map[string]string{"m.py": django + "class Part(models.Model):\n    item = models.ForeignKey(Item, related_name='parts', on_delete=models.CASCADE)\n", "s.py": fields + "class PartSerializer(serializers.ModelSerializer):\n    pass\nclass ItemSerializer(serializers.ModelSerializer):\n    parts = PartSerializer(many=True)\nclass OrderSerializer(serializers.ModelSerializer):\n    items = ItemSerializer(many=True)\n",
				"v.py": "from rest_framework import generics\nfrom m import Order\nfrom s import OrderSerializer\nclass One(generics.RetrieveAPIView):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\nclass Whole(generics.RetrieveAPIView):\n    queryset = Order.objects.prefetch_related('items__parts')\n    serializer_class = OrderSerializer\n"},
			want: "v.py:5 Order.objects.all() by  :0",
		},
		"a helper that asks for what it is not given": {
			files: map[string]string{"a.py": "from m import Item\ndef dump(order, items=None):\n    if items is None:\n        items = Item.objects.get(order=order)\n    return items\ndef f(orders, items):\n    for o in orders:\n        dump(o, items[o.id])\n        dump(o, items=items[o.id])\n        dump(o)\n"},
			want:  "a.py:10 dump by dump :4",
		},
		"a helper that looks up what it is not given": {
			files: map[string]string{"a.ts": client + "export async function dump(order, items) {\n  if (!items) {\n    items = await prisma.item.findMany({ where: { id: order.id } })\n  }\n  return items\n}\nexport async function all(orders, byOrder) {\n  for (const o of orders) {\n    await dump(o, byOrder[o.id])\n    await dump(o)\n  }\n}\n"},
			want:  "a.ts:11 dump by dump :4",
		},
		"down a tree": {
			files: map[string]string{"a.ts": client + "export async function tree(node) {\n  node.children = await prisma.node.findMany({ where: { parent: node.id } })\n  for (const child of node.children) await tree(child)\n}\n"},
			want:  "",
		},
		"once, for what is looked for": {
			files: map[string]string{"items.ts": items, "a.ts": "import { itemsOf } from './items'\nexport async function first(orders) {\n  for (const o of orders) {\n    if (o.open) {\n      const found = await itemsOf(o.id)\n      return found\n    }\n  }\n}\n"},
			want:  "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hits := linked(t, test.files, test.routes)
			var told []string
			for _, path := range slices.Sorted(maps.Keys(hits)) {
				for _, hit := range hits[path] {
					text := fmt.Sprintf("%s:%d %s by %s %s:%d", path, hit.Line, hit.Callee, strings.Join(hit.Via, "+"), hit.AskedIn, hit.AskedAt)
					if hit.Handler {
						text += strings.TrimSuffix(" handler "+hit.Route, " ")
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
