package performance

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/checks/snippet"
	"github.com/golive-app/golive/checks/wording"
)

//go:embed payload.md
var payloadText string

var payloadSnippets = sync.OnceValue(func() snippet.Book { return snippet.Parse(payloadText) })

// observePayload states what the facts mean for the item.
func observePayload(subject checks.Subject, overview usage.Overview) checks.Observation {
	observation := checks.Observation{Missing: []checks.Missing{checks.Unvisited("no answer of staging was read", "the role that signs this item reads an answer of each important route")}}
	if serves, known := overview.Serves(); !serves && known {
		observation.NotApplicable = "no API: no web framework is set up and nothing answers requests in " + overview.Searched()
		return observation
	}
	record := func(outcome checks.Outcome, summary string, at usage.Place) {
		observation.Evidence = append(observation.Evidence, overview.Evidence(subject, checks.E2, outcome, summary, at))
	}
	findings := payloadFindings{subject: subject, overview: overview}
	shown, entities := findings.secrets()
	serializers := findings.serializers()
	lists, unbounded := findings.lists()
	findings.columns()
	findings.graphql()

	if sent := len(overview.Answers); sent > 0 {
		outcome := checks.Neutral
		switch {
		case shown > 0:
			outcome = checks.Refutes
		case entities > 0 || sent >= enoughAnswers:
			outcome = checks.Supports
		}
		record(outcome, fmt.Sprintf("followed %s of a value from elsewhere: %d hold what a database keeps as it is, %d of them fields that nobody outside may see",
			wording.Counted(sent, "answer", "answers"), entities, shown), usage.First(findings.shown))
	}
	declared := usage.Total(overview.Some(usage.SerializerNamed, responseModel))
	if open := usage.Total(overview.Signs[usage.HandlerOpen]); declared > 0 {
		record(checks.Supports, fmt.Sprintf("%d of %s what they send", declared, wording.Counted(declared+open, "handler declares", "handlers declare")), usage.First(overview.Signs[usage.SerializerNamed]))
	}
	if named := len(overview.Signs[usage.SerializerNamed]) - len(overview.Some(usage.SerializerNamed, responseModel)); named+serializers > 0 {
		outcome := checks.Supports
		if len(findings.open) > 0 {
			outcome = checks.Refutes
		}
		record(outcome, fmt.Sprintf("%d of %s their fields by name", named, wording.Counted(named+serializers, "serializer gives", "serializers give")), usage.First(findings.open))
	}
	if lists > 0 {
		outcome := checks.Supports
		if unbounded > 0 {
			outcome = checks.Neutral
		}
		record(outcome, fmt.Sprintf("%d of %s a bound", lists-unbounded, wording.Counted(lists, "list that is sent has", "lists that are sent have")), usage.Place{})
	}
	if pages := overview.Signs[usage.Pagination]; len(pages) > 0 {
		record(checks.Supports, "lists are cut into pages ("+wording.Listed(usage.Libraries(pages), 3)+")", pages[0])
	}
	if limits := overview.Signs[usage.GraphQLLimit]; len(limits) > 0 && overview.Has(usage.GraphQLServer) {
		record(checks.Supports, "queries of GraphQL are bounded", limits[0])
	}
	checks.SortFindings(findings.all)
	observation.Findings = findings.all
	switch {
	case shown+len(findings.open) > 0:
		observation.Headline = wording.Counted(shown+len(findings.open), "answer shows", "answers show") + " what nobody outside may see"
	case len(findings.all) > 0:
		observation.Headline = "nothing secret is sent as far as the code can be followed; " + wording.Counted(len(findings.all), "answer is", "answers are") + " wider than needed"
	case len(observation.Evidence) > 0:
		observation.Headline = "nothing secret is sent as far as the code can be followed"
	}
	return observation
}

// enoughAnswers is from how many followed answers on it says something that none of
// them holds an entity.
const enoughAnswers = 10

func responseModel(one usage.Place) bool { return one.Library == "response models" }

// payloadFindings gathers the findings of the item.
type payloadFindings struct {
	subject  checks.Subject
	overview usage.Overview
	all      []checks.Finding
	shown    []usage.Place // answers with secrets
	open     []usage.Place // serializers with secrets
}

func (p *payloadFindings) add(rule string, severity checks.Severity, at usage.Place, message, remedy string, names ...string) {
	remedy = payloadSnippets().For(remedy, append(names, p.overview.Framework())...)
	p.all = append(p.all, usage.Finding(p.subject.Range, "payload."+rule, severity, at, message, remedy))
}

