package lookup_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/schema"
	"github.com/golive-app/golive/checks/evidence/source/schema/lookup"
)

// told writes the lookups of a piece of code: "Order: email=, created>, sort id, ten",
// a constant with "!" behind it, and what is not clear as a number.
func told(t *testing.T, language, code string) string {
	t.Helper()
	if language == "Go" {
		code += "\n}\n"
	}
	file, err := lowering.Parse(language, []byte(code))
	if err != nil {
		t.Fatal(err)
	}
	var facts schema.Facts
	lookup.Read(file, &facts)
	var lines []string
	for _, one := range facts.Lookups {
		var parts []string
		for _, condition := range one.Conditions {
			part := map[schema.ConditionKind]string{schema.ConditionEqual: condition.Column + "=", schema.ConditionRange: condition.Column + ">", schema.ConditionSort: "sort " + condition.Column}[condition.Kind]
			if condition.Fixed {
				part += "!"
			}
			parts = append(parts, part)
		}
		if one.Bounded {
			parts = append(parts, "bounded")
		}
		lines = append(lines, one.Table+": "+strings.Join(parts, ", "))
	}
	if facts.Unclear > 0 {
		lines = append(lines, fmt.Sprintf("%d unclear", facts.Unclear))
	}
	return strings.Join(lines, "; ")
}

