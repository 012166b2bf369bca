package code

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/query"
	"github.com/golive-app/golive/checks/wording"
)

// message says what runs how often, and who waits for it.
func (p queryPlace) message() string {
	hit := p.hit
	text := fmt.Sprintf("`%s` asks the database %s", plainCode(hit.Callee), repeated(hit.Loop))
	switch {
	case hit.Relation != "" && hit.Loop.Kind == "serializer":
		text = fmt.Sprintf("`%s` writes out %s of each object, which the query in `%s` does not fetch along", plainCode(hit.Loop.Over), wording.Listed(quotedCode(strings.Split(hit.Relation, ", ")), 6), plainCode(hit.Callee))
	case hit.Relation != "" && hit.Loop.Kind == "admin":
		text = fmt.Sprintf("`%s` asks the database for %s of each row of the list, which its query does not fetch along", plainCode(hit.Callee), wording.Listed(quotedCode(strings.Split(hit.Relation, ", ")), 6))
	case hit.Relation != "" && hit.Loop.Kind == "choices":
		text = fmt.Sprintf("the form `%s` writes out each row of `%s`, whose text reads %s: the query does not fetch it along", plainCode(hit.Loop.Over), plainCode(hit.Callee), wording.Listed(quotedCode(strings.Split(hit.Relation, ", ")), 6))
	case hit.Relation != "" && readers[hit.Loop.Kind] != "":
		text = fmt.Sprintf("the %s `%s` reads %s of each row of `%s`, which the query does not fetch along", readers[hit.Loop.Kind], plainCode(hit.Loop.Over), wording.Listed(quotedCode(strings.Split(hit.Relation, ", ")), 6), plainCode(hit.Callee))
	case hit.ReadIn != "":
		text = fmt.Sprintf("%s of each row of `%s` is read by `%s` (line %d), and the query does not fetch it along: that asks the database for each row",
			wording.Listed(quotedCode(strings.Split(hit.Relation, ", ")), 6), plainCode(hit.Callee), hit.ReadIn, hit.ReadAt)
	case hit.Relation != "" && len(hit.Via) > 0:
		text = fmt.Sprintf("`%s` asks the database %s: %s reads `%s`, which the query does not fetch along", plainCode(hit.Callee), repeated(hit.Loop), wording.Listed(quotedCode(hit.Via), 4), plainCode(hit.Relation))
	case hit.Relation != "":
		text = fmt.Sprintf("`%s` asks the database %s: the query does not fetch `%s` along", plainCode(hit.Callee), repeated(hit.Loop), plainCode(hit.Relation))
	case hit.Asks != "":
		place := fmt.Sprintf("line %d", hit.AskedAt)
		if hit.AskedIn != "" {
			place = fmt.Sprintf("%s:%d", hit.AskedIn, hit.AskedAt)
		}
		through := ""
		if len(hit.Via) > 1 {
			through = ", through " + wording.Listed(quotedCode(hit.Via[1:]), 4)
		}
		text = fmt.Sprintf("`%s` is called %s, and asks the database there%s (`%s`, %s)", plainCode(hit.Callee), repeated(hit.Loop), through, plainCode(hit.Asks), place)
	case len(hit.Via) > 0:
		text += fmt.Sprintf(": %s asks anew, whatever was fetched along", wording.Listed(quotedCode(hit.Via), 4))
	}
	if hit.Write {
		text += ", to write"
	}
	switch {
	case hit.Loop.Small:
		text += "; they are a handful of constants"
	case hit.Route != "" && hit.Function != "":
		text += fmt.Sprintf(", while `%s` waits (in `%s`)", plainCode(hit.Route), plainCode(hit.Function))
	case hit.Route != "":
		text += fmt.Sprintf(", while `%s` waits", plainCode(hit.Route))
	case hit.Handler && hit.Function != "":
		text += fmt.Sprintf(", while a request waits (in `%s`)", plainCode(hit.Function))
	case hit.Handler:
		text += ", while a request waits"
	case hit.Job && hit.Function != "":
		text += fmt.Sprintf(", in a background job (in `%s`)", plainCode(hit.Function))
	case hit.Job:
		text += ", in a background job"
	case hit.Function != "":
		text += fmt.Sprintf(" (in `%s`)", plainCode(hit.Function))
	}
	if !p.isNew {
		text += ", there before this release"
	}
	return text
}

// readers are what goes through rows by itself, by the kinds of their loops.
var readers = map[string]string{"feed": "feed", "sitemap": "sitemap", "document": "search index", "table": "table", "formset": "form", "inline": "admin's inline form", "export": "export"}

func quotedCode(names []string) []string {
	var quoted []string
	for _, name := range names {
		quoted = append(quoted, "`"+plainCode(name)+"`")
	}
	return quoted
}

// plainCode is a piece of code that stands between backticks.
func plainCode(code string) string { return strings.ReplaceAll(code, "`", "'") }

