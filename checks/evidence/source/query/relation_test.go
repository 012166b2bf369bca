package query_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// shop are the models that the tests below are about.
const shop = `from django.db import models
from django.conf import settings
from django.utils.functional import cached_property

class Company(models.Model):
    name = models.CharField()

class Customer(models.Model):
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name='customer')
    def __str__(self):
        return self.company.name

class OrderQuerySet(models.QuerySet):
    def shown(self):
        return self.filter(hidden=False).select_related('customer')
    def open(self):
        return self.filter(open=True)

class Order(models.Model):
    KINDS = [('a', 'A'), ('b', 'B')]
    customer = models.ForeignKey('Customer', on_delete=models.CASCADE)
    objects = OrderQuerySet.as_manager()
    def total(self):
        return sum(i.price for i in self.items.all())
    @property
    def label(self):
        return 'Order ' + str(self.number)
    @cached_property
    def last_note(self):
        return Note.objects.filter(order=self).first()

class Item(models.Model):
    order = models.ForeignKey(Order, related_name='items', on_delete=models.CASCADE)
    tags = models.ManyToManyField('Tag')

class Note(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)
    target = GenericForeignKey()

class Tag(models.Model):
    pass
`

func TestRelationsOfRows(t *testing.T) {
	t.Parallel()
	const head = "from django.shortcuts import get_object_or_404, render\nfrom django.db.models import Prefetch\nfrom shop.models import Order, Item, Note, Customer\n"
	for name, test := range map[string]struct{ code, want string }{
		"a relation's relation":                        {"def f():\n    for o in Order.objects.select_related('customer'):\n        print(o.customer.company.name)\n", "6 customer__company"},
		"the other side of a relation":                 {"def f():\n    for o in Order.objects.all():\n        print(o.items.count(), o.note_set.all())\n", "6 items; 6 note_set"},
		"rows of one row":                              {"def f(pk):\n    order = get_object_or_404(Order, pk=pk)\n    for i in order.items.all():\n        print(i.tags.all())\n", "7 tags"},
		"what leads back is known":                     {"def f(pk):\n    for i in get_object_or_404(Order, pk=pk).items.all():\n        print(i.order.number)\n", ""},
		"a loop in a loop":                             {"def f():\n    for o in Order.objects.prefetch_related('items'):\n        for i in o.items.all():\n            print(i.tags.all())\n", "7 items__tags"},
		"two levels fetched along":                     {"def f():\n    for o in Order.objects.prefetch_related('items__tags'):\n        for i in o.items.all():\n            print(i.tags.all())\n", ""},
		"a query of its own for what is fetched":       {"def f():\n    for o in Order.objects.prefetch_related(Prefetch('items', queryset=Item.objects.prefetch_related('tags'))):\n        print([i.tags.all() for i in o.items.all()])\n", ""},
		"another choice of what was fetched":           {"def f():\n    for o in Order.objects.prefetch_related('items'):\n        print(o.items.filter(price=0))\n", "6 items"},
		"counting what was fetched":                    {"def f():\n    for o in Order.objects.prefetch_related('items'):\n        print(o.items.count(), o.items.exists())\n", ""},
		"a method that reads a relation":               {"def f():\n    for o in Order.objects.all():\n        print(o.total())\n", "6 items by Order.total"},
		"a method whose relation was fetched":          {"def f():\n    for o in Order.objects.prefetch_related('items'):\n        print(o.total(), o.label)\n", ""},
		"a property that asks":                         {"def f():\n    for o in Order.objects.all():\n        print(o.last_note)\n", "6 Note.objects.filter.first by Order.last_note"},
		"the text of a row":                            {"def f():\n    for c in Customer.objects.all():\n        print(f'{c}')\n", "6 company by Customer.__str__"},
		"a method of the query that fetches":           {"def f():\n    for o in Order.objects.shown().open():\n        print(o.customer.name)\n", ""},
		"one that does not":                            {"def f():\n    for o in Order.objects.open():\n        print(o.customer.name)\n", "6 customer"},
		"a function that gives the query":              {"def orders():\n    return Order.objects.filter(open=True)\ndef f():\n    for o in orders():\n        print(o.customer.name)\n", "5 customer"},
		"one that fetches for it":                      {"def orders():\n    return Order.objects.select_related('customer')\ndef f():\n    for o in orders().filter(open=True):\n        print(o.customer.name)\n", ""},
		"a query that is handed through":               {"def only_open(orders):\n    orders = orders.filter(open=True)\n    return orders\ndef f():\n    for o in only_open(Order.objects.all()):\n        print(o.customer.name)\n", "9 customer"},
		"a helper that is handed each row":             {"def dump(order):\n    return {'customer': order.customer.name}\ndef f():\n    return [dump(o) for o in Order.objects.all()]\n", "7 customer by dump"},
		"a helper that gets the row by name":           {"def dump(n, order=None):\n    return {'customer': order.customer.name}\ndef f():\n    return [dump(1, order=o) for o in Order.objects.all()]\n", "7 customer by dump"},
		"a helper, and what it reads was fetched":      {"def dump(order):\n    return {'customer': order.customer.name}\ndef f():\n    return [dump(o) for o in Order.objects.select_related('customer')]\n", ""},
		"a list that a caller gives":                   {"def f(orders: QuerySet[Order]):\n    for o in orders:\n        print(o.customer)\ndef g():\n    f(Order.objects.all())\n", "6 customer"},
		"a list that nobody is seen to give":           {"def f(orders: QuerySet[Order]):\n    for o in orders:\n        print(o.customer)\n", ""},
		"a list that a caller fetches for":             {"def f(orders):\n    orders = orders.filter(open=True)\n    for o in orders:\n        print(o.customer)\ndef g():\n    f(Order.objects.select_related('customer'))\n", ""},
		"a parameter that fetches for itself":          {"def f(orders):\n    orders = orders.select_related('customer')\n    for o in orders:\n        print(o.customer)\ndef g():\n    f(Order.objects.all())\n", ""},
		"with numbers":                                 {"def f():\n    for i, o in enumerate(Order.objects.all()):\n        print(i, o.customer)\n", "6 customer"},
		"names and keys alone":                         {"def f():\n    for o in Order.objects.values('customer'):\n        print(o['customer'])\n    for o in Order.objects.all():\n        print(o.customer_id, o.number, o.get_kind_display())\n", ""},
		"choices and constants":                        {"def f():\n    for kind, label in Order.KINDS:\n        print(kind, label)\n    for kind in ('a', 'b'):\n        print(kind.upper())\n", ""},
		"page by page":                                 {"def f():\n    for page in Paginator(Order.objects.select_related('customer'), 100):\n        for o in page:\n            print(o.customer.name)\n", ""},
		"what is fetched for a list later":             {"def f():\n    orders = Order.objects.all()\n    if True:\n        orders = orders.select_related('customer')\n    for o in orders:\n        print(o.customer.name)\n", ""},
		"the name is used again":                       {"def f():\n    orders = Order.objects.all()\n    orders = [o.customer for o in orders]\n    return orders\n", "6 customer"},
		"rows by their keys":                           {"def f(ids):\n    for o in Order.objects.in_bulk(ids).values():\n        print(o.customer.name)\n", "6 customer"},
		"a relation to any model":                      {"def f():\n    for n in Note.objects.all():\n        print(n.target.name)\n    for n in Note.objects.prefetch_related('target'):\n        print(n.target.tags.all(), n.target.name)\n", "6 target; 8 target"},
		"the user's other side":                        {"from django.contrib.auth.models import User\ndef f():\n    for u in User.objects.filter(is_active=True):\n        print(u.customer.name, u.email)\n", "7 customer"},
		"what the row's own list was made of":          {"def f():\n    for o in [Order(number=1)]:\n        print(o.customer)\n", ""},
		"a key to sort by":                             {"def f():\n    return sorted(Order.objects.all(), key=lambda o: o.customer.name)\n", "5 customer"},
		"a function of each row":                       {"def f():\n    return list(map(lambda o: o.customer.name, Order.objects.select_related('customer')))\n", ""},
		"what is written and not read":                 {"def f(customer):\n    for o in Order.objects.all():\n        o.customer = customer\n        o.customer.name = 'x'\n", "7 customer"},
		"what was fetched for the rows themselves":     {"def f():\n    orders = list(Order.objects.all())\n    prefetch_related_objects(orders, 'items')\n    for o in orders:\n        print(o.items.all())\n", ""},
		"a handful of rows":                            {"def f():\n    for o in Order.objects.all()[:5]:\n        print(o.customer)\n    for o in Order.objects.all()[5:]:\n        print(o.customer)\n", "6 customer few; 8 customer"},
		"from anywhere":                                {"from shop.models import *\ndef f():\n    for t in Tag.objects.all():\n        print(t.item_set.all())\n", "7 item_set"},
		"a choice of what was fetched asks anew":       {"def f():\n    for o in Order.objects.prefetch_related('items'):\n        print(o.items.all().filter(price=0), o.items.all())\n", "6 items"},
		"a row that is made where there is none":       {"def f():\n    for o in Order.objects.all():\n        o.items.get_or_create(price=0)\n", "6 items"},
		"the one row that belongs to it knows it":      {"from django.contrib.auth.models import User\ndef f():\n    for u in User.objects.select_related('customer__company'):\n        print(u.customer.user.email, u.customer.user.customer.company)\n", ""},
		"a list of related rows":                       {"def f():\n    buyers = [o.customer for o in Order.objects.select_related('customer')]\n    for c in buyers:\n        print(c.company.name)\n", "7 company"},
		"a list of related rows with theirs":           {"def f():\n    buyers = [o.customer for o in Order.objects.select_related('customer__company')]\n    for c in buyers:\n        print(c.company.name)\n", ""},
		"a list that is filled row by row":             {"def f():\n    buyers = []\n    for o in Order.objects.select_related('customer'):\n        buyers.append(o.customer)\n    for c in buyers:\n        print(c.company.name)\n", "9 company"},
		"a list that is filled with rows of two kinds": {"def f():\n    found = []\n    for o in Order.objects.all():\n        found.append(o)\n    for c in Customer.objects.all():\n        found.append(c)\n    for x in found:\n        print(x.company)\n", ""},
		"a list of what is no row":                     {"def f():\n    for n in [o.number for o in Order.objects.all()]:\n        print(n.customer)\n", ""},
		"rows by a key of theirs":                      {"def f():\n    by_number = {o.number: o for o in Order.objects.all()}\n    for o in by_number.values():\n        print(o.customer.name)\n", "7 customer"},
		"a filter of django-filter":                    {"def f(request):\n    found = OrderFilter(request.GET, queryset=Order.objects.all())\n    for o in found.qs:\n        print(o.customer.name)\n", "7 customer"},
		"a filter of a query that fetches along":       {"def f(request):\n    found = OrderFilterSet(request.GET, queryset=Order.objects.select_related('customer'))\n    for o in found.qs.distinct():\n        print(o.customer.name)\n", ""},
		"rows of the one that a view is about":         {"class OrderView(DetailView):\n    model = Order\n    def get_context_data(self, **kwargs):\n        return [i.tags.all() for i in self.get_object().items.all()]\n    def post(self, request):\n        return [i.order.customer for i in self.object.items.all()]\n", "7 tags"},
		"what the one row that they belong to has":     {"def f(pk):\n    order = Order.objects.get(pk=pk)\n    return [i.order.customer.name for i in order.items.all()]\n", ""},
		"what each row that they belong to has":        {"def f():\n    for o in Order.objects.prefetch_related('items'):\n        print([i.order.customer.name for i in o.items.all()])\n", "6 items__order__customer"},
		"a property of a view":                         {"class OrderView(DetailView):\n    model = Order\n    @cached_property\n    def order(self):\n        return self.get_object()\n    def get_context_data(self, **kwargs):\n        return [i.tags.all() for i in self.order.items.all()]\n", "10 tags"},
		"a view whose row is fetched with what it has": {"class OrderView(DetailView):\n    def get_object(self):\n        return Order.objects.prefetch_related('items__tags').get(pk=1)\n    def get_context_data(self, **kwargs):\n        return [i.tags.all() for i in self.object.items.all()]\n", ""},
		"changes of related rows are no questions":     {"def f():\n    for o in Order.objects.all():\n        o.items.add(1)\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var told []string
			for _, hit := range linked(t, map[string]string{"shop/models.py": shop, "shop/views.py": head + test.code}, nil)["shop/views.py"] {
				text := fmt.Sprintf("%d %s", hit.Line, hit.Relation+hit.Asks)
				if hit.Loop.Small {
					text += " few"
				}
				if len(hit.Via) > 0 {
					text += " by " + strings.Join(hit.Via, "+")
				}
				told = append(told, text)
			}
			if got := strings.Join(told, "; "); got != test.want {
				t.Errorf("got  %q\nwant %q\n%s", got, test.want, test.code)
			}
		})
	}
}

