package practice

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// What changes data that outlives a request: rows, messages, money, mail, files of
// others. A cache, a temporary file or a counter is none: to lose one is no harm.

var (
	// stores matches how people call what keeps rows: the name before the method, or
	// the one before that (prisma.order.update, this.orders.manager.save).
	stores = regex.New(`(?i)(?:^|_|[a-z])(?:prisma|db|database|repo|repository|repositories|model|session|manager|em|entitymanager|knex|tx|trx|transaction|dao|collection|objects|conn|connection|cursor|pool|dbsession)$|^(?:client|orm|supabase|queryrunner|executor|dbx|gdb|xorm|engine)$`)
	// records matches classes by their name: User.create. Those of the language itself
	// and of its libraries have names of their own.
	records  = regex.New(`^[A-Z][a-z]\w*$`)
	builtins = regex.New(`^(?:Object|Array|Map|Set|WeakMap|WeakSet|Promise|Date|URL|URLSearchParams|Buffer|Reflect|JSON|Math|Proxy|Number|String|Symbol|Intl|Storage|Cookies?|Cache\w*|\w*Cache|Redis|Notification|Logger|Path|Headers|FormData|Response|Request|Error|Animated|Keyboard|Alert|Toast\w*|\w*Storage|Haptics|SecureStore|Updates|Schema|Context)$`)
)

// changes are the methods that change rows where a store or a record has them.
var changes = set(`save create insert insertOne insertMany insertAll insertGraph update updateOne updateMany updateAll upsert upsertMany delete deleteOne deleteMany deleteAll destroy
	bulkCreate bulkWrite bulkUpdate findOneAndUpdate findOneAndDelete findByIdAndUpdate findByIdAndDelete findOneAndReplace replaceOne findOrCreate increment decrement softDelete softRemove restore persistAndFlush removeAndFlush nativeInsert nativeUpdate nativeDelete commit transaction
	createMany createManyAndReturn updateManyAndReturn add_all merge bulk_create bulk_update bulk_save_objects get_or_create update_or_create acreate asave aupdate adelete insert_one insert_many update_one update_many delete_one delete_many replace_one find_one_and_update executemany
	Create Save Updates Update UpdateColumn UpdateColumns Delete Insert InsertOne InsertMany UpdateOne UpdateMany DeleteOne DeleteMany ReplaceOne BulkWrite Exec ExecContext NamedExec NamedExecContext MustExec Commit`)

// statement matches SQL that changes rows.
var statement = regex.New(`(?is)^\s*(?:insert\s+(?:into|ignore|or)|update\s+\S+\s+set|delete\s+from|merge\s+into|replace\s+into|with\s.*\b(?:insert\s+into|update\s+\S+\s+set|delete\s+from)\b)`)

// sends are calls that change what others hold, by their origins.
var sends = set(`axios.post axios.put axios.patch axios.delete requests.post requests.put requests.patch requests.delete httpx.post httpx.put httpx.patch httpx.delete
	httpx.AsyncClient().post httpx.AsyncClient().put httpx.AsyncClient().patch httpx.AsyncClient().delete requests.Session().post requests.Session().put requests.Session().patch requests.Session().delete
	net/http.Post net/http.PostForm net/smtp.SendMail django.core.mail.send_mail django.core.mail.send_mass_mail`)

// delivers are methods whose name alone says that something leaves for good.
var delivers = set(`sendMail send_mail send_email sendEmail SendMail SendEmail publishMessage sendMessage send_message`)

// writes returns what a call changes, as written; "" where it changes nothing that
// lasts.
func (r *reader) writes(c *call) string {
	switch {
	case c.method == "":
		return ""
	case sends[c.origin] || len(c.names) > 1 && delivers[c.method]:
		return c.written()
	case c.origin == "fetch":
		if method, _ := option(c.argument(1), "method"); changing(method) {
			return "fetch " + strings.ToUpper(method.(*program.Text).Value)
		}
		return ""
	case r.sql(c):
		return c.written()
	case strings.Contains(strings.ToLower(c.method), "exec") && len(c.Arguments) > 0 && (start(c.argument(0)) != "" || start(c.argument(1)) != ""):
		return "" // a statement that changes no rows: ROLLBACK, SET
	case len(c.names) < 2 || !changes[c.method]:
		return ""
	}
	receiver := c.receiver()
	if strings.HasPrefix(c.names[0], "stripe") {
		return c.written()
	}
	if r.Language == "Python" && c.method == "save" && len(c.names) == 2 && len(c.Arguments) == 0 && r.takes("django", "mongoengine", "peewee") {
		return c.written()
	}
	if len(c.names) == 2 && r.record(c.in, receiver) {
		return c.written()
	}
	if c.method == "commit" || c.method == "Commit" || c.method == "transaction" {
		if _, name := c.argument(0).(*program.Text); stores.MatchString(receiver) && !name { // IndexedDB's takes names
			return c.written()
		}
		return ""
	}
	if slices.ContainsFunc(c.names[max(0, len(c.names)-3):len(c.names)-1], stores.MatchString) && !(r.Language == "Python" && c.method == "delete" && receiver == "session") {
		return c.written()
	}
	return ""
}

// record reports whether a name is a class of rows: User in User.create.
func (r *reader) record(in *program.Function, name string) bool {
	if r.Language == "Go" || !records.MatchString(name) || builtins.MatchString(name) {
		return false
	}
	if r.takes("sequelize", "sequelize-typescript", "mongoose", "typeorm", "objection", "waterline", "@adonisjs/lucid", "mongoengine", "peewee", "tortoise") {
		return true
	}
	binding := in.Lookup(name)
	return binding != nil && binding.Import != nil && models.MatchString(binding.Import.Module)
}

// models matches modules that hold classes of rows.
var models = regex.New(`(?i)(?:^|[/._-])(?:models?|entit(?:y|ies)|schemas?|db)(?:$|[/._-])`)

func changing(method program.Expression) bool {
	text, ok := method.(*program.Text)
	return ok && slices.Contains([]string{"POST", "PUT", "PATCH", "DELETE"}, strings.ToUpper(text.Value))
}

// sql reports whether one of the first arguments is a statement that changes rows.
func (r *reader) sql(c *call) bool {
	for i := range min(len(c.Arguments), 3) {
		if statement.MatchString(start(c.Arguments[i].Value)) {
			return true
		}
	}
	return false
}

// start returns the constant start of the text that an expression builds.
func start(x program.Expression) string {
	for range longestPath {
		switch one := x.(type) {
		case *program.Text:
			return one.Value
		case *program.Template:
			if len(one.Parts) == 0 {
				return ""
			}
			x = one.Parts[0]
		case *program.Binary:
			x = one.Left
		case *program.Call: // text("…"), fmt.Sprintf("…")
			if len(one.Arguments) == 0 {
				return ""
			}
			x = one.Arguments[0].Value
		default:
			return ""
		}
	}
	return ""
}

// firstWrite returns the first call in statements that changes something.
func (r *reader) firstWrite(in *program.Function, body []program.Statement) string {
	found, left := "", farthest
	program.VisitStatements(body, func(program.Statement) bool { return found == "" && left > 0 }, func(x program.Expression) bool {
		left--
		if one, ok := x.(*program.Call); ok && found == "" {
			found = r.writes(r.callOf(in, one))
		}
		return found == "" && left > 0
	})
	return found
}

// farthest is how many expressions of a body are looked at: bodies stand in bodies.
const farthest = 500

func set(words string) map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		all[word] = true
	}
	return all
}
