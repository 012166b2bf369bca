from django.db import models, transaction
from django.db.models import Count, Prefetch, prefetch_related_objects


class Company(models.Model):
    name = models.CharField(max_length=10)


class Customer(models.Model):
    company = models.ForeignKey(Company, related_name='customers', on_delete=models.CASCADE)

    def __str__(self):
        return self.company.name


class Order(models.Model):
    customer = models.ForeignKey(Customer, related_name='orders', on_delete=models.CASCADE)
    tags = models.ManyToManyField('Tag')

    @property
    def size(self):
        return self.items.count()

    def total(self):
        return sum(item.price for item in self.items.all())


class Item(models.Model):
    order = models.ForeignKey(Order, related_name='items', on_delete=models.CASCADE)


class Invoice(models.Model):
    order = models.OneToOneField(Order, related_name='invoice', on_delete=models.CASCADE)


class Tag(models.Model):
    name = models.CharField(max_length=10)


def lazily():
    for order in Order.objects.all():
        print(order.customer.company)  # asks
    for order in Order.objects.filter(open=True):
        print([tag.name for tag in order.tags.all()])  # asks
    for order in Order.objects.order_by('id'):
        print(order.invoice.number)  # asks
    for order in Order.objects.select_related('customer'):
        print(order.customer.company.name)  # asks
    for order in Order.objects.prefetch_related('tags'):
        print(order.tags.filter(name='x'))  # asks
    for order in Order.objects.all():
        print(order.total())  # asks
    for order in Order.objects.all():
        print(order.size)  # asks


def collected():
    names = [order.customer.name for order in Order.objects.all()]  # asks
    sizes = {order.pk: order.items.count() for order in Order.objects.all()}  # asks
    texts = list(map(lambda order: order.customer.name, Order.objects.all()))  # asks
    last = sorted(Order.objects.all(), key=lambda order: order.customer.name)  # asks
    some = any(order.customer.company for order in Order.objects.iterator())  # asks
    return names, sizes, texts, last, some


def by_id(ids):
    for pk in ids:
        print(Order.objects.get(pk=pk))  # asks
    for pk in ids:
        if Order.objects.filter(pk=pk).exists():  # asks
            print(pk)
    for index, pk in enumerate(ids):
        print(index, Order.objects.filter(pk=pk).first())  # asks


def written(rows):
    for row in rows:
        Order.objects.create(**row)  # asks
    for row in rows:
        Order.objects.update_or_create(pk=row['pk'], defaults=row)  # asks
    for order in Order.objects.all():
        order.open = False
        order.save()
    for order in Order.objects.all():
        order.delete()


def of_one(pk):
    customer = Customer.objects.get(pk=pk)
    for order in customer.orders.all():
        print(order.items.all())  # asks


def in_a_while(orders):
    while orders:
        order = orders.pop()
        print(Item.objects.filter(order=order).count())  # asks


def fetched_along():
    for order in Order.objects.select_related('customer__company').prefetch_related('tags', 'items'):
        print(order.customer.company.name, order.tags.all(), order.items.count(), order.total(), order.size)
    for order in Order.objects.prefetch_related(Prefetch('items', queryset=Item.objects.filter(open=True), to_attr='open_items')):
        print(order.open_items)
    for order in Order.objects.annotate(number=Count('items')):
        print(order.number, order.customer_id)
    for row in Order.objects.values('customer__name'):
        print(row['customer__name'])
    for name in Order.objects.values_list('customer__name', flat=True):
        print(name)


def fetched_later(orders):
    prefetch_related_objects(orders, 'customer')
    for order in orders:
        print(order.customer.name)


def at_once(ids, rows):
    found = Order.objects.in_bulk(ids)
    for pk in ids:
        print(found.get(pk))
    Order.objects.bulk_create([Order(**row) for row in rows])
    Order.objects.filter(pk__in=ids).update(open=False)
    orders = list(Order.objects.filter(pk__in=ids))
    for order in orders:
        order.open = False
    Order.objects.bulk_update(orders, ['open'], batch_size=100)


def leads_back(pk):
    order = Order.objects.select_related('customer').get(pk=pk)
    for item in order.items.all():
        print(item.order.customer.name)


def in_batches(ids):
    for start in range(0, len(ids), 100):
        Order.objects.filter(pk__in=ids[start:start + 100]).delete()
    while Order.objects.filter(open=False)[:100].delete()[0]:
        pass


def free_name(name):
    number = 1
    while Order.objects.filter(name=name).exists():
        name = f'{name}-{number}'
        number += 1
    return name


def tried():
    for attempt in range(5):
        try:
            return Order.objects.create()
        except Exception:
            continue


def put_together(filters):
    orders = Order.objects.all()
    for name, value in filters.items():
        orders = orders.filter(**{name: value})
    return orders


def few():
    return {state: Order.objects.filter(state=state).count() for state in ('open', 'closed')}


def of_dicts(rows):
    seen = {}
    for row in rows:
        seen.get(row['pk'])
        row.update(open=True)
    return [row.get('name') for row in rows]
