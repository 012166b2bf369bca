package code

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/practice"
	"github.com/golive-app/golive/checks/wording"
)

// RuleQuestion is a question that a person answers.
const RuleQuestion = "edge.question"

// mostQuestions bounds the questions: people answer few, and answer those.
const mostQuestions = 8

// question is what a senior would ask about one place of the change.
type question struct{ source.PlacedSign }

// questionOrder are the kinds of questions, dearest answers first.
var questionOrder = []practice.Kind{
	practice.AsksRetry, practice.AsksConcurrent, practice.AsksPartial, practice.AsksMoney, practice.AsksFirst, practice.AsksTime, practice.AsksDivision, practice.AsksPage,
}

// questionsIn draws the questions from production code that the release adds: at most
// two about one function and as many kinds as there are. Without a range they are
// about what answers requests first.
func questionsIn(practices source.Practices, span *checks.Range) []question {
	byKind := map[practice.Kind][]question{}
	for _, sign := range practices.Of(questionOrder...) {
		if span.Adds(sign.File.Path, sign.Line) {
			byKind[sign.Kind] = append(byKind[sign.Kind], question{sign})
		}
	}
	for _, all := range byKind {
		slices.SortStableFunc(all, func(a, b question) int {
			return cmp.Or(-cmp.Compare(weight(a), weight(b)), cmp.Compare(a.File.Path, b.File.Path), cmp.Compare(a.Line, b.Line))
		})
	}
	var asked []question
	about := map[string]int{}
	for round := 0; len(asked) < mostQuestions; round++ {
		left := false
		for _, kind := range questionOrder {
			if round >= len(byKind[kind]) {
				continue
			}
			left = true
			one := byKind[kind][round]
			place := one.File.Path + "\x00" + one.Function
			if about[place] < 2 && len(asked) < mostQuestions {
				about[place]++
				asked = append(asked, one)
			}
		}
		if !left {
			break
		}
	}
	slices.SortStableFunc(asked, func(a, b question) int {
		return cmp.Compare(slices.Index(questionOrder, a.Kind), slices.Index(questionOrder, b.Kind))
	})
	return asked
}

// weight ranks a place: what answers requests, then what runs on a server.
func weight(q question) int {
	switch {
	case q.Handler:
		return 2
	case q.Browser:
		return 0
	}
	return 1
}

func (q question) where() string {
	if q.Function == "" {
		return "the top of the file"
	}
	return wording.Quoted(q.Function)
}

// short is the question with its place, in one clause.
func (q question) short() string {
	return fmt.Sprintf("%s %s (%s)", q.where(), questionWords[q.Kind].ask, wording.QuotedPath(fmt.Sprintf("%s:%d", q.File.Path, q.Line)))
}

func (q question) finding() checks.Finding {
	words := questionWords[q.Kind]
	return checks.Finding{
		Rule: RuleQuestion, Severity: checks.SeverityNotice, Path: q.File.Path, Line: q.Line, EndLine: q.Line, Grade: checks.E2,
		Message:     fmt.Sprintf("%s %s Why: %s (%s).", wording.Capital(q.where()), words.ask, words.why, wording.Quoted(q.What)),
		Remedy:      words.remedy,
		Fingerprint: checks.Fingerprint(RuleQuestion, string(q.Kind), q.File.Path, q.Function),
	}
}

// questionWords are the questions by their kinds: what is asked of a function, why
// code raises it, and what answers it.
var questionWords = map[practice.Kind]struct{ ask, why, remedy string }{
	practice.AsksRetry: {
		"with the same request twice, or an answer that got lost?", "it sends money or mail, and nothing there tells a second time from the first",
		"Give the request an idempotency key, or a unique row that is written first; test that the second call does nothing.",
	},
	practice.AsksConcurrent: {
		"with two of them at once?", "it reads, decides and then writes without a transaction, a lock or a unique key in sight",
		"Put read and write into one transaction with `SELECT … FOR UPDATE`, or let a unique constraint or a conditional `UPDATE … WHERE` decide.",
	},
	practice.AsksPartial: {
		"when the second write fails after the first was done?", "it writes more than once without a transaction in sight",
		"Put the writes into one transaction, or make the first one harmless alone; test with the second one failing.",
	},
	practice.AsksMoney: {
		"with amount 0, a negative amount, and one that does not divide evenly?", "it reckons with amounts",
		"Test zero, negative and the third of 100; keep money in whole cents or decimals and say where it is rounded.",
	},
	practice.AsksFirst: {
		"when there is no row?", "it takes the first of what may be empty",
		"Test with an empty result; answer 404 or a default.",
	},
	practice.AsksTime: {
		"in another time zone, and on a day of 23 hours?", "it reckons with dates by a clock without a zone",
		"Keep instants in UTC and days in the user's zone; test the night when clocks change.",
	},
	practice.AsksDivision: {
		"with a divisor of 0?", "it divides by what may be zero or empty",
		"Test with nothing to count; answer 0 or say that there is none.",
	},
	practice.AsksPage: {
		"on the last page, one beyond it, and with rows added meanwhile?", "it skips rows to reach a page",
		"Test the empty page; page by the last key seen where rows come and go.",
	},
}
