package query_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/query"
)

// told writes the hits of a piece of code: "line callee", with the loop's kind where
// it is none, and what it is marked with.
func told(t *testing.T, language, code string) string {
	t.Helper()
	var hits []string
	path := "a" + map[string]string{"TypeScript": ".ts", "JavaScript": ".js", "Python": ".py", "Go": ".go"}[language]
	for _, hit := range linked(t, map[string]string{path: code}, nil)[path] {
		text := fmt.Sprintf("%d %s", hit.Line, hit.Callee)
		if hit.Asks != "" {
			text += fmt.Sprintf(" → %s:%d", hit.Asks, hit.AskedAt)
		}
		for _, mark := range []struct {
			set  bool
			word string
		}{{hit.Loop.Kind != "loop", hit.Loop.Kind}, {hit.Loop.Small, "small"}, {hit.Handler, "handler"}, {hit.Write, "write"}} {
			if mark.set {
				text += " " + mark.word
			}
		}
		hits = append(hits, text)
	}
	return strings.Join(hits, "; ")
}

func TestQueriesInLoops(t *testing.T) {
	t.Parallel()
	const (
		prisma  = "import { PrismaClient } from '@prisma/client'\nconst prisma = new PrismaClient()\n"
		django  = "from django.db import models\nfrom shop.models import Order\n"
		alchemy = "from sqlalchemy.orm import Session\n"
		sql     = "package a\nimport (\n\t\"database/sql\"\n\t\"net/http\"\n)\n"
		gorm    = "package a\nimport \"gorm.io/gorm\"\n"
	)
	for name, test := range map[string]struct{ language, code, want string }{
		"a query in a loop": {"TypeScript", prisma + "async function f(orders) {\n  for (const o of orders) {\n    o.items = await prisma.item.findMany({ where: { orderId: o.id } })\n  }\n}", "5 prisma.item.findMany"},
		"a query before a loop, and what it goes through": {"TypeScript", prisma + "async function f() {\n  for (const o of await prisma.order.findMany()) { use(o) }\n}", ""},
		"in a callback, in a handler":                     {"TypeScript", prisma + "app.get('/orders', async (req, res) => {\n  const all = await prisma.order.findMany()\n  res.json(await Promise.all(all.map(async (o) => ({ ...o, items: await prisma.item.findMany({ where: { id: o.id } }) }))))\n})", "5 prisma.item.findMany callback handler"},
		"many at once":                                    {"TypeScript", prisma + "async function f(groups) {\n  for (const ids of groups) await prisma.item.findMany({ where: { id: { in: ids } } })\n}", ""},
		"by the batch":                                    {"TypeScript", prisma + "async function f(all) {\n  for (const part of chunk(all, 100)) await prisma.item.createMany({ data: part })\n  for (let i = 0; i < all.length; i += 100) await prisma.item.updateMany({ data: all.slice(i, i + 100) })\n}", ""},
		"page by page":                                    {"TypeScript", prisma + "async function f() {\n  let page\n  do { page = await prisma.item.findMany({ take: 100 }) } while (page.length > 0)\n  for (;;) { page = await prisma.item.findMany({ take: 100 }); if (!page.length) break }\n}", ""},
		"tried again":                                     {"TypeScript", prisma + "async function f() {\n  for (let attempt = 0; attempt < max; attempt++) await prisma.item.findMany()\n  for (let i = 0; i < 3; i++) await prisma.item.findMany()\n}", ""},
		"over a handful of constants":                     {"TypeScript", prisma + "async function f() {\n  for (const kind of ['a', 'b']) await prisma.item.count({ where: { kind } })\n}", "4 prisma.item.count small"},
		"over the entries of a handful of constants":      {"Python", django + "def f(start):\n    kinds = {'all': None, 'month': start}\n    for kind, since in kinds.items():\n        Order.objects.filter(since=since).count()\n", "6 Order.objects.filter.count small"},
		"over the entries of an object that grows":        {"Python", django + "def f(all):\n    kinds = {'all': None}\n    for one in all:\n        kinds[one.id] = one\n    for kind, since in kinds.items():\n        Order.objects.filter(since=since).count()\n", "8 Order.objects.filter.count"},
		"over what an object's entries hold":              {"Python", django + "def f(first, others):\n    for name, ids in {'first': first, 'others': others}.items():\n        for i in ids:\n            Order.objects.get(pk=i)\n", "6 Order.objects.get"},
		"over the entries of an object, in a script":      {"TypeScript", prisma + "async function f(since, all) {\n  for (const [kind, from] of Object.entries({ day: since, all: null })) await prisma.item.count({ where: { kind, from } })\n  const byId = {}\n  for (const one of all) byId[one.id] = one\n  for (const id of Object.keys(byId)) await prisma.item.count({ where: { id } })\n}", "4 prisma.item.count small; 7 prisma.item.count"},
		"a session of a module of the application's own":  {"Python", "from app.db import db\nfrom app.models import Item\ndef f(self, request, ids):\n    for i in ids:\n        db.session.get(Item, i)\n        self.db.session.get(Item, i)\n        request.session.get(i)\n", "5 db.session.get; 6 self.db.session.get"},
		"a connection that a function gives":              {"Go", gorm + "type store struct{ pool *pool }\nfunc begin(p *pool, clauses []Clause) *gorm.DB { return p.open(clauses) }\nfunc (s *store) orders() *gorm.DB { return s.pool.open(nil) }\nfunc (s *store) list() *list.List { return nil }\nfunc (s *store) f(ids []int) {\n\tfor _, id := range ids {\n\t\tbegin(s.pool, nil).Find(&rows, id)\n\t\ts.orders().First(&row, id)\n\t\ts.list().First(&row, id)\n\t}\n}\n", "9 begin.Find; 10 s.orders.First"},
		"a closure for later":                             {"TypeScript", prisma + "function f(all) {\n  for (const one of all) emitter.on(one, () => prisma.item.findMany())\n}", ""},
		"a closure that is run at once":                   {"TypeScript", prisma + "async function f(all) {\n  for (const one of all) await limit(() => prisma.item.findFirst({ where: { one } }))\n}", "4 prisma.item.findFirst"},
		"a field of this":                                 {"TypeScript", "import { Repository } from 'typeorm'\n@Controller('orders')\nclass Orders {\n  constructor(private readonly items: Repository<Item>) {}\n  @Get()\n  async list() {\n    const out = []\n    for (const o of await this.load()) out.push(await this.items.find({ where: { o } }))\n    return out\n  }\n}", "8 this.items.find handler"},
		"a method of the same class":                      {"TypeScript", "import { PrismaService } from './prisma.service'\nclass Orders {\n  constructor(private prisma: PrismaService) {}\n  async one(id) { return this.prisma.order.findUnique({ where: { id } }) }\n  async many(ids) { return Promise.all(ids.map((id) => this.one(id))) }\n}", "5 this.one → this.prisma.order.findUnique:4 callback"},
		"what is called so and is no database":            {"TypeScript", "const list = items.map((i) => others.find((o) => o.id === i.id))\nfor (const x of all) { cache.delete(x); map.get(x); list.find(x) }", ""},
		"a resolver of a field":                           {"TypeScript", prisma + "@Resolver(() => Order)\nclass OrderResolver {\n  @ResolveField()\n  items(@Parent() o) { return prisma.item.findMany({ where: { orderId: o.id } }) }\n  @ResolveField()\n  user(@Parent() o) { return this.userLoader.load(o.userId) }\n}", "6 prisma.item.findMany resolver handler"},
		"SQL, whatever the connection is called":          {"JavaScript", "const pool = require('./db')\nasync function f(ids) {\n  for (const id of ids) await pool.query('SELECT * FROM items WHERE id = $1', [id])\n  await pool.query('SELECT * FROM items WHERE id = ANY($1)', [ids])\n}", "3 pool.query"},
		"a class of the language's own":                   {"TypeScript", "import { Op } from 'sequelize'\nfor (const x of all) { least = Math.min(least, x); most = Math.max(most, x) }", ""},
		"Sequelize's models":                              {"TypeScript", "import { User } from '@server/models'\nexport async function f(ids: string[]) {\n  for (const id of ids) { await User.findByPk(id); await User.findOne({ where: { id } }) }\n}", "3 User.findByPk; 3 User.findOne"},
		"models from anywhere":                            {"TypeScript", "async function f(ids) {\n  for (const id of ids) { await User.findById(id); await User.findOne({ id }) }\n  return ids.map((id) => Users.find(id))\n}", "2 User.findById; 2 User.findOne"},
		"conditions that are given to a class":            {"TypeScript", "async function f(ids) {\n  for (const id of ids) { await Post.find({ author: id }); Post.find(id); Post.find({}); list.find({ id }) }\n}", "2 Post.find"},
		"models that something keeps":                     {"TypeScript", "import { Op } from 'sequelize'\nexport const f = async (models: DB, ids, ctx) => {\n  for (const id of ids) { await models.Spaces.findAll({ where: { id } }); await this.db.User.count({ where: { id } }); await ctx.models.Role.create({ id }) }\n}", "3 models.Spaces.findAll; 3 this.db.User.count; 3 ctx.models.Role.create write"},
		"what is no model, or kept in none":               {"TypeScript", "import { Op } from 'sequelize'\nexport const f = async (models, ids) => {\n  for (const id of ids) { ui.Children.count(id); ui.Modal.create(id); models.DEFAULTS.update(id); StatsController.get().increment(id); models.list.count(id) }\n}", ""},
		"what Sequelize gives a row":                      {"TypeScript", "import { Op } from 'sequelize'\nexport async function f(orders) {\n  for (const o of orders) { await o.getItems({ where: { open: true } }); o.getName({ long: true }); o.getItems() }\n}", "3 o.getItems"},
		"Knex":                                            {"JavaScript", "const knex = require('knex')(config)\nasync function f(ids) {\n  for (const id of ids) await knex('items').where({ id }).first()\n}", "3 knex.where.first"},
		"a chain is one query":                            {"Python", django + "def f(ids):\n    for i in ids:\n        Order.objects.filter(id=i).order_by('x').first()\n", "5 Order.objects.filter.order_by.first"},
		"Django in a view":                                {"Python", django + "def orders(request):\n    return [Order.objects.get(pk=i) for i in request.GET.getlist('id')]\n", "4 Order.objects.get comprehension handler"},
		"relations of an element":                         {"Python", django + "def f():\n    for order in Order.objects.all():\n        print(order.items.all(), order.items.count())\n", "5 order.items.all; 5 order.items.count"},
		"relations that were fetched along":               {"Python", django + "def f():\n    for order in Order.objects.prefetch_related('items'):\n        print(order.items.all())\n", ""},
		"fetched along by another method":                 {"Python", django + "class V:\n    @property\n    def orders(self):\n        return shown().prefetch_related('items')\n    def f(self):\n        for order in self.orders:\n            print(order.items.all(), order.notes.all())\n", "9 order.notes.all"},
		"a loop over models":                              {"Python", django + "def f():\n    return [m.objects.count() for m in apps.get_models()]\n", ""},
		"many at once in Django":                          {"Python", django + "def f(groups):\n    for ids in groups:\n        Order.objects.filter(id__in=ids).delete()\n", ""},
		"steps of range":                                  {"Python", django + "def f(ids):\n    for i in range(0, len(ids), 100):\n        Order.objects.filter(x=ids[i]).first()\n    for attempt in range(3):\n        Order.objects.first()\n", ""},
		"each element by its name":                        {"Python", django + "def f(kinds):\n    for kind in kinds:\n        if kind == 'user':\n            User.objects.count()\n        elif kind == 'order':\n            Order.objects.count()\n        else:\n            Item.objects.count()\n", "10 Item.objects.count"},
		"some of the elements":                            {"Python", django + "def f(orders):\n    for order in orders:\n        if order.kind == 'open':\n            Item.objects.filter(order=order).count()\n", "6 Item.objects.filter.count"},
		"each element by its name, in a switch":           {"TypeScript", prisma + "async function f(kinds) {\n  for (const kind of kinds) {\n    switch (kind) {\n      case 'user': await prisma.user.count(); break\n      default: await prisma.item.count()\n    }\n  }\n}", "7 prisma.item.count"},
		"a serializer's method":                           {"Python", "from rest_framework import serializers\nfrom shop.models import Item\nclass OrderSerializer(serializers.ModelSerializer):\n    total = serializers.SerializerMethodField()\n    def get_total(self, obj):\n        return Item.objects.filter(order=obj).count()\n", "6 Item.objects.filter.count serializer handler"},
		"SQLAlchemy":                                      {"Python", alchemy + "def f(session: Session, ids):\n    for i in ids:\n        session.get(Order, i)\n        session.query(Order).filter_by(id=i).one()\n", "4 session.get; 5 session.query.filter_by.one"},
		"a cursor":                                        {"Python", "def f(cur, ids):\n    for i in ids:\n        cur.execute('SELECT 1 FROM t WHERE id = %s', (i,))\n", "3 cur.execute"},
		"a loop that counts":                              {"Python", "def f(cur, n):\n    i = 0\n    while i < n:\n        cur.execute('SELECT 1 FROM t WHERE id = %s', (i,))\n        i += 1\n    while i <= 5:\n        cur.execute('SELECT 1')\n        i += 1\n    while tries < most:\n        cur.execute('SELECT 1')\n        tries += 1\n    while i < n:\n        cur.execute('SELECT 1 LIMIT 100')\n        i += 100\n", "4 cur.execute"},
		"permissions of each object":                      {"Python", "from guardian.core import ObjectPermissionChecker\ndef f(user, orders):\n    checker = ObjectPermissionChecker(user)\n    return [o for o in orders if checker.has_perm('view_order', o)]\n", "4 checker.has_perm comprehension"},
		"gorp":                                            {"Go", "package a\nimport \"gopkg.in/gorp.v1\"\nfunc f(dbmap *gorp.DbMap, ids []int) {\n\tfor _, id := range ids {\n\t\tdbmap.SelectOne(&x, \"SELECT * FROM t WHERE id = ?\", id)\n\t}\n}", "5 dbmap.SelectOne"},
		"Peewee":                                          {"Python", "from peewee import ForeignKeyField, Model\nclass User(Model):\n    pass\nclass Order(Model):\n    user = ForeignKeyField(User)\ndef f():\n    for o in Order.select():\n        print(o.user.name)\n    for o in Order.select(Order, User).join(User):\n        print(o.user.name)\n", "8 o.user.name"},
		"SQLAlchemy's relationships":                      {"Python", "from sqlalchemy.orm import relationship, selectinload\nclass User(Base):\n    pass\nclass Order(Base):\n    user = relationship('User', back_populates='orders')\n    items = relationship('Item', lazy='selectin')\ndef f(session):\n    for o in session.query(Order).all():\n        print(o.user.name, o.items)\n    for o in session.query(Order).options(selectinload(Order.user)):\n        print(o.user.name)\n    for o in session.scalars(select(Order)):\n        print(o.user.name)\n", "9 o.user.name; 13 o.user.name"},
		"Go's rows":                                       {"Go", sql + "func list(w http.ResponseWriter, r *http.Request) {\n\trows, _ := db.Query(\"SELECT id FROM orders\")\n\tfor rows.Next() {\n\t\tdb.QueryRow(\"SELECT count(*) FROM items WHERE order_id = $1\", id)\n\t}\n}", "9 db.QueryRow handler"},
		"a field of a receiver":                           {"Go", "package a\nimport \"database/sql\"\ntype Store struct{ db *sql.DB }\nfunc (s *Store) One(id int) { s.db.QueryRow(q, id) }\nfunc (s *Store) Many(ids []int) {\n\tfor _, id := range ids {\n\t\ts.One(id)\n\t}\n}", "7 s.One → s.db.QueryRow:4"},
		"gorm":                                            {"Go", gorm + "func f(db *gorm.DB, orders []Order) {\n\tfor i := range orders {\n\t\tdb.Where(\"order_id = ?\", orders[i].ID).Find(&orders[i].Items)\n\t}\n\tdb.Preload(\"Items\").Find(&orders)\n}", "5 db.Where.Find"},
		"a loop with a bound that is written there":       {"Go", gorm + "func f(db *gorm.DB) {\n\tfor i := 0; i < 3; i++ {\n\t\tdb.First(&x)\n\t}\n\tfor range 3 {\n\t\tdb.First(&x)\n\t}\n}", ""},
		"a store's connection":                            {"Go", "package a\nfunc (s *Store) all(ctx context.Context, ids []int) {\n\tfor _, id := range ids {\n\t\ts.GetDB().QueryContext(ctx, q, id)\n\t}\n}", "4 s.GetDB.QueryContext"},
		"squirrel":                                        {"Go", "package a\nimport sq \"github.com/Masterminds/squirrel\"\nfunc f(tx Tx, ids []int) {\n\tfor _, id := range ids {\n\t\tpsql.Update(\"jobs\").Set(\"asked\", true).Where(sq.Eq{\"id\": id}).RunWith(tx).Exec()\n\t}\n}", "5 psql.Update.Set.Where.RunWith.Exec write"},
		"a list that is filled by its address":            {"Go", gorm + "func f(db *gorm.DB) {\n\torders := []*Order{}\n\tdb.Find(&orders)\n\tfor _, o := range orders {\n\t\tdb.First(&x, o.ID)\n\t}\n}", "7 db.First"},
		"a list that is filled later":                     {"TypeScript", prisma + "async function f(all) {\n  const ids = ['a']\n  for (const one of all) ids.push(one.id)\n  for (const id of ids) await prisma.item.findFirst({ where: { id } })\n}", "6 prisma.item.findFirst"},
		"statements that are run one by one":              {"Go", sql + "func f(tx *sql.Tx, statements []string) {\n\tfor _, statement := range statements {\n\t\ttx.ExecContext(ctx, statement)\n\t}\n\tfor _, id := range ids {\n\t\ttx.ExecContext(ctx, statement, id)\n\t}\n}", "11 tx.ExecContext write"},
		"a script's statements in Python":                 {"Python", alchemy + "def f(session, commands):\n    for command in commands:\n        session.execute(text(command))\n", ""},
		"over what a list is made of":                     {"TypeScript", prisma + "async function f(input: string[]) {\n  const ids = [...new Set(input)]\n  for (const id of ids) await prisma.item.count({ where: { id } })\n}", "5 prisma.item.count"},
		"over constants in another list":                  {"TypeScript", prisma + "const kinds = ['a', 'b']\nasync function f() {\n  for (const kind of [...kinds, 'c']) await prisma.item.count({ where: { kind } })\n}", "5 prisma.item.count small"},
		"a transaction of Drizzle's":                      {"TypeScript", "import { db } from '@acme/db'\nawait db.transaction(async (transaction) => {\n  for (const icon of icons) {\n    await transaction.insert(table).values({ id: icon.id })\n    await transaction.update(table).set({ name: icon.name })\n  }\n})", "4 transaction.insert.values write; 5 transaction.update.set write"},
		"the fields that a request changes":               {"Go", sql + "func f(c *Change) {\n\tfor _, path := range c.UpdateMask.Paths {\n\t\tdb.QueryRow(\"SELECT 1 FROM t WHERE id = $1\", path)\n\t}\n}", "8 db.QueryRow small"},
		"one of a few states is not many rows":            {"Python", django + "def f(projects):\n    for p in projects:\n        Order.objects.filter(project=p, state__in=['done', 'closed']).first()\n        Order.objects.filter(project__in=projects, state__in=['done']).first()\n", "5 Order.objects.filter.first"},
		"gqlgen's objects":                                {"Go", gorm + "func (r *orderResolver) Items(ctx context.Context, obj *Order) ([]*Item, error) {\n\tr.db.Where(\"id = ?\", obj.ID).Find(&x)\n\treturn x, nil\n}\nfunc (r *queryResolver) Orders(ctx context.Context, obj *Order) ([]*Item, error) {\n\tr.db.Find(&x)\n\treturn x, nil\n}\nfunc (r *orderResolver) User(ctx context.Context, obj *Order) (*User, error) {\n\treturn loaders.For(ctx).Load(r.db.Find(&x))\n}", "4 r.db.Where.Find resolver"},
		"a map of resolvers":                              {"TypeScript", "import { gql } from 'graphql-tag'\n" + prisma + "export const resolvers = {\n  Query: { orders: (parent) => prisma.order.findMany({ where: parent }) },\n  Order: {\n    items: (order) => prisma.item.findMany({ where: { order: order.id } }),\n    user: (order, _, { loaders }) => loaders.user.load(order.userId),\n    kinds: (_parent) => prisma.kind.findMany(),\n  },\n}", "7 prisma.item.findMany resolver"},
		"fields of graphql-js":                            {"JavaScript", "import { GraphQLObjectType } from 'graphql'\nimport { prisma } from './prisma'\nconst Order = new GraphQLObjectType({ name: 'Order', fields: () => ({\n  items: { type: Item, resolve(order) { return prisma.item.findMany({ where: { id: order.id } }) } },\n  all: { type: Item, resolve(root) { return prisma.item.findMany({ where: root }) } },\n}) })", "4 prisma.item.findMany resolver"},
		"an object that is called like its type":          {"Go", gorm + "func (r *orderResolver) Items(ctx context.Context, order *models.Order) ([]*Item, error) {\n\tr.db.Where(\"id = ?\", order.ID).Find(&x)\n\treturn x, nil\n}\n", "4 r.db.Where.Find resolver"},
		"a resolver's argument is no object":              {"Go", gorm + "func (r *orderResolver) Find(ctx context.Context, filter *Filter) ([]*Item, error) {\n\tr.db.Where(\"id = ?\", filter.ID).Find(&x)\n\treturn x, nil\n}\n", ""},
		"graphene's objects":                              {"Python", "import graphene\nfrom shop.models import Item\nclass Order(ModelObjectType):\n    @staticmethod\n    def resolve_first(root, info):\n        return root.items.first()\n    def resolve_items(self, info):\n        return self.items.filter(open=True)\n    def resolve_user(root, info):\n        return UserByIdLoader(info.context).load(root.user_id)\n", "6 root.items.first resolver; 8 self.items.filter resolver"},
		"Go's maps and lists":                             {"Go", "package a\nfunc f(ids []int) {\n\tfor _, id := range ids {\n\t\tcache.Get(id)\n\t\tlist.Find(id)\n\t}\n}", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := told(t, test.language, test.code); got != test.want {
				t.Errorf("got  %q\nwant %q\n%s", got, test.want, test.code)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add("TypeScript", "for (const o of all) { await prisma.item.findMany() }")
	f.Add("Python", "[Order.objects.get(pk=i) for i in ids]")
	f.Add("Go", "package a\nfunc f() { for rows.Next() { db.Query(\"select 1\") } }")
	f.Fuzz(func(t *testing.T, language, code string) {
		if file, err := lowering.Parse(language, []byte(code)); err == nil {
			for _, hit := range query.Read(file).Hits {
				if hit.Line < 1 || hit.Callee == "" || hit.Library == "" {
					t.Errorf("%+v", hit)
				}
			}
		}
	})
}
