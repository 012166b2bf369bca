from django.db import models
from rest_framework import serializers, viewsets


class Customer(models.Model):
    name = models.CharField(max_length=10)


class Order(models.Model):
    customer = models.ForeignKey(Customer, related_name='orders', on_delete=models.CASCADE)


class Item(models.Model):
    order = models.ForeignKey(Order, related_name='items', on_delete=models.CASCADE)


class CustomerSerializer(serializers.ModelSerializer):
    class Meta:
        model = Customer
        fields = ['name']


class ItemSerializer(serializers.ModelSerializer):
    class Meta:
        model = Item
        fields = ['id']


class NestedSerializer(serializers.ModelSerializer):
    customer = CustomerSerializer()
    items = ItemSerializer(many=True)

    class Meta:
        model = Order
        fields = ['id', 'customer', 'items']


class SourceSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source='customer.name')

    class Meta:
        model = Order
        fields = ['id', 'name']


class MethodSerializer(serializers.ModelSerializer):
    size = serializers.SerializerMethodField()
    first = serializers.SerializerMethodField()

    class Meta:
        model = Order
        fields = ['id', 'size', 'first']

    def get_size(self, order):
        return order.items.count()

    def get_first(self, order):
        return Item.objects.filter(order=order).first().pk  # asks


class KeySerializer(serializers.ModelSerializer):
    class Meta:
        model = Order
        fields = ['id', 'customer']


class FieldSerializer(serializers.ModelSerializer):
    items = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    customer = serializers.StringRelatedField()
    slug = serializers.SlugRelatedField(source='customer', slug_field='name', read_only=True)

    class Meta:
        model = Order
        fields = ['id', 'items', 'customer', 'slug']


class Nested(viewsets.ModelViewSet):
    queryset = Order.objects.all()  # asks
    serializer_class = NestedSerializer


class Source(viewsets.ReadOnlyModelViewSet):
    serializer_class = SourceSerializer

    def get_queryset(self):
        return Order.objects.filter(user=self.request.user)  # asks


class Method(viewsets.ModelViewSet):
    queryset = Order.objects.all()  # asks
    serializer_class = MethodSerializer


class Fields(viewsets.ModelViewSet):
    queryset = Order.objects.select_related('customer')  # asks
    serializer_class = FieldSerializer


class Half(viewsets.ModelViewSet):
    queryset = Order.objects.select_related('customer')  # asks
    serializer_class = NestedSerializer


class Keys(viewsets.ModelViewSet):
    queryset = Order.objects.all()
    serializer_class = KeySerializer


class Whole(viewsets.ModelViewSet):
    queryset = Order.objects.select_related('customer').prefetch_related('items')
    serializer_class = NestedSerializer


class WholeByMethod(viewsets.ModelViewSet):
    queryset = Order.objects.all()
    serializer_class = SourceSerializer

    def get_queryset(self):
        return super().get_queryset().select_related('customer')


class Chosen(viewsets.ModelViewSet):
    def get_queryset(self):
        return Order.objects.all()  # asks

    def get_serializer_class(self):
        if self.action == 'list':
            return NestedSerializer
        return KeySerializer