// TestTemplatesThatReadRelations follows rows from views into templates.
func TestTemplatesThatReadRelations(t *testing.T) {
	t.Parallel()
	const (
		head = "from django.shortcuts import get_object_or_404, render\nfrom django.views.generic import DetailView, ListView\nfrom shop.models import Order, Customer\n"
		list = "{% for o in orders %}\n<li>{{ o.number }} {{ o.customer.name }}</li>\n{% endfor %}"
	)
	view := func(query string) string {
		return head + "def view(request):\n    orders = " + query + "\n    return render(request, 'shop/list.html', {'orders': orders})\n"
	}
	for name, test := range map[string]struct {
		files map[string]string
		want  string
	}{
		"a view and its template":       {map[string]string{"shop/views.py": view("Order.objects.all()"), "shop/templates/shop/list.html": list}, "shop/views.py:5 customer in shop/templates/shop/list.html:2"},
		"fetched along":                 {map[string]string{"shop/views.py": view("Order.objects.select_related('customer')"), "shop/templates/shop/list.html": list}, ""},
		"another template of that name": {map[string]string{"shop/views.py": view("Order.objects.all()"), "other/templates/other/list.html": list}, ""},
		"one object is no list":         {map[string]string{"shop/views.py": head + "def view(request, pk):\n    return render(request, 'shop/one.html', {'o': get_object_or_404(Order, pk=pk)})\n", "shop/templates/shop/one.html": "{{ o.customer.name }} {% for i in o.items.all %}{{ i.price }}{% endfor %}"}, ""},
		"rows of one object":            {map[string]string{"shop/views.py": head + "def view(request, pk):\n    return render(request, 'shop/one.html', {'o': get_object_or_404(Order, pk=pk)})\n", "shop/templates/shop/one.html": "{% for i in o.items.all %}{{ i.price }}\n{% for t in i.tags.all %}{{ t }}{% endfor %}{% endfor %}"}, "shop/views.py:5 tags in shop/templates/shop/one.html:2"},
		"a template that a view chooses": {map[string]string{
			"shop/views.py":                 head + "def view(request):\n    template = 'shop/list.html'\n    if request.GET:\n        template = 'shop/wide.html'\n    orders = Order.objects.all()\n    return render(request, template, {'orders': orders})\n",
			"shop/templates/shop/list.html": "{% for o in orders %}{{ o.number }}{% endfor %}", "shop/templates/shop/wide.html": list}, "shop/views.py:8 customer in shop/templates/shop/wide.html:2"},
		"a template in a template": {map[string]string{
			"shop/views.py": view("Order.objects.all()"), "shop/templates/shop/list.html": "{% for o in orders %}{% include 'shop/row.html' with order=o only %}{% endfor %}",
			"shop/templates/shop/row.html": "\n{{ order.items.count }}"}, "shop/views.py:5 items in shop/templates/shop/row.html:2"},
		"a method":          {map[string]string{"shop/views.py": view("Order.objects.all()"), "shop/templates/shop/list.html": "{% for o in orders %}{{ o.total }} {{ o.label|upper }}{% endfor %}"}, "shop/views.py:5 items in shop/templates/shop/list.html:1"},
		"the text of a row": {map[string]string{"shop/views.py": view("Customer.objects.all()"), "shop/templates/shop/list.html": "{% for o in orders %}{{ o }}{% endfor %}"}, "shop/views.py:5 company in shop/templates/shop/list.html:1"},
		"a macro":           {map[string]string{"shop/views.py": view("Order.objects.all()"), "shop/templates/shop/list.html": "{% macro row(o) %}{{ o.customer.name }}{% endmacro %}\n{% for x in orders %}{{ row(x) }}{% endfor %}"}, "shop/views.py:5 customer in shop/templates/shop/list.html:1"},
		"a tag": {map[string]string{"shop/views.py": view("Order.objects.all()"), "shop/templates/shop/list.html": "{% for o in orders %}{% who o %}{% endfor %}",
			"shop/templatetags/shop.py": "from django import template\nregister = template.Library()\n@register.simple_tag(takes_context=True)\ndef who(context, order):\n    return order.customer.name\n"}, "shop/views.py:5 customer in shop/templates/shop/list.html:1"},
		"what a list holds": {map[string]string{"shop/views.py": head + "def view(request):\n    rows = []\n    for o in Order.objects.all():\n        rows.append({'order': o, 'open': True})\n    return render(request, 'shop/list.html', {'rows': rows})\n",
			"shop/templates/shop/list.html": "{% for r in rows %}{{ r.order.customer.name }}{{ r.open }}{% endfor %}"}, "shop/views.py:6 customer in shop/templates/shop/list.html:1"},
		"pairs": {map[string]string{"shop/views.py": head + "def view(request):\n    return render(request, 'shop/list.html', {'rows': [(o.number, o) for o in Order.objects.all()]})\n",
			"shop/templates/shop/list.html": "{% for n, o in rows %}{{ n }}{{ o.customer.name }}{% endfor %}"}, "shop/views.py:5 customer in shop/templates/shop/list.html:1"},
		"a list view":                           {map[string]string{"shop/views.py": head + "class Orders(ListView):\n    model = Order\n", "shop/templates/shop/order_list.html": "{% for o in object_list %}{{ o.customer.name }}{% endfor %}"}, "shop/views.py:5 customer in shop/templates/shop/order_list.html:1"},
		"a list view that fetches":              {map[string]string{"shop/views.py": head + "class Orders(ListView):\n    template_name = 'shop/list.html'\n    context_object_name = 'orders'\n    def get_queryset(self):\n        return Order.objects.select_related('customer')\n", "shop/templates/shop/list.html": list}, ""},
		"what a view adds":                      {map[string]string{"shop/views.py": head + "class Orders(ListView):\n    template_name = 'shop/list.html'\n    model = Customer\n    def get_context_data(self, **kwargs):\n        context = super().get_context_data(**kwargs)\n        context['orders'] = Order.objects.all()\n        return context\n", "shop/templates/shop/list.html": list}, "shop/views.py:9 customer in shop/templates/shop/list.html:2"},
		"names that mean something else inside": {map[string]string{"shop/views.py": view("Order.objects.all()"), "shop/templates/shop/list.html": "{% for o in orders %}{% for o in numbers %}{{ o.customer.name }}{% endfor %}{% endfor %}"}, ""},
		"a comment":                             {map[string]string{"shop/views.py": view("Order.objects.all()"), "shop/templates/shop/list.html": "{% comment %}{% for o in orders %}{{ o.customer.name }}{% endfor %}{% endcomment %}{# {{ orders.0.customer }} #}{% if orders %}x{% endif %}"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{"shop/models.py": shop}
			maps.Copy(files, test.files)
			hits := linked(t, files, nil)
			var told []string
			for _, path := range slices.Sorted(maps.Keys(hits)) {
				for _, hit := range hits[path] {
					if hit.ReadIn != "" {
						told = append(told, fmt.Sprintf("%s:%d %s in %s:%d", path, hit.Line, hit.Relation, hit.ReadIn, hit.ReadAt))
					}
				}
			}
			if got := strings.Join(told, "; "); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}
