package query_test

import "testing"

// TestQueriesByOtherNames are queries whose connection stands in something else, and loops
// that are none over rows.
func TestQueriesByOtherNames(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ language, code, want string }{
		"a connection of another package": {"Go", "package a\nimport \"shop/model\"\nfunc f(ids []int) {\n\tfor _, id := range ids {\n\t\tmodel.DB.Where(\"id = ?\", id).First(&order)\n\t}\n}", "5 model.DB.Where.First"},
		"an engine in a struct":           {"Go", "package a\nimport \"xorm.io/xorm\"\nfunc f(ids []int) {\n\tfor _, id := range ids {\n\t\tstore.Engine.Get(&Order{ID: id})\n\t}\n}", "5 store.Engine.Get"},
		"what fills no rows":              {"Go", "package a\nfunc f(ids []int) {\n\tfor _, id := range ids {\n\t\tcache.DB.Find(id)\n\t}\n}", ""},
		"ent's writes":                    {"Go", "package a\nimport \"shop/ent\"\nfunc f(ctx context.Context, client *ent.Client, names []string) {\n\tfor _, name := range names {\n\t\tclient.User.Create().SetName(name).Save(ctx)\n\t}\n}", "5 client.User.Create.SetName.Save write"},
		"what nobody waits for":           {"Go", "package a\nimport \"gorm.io/gorm\"\nfunc load(db *gorm.DB, id int) {\n\tdb.First(&order, id)\n}\nfunc f(db *gorm.DB, ids []int) {\n\tfor _, id := range ids {\n\t\tgo load(db, id)\n\t}\n}", ""},
		"what is started and waited for":  {"Go", "package a\nimport \"gorm.io/gorm\"\nfunc load(db *gorm.DB, id int) {\n\tdb.First(&order, id)\n}\nfunc f(db *gorm.DB, ids []int) {\n\tfor _, id := range ids {\n\t\tgo load(db, id)\n\t}\n\tgroup.Wait()\n}", "8 load → db.First:4"},
		"by the batch, made elsewhere":    {"Go", "package a\nimport \"gorm.io/gorm\"\nfunc f(db *gorm.DB, ids []int) {\n\tgroups, _ := inBatches(ids, 100)\n\tfor _, group := range groups {\n\t\tdb.Where(group).Find(&orders)\n\t}\n}", ""},
		"an array of rows":                {"TypeScript", "import { Repository } from 'typeorm'\nasync function f(repository: Repository<Order>, ids) {\n  const orders = await repository.find()\n  return ids.map((id) => orders.find((order) => order.id === id))\n}", ""},
		"a field that is of no object":    {"TypeScript", "import { PrismaService } from './prisma'\n@Resolver(() => Shop)\nclass ShopResolver {\n  constructor(private prisma: PrismaService) {}\n  @ResolveField()\n  users(@Args('take') take) { return this.prisma.user.findMany({ take }) }\n  @ResolveField()\n  orders(@Parent() shop) { return this.prisma.order.findMany({ where: { shop } }) }\n}", "8 this.prisma.order.findMany resolver handler"},
		"the tables of a database":        {"Python", "from sqlalchemy.orm import Session\ndef f(session: Session):\n    return {table.name: session.execute(table.select()) for table in meta.sorted_tables}\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := told(t, test.language, test.code); got != test.want {
				t.Errorf("%s\n got %s\nwant %s", test.code, got, test.want)
			}
		})
	}
}
