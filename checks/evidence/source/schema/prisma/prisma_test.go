package prisma

import (
	"reflect"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/schema"
)

const shop = `
datasource db {
  provider = "postgresql" // the shop's
  url      = env("DATABASE_URL")
}

generator client { provider = "prisma-client-js" }

enum State {
  OPEN
  PAID
}

/// An order.
model Order {
  id         Int       @id @default(autoincrement())
  customerId Int       @map("customer_id")
  customer   Customer  @relation("orders", fields: [customerId], references: [id], onDelete: Cascade)
  state      State     @default(OPEN)
  note       String?   @db.VarChar(200)
  number     String    @unique(map: "orders_number_key")
  lines      Line[]
  tags       String[]
  placedAt   DateTime  @default(now())

  @@index([customerId, placedAt(sort: Desc)], map: "orders_customer")
  @@index(fields: [tags], type: Gin)
  @@unique([
    number,
    state,
  ])
  @@map("orders")
}

model Line {
  orderId Int
  product String
  order   Order @relation(fields: [orderId], references: [id])
  @@id([orderId, product])
}

model Customer {
  id Int @id
  orders Order[] @relation("orders")
}
`

func TestRead(t *testing.T) {
	t.Parallel()
	got := Read([]byte(shop))
	want := schema.Facts{Tool: "prisma", Engine: schema.PostgreSQL, Tables: []schema.Table{
		{
			Name: "orders", Model: "Order", Tool: "prisma", Line: 15, Primary: []string{"id"},
			Columns: []schema.Column{
				{Name: "id", Type: "integer", Default: true, Line: 16},
				{Name: "customer_id", Field: "customerId", Type: "integer", Line: 17},
				{Name: "state", Default: true, Few: true, Line: 19},
				{Name: "note", Type: "varchar", Nullable: true, Line: 20},
				{Name: "number", Type: "text", Line: 21},
				{Name: "tags", Type: "text[]", Line: 23},
				{Name: "placedAt", Type: "timestamp", Default: true, Line: 24},
			},
			Indexes: []schema.Index{
				{Name: "orders_number_key", Columns: []string{"number"}, Unique: true, Line: 21},
				{Name: "orders_customer", Columns: []string{"customerId", "placedAt"}, Line: 26},
				{Columns: []string{"tags"}, Method: "gin", Line: 27},
				{Columns: []string{"number", "state"}, Unique: true, Line: 28},
			},
			Foreign: []schema.ForeignKey{{Columns: []string{"customerId"}, Table: "Customer", Model: true, References: []string{"id"}, Line: 18}},
		},
		{
			Name: "Line", Model: "Line", Tool: "prisma", Line: 35, Primary: []string{"orderId", "product"},
			Columns: []schema.Column{{Name: "orderId", Type: "integer", Line: 36}, {Name: "product", Type: "text", Line: 37}},
			Foreign: []schema.ForeignKey{{Columns: []string{"orderId"}, Table: "Order", Model: true, References: []string{"id"}, Line: 38}},
		},
		{Name: "Customer", Model: "Customer", Tool: "prisma", Line: 42, Primary: []string{"id"}, Columns: []schema.Column{{Name: "id", Type: "integer", Line: 43}}},
	}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(shop))
	f.Add([]byte("model A {\n a B @relation(fields: [\n"))
	f.Add([]byte("model A {\n@@index([a(\"\n}"))
	f.Fuzz(func(_ *testing.T, content []byte) { Read(content) })
}
