package orm_test

import "testing"

func TestGorm(t *testing.T) {
	cases{
		"a model": {"Go", "package shop\nimport \"gorm.io/gorm\"\ntype Order struct {\n\tgorm.Model\n\tNumber string `gorm:\"uniqueIndex;not null\"`\n\tCustomerID uint\n\tCustomer Customer\n\tShopID uint `gorm:\"index\"`\n\tShop *Shop `gorm:\"constraint:OnDelete:CASCADE\"`\n\tBy int `gorm:\"column:made_by;index:by,unique\"`\n\tAt time.Time `gorm:\"index:by\"`\n\tLines []Line\n\tNote string `gorm:\"-\"`\n}\n",
			"Order=orders ID=id:bigint! Number=number:text CustomerID=customer_id:bigint? ShopID=shop_id:bigint? By=made_by:bigint? At=at:timestamptz? primary(id) index(deleted_at) unique(number) index(shop_id) unique(made_by,at)#by foreign(customer_id)→Customer foreign(shop_id)→Shop"},
		"its own name, and a key by another one": {"Go", "package shop\ntype Company struct {\n\tID string `gorm:\"primaryKey\" json:\"id\"`\n\tOwnerRef string\n\tOwner User `gorm:\"foreignKey:OwnerRef\"`\n}\nfunc (Company) TableName() string { return \"firms\" }\n",
			"Company=firms ID=id:text OwnerRef=owner_ref:text? primary(id) foreign(owner_ref)→User"},
		"a struct that is no model": {"Go", "package shop\nimport \"gorm.io/gorm\"\ntype Request struct {\n\tID int `json:\"id\"`\n\tdb *gorm.DB\n}\n", ""},
	}.run(t)
}

func TestXorm(t *testing.T) {
	cases{
		"a bean": {"Go", "package models\ntype Action struct {\n\tID int64 `xorm:\"pk autoincr\"`\n\tUserID int64 `xorm:\"INDEX UNIQUE(s) NOT NULL\"`\n\tRepoID int64 `xorm:\"UNIQUE(s)\"`\n\tBranch string `xorm:\"'ref_name' VARCHAR(20) DEFAULT 'x y'\"`\n\tRepo *Repository `xorm:\"-\"`\n}\n",
			"Action=action ID=id:bigint! UserID=user_id:bigint RepoID=repo_id:bigint? Branch=ref_name:text?! primary(id) index(user_id) unique(user_id,repo_id)#s"},
		"tags of both, and an index told twice": {"Go", "package models\ntype Issue struct {\n\tID int64 `xorm:\"pk\" gorm:\"primaryKey\"`\n\tRepoID int64 `xorm:\"INDEX BIGINT(20) INDEX repo_id\" gorm:\"index\"`\n}\n", "Issue=issue ID=id:bigint RepoID=repo_id:bigint? primary(id) index(repo_id)"},
		"a struct that is none":                 {"Go", "package models\ntype Options struct {\n\tUserID int64\n}\n", ""},
	}.run(t)
}

func TestEnt(t *testing.T) {
	cases{
		"a schema": {"Go", "package schema\nimport (\n\t\"entgo.io/ent\"\n\t\"entgo.io/ent/schema/field\"\n\t\"entgo.io/ent/schema/edge\"\n\t\"entgo.io/ent/schema/index\"\n)\ntype Order struct{ ent.Schema }\nfunc (Order) Fields() []ent.Field {\n\treturn []ent.Field{field.String(\"number\").Unique(), field.Int(\"shop_id\").Optional()}\n}\nfunc (Order) Edges() []ent.Edge {\n\treturn []ent.Edge{edge.From(\"customer\", Customer.Type).Ref(\"orders\").Unique(), edge.From(\"shop\", Shop.Type).Ref(\"orders\").Field(\"shop_id\").Unique(), edge.To(\"lines\", Line.Type)}\n}\nfunc (Order) Indexes() []ent.Index {\n\treturn []ent.Index{index.Fields(\"number\").Edges(\"shop\")}\n}\n",
			"Order=orders id:bigint! number:varchar shop_id:bigint? customer_orders:bigint? primary(id) unique(number) index(number,shop_id) foreign(customer_orders)→Customer foreign(shop_id)→Shop"},
	}.run(t)
}

func TestGoSQL(t *testing.T) {
	t.Parallel()
	facts := read(t, "Go", "package database\n\nvar migrations = []func(tx *sql.Tx) error{\n\tfunc(tx *sql.Tx) error {\n\t\tquery := `\n\t\t\tCREATE TABLE feeds (\n\t\t\t\tid serial primary key,\n\t\t\t\tuser_id int references users(id)\n\t\t\t);\n\t\t\tCREATE INDEX feeds_user ON feeds (user_id);\n\t\t`\n\t\t_, err := tx.Exec(query)\n\t\treturn err\n\t},\n}\n\nfunc rollback(tx *sql.Tx) { tx.ExecContext(ctx, \"DROP TABLE feeds\") }\n\nfunc rows(tx *sql.Tx) { tx.Exec(\"delete from feeds\") }\n")
	if len(facts.Up) != 2 || facts.Tool != "go" || facts.Up[0].Define.Foreign[0].Line != 8 || facts.Up[1].Line != 10 || facts.Up[1].Index.Columns[0] != "user_id" {
		t.Errorf("%+v", facts)
	}
}