func TestLookups(t *testing.T) {
	t.Parallel()
	const (
		prisma    = "import { prisma } from './db'\n"
		django    = "from shop.models import Order\ndef view(request, email, since, user, pk):\n    "
		sqlText   = "package a\nimport \"database/sql\"\nfunc f(db *sql.DB, email, a string) {\n\t"
		drizzle   = "import { db } from './db'\nimport { eq, and, or, sql } from 'drizzle-orm'\n"
		sequelize = "import { Op } from 'sequelize'\n"
		gorm      = "package a\nimport \"gorm.io/gorm\"\nfunc f(db *gorm.DB, email, state, shop, phone string) {\n\t"
		typeorm   = "import { Repository, In, MoreThan, Like, DataSource } from 'typeorm'\nclass Orders {\n  constructor(private orders: Repository<Order>, private dataSource: DataSource) {}\n  run(email, since, ids) {\n    return "
		kysely    = "import { Kysely } from 'kysely'\nimport { db } from './db'\n"
		ent       = "package a\nimport (\n\t\"shop/ent\"\n\t\"shop/ent/order\"\n)\nfunc f(ctx context.Context, client *ent.Client, email string) {\n\t"
		xorm      = "package a\nimport \"xorm.io/xorm\"\nfunc f(s *xorm.Session, email, state string, given *Order) {\n\t"
	)
	for name, test := range map[string]struct{ language, code, want string }{
		"Prisma: values and operators":               {"TypeScript", prisma + "prisma.order.findMany({ where: { email, total: { gte: low }, note: { contains: word }, state: 'open' }, orderBy: { createdAt: 'desc' }, take: 10 })", "order: email=, total>, state=!, sort createdAt, bounded"},
		"Prisma: an enumeration is a constant":       {"TypeScript", prisma + "prisma.order.findFirst({ where: { state: OrderState.OPEN, kind: { in: [Kind.A, Kind.B] } } })", "order: state=!, kind=!, bounded"},
		"Prisma: all of several":                     {"TypeScript", prisma + "prisma.order.count({ where: { AND: [{ email }, { shop: id }] } })", "order: email=, shop="},
		"Prisma: either of two":                      {"TypeScript", prisma + "prisma.order.findMany({ where: { email, OR: [{ a }, { b }] } })", "1 unclear"},
		"Prisma: more than is written":               {"TypeScript", prisma + "prisma.order.findMany({ where: { ...filter, email } }); prisma.order.findMany({ where })", "2 unclear"},
		"Prisma: what may be left out":               {"TypeScript", prisma + "prisma.order.findMany({ where: { email: email || undefined } })", "1 unclear"},
		"Prisma: a related row":                      {"TypeScript", prisma + "prisma.order.findMany({ where: { email, customer: { id } } })", "1 unclear"},
		"Prisma: a name for the conditions":          {"TypeScript", prisma + "function f(email) {\n  const where = { email }\n  return prisma.order.findMany({ where })\n}", "order: email="},
		"Prisma: conditions that are added to":       {"TypeScript", prisma + "function f(email) {\n  const where = { email }\n  if (shop) where.shop = shop\n  return prisma.order.findMany({ where })\n}", "1 unclear"},
		"Prisma: one unique row":                     {"TypeScript", prisma + "prisma.order.findUnique({ where: { id } })", ""},
		"Django: one row":                            {"Python", django + "Order.objects.get(email=email, state='open')", "Order: email=, state=!"},
		"Django: lookups":                            {"Python", django + "Order.objects.filter(email__in=emails, created__gte=since, note__icontains=word, user__email=email).order_by('-created').first()", "Order: email=, created>, user.email=, sort created, bounded"},
		"Django: both of two":                        {"Python", django + "Order.objects.filter(Q(email=email) & Q(shop=shop)).exists()", "Order: email=, shop="},
		"Django: either of two":                      {"Python", django + "Order.objects.filter(Q(email=email) | Q(shop=shop)).exists()", "1 unclear"},
		"Django: names that are not written":         {"Python", django + "Order.objects.filter(**wanted).exists()", "1 unclear"},
		"Django: what is not wanted":                 {"Python", django + "Order.objects.filter(email=email).exclude(shop=shop).count()", "Order: email="},
		"Django: gone through at once":               {"Python", django + "for one in Order.objects.filter(email=email):\n        use(one)\n    [o.id for o in Order.objects.filter(shop=user)]", "Order: email=; Order: shop="},
		"Django: cut to some":                        {"Python", django + "return list(Order.objects.filter(email=email)[:10])", "Order: email=, bounded"},
		"Django: narrowed later":                     {"Python", django + "found = Order.objects.filter(email=email)\n    if user:\n        found = found.filter(user=user)\n    return list(found)", "1 unclear"},
		"Django: handed on":                          {"Python", django + "found = Order.objects.filter(email=email)\n    return render(request, found)", "1 unclear"},
		"Django: kept and gone through":              {"Python", django + "found = Order.objects.filter(email=email)\n    for one in found:\n        use(one)", "Order: email="},
		"Django: returned to who may narrow it":      {"Python", django + "return Order.objects.filter(email=email)", "1 unclear"},
		"Django: a page of one":                      {"Python", django + "get_object_or_404(Order, slug=slug)", "Order: slug="},
		"SQL: a statement with places":               {"Go", sqlText + "db.QueryRow(`SELECT a FROM orders WHERE email = $1 AND total > ? AND note LIKE $2 AND state = 'open' ORDER BY id LIMIT 1`, email)", "orders: email=, total>, state=!, sort id, bounded"},
		"SQL: a name for the statement":              {"Go", sqlText + "query := `\n\tSELECT a FROM orders o WHERE o.email = $1`\n\tdb.Query(query, email)", "orders: email="},
		"SQL: a part that is put in":                 {"Go", sqlText + "db.Query(\"SELECT a FROM orders WHERE \" + where, email)", "1 unclear"},
		"SQL: a place that is put in":                {"Go", sqlText + "db.Query(\"SELECT a FROM orders WHERE email = \" + place(1), email)", "orders: email="},
		"SQL: either of two":                         {"Go", sqlText + "db.Query(\"SELECT a FROM orders WHERE email = $1 OR phone = $2\", email)", "1 unclear"},
		"SQL: a joined table without conditions":     {"Go", sqlText + "db.Query(\"SELECT a FROM orders o JOIN users u ON u.id = o.user_id WHERE o.email = $1\", email)", "orders: email="},
		"SQL: conditions of a joined table":          {"Go", sqlText + "db.Query(\"SELECT a FROM orders o JOIN users u ON u.id = o.user_id WHERE u.email = $1 AND o.state = $2\", email)", "1 unclear"},
		"SQL: an expression of a column":             {"Go", sqlText + "db.Query(\"SELECT a FROM orders WHERE lower(email) = $1 AND phone = $2\", email)", "1 unclear"},
		"SQL: changes and deletes":                   {"Go", sqlText + "db.Exec(\"UPDATE orders SET a = $1 WHERE email = $2\", a)\n\tdb.Exec(\"DELETE FROM orders WHERE made < $1\", a)", "orders: email=; orders: made>"},
		"SQL: MySQL's quotes":                        {"Go", sqlText + "db.Query(\"SELECT a FROM `orders` WHERE `email` = ?\", email)", "orders: email="},
		"SQL: of Python":                             {"Python", "def f(cursor, email):\n    cursor.execute('SELECT a FROM orders WHERE email = %s', [email])", "orders: email="},
		"SQL: a template":                            {"TypeScript", "const f = (email) => pool.query(`SELECT a FROM orders WHERE email = ${email} AND state IN ('a', 'b')`)", "orders: email=, state=!"},
		"gorm: a condition and where rows go":        {"Go", gorm + "var found []Order\n\tdb.Where(\"email = ?\", email).Order(\"made desc\").Limit(3).Find(&found)", "Order: email=, sort made, bounded"},
		"gorm: a struct":                             {"Go", gorm + "db.Model(&Order{}).Where(&Order{Email: email}).Count(&n)", "Order: Email="},
		"gorm: conditions behind":                    {"Go", gorm + "found := &Order{}\n\tdb.First(found, \"email = ? and state = ?\", email, state)", "Order: email=, state=, bounded"},
		"gorm: a query that was narrowed":            {"Go", gorm + "query := db.Where(\"shop = ?\", shop)\n\tvar found Order\n\tquery.Where(\"email = ?\", email).First(&found)", "1 unclear"},
		"gorm: either":                               {"Go", gorm + "var found Order\n\tdb.Where(\"email = ?\", email).Or(\"phone = ?\", phone).First(&found)", "1 unclear"},
		"xorm: a condition":                          {"Go", xorm + "found := []*Order{}\n\ts.Where(\"email = ?\", email).And(\"state = ?\", state).Find(&found)", "Order: email=, state="},
		"xorm: fields that are set":                  {"Go", xorm + "found := &Order{Email: email}\n\ts.Get(found)", "Order: Email=, bounded"},
		"xorm: what comes from elsewhere":            {"Go", xorm + "s.Where(\"email = ?\", email).Get(given)", "1 unclear"},
		"xorm: builders":                             {"Go", xorm + "found := []*Order{}\n\ts.Where(builder.And(builder.Eq{\"email\": email}, builder.Eq{\"state\": 1})).Find(&found)", "Order: email=, state=!"},
		"xorm: a session that was narrowed":          {"Go", xorm + "s.Where(\"state < ?\", state)\n\tfound := []*Order{}\n\ts.Find(&found, &Order{Email: email})", "1 unclear"},
		"gorm: a constant of a package":              {"Go", "package a\nimport (\n\t\"gorm.io/gorm\"\n\t\"shop/entity\"\n)\nfunc f(db *gorm.DB) {\n\tdb.Model(&Order{}).Where(\"show = ?\", entity.Shown).Count(&n)", "Order: show=!"},
		"xorm: the primary key":                      {"Go", xorm + "found := new(Order)\n\ts.ID(id).Get(found)", ""},
		"Drizzle: a chain":                           {"TypeScript", drizzle + "db.select().from(orders).where(and(eq(orders.email, email), gte(orders.made, since), isNull(orders.gone))).orderBy(desc(orders.id)).limit(1)", "orders: email=, made>, sort id, bounded"},
		"Drizzle: a relational query":                {"TypeScript", drizzle + "db.query.orders.findFirst({ where: eq(orders.email, email) }); db.query.orders.findMany({ where: (o, { eq }) => eq(o.email, email) })", "orders: email=, bounded; orders: email="},
		"Drizzle: either, SQL, and joined":           {"TypeScript", drizzle + "db.select().from(orders).where(or(eq(orders.a, a), eq(orders.b, b))); db.select().from(orders).where(sql`lower(a) = ${a}`); db.select().from(orders).innerJoin(users, eq(users.id, orders.user)).where(eq(users.email, email))", "3 unclear"},
		"Drizzle: changes":                           {"TypeScript", drizzle + "db.update(orders).set({ a }).where(eq(orders.email, email)); db.delete(orders).where(inArray(orders.state, ['a', 'b']))", "orders: email=; orders: state=!"},
		"Knex: its ways to write conditions":         {"TypeScript", "import { knex } from './db'\nknex('orders').where({ email }).where('orders.total', '>', low).whereIn('state', ['a']).orderBy('id').first()", "orders: email=, total>, state=!, sort id, bounded"},
		"Knex: conditions of a function":             {"TypeScript", "import { knex } from './db'\nknex('orders').where({ email }).where((b) => b.where('a', 1).orWhere('b', 2)).first(); knex('orders').where('email', email).orWhere('phone', phone).first()", "2 unclear"},
		"Sequelize: values and operators":            {"TypeScript", sequelize + "Order.findAll({ where: { email, made: { [Op.gte]: since }, gone: null, state: { [Op.in]: [State.A] } }, order: [['id', 'DESC']], limit: 5, transaction })", "Order: email=, made>, state=!, sort id, bounded"},
		"Sequelize: what is included":                {"TypeScript", sequelize + "Order.findOne({ where: { email }, include: [{ model: User, required: true }] })", "1 unclear"},
		"Sequelize: either of two":                   {"TypeScript", sequelize + "Order.findOne({ where: { [Op.or]: [{ email }, { phone }] } }); Order.count({ where })", "2 unclear"},
		"Sequelize: with options of others":          {"TypeScript", sequelize + "Order.findOne({ ...options, where: { email } })", "Order: email=, bounded"},
		"SQLAlchemy: a query":                        {"Python", "from sqlalchemy import and_\ndef f(session, email, low):\n    session.query(Order).filter(Order.email == email, Order.total > low, Order.note.ilike(email)).filter_by(shop=low).order_by(Order.id.desc()).first()", "Order: email=, total>, shop=, sort id, bounded"},
		"SQLAlchemy: a statement":                    {"Python", "from sqlalchemy import select\ndef f(session, email):\n    return session.execute(select(Order).where(Order.email == email)).scalars()", "Order: email="},
		"SQLAlchemy: of the class itself":            {"Python", "from .base import db\nclass Order(db.Model):\n    @classmethod\n    def by(cls, email):\n        return cls.query.filter(cls.email == email).one()", "Order: email="},
		"SQLAlchemy: either, and for later":          {"Python", "from sqlalchemy import or_\ndef f(session, email):\n    session.query(Order).filter(or_(Order.email == email, Order.phone == email)).all()\n    return session.query(Order).filter(Order.email == email)", "2 unclear"},
		"TypeORM: options":                           {"TypeScript", typeorm + "this.orders.find({ where: { email, made: MoreThan(since), note: Like(email), state: In(['a', 'b']) }, order: { made: 'DESC' }, take: 5 })\n  }\n}", "Order: email=, made>, state=!, sort made, bounded"},
		"TypeORM: conditions alone":                  {"TypeScript", typeorm + "this.orders.findOneBy({ email })\n  }\n}", "Order: email=, bounded"},
		"TypeORM: of a manager":                      {"TypeScript", typeorm + "this.dataSource.manager.findOneBy(Order, { email })\n  }\n}", "Order: email=, bounded"},
		"TypeORM: of a repository that is asked for": {"TypeScript", typeorm + "this.dataSource.getRepository(Order).findBy({ email })\n  }\n}", "Order: email="},
		"TypeORM: either of two, and a related row":  {"TypeScript", typeorm + "[this.orders.find({ where: [{ email }, { phone }] }), this.orders.find({ where: { customer: { email } } })]\n  }\n}", "2 unclear"},
		"TypeORM: a builder":                         {"TypeScript", typeorm + "this.orders.createQueryBuilder('o').where('o.email = :email', { email }).andWhere('o.id IN (:...ids)', { ids }).orderBy('o.made', 'DESC').getOne()\n  }\n}", "Order: email=, id=, sort made, bounded"},
		"TypeORM: a builder of two tables":           {"TypeScript", typeorm + "this.orders.createQueryBuilder('o').leftJoin('o.customer', 'c').where('c.email = :email', { email }).getMany()\n  }\n}", "1 unclear"},
		"Kysely: conditions":                         {"TypeScript", kysely + "db.selectFrom('orders as o').selectAll().where('o.email', '=', email).where('note', 'like', word).where('made', '>', since).orderBy('made', 'desc').limit(5).execute()", "orders: email=, made>, sort made, bounded"},
		"Kysely: of a function, and joined":          {"TypeScript", kysely + "db.selectFrom('orders').where((eb) => eb.or([])).execute(); db.selectFrom('orders').innerJoin('users', 'users.id', 'orders.user').where('email', '=', email).execute()", "2 unclear"},
		"ent: predicates":                            {"Go", ent + "client.Order.Query().Where(order.EmailEQ(email), order.MadeGTE(since), order.NoteContains(email)).Order(ent.Desc(order.FieldMade)).First(ctx)", "Order: Email=, Made>, sort Made, bounded"},
		"ent: an edge, and either of two":            {"Go", ent + "client.Order.Query().Where(order.HasOwnerWith(user.Email(email))).All(ctx)\n\tclient.Order.Query().Where(order.Or(order.Email(email), order.Phone(email))).All(ctx)", "2 unclear"},
		"no query at all":                            {"Python", django + "settings.get(email=email)\n    rows.filter(a=b)", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := told(t, test.language, test.code); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}
