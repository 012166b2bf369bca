package query_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestListsThatAFrameworkShows goes through Django's admin, choices of forms, feeds and
// sitemaps.
func TestListsThatAFrameworkShows(t *testing.T) {
	t.Parallel()
	const (
		models = `from django.db import models
class Company(models.Model):
    name = models.CharField()
    def __str__(self):
        return self.name
class Customer(models.Model):
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    def __str__(self):
        return self.company.name
class Setting(models.Model):
    customer = models.OneToOneField(Customer, on_delete=models.CASCADE)
    def __str__(self):
        return self.customer.company.name
class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    seller = models.ForeignKey(Company, null=True, on_delete=models.CASCADE)
    @property
    def label(self):
        return self.seller.name
`
		admin  = "from django.contrib import admin\nfrom shop.models import Customer, Order\n"
		search = "from django_elasticsearch_dsl import Document\nfrom shop.models import Order\n"
		tables = "import django_tables2 as tables\nfrom django_tables2 import SingleTableView\nfrom shop.models import Customer, Order\n"
		sets   = "from django.forms import inlineformset_factory, modelformset_factory\nfrom django import forms\nfrom shop.models import Customer, Order\n"
		buyers = "class BuyerForm(forms.ModelForm):\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)\n        self.fields['name'].label = self.instance.customer.name\n"
		files  = "from import_export import fields, resources\nfrom shop.models import Customer, Order\n"
		forms  = "from django import forms\nfrom django.contrib.auth.models import Permission\nfrom shop.models import Company, Customer, Order\n"
	)
	for name, test := range map[string]struct{ code, want string }{
		"what may be empty is not fetched along":      {admin + "@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    list_display = ('number', 'customer', 'seller')\n", "5 seller admin"},
		"a method of the model":                       {admin + "@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    list_display = ('label',)\n", "5 seller admin"},
		"a method of the admin":                       {admin + "class OrderAdmin(admin.ModelAdmin):\n    list_display = ('buyer',)\n    def buyer(self, obj):\n        return obj.customer.company\nadmin.site.register(Order, OrderAdmin)\n", "4 customer admin"},
		"the text of a row":                           {admin + "@admin.register(Customer)\nclass CustomerAdmin(admin.ModelAdmin):\n    list_display = ('__str__', 'id')\n", "5 company admin"},
		"a relation that is shown fetches the others": {admin + "@admin.register(Customer)\nclass CustomerAdmin(admin.ModelAdmin):\n    list_display = ('__str__', 'company')\n", ""},
		"what is named to be fetched along":           {admin + "@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    list_display = ('customer', 'seller')\n    list_select_related = ('customer__company', 'seller')\n", ""},
		"half of it":                                  {admin + "@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    list_display = ('customer', 'seller')\n    list_select_related = ('customer',)\n", "5 company, seller admin"},
		"its own query fetches along":                 {admin + "@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    list_display = ('seller',)\n    def get_queryset(self, request):\n        return super().get_queryset(request).select_related('seller')\n", ""},
		"no list is written there":                    {admin + "@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    raw_id_fields = ('seller',)\n", ""},
		"choices whose text reads a relation":         {forms + "class OrderForm(forms.Form):\n    customer = forms.ModelChoiceField(queryset=Customer.objects.all())\n    company = forms.ModelChoiceField(queryset=Company.objects.all())\n", "5 company choices"},
		"choices that were fetched along":             {forms + "class OrderForm(forms.Form):\n    customer = forms.ModelChoiceField(queryset=Customer.objects.select_related('company'))\n", ""},
		"choices that a form says when it is made":    {forms + "class OrderForm(forms.Form):\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)\n        self.fields['customer'].queryset = Customer.objects.filter(open=True)\n        self.fields['customer'].label = 'x'\n", "7 company choices"},
		"what it says fetches along":                  {forms + "class OrderForm(forms.Form):\n    def __init__(self, *args, **kwargs):\n        customers = Customer.objects.filter(open=True)\n        self.fields['customer'].queryset = customers.select_related('company')\n", ""},
		"choices of a filter":                         {"import django_filters\nfrom shop.models import Customer\nclass OrderFilter(django_filters.FilterSet):\n    customer = django_filters.ModelChoiceFilter(queryset=Customer.objects.all())\n", "4 company choices"},
		"choices that are chosen later":               {forms + "class OrderForm(forms.Form):\n    customer = forms.ModelChoiceField(queryset=Customer.objects.none())\n", ""},
		"choices that a widget looks up":              {forms + "class OrderForm(forms.Form):\n    customer = forms.ModelChoiceField(queryset=Customer.objects.all(), widget=forms.HiddenInput)\n", ""},
		"a feed":                                      {"from django.contrib.syndication.views import Feed\nfrom shop.models import Order\nclass OrderFeed(Feed):\n    def items(self):\n        orders = Order.objects.filter(open=True)\n        return orders\n    def item_author_name(self, item):\n        return item.customer.company\n", "5 customer feed"},
		"a feed that fetches along":                   {"from django.contrib.syndication.views import Feed\nfrom shop.models import Order\nclass OrderFeed(Feed):\n    def items(self):\n        return Order.objects.select_related('customer__company')\n    def item_author_name(self, item):\n        return item.customer.company\n", ""},
		"a sitemap":                                   {"from django.contrib.sitemaps import Sitemap\nfrom shop.models import Order\nclass Orders(Sitemap):\n    def items(self):\n        return Order.objects.all()\n    def location(self, obj):\n        return obj.seller.name\n", "5 seller sitemap"},
		"documents of a search index":                 {search + "class OrderDocument(Document):\n    class Django:\n        model = Order\n    def get_queryset(self):\n        return super().get_queryset().filter(open=True)\n    def prepare_buyer(self, instance):\n        return instance.customer.id\n", "7 customer document"},
		"documents whose query fetches along":         {search + "class OrderDocument(Document):\n    class Django:\n        model = Order\n    def get_queryset(self):\n        return super().get_queryset().select_related('customer')\n    def prepare_buyer(self, instance):\n        return instance.customer.id\n", ""},
		"what a document's fields name":               {search + "class OrderDocument(Document):\n    buyer = fields.TextField(attr='customer.name')\n    number = fields.IntegerField()\n    class Django:\n        model = Order\n    def get_queryset(self):\n        return super().get_queryset().filter(open=True)\n", "9 customer document"},
		"a field that a method prepares":              {search + "class OrderDocument(Document):\n    customer = fields.TextField()\n    class Django:\n        model = Order\n    def get_queryset(self):\n        return super().get_queryset().filter(open=True)\n    def prepare_customer(self, order):\n        return order.customer_id\n", ""},
		"what a document inherits":                    {search + "class BaseDocument(Document):\n    def prepare_buyer(self, order):\n        return order.customer.name\nclass OrderDocument(BaseDocument):\n    class Django:\n        model = Order\n    def get_queryset(self):\n        return super().get_queryset().filter(open=True)\n", "10 customer document"},
		"a function that narrows a document's query":  {search + "def shown(orders):\n    return orders.filter(hidden=False)\nclass OrderDocument(Document):\n    class Django:\n        model = Order\n    def get_queryset(self):\n        return shown(super().get_queryset().select_related('seller'))\n    def prepare_buyer(self, order):\n        return order.customer.name + order.seller.name\n", "9 customer document"},
		"an index that names its query":               {search + "class OrderIndex(SearchIndex, Indexable):\n    def index_queryset(self, using=None):\n        return Order.objects.all()\n    def prepare_buyer(self, obj):\n        return obj.customer.id\n", "5 customer document"},
		"a table's column of a relation":              {tables + "class OrderTable(tables.Table):\n    buyer = tables.Column(accessor='customer__company__name')\n    class Meta:\n        model = Order\n        fields = ('number',)\nclass Orders(SingleTableView):\n    table_class = OrderTable\n    queryset = Order.objects.all()\n", "11 customer table"},
		"the text of what a column leads to":          {tables + "class OrderTable(tables.Table):\n    buyer = tables.Column(accessor=tables.A('customer'))\n    class Meta:\n        fields = ('number', 'buyer')\nclass Orders(SingleTableView):\n    table_class = OrderTable\n    queryset = Order.objects.select_related('customer')\n", "10 company table"},
		"columns for all fields of the model":         {tables + "class OrderTable(tables.Table):\n    class Meta:\n        model = Order\ndef view(request):\n    return OrderTable(Order.objects.select_related('customer__company'))\n", "8 seller table"},
		"columns that the model lists":                {tables + "class OrderTable(tables.Table):\n    class Meta:\n        model = Order\n        fields = ['number', 'label']\ndef view(request):\n    table = OrderTable(data=Order.objects.all())\n", "9 seller table"},
		"a table whose query fetches along":           {tables + "class OrderTable(tables.Table):\n    buyer = tables.Column(accessor='customer__company__name')\nclass Orders(SingleTableView):\n    table_class = OrderTable\n    queryset = Order.objects.select_related('customer__company')\n", ""},
		"a method that writes a column":               {tables + "class OrderTable(tables.Table):\n    customer = tables.Column()\n    def render_customer(self, value, record):\n        return record.seller.name\ndef view(request):\n    return OrderTable(Order.objects.all())\n", "9 seller table"},
		"a template that writes a column":             {tables + "BUYER = '{{ record.customer.company.name }}'\nclass OrderTable(tables.Table):\n    number = tables.TemplateColumn(template_code=BUYER)\ndef view(request):\n    return OrderTable(Order.objects.select_related('customer'))\n", "8 customer__company table"},
		"a template in a table that is not there":     {tables + "from shop.missing import BaseTable\nclass OrderTable(BaseTable):\n    number = tables.TemplateColumn(template_code='{{ record.seller.name }}')\ndef view(request):\n    return OrderTable(Order.objects.all())\n", "8 seller table"},
		"a table of one's own that is not there":      {tables + "from shop.missing import BaseTable\nclass OrderTable(BaseTable):\n    customer = tables.Column()\n    text = tables.Column(accessor='label')\ndef view(request):\n    return OrderTable(Order.objects.all())\n", "9 company, seller table"},
		"a view of one row shows no table":            {tables + "class OrderTable(tables.Table):\n    customer = tables.Column()\nclass OrderDetail(DetailView):\n    table = OrderTable\n    queryset = Order.objects.all()\n", ""},
		"a form for each row":                         {sets + buyers + "def view(request):\n    made = modelformset_factory(Order, form=BuyerForm, extra=0)\n    return made(request.POST, queryset=Order.objects.filter(open=True))\n", "10 customer formset"},
		"forms whose query fetches along":             {sets + buyers + "def view(request):\n    made = inlineformset_factory(Customer, Order, form=BuyerForm, extra=0)\n    return made(request.POST, queryset=Order.objects.select_related('customer'))\n", ""},
		"a form that is made alone":                   {sets + buyers + "def view(request, order):\n    return BuyerForm(instance=order)\n", ""},
		"forms without rows":                          {sets + buyers + "def view(request):\n    made = modelformset_factory(Order, form=BuyerForm)\n    return made(queryset=Order.objects.none())\n", ""},
		"related rows in a form of the admin":         {admin + "class CustomerInline(admin.TabularInline):\n    model = Customer\n", "4 company inline"},
		"the one row that belongs to another":         {admin + "from shop.models import Setting\nclass SettingInline(admin.StackedInline):\n    model = Setting\n", ""},
		"a form for one row of the admin":             {admin + "class CustomerInline(admin.TabularInline):\n    model = Customer\n    max_num = 1\n", ""},
		"what is shown of them":                       {admin + "class OrderInline(admin.StackedInline):\n    model = Order\n    readonly_fields = ('buyer',)\n    def buyer(self, order):\n        return order.customer.name\n    def get_queryset(self, request):\n        return super().get_queryset(request).select_related('seller')\n", "4 customer inline"},
		"related rows that are fetched along":         {admin + "class CustomerInline(admin.TabularInline):\n    model = Customer\n    def get_queryset(self, request):\n        return super().get_queryset(request).select_related('company')\n", ""},
		"rows that are written to a file":             {files + "class OrderResource(resources.ModelResource):\n    seller = fields.Field(attribute='seller__name')\n    class Meta:\n        model = Order\n        fields = ('number', 'customer__company__name')\n    def dehydrate_number(self, order):\n        return order.number\n", "7 seller, customer export"},
		"a file whose query fetches along":            {files + "class OrderResource(resources.ModelResource):\n    class Meta:\n        model = Order\n        fields = ('number', 'customer__name')\n    def get_queryset(self):\n        return super().get_queryset().select_related('customer')\n", ""},
		"Django's own permissions":                    {forms + "class GroupForm(forms.Form):\n    permissions = forms.ModelMultipleChoiceField(queryset=Permission.objects.order_by('id'), widget=forms.CheckboxSelectMultiple)\n", "5 content_type choices"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var told []string
			for _, hit := range linked(t, map[string]string{"shop/models.py": models, "shop/lists.py": test.code}, nil)["shop/lists.py"] {
				told = append(told, fmt.Sprintf("%d %s %s", hit.Line, hit.Relation, hit.Loop.Kind))
			}
			if got := strings.Join(told, "; "); got != test.want {
				t.Errorf("got  %q\nwant %q\n%s", got, test.want, test.code)
			}
		})
	}
}
