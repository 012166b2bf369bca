package orm_test

import "testing"

func TestDjango(t *testing.T) {
	cases{
		"a model": {"Python", `
from django.db import models
from django.contrib.postgres.indexes import GinIndex

class Order(ModelWithNotes, models.Model):
    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey("account.Customer", null=True, on_delete=models.CASCADE)
    shop = models.ForeignKey(Shop, db_index=False, on_delete=models.CASCADE)
    invoice = models.OneToOneField(Invoice, on_delete=models.CASCADE, db_column="inv")
    slug = models.SlugField()
    created = models.DateTimeField(auto_now_add=True, db_index=True)
    paid = models.BooleanField(default=False)
    tags = models.ManyToManyField(Tag)
    objects = OrderManager()

    class Meta:
        ordering = ("-created",)
        unique_together = ("customer", "number")
        indexes = [
            *ModelWithNotes.Meta.indexes,
            models.Index(fields=["shop", "-created"], name="by_shop"),
            GinIndex(fields=["tags"]),
            models.Index(Lower("number"), name="low"),
            models.Index(fields=["paid"], condition=models.Q(paid__isnull=False)),
        ]
        constraints = [models.UniqueConstraint(fields=["number"], condition=Q(paid=True), name="u"), models.CheckConstraint(check=Q(a=1), name="c")]
`, `Order number:varchar customer=customer_id:? shop=shop_id: invoice=inv: slug:varchar created:timestamptz! paid:boolean! id:bigint! primary(id) unique(number) index(customer_id) unique(inv) index(slug) index(created) unique(customer,number) index(shop,created)#by_shop index(tags)~gin index((Lower("number")))#low index(paid) where paid is not null unique(number)#u where Q(paid=True) foreign(customer_id)→Customer foreign(shop_id)→Shop foreign(inv)→Invoice of(ModelWithNotes)`},
		"options": {"Python", `
from django.db import models
class Base(models.Model):
    a = models.IntegerField(primary_key=True)
    class Meta:
        abstract = True
class Named(Base):
    class Meta:
        db_table = "named"
class Proxy(Base):
    b = models.TextField()
    class Meta:
        proxy = True
class Elsewhere(models.Model):
    b = models.TextField()
    class Meta:
        managed = False
class Labelled(models.Model):
    b = money.MoneyField()
    class Meta:
        app_label = "shop"
        unique_together = (("a", "b"), ["c"])
`, `
Base a:integer primary(a) abstract
Named of(Base) abstract
Labelled=shop_labelled b: id:bigint! primary(id) unique(a,b) unique(c)`},
		"no models": {"Python", `
from django import forms
from rest_framework import serializers
class OrderForm(forms.Form):
    name = forms.CharField()
class OrderSerializer(serializers.ModelSerializer):
    name = serializers.CharField()
`, `
OrderForm of(Form) abstract
OrderSerializer of(ModelSerializer) abstract`},
		"a migration": {"Python", `
from django.db import migrations, models
from django.contrib.postgres.operations import AddIndexConcurrently

class Migration(migrations.Migration):
    atomic = False
    dependencies = [("shop", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.AutoField(primary_key=True)),
                ("customer", models.ForeignKey(on_delete=models.CASCADE, to="shop.Customer")),
            ],
            options={"unique_together": {("customer", "id")}},
        ),
        migrations.AddField(model_name="line", name="order", field=models.ForeignKey(to="shop.order", null=True, on_delete=models.CASCADE)),
        migrations.AlterField("line", "note", models.CharField(max_length=3)),
        migrations.RemoveField(model_name="line", name="old"),
        migrations.RenameField("line", "a", "b"),
        AddIndexConcurrently("line", models.Index(fields=["note"], name="i")),
        migrations.AddConstraint("line", models.CheckConstraint(check=models.Q(a=1), name="c")),
        migrations.RunSQL("CREATE INDEX j ON shop_line (b);", reverse_sql="DROP INDEX j"),
        migrations.SeparateDatabaseAndState(database_operations=[migrations.DeleteModel("Old")], state_operations=[migrations.DeleteModel("Kept")]),
    ]
`, `
create-table Order: id:integer! customer=customer_id: primary(id) index(customer_id) unique(customer_id,id) foreign(customer_id)→Customer
add-column line order_id order=order_id:?
add-index line index(order_id)
add-foreign line foreign(order_id)→order
set-type line note note:varchar
set-not-null line note
drop-column line old
rename-column line a b
add-index line index(note)#i concurrently
add-check line c
add-index shop_line index(b)#j
drop-table Old`},
	}.run(t)
}
