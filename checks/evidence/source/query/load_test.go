package query_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestWhatASerializerFetchesAlong compares what a serializer writes with what its own
// method fetches along that is given the query.
func TestWhatASerializerFetchesAlong(t *testing.T) {
	t.Parallel()
	const (
		head   = "from rest_framework import serializers\nfrom django.db.models import Prefetch\nfrom shop.models import Item, Order\n"
		item   = "class ItemSerializer(serializers.ModelSerializer):\n    class Meta:\n        model = Item\n        fields = ['tags']\n    @staticmethod\n    def prefetch_queryset(queryset=None):\n        return Item.objects.prefetch_related('tags')\n"
		order  = "class OrderSerializer(serializers.ModelSerializer):\n    class Meta:\n        model = Order\n        fields = ['customer_name', 'items']\n    customer_name = serializers.CharField(source='customer.name')\n    items = ItemSerializer(many=True)\n"
		mixin  = "class EagerMixin:\n    @classmethod\n    def setup_eager_loading(cls, queryset):\n        return queryset.select_related(*cls.SELECT_RELATED).prefetch_related(*cls.PREFETCH_RELATED)\n"
		method = "    @classmethod\n    def prefetch_queryset(cls, queryset=None):\n        "
	)
	for name, test := range map[string]struct{ code, want string }{
		"less than is written":                    {head + item + order + method + "return queryset.prefetch_related('items')\n", "19 customer, items__tags"},
		"a query of its own where none is given":  {head + item + order + method + "queryset = queryset if queryset is not None else Order.objects.all()\n        return queryset.select_related('customer').prefetch_related('items')\n", "20 items__tags"},
		"all that is written":                     {head + item + order + method + "return queryset.select_related('customer').prefetch_related('items__tags')\n", ""},
		"what another serializer fetches for it":  {head + item + order + method + "return queryset.select_related('customer').prefetch_related(Prefetch('items', queryset=ItemSerializer.prefetch_queryset()))\n", ""},
		"names that are not written there":        {head + item + order + method + "return queryset.select_related(*NAMES)\n", ""},
		"what the base fetches along":             {head + item + order + method + "return queryset.select_related('customer').prefetch_related('items')\nclass Wide(OrderSerializer):\n    class Meta(OrderSerializer.Meta):\n        model = Order\n" + method + "queryset = super().prefetch_queryset(queryset=queryset)\n        return queryset.prefetch_related('items__tags')\n", "19 items__tags"},
		"a method that fetches for one field":     {head + item + order + method + "return Prefetch('items', queryset=queryset.select_related('order'))\n", ""},
		"a method of one object":                  {head + item + order + "    def related(self, queryset):\n        return queryset.prefetch_related('items')\n", ""},
		"constants that a mixin fetches along":    {head + item + mixin + strings.Replace(order, "(serial", "(EagerMixin, serial", 1) + "    SELECT_RELATED = []\n    PREFETCH_RELATED = ['items']\n", "21 customer, items__tags"},
		"constants that name all of it":           {head + item + mixin + strings.Replace(order, "(serial", "(EagerMixin, serial", 1) + "    SELECT_RELATED = ['customer']\n    PREFETCH_RELATED = [Prefetch('items', queryset=Item.objects.prefetch_related('tags'))]\n", ""},
		"constants that nobody is seen to fetch":  {head + item + order + "    SELECT_RELATED = []\n", ""},
		"a field that is never written":           {head + "class OrderSerializer(serializers.ModelSerializer):\n    class Meta:\n        model = Order\n        fields = ['customer']\n    customer = serializers.HiddenField(default=None)\n" + method + "return queryset.prefetch_related('note_set')\n", ""},
		"what stands in where the row lacks it":   {head + "class OrderSerializer(serializers.ModelSerializer):\n    class Meta:\n        model = Order\n        fields = ['first']\n    first = serializers.SerializerMethodField()\n    def get_first(self, order):\n        try:\n            return order.loaded_items[0]\n        except (AttributeError, IndexError):\n            return order.items.first()\n" + method + "return queryset.select_related('customer')\n", ""},
		"what is asked where something else went": {head + "class OrderSerializer(serializers.ModelSerializer):\n    class Meta:\n        model = Order\n        fields = ['first']\n    first = serializers.SerializerMethodField()\n    def get_first(self, order):\n        try:\n            return order.number[0]\n        except IndexError:\n            return order.items.first()\n" + method + "return queryset.select_related('customer')\n", "16 items"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{"shop/models.py": shop, "shop/serializers.py": test.code}
			var told []string
			hits := linked(t, files, nil)
			for _, path := range slices.Sorted(maps.Keys(hits)) {
				for _, hit := range hits[path] {
					told = append(told, fmt.Sprintf("%d %s", hit.Line, hit.Relation))
				}
			}
			if got := strings.Join(told, "; "); got != test.want {
				t.Errorf("got  %q\nwant %q\n%s", got, test.want, test.code)
			}
		})
	}
}
