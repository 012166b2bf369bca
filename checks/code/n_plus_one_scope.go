package code

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/wording"
)

// queryScope is where queries were looked for.
type queryScope struct {
	read      int            // production files whose programs were read
	queries   int            // database calls in them
	libraries []string       // that make the calls
	later     map[string]int // production files of languages whose programs are not read
	unread    []checks.Skipped
	signs     []string // of a database client that manifests name
}

func queryScopeOf(files []checks.File, facts map[string]source.Facts, unread []checks.Skipped) queryScope {
	scope := queryScope{later: map[string]int{}}
	lost := map[string]checks.Skipped{}
	for _, skipped := range unread {
		lost[skipped.Path] = skipped
	}
	libraries := map[string]bool{}
	for _, file := range files {
		if file.Class != checks.ClassProduction || !source.Code(file.Language) {
			continue
		}
		skipped, missing := lost[file.Path]
		read, found := facts[file.Path]
		switch {
		case !source.ReadsPrograms(file.Language):
			scope.later[file.Language]++
		case missing:
			scope.unread = append(scope.unread, skipped)
		case found && read.Deep != "":
			scope.unread = append(scope.unread, checks.Skipped{Path: file.Path, Reason: read.Deep})
		case found:
			scope.read++
			scope.queries += read.Queries.Queries
			for _, library := range read.Queries.Libraries {
				libraries[library] = true
			}
		}
	}
	scope.libraries = slices.Sorted(maps.Keys(libraries))
	return scope
}

var (
	// clientManifests are the files that name what a project depends on.
	clientManifests = regexp.MustCompile(`^(?:package\.json|go\.mod|pyproject\.toml|Pipfile|setup\.(?:py|cfg)|requirements[\w.-]*\.txt|Gemfile|composer\.json|pom\.xml|build\.gradle(?:\.kts)?|Cargo\.toml)$|\.csproj$`)
	// clients matches the names of database clients in them.
	clients = regexp.MustCompile(`(?i)["'/\s:-](prisma|@prisma/client|sequelize|typeorm|mongoose|mongodb|knex|drizzle-orm|pg|postgres|mysql2?|better-sqlite3|sqlite3?|mikro-orm|@mikro-orm/core|objection|kysely|django|sqlalchemy|sqlmodel|psycopg2?(?:-binary)?|asyncpg|peewee|tortoise-orm|pymongo|gorm|xorm|pgx|lib/pq|sqlx|entgo|bun|go-sql-driver|mongo-driver|activerecord|rails|doctrine|eloquent|laravel|hibernate|spring-data|jdbc|diesel|entityframework|dapper)\b`)
)

// databaseSigns lists the database clients that manifests name, each with its file.
func databaseSigns(ctx context.Context, content checks.Source) ([]string, error) {
	found := map[string]bool{}
	for _, file := range content.Files() {
		if !clientManifests.MatchString(path.Base(file.Path)) || file.Class == checks.ClassVendored || file.Class == checks.ClassFixture {
			continue
		}
		data, err := content.Read(ctx, file.Path)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(err, checks.ErrTooLarge), errors.Is(err, fs.ErrNotExist), errors.Is(err, source.ErrChanged):
			continue
		case err != nil:
			return nil, err
		}
		if match := clients.FindSubmatch(data); match != nil {
			found[strings.ToLower(string(match[1]))+" in "+file.Path] = true
		}
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// notApplicable returns the rule by which the item cannot apply: no database client
// anywhere, and nothing that was not read.
func (s queryScope) notApplicable() string {
	if s.queries > 0 || len(s.signs) > 0 || len(s.later) > 0 || len(s.unread) > 0 || s.read == 0 {
		return ""
	}
	return fmt.Sprintf("no database client found: no manifest names one, and no call of one is in %s", wording.Counted(s.read, "production file", "production files"))
}

// missing says what was not looked at.
func (s queryScope) missing() []checks.Missing {
	var missing []checks.Missing
	if len(s.unread) > 0 {
		missing = append(missing, checks.Missing{
			Reason: fmt.Sprintf("%s of production code could not be read: %s (%s)%s", wording.Counted(len(s.unread), "file", "files"),
				s.unread[0].Path, s.unread[0].Reason, andMore(len(s.unread)-1)),
			Remedy: "If it is built or bundled, keep it out of the repository; otherwise a senior reads it and signs.",
		})
	}
	if len(s.later) > 0 {
		missing = append(missing, checks.Missing{
			Later:  true,
			Reason: fmt.Sprintf("queries are read in JavaScript, TypeScript, Python and Go; production code is written in %s too", leftoverScope{later: s.later}.laterList()),
			Remedy: "A senior looks for queries in loops there and comments `/golive sign-off code.n-plus-one`.",
		})
	}
	return missing
}

func (s queryScope) summary() string {
	return fmt.Sprintf("read %s with %s (%s)", wording.Counted(s.read, "production file", "production files"),
		wording.Counted(s.queries, "database call", "database calls"), strings.Join(s.libraries, ", "))
}
