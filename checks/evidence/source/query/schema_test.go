package query_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestSchemasOfMarshmallow reads what they write out of each row.
func TestSchemasOfMarshmallow(t *testing.T) {
	t.Parallel()
	const (
		models = `from app import db
class Company(db.Model):
    name = db.Column(db.String)
class Customer(db.Model):
    company = db.relationship('Company')
class Item(db.Model):
    order = db.relationship('Order')
    maker = db.relationship('Company')
class Kind(db.Model):
    pass
class Order(db.Model):
    customer = db.relationship('Customer')
    kind = db.relationship('Kind')
    items = db.relationship('Item')
    @property
    def buyer(self):
        return self.customer.name
`
		schemas = `from marshmallow import Schema, fields
class CompanySchema(Schema):
    name = fields.String()
class CustomerSchema(Schema):
    name = fields.String()
    company = fields.Nested(CompanySchema)
class PlainSchema(Schema):
    number = fields.Integer()
    secret = fields.Nested(CustomerSchema, load_only=True)
class OrderSchema(Schema):
    number = fields.Integer()
    customer = fields.Nested('CustomerSchema')
class NameSchema(Schema):
    name = fields.String(attribute='customer.name')
class BuyerSchema(Schema):
    first = fields.Function(lambda o: o.buyer)
class MethodSchema(Schema):
    first = fields.Method('get_first')
    def get_first(self, order):
        return [i.id for i in order.items]
class ListSchema(Schema):
    items = fields.List(fields.Nested(PlainSchema))
`
		head = "from sqlalchemy.orm import joinedload, selectinload\nfrom app.models import Item, Order\nfrom app.schemas import *\nfrom app.schemas import PlainSchema, OrderSchema, NameSchema, BuyerSchema, MethodSchema, ListSchema\n"
	)
	for name, test := range map[string]struct{ code, want string }{
		"a nested schema and its own":                  {"def f():\n    return OrderSchema(many=True).dump(Order.query.all())\n", "6 customer, customer__company"},
		"both fetched along":                           {"def f():\n    return OrderSchema(many=True).dump(Order.query.options(joinedload(Order.customer).joinedload(Customer.company)).all())\n", ""},
		"a relation of which some columns are fetched": {"def f():\n    return NameSchema(many=True).dump(Order.query.options(joinedload(Order.customer).load_only('name')).all())\n", ""},
		"a row of which some columns are fetched":      {"def f():\n    return NameSchema(many=True).dump(Order.query.options(load_only('number')).all())\n", "6 customer"},
		"one of them":                                  {"def f():\n    orders = Order.query.options(joinedload('customer')).all()\n    return OrderSchema(many=True).jsonify(orders)\n", "6 customer__company"},
		"what is told when rows are given":             {"def f():\n    schema = OrderSchema()\n    return schema.dump(Order.query.all(), many=True)\n", "7 customer, customer__company"},
		"one row":                                      {"def f(pk):\n    return OrderSchema().dump(Order.query.get(pk))\n", ""},
		"an attribute of a relation":                   {"def f():\n    return NameSchema(many=True).dump(Order.query.all())\n", "6 customer"},
		"a function of each row":                       {"def f():\n    return BuyerSchema(many=True).dump(Order.query.all())\n", "6 customer"},
		"a function whose relation was fetched":        {"def f():\n    return BuyerSchema(many=True).dump(Order.query.options(joinedload(Order.customer)).all())\n", ""},
		"a method of the schema":                       {"def f():\n    return MethodSchema(many=True).dump(Order.query.all())\n", "6 items"},
		"a list of nested ones":                        {"def f():\n    return ListSchema(many=True).dump(Order.query.all())\n", "6 items"},
		"columns, and what is only read":               {"def f():\n    return PlainSchema(many=True).dump(Order.query.all())\n", ""},
		"the row that others belong to is known":       {"def f(pk):\n    order = Order.query.get(pk)\n    return [i.order.number for i in order.items]\n", ""},
		"the row that a query names is known":          {"def f(order):\n    return [i.order.number for i in Item.query.with_parent(order)] + [i.order.number for i in Item.query.filter_by(order=order)]\n", ""},
		"another row than the query names":             {"def f(order):\n    return [i.maker.name for i in Item.query.with_parent(order)]\n", "6 maker"},
		"what else they lead to is not":                {"def f(pk):\n    order = Order.query.get(pk)\n    return [i.maker.name for i in order.items]\n", "7 maker"},
		"rows that another schema's load is given":     {"def f():\n    return OrderSchema(many=True).load(Order.query.all())\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{"app/models.py": models, "app/schemas.py": schemas, "app/views.py": head + test.code}
			var told []string
			for _, hit := range linked(t, files, nil)["app/views.py"] {
				told = append(told, fmt.Sprintf("%d %s", hit.Line, hit.Relation))
			}
			if got := strings.Join(told, "; "); got != test.want {
				t.Errorf("got  %q\nwant %q\n%s", got, test.want, test.code)
			}
		})
	}
}
