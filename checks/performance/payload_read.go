package performance

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/answer"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/checks/wording"
)

// payloadJudge says what the answers mean for performance.payload.
type payloadJudge struct {
	look     *probe.Look
	overview usage.Overview

	seen, refused, unclear int
	why                    string // the first that was unclear
	fields, compared       int    // fields that were read, and answers that were held against a schema
	secrets, wide          int    // answers that show what nobody may see, and those that are wider than needed
	lists, bounded         int
	longest                int64
	of                     string // the route of the longest answer
	first                  *checks.Exchange
}

// Sizes from which an answer is told.
const (
	largeAnswer = 100 << 10
	longList    = 100
	someList    = 20
	toldSizes   = 5 // answers
)

func (p *payloadJudge) find(one *reading, rule string, severity checks.Severity, message, remedy string) {
	if one.excused {
		severity = checks.SeverityNotice
	}
	p.look.Find("payload."+rule, severity, &one.exchange, message, remedy)
}

// readings judges every answer.
func (p *payloadJudge) readings(plan []reading) {
	large := 0
	for index := range plan {
		one := &plan[index]
		switch why := probe.Unclear(one.exchange); {
		case why != "":
			p.unclear++
			if p.why == "" {
				p.why = wording.Quoted("GET "+one.path) + ": " + why
			}
			continue
		case probe.Refused(one.exchange):
			p.refused++
			continue
		case !one.read:
			continue // a page, a file, or nothing at this address
		}
		p.seen++
		p.fields += len(one.document.Fields)
		if p.first == nil {
			p.first = &one.exchange
		}
		p.sensitive(one)
		p.undeclared(one)
		p.unbounded(one)
		if one.exchange.Length > p.longest {
			p.longest, p.of = one.exchange.Length, one.route
		}
		if one.exchange.Length > largeAnswer && large < toldSizes {
			large++
			p.find(one, "live-size", checks.SeverityWarning, fmt.Sprintf("%s answers with %s", one.named(), bytesOf(one.exchange)), "Send a page of it, or the fields that a screen needs.")
		}
	}
}

func (one *reading) named() string {
	text := wording.Quoted("GET " + one.route)
	if one.file != "" {
		text += " (" + wording.QuotedPath(fmt.Sprintf("%s:%d", one.file, one.line)) + ")"
	}
	return text
}

func bytesOf(exchange checks.Exchange) string {
	more := ""
	if exchange.Cut {
		more = "more than "
	}
	return fmt.Sprintf("%s%d KB", more, exchange.Length>>10)
}

// sensitive finds fields that nobody outside may see.
func (p *payloadJudge) sensitive(one *reading) {
	told := map[string][]string{} // by severity and what it is
	var order []string
	for _, field := range one.document.Fields {
		declared := false
		if one.schema != nil {
			declared, _ = one.schema.Names(field.Path)
			declared = declared && !one.schema.Open
		}
		severity, what := sensitive(one.route, field, one.document, declared)
		if severity == "" {
			continue
		}
		key := string(severity) + "\x00" + what
		if told[key] == nil {
			order = append(order, key)
		}
		told[key] = append(told[key], wording.Quoted(field.Written()))
	}
	grave := false
	for _, key := range order {
		severity, what, _ := strings.Cut(key, "\x00")
		rule := "live-inside"
		if severity == string(checks.SeverityError) {
			rule, grave = "live-secret", true
		}
		remedy := "Send what the client needs, or take it off. Where it is the product, say so at the route: `golive-allow payload: REASON`"
		p.find(one, rule, checks.Severity(severity), fmt.Sprintf("%s sends %s: %s", one.named(), what, wording.Listed(told[key], 4)), payloadSnippets().For(remedy, p.overview.Framework()))
	}
	if grave && !one.excused {
		p.secrets++
		p.look.Record(checks.Refutes, nil, 1, "%s answered %d with %s", one.named(), one.exchange.Status, wording.Counted(len(told[order[0]]), "field that nobody outside may see", "fields that nobody outside may see"))
	}
}

// undeclared finds fields that the documents do not name.
func (p *payloadJudge) undeclared(one *reading) {
	if one.schema == nil || one.schema.Open {
		return
	}
	p.compared++
	var extra []string
	for _, field := range one.document.Fields {
		if known, at := one.schema.Names(field.Path); !known {
			if text := wording.Quoted(writtenPath(at)); !slices.Contains(extra, text) {
				extra = append(extra, text)
			}
		}
	}
	if len(extra) == 0 {
		return
	}
	p.wide++
	p.find(one, "live-undeclared", checks.SeverityWarning, fmt.Sprintf("%s sends %s that its OpenAPI schema does not name: %s", one.named(), wording.Counted(len(extra), "field", "fields"), wording.Listed(extra, 5)),
		"Take off what clients do not need, and write down what they do.")
}

func writtenPath(path []string) string { return answer.Field{Path: path}.Written() }