// secrets finds entities that are sent with fields that nobody outside may see.
func (p *payloadFindings) secrets() (shown, entities int) {
	for _, answer := range p.overview.Answers {
		if answer.Entity == "" || answer.Library == "" && len(p.overview.Entities[strings.ToLower(answer.Entity)]) == 0 {
			continue // of a type that no database is known to keep
		}
		entities++
		entity, ok := p.overview.Secret(answer)
		if !ok {
			continue
		}
		shown++
		at := usage.Place{Path: answer.Path, Sign: usage.Sign{Line: answer.Line, Callee: answer.Via, Detail: entity.Name, Function: answer.Function}}
		p.shown = append(p.shown, at)
		how := ""
		if answer.Followed {
			how = ", as " + wording.Quoted(shortOrigin(answer.Calls)) + " returns it"
		}
		fields := wording.Listed(wording.QuotedPaths(entity.Secret), 3)
		p.add("secret-field", checks.SeverityError, at,
			fmt.Sprintf("%s sends the whole %s with its %s (%s)%s", answer.Via, wording.Quoted(entity.Name), fields, wording.QuotedPath(fmt.Sprintf("%s:%d", entity.Path, entity.Line)), how),
			"Send the fields that the client needs, or take these off", entity.Library)
	}
	return shown, entities
}

// shortOrigin is the end of an origin: what people know a function by.
func shortOrigin(origin string) string {
	parts := strings.Split(strings.ReplaceAll(origin, "()", ""), ".")
	return strings.Join(parts[max(len(parts)-2, 0):], ".")
}

// djangoUsers are Django's own users, which have a password although no file of the
// product says so (https://docs.djangoproject.com/en/stable/ref/contrib/auth/#fields).
var djangoUsers = []string{"get_user_model", "User"}

// serializers finds serializers that give every field of a model.
func (p *payloadFindings) serializers() int {
	signs := p.overview.Signs[usage.SerializerAll]
	for _, one := range signs {
		known := p.overview.Entities[strings.ToLower(one.Detail)]
		fields := []string(nil)
		switch {
		case len(known) == 1 && len(known[0].Secret) > 0:
			fields = known[0].Secret
		case len(known) == 0 && slices.Contains(djangoUsers, one.Detail):
			fields = []string{"password"}
		}
		switch {
		case len(fields) > 0 && !one.Guarded && one.Library == "Django REST framework":
			p.open = append(p.open, one)
			p.add("secret-serializer", checks.SeverityError, one, fmt.Sprintf("%s gives every field of %s, its %s too", wording.Quoted(one.Callee), wording.Quoted(one.Detail), wording.Listed(wording.QuotedPaths(fields), 3)),
				"Name the fields that clients need", one.Library)
		case len(fields) > 0 && !one.Guarded:
			p.add("secret-serializer", checks.SeverityWarning, one, fmt.Sprintf("every field of %s is written out here, its %s too", wording.Quoted(one.Detail), wording.Listed(wording.QuotedPaths(fields), 3)), "Name the fields that are needed (`fields=[…]`).")
		case one.Library == "Django REST framework":
			p.add("all-fields", checks.SeverityNotice, one, fmt.Sprintf("%s gives every field of its model: one that is added later is given too", wording.Quoted(one.Callee)), "Name the fields that clients need.")
		}
	}
	return len(signs)
}

// lists finds lists that are sent without a bound.
func (p *payloadFindings) lists() (lists, unbounded int) {
	for _, answer := range p.overview.Answers {
		if !answer.List || answer.Entity == "" {
			continue
		}
		lists++
		if answer.Limited {
			continue
		}
		unbounded++
		severity, all := checks.SeverityWarning, "all of them"
		if answer.Filtered {
			severity, all = checks.SeverityNotice, "as many as match"
		}
		at := usage.Place{Path: answer.Path, Sign: usage.Sign{Line: answer.Line, Callee: answer.Via, Detail: answer.Entity, Function: answer.Function}}
		p.add("unbounded-list", severity, at, fmt.Sprintf("%s sends a list of %s, %s", answer.Via, wording.Quoted(answer.Entity), all), "Give it a bound, and let the client ask for the next page", "list "+answer.Library, "list "+p.overview.Framework())
	}
	return lists, unbounded
}

// columns finds queries for every column, each file once.
func (p *payloadFindings) columns() {
	files := map[string]bool{}
	for _, one := range p.overview.Signs[usage.SelectAll] {
		if files[one.Path] {
			continue
		}
		files[one.Path] = true
		others := len(p.overview.Some(usage.SelectAll, func(other usage.Place) bool { return other.Path == one.Path })) - 1
		message := fmt.Sprintf("a query asks for every column of %s", wording.Quoted(one.Detail))
		if others > 0 {
			message += fmt.Sprintf(", and so do %s in this file", wording.Counted(others, "other", "others"))
		}
		p.all = append(p.all, usage.Finding(p.subject.Range, "payload.select-all", checks.SeverityNotice, one, message,
			"Name the columns that are used: a column that is added later costs nothing then, and is not sent by mistake."))
	}
}

// graphql finds servers of GraphQL without a bound of queries.
func (p *payloadFindings) graphql() {
	servers := p.overview.Signs[usage.GraphQLServer]
	if len(servers) == 0 || p.overview.Has(usage.GraphQLLimit) {
		return
	}
	p.add("graphql-limit", checks.SeverityWarning, servers[0], servers[0].Library+" answers queries of any depth and cost: one request can ask for everything", "Bound depth and cost of a query", servers[0].Library)
}
