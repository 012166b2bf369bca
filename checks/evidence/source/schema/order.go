package schema

import (
	"cmp"
	"path"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// versioned matches names of migrations by the version that they begin with:
//
//	000001_create_orders.up.sql   golang-migrate
//	20240131120000_create.sql     goose, dbmate, Rails, Supabase, Knex, Sequelize
//	V1.2__create.sql, R__view.sql Flyway
//	1700000000000-Create.ts       TypeORM
//	Migration20240131.ts          MikroORM
//	0001_initial.py               Django, drizzle-kit
var versioned = regex.New(`^(?:[vVuUbB]?\d+[\d._]*(?:[._ -]|$)|[RB]__|Migration\d{8}|m?\d{6,})`)

// versionFolder matches folders that are a version: 0.27, v2, 2024.
var versionFolder = regex.New(`^[vV]?\d+(?:\.\d+)*$`)

// history is the folder whose migrations a file is one of, and its name among them.
// Where each migration has a folder of its own, as with Prisma, Diesel and Hasura, that
// is the one around.
func history(file string) (folder, name string, numbered bool) {
	folder, name = path.Dir(file), path.Base(file)
	switch strings.ToLower(name) {
	case "migration.sql", "up.sql", "down.sql", "migration.ts", "migration.js":
		name = path.Base(folder) + "/" + name
		folder = path.Dir(folder)
	}
	numbered = versioned.MatchString(name)
	if inner := path.Base(folder); numbered && versionFolder.MatchString(inner) {
		folder, name = path.Dir(folder), inner+"/"+name
	}
	return folder, name, numbered
}

// prismaFile reports whether a file is one of Prisma's migrations.
func prismaFile(file string) bool {
	return path.Base(file) == "migration.sql" && versioned.MatchString(path.Base(path.Dir(file)))
}

// undoes reports whether a file takes another one's changes back: 1_a.down.sql, U1__a.sql.
func undoes(name string) bool {
	name = strings.ToLower(path.Base(name))
	return strings.HasSuffix(name, ".down.sql") || name == "down.sql" || strings.HasSuffix(name, "_down.sql") || strings.HasSuffix(name, ".undo.sql") ||
		strings.HasSuffix(name, "_rollback.sql") || strings.HasSuffix(name, ".rollback.sql") || undo.MatchString(name)
}

var undo = regex.New(`^u\d[\d._]*__`)

// natural compares names as people do: digits by their value.
func natural(a, b string) int {
	for a != "" && b != "" {
		left, right := digits(a), digits(b)
		if left > 0 && right > 0 {
			one, other := strings.TrimLeft(a[:left], "0"), strings.TrimLeft(b[:right], "0")
			if order := cmp.Or(cmp.Compare(len(one), len(other)), cmp.Compare(one, other)); order != 0 {
				return order
			}
			a, b = a[left:], b[right:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

func digits(text string) int {
	count := 0
	for count < len(text) && '0' <= text[count] && text[count] <= '9' {
		count++
	}
	return count
}

// chained orders migrations that name the one before them, as Alembic's do. What is not
// in the chain, and a chain that leads around in a circle, keeps the order of its names.
func chained(steps []Step) []Step {
	place := map[string]int{}
	for i, step := range steps {
		if step.Facts.Revision != "" {
			place[step.Facts.Revision] = i
		}
	}
	waits, next := make([]int, len(steps)), make([][]int, len(steps))
	for i, step := range steps {
		for _, before := range step.Facts.Follows {
			if at, known := place[before]; known && at != i {
				waits[i]++
				next[at] = append(next[at], i)
			}
		}
	}
	ordered, done := make([]Step, 0, len(steps)), make([]bool, len(steps))
	var ready []int
	for i := range steps {
		if waits[i] == 0 {
			ready = append(ready, i)
		}
	}
	for len(ready) > 0 {
		i := ready[0]
		ready = ready[1:]
		ordered, done[i] = append(ordered, steps[i]), true
		for _, after := range next[i] {
			if waits[after]--; waits[after] == 0 {
				ready = append(ready, after)
			}
		}
	}
	for i, step := range steps {
		if !done[i] {
			ordered = append(ordered, step)
		}
	}
	return ordered
}