// unbounded finds lists without an end.
func (p *payloadJudge) unbounded(one *reading) {
	list, found := mainList(one.document)
	if !found || list.Count == 0 {
		return
	}
	p.lists++
	count := wording.Counted(list.Count, "element", "elements")
	if list.Cut {
		count = "more than " + count
	}
	isPaged, records := paged(*one), grows(*one, list)
	if isPaged || one.limited.honoured {
		p.bounded++
	}
	tried := ""
	if one.limited.tried {
		tried = ", and as many with `?" + one.limited.asked + "`"
	}
	remedy := payloadSnippets().For("Give it a bound, and let the client ask for the next page", "list "+p.overview.Framework())
	switch {
	case isPaged:
	case one.limited.honoured && list.Count > longList:
		p.wide++
		p.find(one, "live-unbounded", checks.SeverityWarning, fmt.Sprintf("%s answers with %s where nobody asks for fewer", one.named(), count), "Let the limit have a default, and a highest value.")
	case one.limited.honoured:
	case list.Count > longList && records:
		p.wide++
		p.find(one, "live-unbounded", checks.SeverityError, fmt.Sprintf("%s answers with a list of %s%s: nothing in it says that it is a page", one.named(), count, tried), remedy)
		p.look.Record(checks.Refutes, nil, list.Count, "%s answered with a list of %s", one.named(), count)
	case list.Count > longList && reference.MatchString(one.route):
		p.find(one, "live-unbounded", checks.SeverityNotice, fmt.Sprintf("%s answers with a list of %s, which does not seem to grow", one.named(), count), "Where it does, give it a bound.")
	case list.Count > longList:
		p.wide++
		p.find(one, "live-unbounded", checks.SeverityWarning, fmt.Sprintf("%s answers with a list of %s%s", one.named(), count, tried), remedy)
	case list.Count > someList && records:
		p.find(one, "live-unbounded", checks.SeverityNotice, fmt.Sprintf("%s answers with a list of %s%s: no bound is to be seen", one.named(), count, tried), "See that it has one.")
	}
}

// close sums up.
func (p *payloadJudge) close(plan []reading) {
	asked := p.seen + p.refused + p.unclear
	switch {
	case len(plan) == 0:
		p.look.Lack("no route that answers GET is known, so that no answer was read", "The role that signs this item reads an answer of each important route.")
		return
	case p.seen == 0 && p.refused > 0:
		p.look.Lack(fmt.Sprintf("each of %s that answer GET asks who asks, and golive has no user of staging", wording.Counted(p.refused, "route", "routes")), "The role that signs this item reads an answer of each as a user.")
		return
	case p.seen == 0 && p.unclear > 0:
		p.look.Lack("no answer could be read: "+p.why, "See that staging answers, then rerun.")
		return
	case p.seen == 0:
		p.look.Lack(fmt.Sprintf("%s were asked, and none answered with JSON", wording.Counted(len(plan), "route", "routes")), "The role that signs this item reads an answer of each important route.")
		return
	}
	text := fmt.Sprintf("read %s of JSON with %s", wording.Counted(p.seen, "answer", "answers"), wording.Counted(p.fields, "field", "fields"))
	if p.compared > 0 {
		text += fmt.Sprintf(", %d against its schema", p.compared)
	}
	if p.lists > 0 {
		text += fmt.Sprintf("; %d of %s pages or a limit that is honoured", p.bounded, wording.Counted(p.lists, "list has", "lists have"))
	}
	text += fmt.Sprintf("; the longest, of %s, has %s", wording.Quoted("GET "+p.of), sizeOf(p.longest))
	if p.refused > 0 {
		text += fmt.Sprintf("; %s who asks and told nothing else", wording.Counted(p.refused, "route asked", "routes asked"))
	}
	half := p.seen*2 >= asked
	outcome := checks.Supports
	if !half || p.look.Errors() > 0 {
		outcome = checks.Neutral
	}
	p.look.Record(outcome, p.first, p.seen, "%s", text)
	switch {
	case p.look.Errors() > 0:
		p.look.Headline, p.look.Why = wording.Counted(p.look.Errors(), "answer of staging shows or sends too much", "answers of staging show or send too much"), wording.Capital(p.look.First().Message)+"."
	case !half:
		why := fmt.Sprintf("%d of %d routes that answer GET ask who asks, and golive has no user of staging", p.refused, asked)
		if p.refused < p.unclear {
			why = fmt.Sprintf("%d of %d routes told nothing: %s", p.unclear, asked, p.why)
		}
		p.look.Lack(why, "The role that signs this item reads an answer of each as a user.")
	default:
		p.look.Headline = fmt.Sprintf("%s of staging hold what is needed", wording.Counted(p.seen, "answer", "answers"))
		if p.wide > 0 {
			p.look.Headline = fmt.Sprintf("%d of %s of staging wider than needed", p.wide, wording.Counted(p.seen, "answer is", "answers are"))
		}
	}
}

func sizeOf(bytes int64) string {
	if bytes < 1<<10 {
		return wording.Counted(int(bytes), "byte", "bytes")
	}
	return fmt.Sprintf("%d KB", bytes>>10)
}
