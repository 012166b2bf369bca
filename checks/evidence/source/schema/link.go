package schema

import (
	"cmp"
	"path"
	"slices"
	"strings"
)

// Source is one file with its facts.
type Source struct {
	Path  string
	Facts *Facts
}

// Step is one migration.
type Step struct {
	Path  string
	Facts *Facts
}

// Database is what files that belong together say of one database.
type Database struct {
	Name   string   // for people: "prisma/migrations", "models of Django"
	Roots  []string // folders of the migrations, or of the models
	Tools  []string
	Engine Engine // empty: not told
	Steps  []Step // its migrations, oldest first
	Tables []*Table

	named int // how many migrations those have that it is named for
}

// Link puts the facts of a release's files together: migrations of a folder make a
// history, models of a tool a set, and those that share most of their tables describe
// one database.
func Link(files []Source) []*Database {
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b Source) int { return cmp.Compare(a.Path, b.Path) })
	found := append(models(files), histories(files)...)
	return merged(found)
}

// histories are the databases that migrations leave.
func histories(files []Source) []*Database {
	type member struct {
		step Step
		name string
	}
	groups := map[string][]member{}
	backwards := map[string]*Facts{}
	var order []string
	for _, file := range files {
		if len(file.Facts.Up)+len(file.Facts.Down) == 0 && file.Facts.Revision == "" {
			continue
		}
		folder, name, numbered := history(file.Path)
		if file.Facts.Tool == "" && prismaFile(file.Path) {
			facts := *file.Facts
			facts.Tool, file.Facts = "prisma", &facts
		}
		if undoes(name) {
			backwards[folder+"/"+forward(name)] = file.Facts
			continue
		}
		key := folder
		if file.Facts.Tool == "" && !numbered && file.Facts.Revision == "" {
			key += "/" // dumps and scripts are no part of the history beside them
		}
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], member{Step(file), name})
	}
	var found []*Database
	for _, key := range order {
		group := groups[key]
		slices.SortStableFunc(group, func(a, b member) int { return natural(a.name, b.name) })
		database := &Database{Name: strings.TrimSuffix(key, "/"), Roots: []string{strings.TrimSuffix(key, "/")}}
		for _, one := range group {
			step := one.step
			if back := backwards[strings.TrimSuffix(key, "/")+"/"+forward(one.name)]; back != nil {
				facts := *step.Facts
				facts.Down, facts.Reversible = back.Up, true
				if facts.Tool == "" {
					facts.Tool = "golang-migrate"
				}
				step.Facts = &facts
			}
			database.Steps = append(database.Steps, step)
		}
		database.Steps = chained(database.Steps)
		database.build(strings.HasSuffix(key, "/"))
		database.named = len(database.Steps)
		database.tell()
		found = append(found, database)
	}
	return found
}

// forward is the name that a migration and the one that takes it back share.
func forward(name string) string {
	lower := strings.ToLower(name)
	for _, ending := range []string{".down.sql", ".up.sql", "_down.sql", "_up.sql", ".undo.sql", ".rollback.sql", "_rollback.sql", "/down.sql", "/up.sql", "down.sql", "up.sql"} {
		if rest, found := strings.CutSuffix(lower, ending); found {
			return rest
		}
	}
	if rest, found := strings.CutPrefix(strings.TrimSuffix(lower, ".sql"), "u"); found && undo.MatchString(lower) {
		return "v" + rest
	}
	return strings.TrimSuffix(lower, ".sql")
}

// build makes the changes. Files without an order of their own may name tables that
// another one creates, so they are gone through twice.
func (d *Database) build(unordered bool) {
	state := NewState()
	apply := func(wanted func(Change) bool) {
		for _, step := range d.Steps {
			app := appOf(step.Path)
			for _, change := range step.Facts.Up {
				change.Path = step.Path
				if change.Model {
					change = change.named(app)
				}
				if wanted(change) {
					state.Apply(change)
				}
			}
		}
	}
	if unordered {
		apply(func(change Change) bool { return change.Kind == CreateTable })
		apply(func(change Change) bool { return change.Kind != CreateTable && change.Kind != DropTable })
	} else {
		apply(func(Change) bool { return true })
	}
	d.Tables = state.Tables()
}

// engineFolders are names of folders that tell the make of a database.
var engineFolders = map[string]Engine{
	"postgres": PostgreSQL, "postgresql": PostgreSQL, "pg": PostgreSQL, "pgsql": PostgreSQL, "psql": PostgreSQL, "cockroach": PostgreSQL, "cockroachdb": PostgreSQL, "crdb": PostgreSQL,
	"timescaledb": PostgreSQL, "mysql": MySQL, "mariadb": MySQL, "sqlite": SQLite, "sqlite3": SQLite, "mssql": SQLServer, "sqlserver": SQLServer, "clickhouse": ClickHouse, "supabase": PostgreSQL,
}

// tell learns make and tools from the files.
func (d *Database) tell() {
	votes := map[Engine]int{}
	for _, step := range d.Steps {
		votes[step.Facts.Engine]++
		if tool := step.Facts.Tool; tool != "" && !slices.Contains(d.Tools, tool) {
			d.Tools = append(d.Tools, tool)
		}
	}
	for _, root := range d.Roots {
		for _, folder := range strings.Split(strings.ToLower(root), "/") {
			if engine := engineFolders[folder]; engine != "" {
				d.Engine = engine
			}
		}
	}
	if d.Engine != "" {
		return
	}
	most := 0
	for _, engine := range []Engine{PostgreSQL, MySQL, SQLite, SQLServer, ClickHouse} {
		if votes[engine] > most {
			d.Engine, most = engine, votes[engine]
		}
	}
}

// appOf is the label of the Django application that a file of models or a migration
// belongs to: the folder around.
func appOf(file string) string {
	folder := path.Dir(file)
	for base := path.Base(folder); base == "migrations" || base == "models"; base = path.Base(folder) {
		folder = path.Dir(folder)
	}
	return path.Base(folder)
}
