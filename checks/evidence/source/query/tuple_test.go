package query_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// toldOf joins the tests' shop with more files, and says what is told of one of them: the
// line, and the relation or the call. What is a handful has a star.
func toldOf(t *testing.T, path string, files map[string]string) string {
	t.Helper()
	all := map[string]string{"shop/models.py": shop}
	maps.Copy(all, files)
	var found []string
	for _, hit := range linked(t, all, nil)[path] {
		one := fmt.Sprintf("%d %s", hit.Line, cmp.Or(hit.Relation, hit.Callee))
		if hit.Loop.Small {
			one += "*"
		}
		found = append(found, one)
	}
	return strings.Join(slices.Compact(found), "; ")
}

// ofShop is what stands before the code of the tests: code begins on line 4.
const ofShop = "from django.db.models import Prefetch\nfrom itertools import groupby\nfrom shop.models import Company, Customer, Item, Order\n"

func TestWaysThatRowsGo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ code, want string }{
		"a part of what a function returns":               {"def find():\n    orders = Order.objects.all()\n    return orders, orders.count()\ndef f():\n    orders, total = find()\n    for o in orders:\n        print(o.customer.name, total)\n", "10 customer"},
		"a part that was fetched along":                   {"def find():\n    return Order.objects.select_related('customer'), 3\ndef f():\n    orders, total = find()\n    for o in orders:\n        print(o.customer.name, total)\n", ""},
		"the other part":                                  {"def find():\n    return Order.objects.all(), Customer.objects.count()\ndef f():\n    orders, total = find()\n    for o in total:\n        print(o.customer.name)\n", ""},
		"lists by a key":                                  {"def f():\n    open = defaultdict(list)\n    for o in Order.objects.all():\n        open[o.number].append(o)\n    for number, orders in open.items():\n        for o in orders:\n            print(o.customer.name)\n", "10 customer"},
		"lists by a key of rows that were fetched along":  {"def f():\n    open = defaultdict(list)\n    for o in Order.objects.select_related('customer'):\n        open[o.number].append(o)\n    for number, orders in open.items():\n        for o in orders:\n            print(o.customer.name)\n", ""},
		"lists that begin with the first row":             {"def f():\n    open = {}\n    for o in Order.objects.all():\n        open.setdefault(o.number, []).append(o)\n    return [[o.customer.name for o in orders] for orders in open.values()]\n", "8 customer"},
		"lists of what rows say":                          {"def f():\n    open = {}\n    for o in Order.objects.all():\n        open.setdefault(o.number, []).append(o.total_price)\n    return [[n.customer for n in orders] for orders in open.values()]\n", ""},
		"rows by a key, filled one by one":                {"def f():\n    known = {}\n    for o in Order.objects.all():\n        known[o.pk] = o\n    for number, o in known.items():\n        print(o.customer.name)\n", "9 customer"},
		"a dictionary that is read by its key":            {"def f(numbers):\n    known = {}\n    for c in Customer.objects.all():\n        known[c.pk] = c\n    return [known[n].name for n in numbers]\n", ""},
		"pairs in a list":                                 {"def f():\n    pairs = [(o, 1) for o in Order.objects.all()]\n    for o, n in pairs:\n        print(o.customer.name, n)\n", "7 customer"},
		"pairs whose rows were fetched along":             {"def f():\n    pairs = [(o, 1) for o in Order.objects.select_related('customer')]\n    for o, n in pairs:\n        print(o.customer.name, n)\n", ""},
		"pairs that are put into a list":                  {"def f():\n    pairs = []\n    for o in Order.objects.all():\n        pairs.append((o.number, o))\n    for n, o in pairs:\n        print(o.customer.name, n)\n", "9 customer"},
		"zip":                                             {"def f(names):\n    for name, o in zip(names, Order.objects.all()):\n        print(name, o.customer.name)\n", "6 customer"},
		"zip of what is fetched along":                    {"def f(names):\n    for name, o in zip(names, Order.objects.select_related('customer')):\n        print(name, o.customer.name)\n", ""},
		"enumerate over pairs":                            {"def f(names):\n    for i, (name, o) in enumerate(zip(names, Order.objects.all())):\n        print(i, name, o.customer.name)\n", "6 customer"},
		"groupby":                                         {"def f():\n    for key, orders in groupby(Order.objects.all(), lambda o: o.number):\n        for o in orders:\n            print(o.customer.name)\n", "7 customer"},
		"a generator":                                     {"def open():\n    for o in Order.objects.all():\n        if o.open:\n            yield o\ndef f():\n    return [o.customer.name for o in open()]\n", "5 customer"},
		"a generator of rows that were fetched along":     {"def open():\n    for o in Order.objects.select_related('customer'):\n        yield o\ndef f():\n    return [o.customer.name for o in open()]\n", ""},
		"under a name of its own":                         {"def f():\n    for o in Order.objects.prefetch_related(Prefetch('items', queryset=Item.objects.filter(big=True), to_attr='big')):\n        for i in o.big:\n            print(len(i.tags.all()))\n", "7 tags"},
		"under a name of its own, with what is below":     {"def f():\n    for o in Order.objects.prefetch_related(Prefetch('items', queryset=Item.objects.prefetch_related('tags'), to_attr='big')):\n        for i in o.big:\n            print(len(i.tags.all()))\n", ""},
		"under a name of its own, and by its usual one":   {"def f():\n    for o in Order.objects.prefetch_related(Prefetch('items', to_attr='big')):\n        print(len(o.items.all()))\n", "6 items"},
		"under a name of its own, behind another":         {"def f():\n    for c in Customer.objects.prefetch_related(Prefetch('order_set__items', queryset=Item.objects.all(), to_attr='big')):\n        for o in c.order_set.all():\n            print([i.price for i in o.big])\n", ""},
		"a function that is called for each row":          {"def name(o):\n    return o.customer.name\ndef f():\n    return list(map(name, Order.objects.all()))\n", "7 customer"},
		"the text of each row":                            {"def f():\n    return ', '.join(map(str, Customer.objects.all()))\n", "5 company"},
		"the text of each row that was fetched along":     {"def f():\n    return ', '.join(map(str, Customer.objects.select_related('company')))\n", ""},
		"a list that is sorted":                           {"def f():\n    orders = list(Order.objects.all())\n    orders.sort(key=lambda o: o.customer.name)\n", "6 customer"},
		"a row that says whether it has one":              {"def f():\n    for c in get_user_model().objects.all():\n        if hasattr(c, 'customer'):\n            print(c.name)\n", "6 customer"},
		"a row that says whether it has one, and fetched": {"def f():\n    for c in get_user_model().objects.select_related('customer'):\n        if hasattr(c, 'customer'):\n            print(c.customer.name)\n", ""},
		"an attribute that the query put there":           {"def total(o):\n    if hasattr(o, 'item_count'):\n        return o.item_count\n    return o.items.count()\ndef f():\n    return [total(o) for o in Order.objects.all()]\n", ""},
		"an attribute that the row is given itself":       {"def total(o):\n    if not hasattr(o, '_total'):\n        o._total = o.items.count()\n    return o._total\ndef f():\n    return [total(o) for o in Order.objects.all()]\n", "9 items"},
		"an attribute by its name":                        {"def f():\n    for o in Order.objects.all():\n        customer = getattr(o, 'customer', None)\n        print(customer.name)\n", "6 customer"},
		"the first row alone":                             {"def f():\n    for o in Order.objects.all():\n        return o.customer.name\n", ""},
		"the first row that fits":                         {"def f():\n    for o in Order.objects.all():\n        if not o.customer.open:\n            continue\n        return o\n", "6 customer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := toldOf(t, "shop/views.py", map[string]string{"shop/views.py": ofShop + test.code}); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestWhatIsAHandfulByItsKind(t *testing.T) {
	t.Parallel()
	const head = "from django.db.models import TextChoices\nfrom shop.models import Order\nfrom shop.kinds import KINDS, State, states\n"
	for name, test := range map[string]struct{ code, want string }{
		"members of an enumeration of the file": {"class Kind(TextChoices):\n    A = 'a'\ndef f():\n    return [Order.objects.filter(kind=kind).count() for kind in Kind]\n", "7 Order.objects.filter.count*"},
		"members of an imported one":            {"def f():\n    for state in State:\n        Order.objects.filter(state=state).count()\n", "6 Order.objects.filter.count*"},
		"its values":                            {"def f():\n    for state, label in State.choices:\n        Order.objects.filter(state=state).count()\n", "6 Order.objects.filter.count*"},
		"a constant of another file":            {"def f():\n    for kind in KINDS:\n        Order.objects.get_or_create(kind=kind)\n", "6 Order.objects.get_or_create*"},
		"the entries of a class's constant":     {"def f():\n    for kind, label in Order.KINDS.items():\n        Order.objects.filter(kind=kind).count()\n", "6 Order.objects.filter.count*"},
		"what a model says of itself":           {"def f():\n    for names in Order._meta.unique_together:\n        Order.objects.filter(names=names).exists()\n", "6 Order.objects.filter.exists*"},
		"a list of another file":                {"def f():\n    for state in states:\n        Order.objects.filter(state=state).count()\n", "6 Order.objects.filter.count"},
		"a field of an object":                  {"class Importer:\n    def f(self):\n        for name in self.Names:\n            Order.objects.filter(name=name).count()\n", "7 Order.objects.filter.count"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := toldOf(t, "shop/views.py", map[string]string{"shop/views.py": head + test.code}); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
