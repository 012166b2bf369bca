package orm

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// mapper reads the files of one object mapper.
type mapper struct {
	// modules are the beginnings of the modules that its files import.
	modules []string
	read    func(*reader)
	// own tells files apart that import none of them; it may be nil.
	own func(*program.File) bool
}

// mappers are the object mappers, and the migrations of each.
var mappers = []mapper{
	{[]string{"django"}, django, nil},
	{[]string{"alembic"}, alembic, nil},
	{[]string{"sqlalchemy", "flask_sqlalchemy", "sqlmodel"}, sqlalchemy, declaresTable},
	{[]string{"typeorm"}, typeorm, nil},
	{[]string{"drizzle-orm"}, drizzle, nil},
	{[]string{"knex"}, knex, knexMigration},
	{[]string{"sequelize"}, sequelize, sequelizeFile},
	{[]string{"sequelize-typescript"}, sequelizeTypescript, nil},
	{[]string{"gorm.io/gorm"}, gorm, gormTagged},
	{[]string{"xorm.io/xorm"}, xorm, xormTagged},
	{[]string{"entgo.io/ent"}, ent, nil},
	{nil, goSQL, runsSQL},
	{[]string{"@mikro-orm/migrations", "@mikro-orm/postgresql", "@mikro-orm/mysql", "@medusajs/framework/mikro-orm/migrations"}, mikroorm, nil},
}

// Read returns what a file says of a database.
func Read(file *program.File) schema.Facts {
	r := &reader{file: file, top: file.Top()}
	for _, one := range mappers {
		if one.own != nil && one.own(file) || slices.ContainsFunc(file.Imports, func(imported *program.Import) bool {
			return slices.ContainsFunc(one.modules, func(module string) bool { return begins(imported.Module, module) })
		}) {
			one.read(r)
		}
	}
	return r.facts
}

// begins reports whether a module is another one or lies below it.
func begins(module, of string) bool {
	rest, found := strings.CutPrefix(module, of)
	return found && (rest == "" || rest[0] == '/' || rest[0] == '.')
}

// reader is one file while it is read.
type reader struct {
	file  *program.File
	top   *program.Function
	facts schema.Facts
	parts int
}

// maxParts bounds the facts of one file: tables, columns and changes.
const maxParts = 20_000

// table adds a table, if there is room for it.
func (r *reader) table(table schema.Table) {
	if r.parts += 1 + len(table.Columns) + len(table.Indexes) + len(table.Foreign); r.parts <= maxParts {
		r.facts.Tables = append(r.facts.Tables, table)
	}
}

// change adds a change on the way up or down.
func (r *reader) change(down bool, changes ...schema.Change) {
	for _, change := range changes {
		if r.parts++; change.Define != nil {
			r.parts += len(change.Define.Columns)
		}
		if r.parts > maxParts {
			return
		}
		if down {
			r.facts.Down = append(r.facts.Down, change)
		} else {
			r.facts.Up = append(r.facts.Up, change)
		}
	}
}

func (r *reader) line(x program.Expression) int { return r.file.Line(x.Range().Start) }
