package schema_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/schema"
)

func TestUnserved(t *testing.T) {
	t.Parallel()
	customers := &schema.Table{Name: "customers", Model: "Customer", Primary: []string{"id"}, Columns: []schema.Column{{Name: "id"}, {Name: "email", Type: "text"}, {Name: "phone", Type: "text"}, {Name: "made", Type: "timestamptz"}},
		Indexes: []schema.Index{{Columns: []string{"email"}}}}
	orders := &schema.Table{Name: "orders", Model: "Order", Primary: []string{"id"}, Columns: []schema.Column{
		{Name: "id"}, {Name: "customer_id", Field: "customer"}, {Name: "number", Type: "text"}, {Name: "reference", Type: "text"}, {Name: "state", Type: "text"}, {Name: "gift", Type: "boolean"}, {Name: "size", Few: true},
		{Name: "note", Type: "text"}, {Name: "street", Type: "text"}, {Name: "created_at", Type: "timestamptz"}, {Name: "seen_at", Type: "timestamptz"}, {Name: "token", Type: "text"}, {Name: "batch", Type: "text"},
	}, Foreign: []schema.ForeignKey{{Columns: []string{"customer_id"}, Table: "Customer", Model: true}}, Indexes: []schema.Index{
		{Columns: []string{"number", "state"}, Unique: true}, {Columns: []string{"created_at"}}, {Columns: []string{"note"}, Method: "gin"}, {Columns: []string{"(lower(street))"}}, {Columns: []string{"token"}, Partial: "state = 'open'"},
	}}
	rates := &schema.Table{Name: "currencies", Model: "Currency", Primary: []string{"id"}, Columns: []schema.Column{{Name: "id"}, {Name: "code", Type: "text"}, {Name: "made", Type: "timestamptz"}}}
	colours := &schema.Table{Name: "colours", Model: "Colour", Primary: []string{"id"}, Columns: []schema.Column{{Name: "id"}, {Name: "code", Type: "text"}}}
	parts := &schema.Table{Name: "parts", Model: "Part", Open: true, Primary: []string{"id"}, Columns: []schema.Column{{Name: "code", Type: "text"}, {Name: "made", Type: "timestamptz"}}}
	database := &schema.Database{Engine: schema.PostgreSQL, Tables: []*schema.Table{customers, orders, rates, colours, parts}}
	equal := func(columns ...string) (found []schema.Condition) {
		for _, column := range columns {
			fixed := strings.HasSuffix(column, "!")
			found = append(found, schema.Condition{Column: strings.TrimSuffix(column, "!"), Kind: schema.ConditionEqual, Fixed: fixed})
		}
		return found
	}
	after := func(column string) schema.Condition {
		return schema.Condition{Column: column, Kind: schema.ConditionRange}
	}
	sorted := func(column string) schema.Condition {
		return schema.Condition{Column: column, Kind: schema.ConditionSort}
	}
	for name, test := range map[string]struct {
		model      string
		conditions []schema.Condition
		bounded    bool
		want       string
	}{
		"a column without an index":            {"Order", equal("reference"), false, "orders.reference"},
		"the second column of an index":        {"Order", equal("reference", "state"), false, "orders.reference"},
		"two columns":                          {"Order", equal("reference", "batch"), false, "orders.reference,batch"},
		"the primary key":                      {"Order", equal("id", "reference"), false, ""},
		"narrowed by another column":           {"Order", equal("number", "reference"), false, ""},
		"narrowed by a constant":               {"Order", equal("number!", "reference"), false, ""},
		"narrowed by a time":                   {"Order", append(equal("reference"), after("created_at")), false, ""},
		"an index by trigrams":                 {"Order", equal("note"), false, ""},
		"an index of an expression":            {"Order", equal("street"), false, ""},
		"a partial index":                      {"Order", equal("token"), false, ""},
		"a foreign key is told as one":         {"Order", equal("customer", "reference"), false, ""},
		"a constant picks a kind":              {"Order", equal("reference!"), false, ""},
		"columns of few values":                {"Order", equal("state", "gift", "size"), false, ""},
		"a column that is not known":           {"Order", equal("reference", "colour"), false, ""},
		"a column of a related row":            {"Order", equal("customer.email", "reference"), false, ""},
		"one of those without an index":        {"Order", equal("customer.phone"), false, ""},
		"a few of the newest":                  {"Order", []schema.Condition{sorted("seen_at")}, true, "orders.seen_at"},
		"a few of the newest, with an index":   {"Order", append(equal("state"), sorted("created_at")), true, ""},
		"all of them in order":                 {"Order", []schema.Condition{sorted("seen_at")}, false, ""},
		"a table that somebody sets up":        {"Currency", equal("code"), false, ""},
		"a table that nothing says to grow":    {"Colour", equal("code"), false, ""},
		"a table that is not known as a whole": {"Part", equal("code"), false, ""},
		"a model of another database":          {"Basket", equal("code"), false, ""},
		"a client writes the model small":      {"order", equal("reference"), false, "orders.reference"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			table, columns := database.Unserved(schema.Lookup{Table: test.model, Model: true, Conditions: test.conditions, Bounded: test.bounded})
			got := ""
			if table != nil {
				got = table.Name + "." + strings.Join(columns, ",")
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
