package practice

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/memo"
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// The kinds of questions that a senior would ask about a function. What is the code
// that raises it. They are no findings: only a person or a test can answer.
const (
	AsksMoney      Kind = "ask.money"      // arithmetic with amounts: zero, negative, rounding
	AsksDivision   Kind = "ask.division"   // by what may be zero
	AsksFirst      Kind = "ask.first"      // the first of what may be empty
	AsksTime       Kind = "ask.time"       // dates by the local clock: zones, days of 23 hours
	AsksPage       Kind = "ask.page"       // pages: the last one, one beyond it
	AsksConcurrent Kind = "ask.concurrent" // read, decide, write: two at once
	AsksPartial    Kind = "ask.partial"    // several writes without a transaction: what if the second fails
	AsksRetry      Kind = "ask.retry"      // money or mail that leaves: the same request twice
	AsksMissing    Kind = "ask.missing"    // a row that may not be there, used at once
)

var questions = watch{function: questionsOf}

var (
	moneyNames = regex.New(`(?i)(?:price|amount|subtotal|balance|fee|refund|discount|tax|vat|payout|salary|cents)s?$|(?:order|invoice|cart|grand|net|gross)_?total$`)
	reads      = regex.New(`^(?:find\w*|get_or_none|first|one|one_or_none|scalar|exists|count|filter|findOne\w*|findUnique\w*|findFirst\w*|First|Take|QueryRow\w*)$`)
	guards     = regex.New(`(?i)transaction|select_for_update|with_for_update|for update|\.lock\(|\batomic\b|\.Begin\w*\(|BeginTx|pessimistic|advisory|mutex|\.Lock\(|on conflict|ON_CONFLICT|upsert|get_or_create|update_or_create|FirstOrCreate|isolation`)
	pays       = regex.New(`(?i)^(?:stripe|paypal|braintree|adyen|mollie|razorpay|square|payment\w*)$`)
	keys       = regex.New(`(?i)idempoten|dedup|unique_?key|already`)
)

// moneyName reports whether a name is one of money.
var moneyName = memo.Text(moneyNames.MatchString)

// inside are what people call a transaction.
var inside = set(`tx trx transaction`)

// questionsOf asks about one function; what stands in inner functions is theirs.
func questionsOf(r *reader, function *program.Function) {
	if function.Top {
		return
	}
	asked := map[Kind]bool{}
	ask := func(kind Kind, at program.Span) {
		if !asked[kind] {
			asked[kind] = true
			r.add(function, at.Start, Sign{Kind: kind, What: r.Text(program.Span{Start: at.Start, End: min(at.End, at.Start+200)})})
		}
	}
	body := r.body(function)
	divisions := 0
	var read *program.Call
	var written []*program.Call
	program.VisitStatements(function.Body, func(s program.Statement) bool {
		if assign, ok := s.(*program.Assign); ok && len(assign.Targets) == 1 && moneyName(lastName(assign.Targets[0])) && arithmetic(assign.Operator) {
			ask(AsksMoney, s.Range())
		}
		return true
	}, func(x program.Expression) bool {
		switch x := x.(type) {
		case *program.Binary:
			if arithmetic(x.Operator) && (moneyName(lastName(x.Left)) || moneyName(lastName(x.Right))) {
				ask(AsksMoney, x.Span)
			}
			if divisor := lastName(x.Right); x.Operator == "/" && divisor != "" && divisor == strings.ToLower(divisor) && divisions < 20 && !r.facts.Browser {
				divisions++
				if compares(body, divisor) || r.pathJoin(x) {
					return true
				}
				ask(AsksDivision, x.Span)
			}
		case *program.Index:
			if literal, ok := x.Index.(*program.Literal); ok && (literal.Value == "0" || literal.Value == "-1") && call0(x.X) && !strings.Contains(body, "len") {
				ask(AsksFirst, x.Span)
			}
		case *program.Call:
			c := r.callOf(function, x)
			r.questionCall(c, body, ask)
			if writes := r.writes(c); writes != "" && !inside[c.names[0]] {
				written = append(written, x)
			} else if read == nil && reads.MatchString(c.method) && len(c.names) > 1 {
				read = x
			}
		}
		return true
	})
	if len(written) == 0 {
		return
	}
	concurrent := read != nil && read.Start < written[0].Start && r.decides(function, read, written[0])
	partial := len(written) > 1 && written[len(written)-1].Start > written[0].End
	if !concurrent && !partial || guards.MatchString(body) { // the guards last: they look at the whole function
		return
	}
	if concurrent {
		ask(AsksConcurrent, written[0].Span)
	}
	if partial {
		ask(AsksPartial, written[1].Span)
	}
}

func (r *reader) questionCall(c *call, body string, ask func(Kind, program.Span)) {
	switch {
	case len(c.names) > 1 && pays.MatchString(c.names[0]) && (changes[c.method] || c.method == "charge" || c.method == "refund" || c.method == "capture"), delivers[c.method], c.from("django.core.mail.send_mail"):
		if !keys.MatchString(body) {
			ask(AsksRetry, c.Span)
		}
	case c.from("datetime.datetime.now", "datetime.datetime.today", "datetime.date.today", "datetime.datetime.utcnow", "datetime.datetime.fromtimestamp") && len(c.Arguments) == 0:
		ask(AsksTime, c.Span)
	case c.method == "setHours" || c.method == "setDate" || c.method == "setMonth" || c.method == "getTimezoneOffset":
		ask(AsksTime, c.Span)
	case c.method == "Truncate" && strings.Contains(c.origin, "time."):
		ask(AsksTime, c.Span)
	case (c.method == "skip" || c.method == "offset" || c.method == "Offset") && len(c.names) > 1 && len(c.Arguments) == 1 && start(c.argument(0)) == "":
		ask(AsksPage, c.Span)
	}
	for _, argument := range c.Arguments {
		if value, _ := option(argument.Value, "skip"); value != nil && strings.HasPrefix(c.method, "find") {
			ask(AsksPage, c.Span)
		}
	}
}

func arithmetic(operator string) bool {
	return operator == "+" || operator == "-" || operator == "*" || operator == "/"
}

// compares reports whether a function looks at what it divides by.
func compares(body, name string) bool {
	for _, form := range []string{"if " + name, "if (" + name, "!" + name, name + " ==", name + " !=", name + " >", name + " ===", name + " ?", name + " ||", "not " + name, "or 1"} {
		if strings.Contains(body, form) {
			return true
		}
	}
	return false
}

// pathJoin reports whether a slash joins paths, as pathlib's does.
func (r *reader) pathJoin(x *program.Binary) bool {
	if r.Language != "Python" {
		return false
	}
	return r.takes("pathlib", "environ") || strings.Contains(strings.ToLower(lastName(x.Left)), "dir") || strings.Contains(strings.ToLower(lastName(x.Left)), "path")
}

// call0 reports whether a list comes right from a query or a split.
func call0(x program.Expression) bool {
	x = unwrapped(x)
	one, ok := x.(*program.Call)
	if !ok {
		return false
	}
	switch lastName(one.Callee) {
	case "find", "findMany", "filter", "all", "query", "execute", "fetchall", "values_list", "rows":
		return true
	}
	return false
}

// decides reports whether what was read is looked at in a condition before the write.
func (r *reader) decides(function *program.Function, read, write *program.Call) bool {
	found := false
	program.VisitStatements(function.Body, func(s program.Statement) bool {
		if branch, ok := s.(*program.Branch); ok && branch.Start > read.Start && branch.Start < write.Start {
			found = true
		}
		return !found
	}, nil)
	return found
}
