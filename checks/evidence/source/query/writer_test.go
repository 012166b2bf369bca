package query_test

import "testing"

// TestSerializersOfOneObject reads serializers whose method asks: nobody asks again and
// again where they write out one object alone.
func TestSerializersOfOneObject(t *testing.T) {
	t.Parallel()
	const (
		asks   = "from rest_framework import serializers\nfrom shop.models import Item, Order\nclass OrderSerializer(serializers.ModelSerializer):\n    count = serializers.SerializerMethodField()\n    def get_count(self, order):\n        return Item.objects.filter(order=order).count()\n"
		views  = "from rest_framework import generics, mixins, viewsets\nfrom rest_framework.views import APIView\nfrom shop.models import Order\nfrom shop.serializers import OrderSerializer, ShelfSerializer\n"
		shelf  = asks + "class ShelfSerializer(serializers.Serializer):\n    orders = OrderSerializer(many=True)\n"
		chosen = asks + "class ShelfSerializer(serializers.Serializer):\n    order = OrderSerializer()\n"
		told   = "6 Item.objects.filter.count"
	)
	for name, test := range map[string]struct{ serializers, views, want string }{
		"nobody is seen to use it":             {asks, "", told},
		"a view of one row":                    {asks, "class V(generics.RetrieveAPIView):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n", ""},
		"a view of a list":                     {asks, "class V(generics.ListAPIView):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n", told},
		"a view set":                           {asks, "class V(viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n", told},
		"a view set without a list":            {asks, "class V(mixins.RetrieveModelMixin, mixins.CreateModelMixin, viewsets.GenericViewSet):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n", ""},
		"a view whose base says nothing":       {asks, "class V(OwnView):\n    serializer_class = OrderSerializer\n", told},
		"one object":                           {asks, "class V(APIView):\n    def get(self, request, pk):\n        return Response(OrderSerializer(Order.objects.get(pk=pk)).data)\n", ""},
		"one object here and several there":    {asks, "class V(APIView):\n    def get(self, request, pk):\n        return Response(OrderSerializer(Order.objects.get(pk=pk)).data)\n    def post(self, request):\n        return Response(OrderSerializer(found(), many=True).data)\n", told},
		"as many as somebody says":             {asks, "class V(APIView):\n    def get(self, request, many):\n        return Response(OrderSerializer(found(), many=many).data)\n", told},
		"a field of several":                   {shelf, "class V(APIView):\n    def get(self, request, pk):\n        return Response(ShelfSerializer(found(pk)).data)\n", told},
		"a field of one":                       {chosen, "class V(APIView):\n    def get(self, request, pk):\n        return Response(ShelfSerializer(found(pk)).data)\n", ""},
		"a field of one of several":            {chosen, "class V(APIView):\n    def get(self, request):\n        return Response(ShelfSerializer(found(), many=True).data)\n", told},
		"what inherits from it has a list":     {asks + "class ShelfSerializer(OrderSerializer):\n    pass\n", "class V(generics.RetrieveAPIView):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\nclass W(generics.ListAPIView):\n    queryset = Order.objects.all()\n    serializer_class = ShelfSerializer\n", told},
		"what has it for a field is not known": {chosen, "class V(generics.RetrieveAPIView):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n", told},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := toldOf(t, "shop/serializers.py", map[string]string{"shop/serializers.py": test.serializers, "shop/views.py": views + test.views}); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestFieldsThatWriteAKey reads fields that a repository makes of the library's.
func TestFieldsThatWriteAKey(t *testing.T) {
	t.Parallel()
	const (
		head = "from rest_framework import serializers, viewsets\nfrom shop.models import Order\nfrom shop.fields import CustomerField\n"
		use  = "class OrderSerializer(serializers.ModelSerializer):\n    customer = CustomerField()\nclass V(viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n"
	)
	for name, test := range map[string]struct{ fields, want string }{
		"a key":                        {"class CustomerField(serializers.PrimaryKeyRelatedField):\n    def get_queryset(self):\n        return found()\n", ""},
		"a key, by a field in between": {"class OwnField(serializers.PrimaryKeyRelatedField):\n    pass\nclass CustomerField(OwnField):\n    pass\n", ""},
		"a key that is written anew":   {"class CustomerField(serializers.PrimaryKeyRelatedField):\n    def to_representation(self, value):\n        return value.name\n", "7 customer"},
		"a whole row":                  {"class CustomerField(serializers.RelatedField):\n    def to_representation(self, value):\n        return value.name\n", "7 customer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{"shop/views.py": head + use, "shop/fields.py": "from rest_framework import serializers\n" + test.fields}
			if got := toldOf(t, "shop/views.py", files); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
