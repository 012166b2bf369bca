package query_test

import "testing"

func TestResolversOfPython(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ code, want string }{
		"strawberry":                      {"import strawberry_django, strawberry\n@strawberry_django.type(Order)\nclass OrderType:\n    @strawberry.field\n    def count(self) -> int:\n        return Item.objects.filter(order_id=self.id).count()\n", "7 Item.objects.filter.count"},
		"strawberry's root":               {"import strawberry\n@strawberry.type\nclass Query:\n    @strawberry.field\n    def count(self) -> int:\n        return Item.objects.count()\n", ""},
		"strawberry with a loader":        {"import strawberry\n@strawberry.type\nclass OrderType:\n    @strawberry.field\n    async def count(self, info) -> int:\n        return await info.context.loader.load(self.id)\n", ""},
		"strawberry that fetches along":   {"import strawberry_django\n@strawberry_django.type(Order)\nclass OrderType:\n    @strawberry_django.field(prefetch_related=['items'])\n    def count(self) -> int:\n        return self.items.count()\n", ""},
		"a method that is no field":       {"import strawberry\n@strawberry.type\nclass OrderType:\n    def count(self) -> int:\n        return Item.objects.filter(order_id=self.id).count()\n", ""},
		"ariadne":                         {"from ariadne import ObjectType\norder = ObjectType('Order')\n@order.field('count')\ndef resolve(obj, info):\n    return Item.objects.filter(order=obj).count()\n", "6 Item.objects.filter.count"},
		"ariadne's root":                  {"from ariadne import ObjectType\nquery = ObjectType('Query')\n@query.field('count')\ndef resolve(obj, info):\n    return Item.objects.count()\n", ""},
		"a field of something else":       {"from ariadne import load\norder = Form('Order')\n@order.field('count')\ndef resolve(obj, info):\n    return Item.objects.filter(order=obj).count()\n", ""},
		"a row of Redis is none":          {"from sqlalchemy import select\nfrom shop.queue import redis_connection\ndef f(ids):\n    return [redis_connection.get(i) for i in ids]\n", ""},
		"a session without its library":   {"def f(session, ids):\n    return [session.get(Order, i) for i in ids]\n", "3 session.get"},
		"a session of a site":             {"def f(session, ids):\n    return [session.get('https://example.com/' + i) for i in ids]\n", ""},
		"a statement without its library": {"def f(session, ids):\n    return [session.scalar(select(Order).where(Order.id == i)) for i in ids]\n", "3 session.scalar"},
		"asynchronous queries":            {"async def f(ids):\n    return [await Order.objects.aget(pk=i) for i in ids]\n", "3 Order.objects.aget"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := toldOf(t, "shop/schema.py", map[string]string{"shop/schema.py": "from shop.models import Item, Order\n" + test.code}); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