// repeated words how often a call runs.
func repeated(loop query.Loop) string {
	switch loop.Kind {
	case "resolver":
		return fmt.Sprintf("for each object whose field `%s` is resolved (line %d)", plainCode(loop.Over), loop.Line)
	case "serializer":
		return fmt.Sprintf("for each object whose field `%s` is serialized (line %d)", plainCode(loop.Over), loop.Line)
	case "callback", "comprehension":
		return fmt.Sprintf("for each element of `%s` (line %d)", plainCode(loop.Over), loop.Line)
	default:
		if loop.Over == "" {
			return fmt.Sprintf("once a round of the loop in line %d", loop.Line)
		}
		return fmt.Sprintf("once a round of the loop over `%s` (line %d)", plainCode(loop.Over), loop.Line)
	}
}

// remedies are how each library asks once for all.
var remedies = map[string]string{
	"Prisma":          "Ask once: `include` or `select` the relation in the query for the list, or `findMany({ where: { id: { in: ids } } })` before the loop and a Map to look them up.",
	"Sequelize":       "Ask once: `include` the association in the query for the list, or `findAll({ where: { id: ids } })` before the loop and a Map to look them up.",
	"Mongoose":        "Ask once: `populate` the path, or `find({ _id: { $in: ids } })` before the loop and a Map to look them up.",
	"TypeORM":         "Ask once: `relations` (or `leftJoinAndSelect`) in the query for the list, or `findBy({ id: In(ids) })` before the loop and a Map to look them up.",
	"Knex":            "Ask once: a join, or `whereIn('id', ids)` before the loop and a Map to look them up.",
	"Drizzle":         "Ask once: `with` in a relational query, a join, or `inArray(table.id, ids)` before the loop and a Map to look them up.",
	"Kysely":          "Ask once: a join, or `where('id', 'in', ids)` before the loop and a Map to look them up.",
	"MikroORM":        "Ask once: `populate` the relation, or `find({ id: ids })` before the loop.",
	"Django":          "Ask once: `select_related` (one) or `prefetch_related` (many) on the query for the list, `in_bulk(ids)`, or `annotate` for counts and sums.",
	"SQLAlchemy":      "Ask once: `options(selectinload(…))` or `joinedload` on the query for the list, or `where(Model.id.in_(ids))` before the loop and a dict to look them up.",
	"Tortoise":        "Ask once: `prefetch_related` on the query for the list, or `filter(id__in=ids)` before the loop.",
	"django-guardian": "Ask once: `ObjectPermissionChecker(user).prefetch_perms(objects)` before the loop, or `get_objects_for_user` for all of them.",
	"Peewee":          "Ask once: `select(Model, Related).join(Related)` for one, `prefetch(…)` for many.",
	"gorp":            "Ask once: a join, or `WHERE id IN (…)` with all ids before the loop and a map to look them up.",
	"gorm":            "Ask once: `Preload(\"…\")` or `Joins`, or `Where(\"id IN ?\", ids)` before the loop and a map to look them up.",
	"xorm":            "Ask once: a `Join`, or `In(\"id\", ids)` before the loop and a map to look them up.",
	"MongoDB":         "Ask once: `$in` with all ids before the loop and a map to look them up, or a `$lookup`.",
	"ent":             "Ask once: eager loading (`With…`) in the query for the list, or `IDIn(ids...)` before the loop.",
	"bun":             "Ask once: `Relation(\"…\")` in the query for the list, or `Where(\"id IN (?)\", bun.In(ids))` before the loop.",
	"squirrel":        "Ask once: a join, or `Where(squirrel.Eq{\"id\": ids})` with all ids before the loop and a map to look them up.",
	"SQL":             "Ask once: a join, or `WHERE id = ANY($1)` (`IN (…)`) with all ids before the loop and a map to look them up.",
	"database/sql":    "Ask once: a join, or `WHERE id = ANY($1)` with all ids before the loop and a map to look them up.",
}

func (p queryPlace) remedy() string {
	if p.rule() == RuleQueryInResolver && p.hit.Loop.Kind == "resolver" {
		return "Load through a DataLoader, which gathers the questions of one request into one query, or fetch the relation with the list."
	}
	if p.hit.Loop.Kind == "admin" {
		return "Name the relations in `list_select_related`, or fetch them along in the class's `get_queryset`."
	}
	if p.hit.Loop.Kind == "inline" || p.hit.Loop.Kind == "export" {
		return "Fetch the relations along in the class's `get_queryset`."
	}
	if p.hit.Loop.Kind == "serializer" && p.hit.Library == "Django" && p.hit.Relation == "" && p.hit.Asks == "" {
		return "Choose among rows that the query for the list fetched along (`Prefetch(\"…\", queryset=…, to_attr=\"…\")`), or `annotate` there what is counted or looked up: a relation that is filtered, ordered or cut into values asks anew for each object."
	}
	if p.hit.Write {
		return "Write many at once (a bulk insert or update), in one transaction."
	}
	return remedies[p.hit.Library]
}
