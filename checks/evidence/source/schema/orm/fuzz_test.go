package orm_test

import (
	"encoding/json"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/schema/lookup"
	"github.com/golive-app/golive/checks/evidence/source/schema/orm"
)

// FuzzRead reads whatever parses, models and then the queries on them: it must end,
// and its facts must stay small.
func FuzzRead(f *testing.F) {
	f.Add("Python", "from django.db import models\nclass A(A):\n  a = models.ForeignKey('self', models.CASCADE, db_index=x)\n  class Meta:\n    indexes = [models.Index(fields=a), *b]\nA.objects.filter(Q(a__b=1) | Q(a=2), **c).order_by('-a', *d)\n")
	f.Add("Python", "from alembic import op\nimport sqlalchemy as sa\ndef upgrade():\n  with op.batch_alter_table(t) as b: b.add_column(sa.Column('a', sa.ForeignKey(x)))\nsession.query(A).filter(A.a == b, A.a.in_(c)).filter_by(**d)\n")
	f.Add("TypeScript", "@Entity() @Index(['a', ...b]) class A extends A { @ManyToOne(() => A, a => a.b) @JoinColumn({ name: n }) a: A }\nprisma.a.findMany({ where: { ...a, OR: [{ b }], c: { in: d } }, orderBy: [{ e }] })")
	f.Add("TypeScript", "export const a = pgTable('a', { b: integer('b').references(() => a.b) }, t => [index().on(t.b), ...x])\ndb.select().from(a).where(and(eq(a.b, c), or(...d)))")
	f.Add("JavaScript", "exports.up = k => k.schema.createTable(t, t => { t.increments(); t.foreign(['a', b]).references('c.d') })\nknex('a').where({ b, ...c }).andWhere(function () { this.where('d', e) })\nsequelize.define('a', { b: { references: { model: c } } })")
	f.Add("Go", "package a\ntype A struct { gorm.Model; B *A `gorm:\"index:,unique;foreignKey:C\"`; C int64 `xorm:\"pk index(a)\"` }\nfunc f() { db.Where(\"a = ? AND b in (?\" + c, d).Where(&A{C: 1}).Order(e).First(&A{}); db.Query(`select * from a where b = $1 order by`) }")
	f.Fuzz(func(t *testing.T, language, code string) {
		file, err := lowering.Parse(language, []byte(code))
		if err != nil {
			return
		}
		facts := orm.Read(file)
		lookup.Read(file, &facts)
		for _, one := range facts.Lookups {
			if one.Line < 1 || one.Table == "" {
				t.Errorf("%+v", one)
			}
		}
		encoded, err := json.Marshal(facts)
		if err != nil {
			t.Fatal(err)
		}
		if len(encoded) > 4<<20 {
			t.Errorf("%d bytes of facts for %d bytes of code", len(encoded), len(code))
		}
	})
}
