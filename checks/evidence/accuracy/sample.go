package accuracy

import (
	"context"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
)

// Sample is a small tree of files, mostly one, with what is said of it.
type Sample struct {
	ID       string            // stable: where it stands in its repository, with a number where there are several
	Item     checks.ItemID     // that it is about
	Language string            // as GitHub Linguist calls it; the row of the table
	Part     string            // of the item, where its parts have rows of their own: "sql"
	Files    map[string]string // by path; the path decides what a file is for
	Labels   []Label
	Half     Half // where the set is of one half; empty to go by the id
	// Whole says that the labels tell all that rules of these beginnings find: another
	// finding of theirs is a false one. "*" is all rules; empty says nothing.
	Whole string
	// Aside are lines of which nothing is said: the label there is about something
	// that the item does not judge.
	Aside []int
}

// Label says what is, or is not, to be found.
type Label struct {
	Rule     string  // the beginnings of the rule ids that count: "debug.", "injection.sql injection.nosql"; empty for any
	Path     string  // empty for any file
	Line     int     // 0 for any line
	EndLine  int     // 0 for the same line
	Parts    []Span  // of the lines between, those that count; nil for all of them
	Or       []Place // other places at which the same may be told
	Positive bool    // it must be found; else it must not
	Way      Way     // how far its data goes; empty where that is not told
}

// Span is a piece of a file: its first and its last line.
type Span struct{ First, Last int }

// Place is a piece of one file of a sample: its first and its last line.
type Place struct {
	Path string
	Span
}

// Finding is what a check found in a sample, warnings included.
type Finding struct {
	Rule    string
	Path    string
	Line    int
	EndLine int
}

// Set reads the labels of one public repository.
type Set interface {
	// Name is the folder of its checkout, and how it is called in tables.
	Name() string
	// Samples reads them. A checkout that lacks what it is read for is an error.
	Samples(checkout string) ([]Sample, error)
}

// Judge runs the check of an item over a sample.
type Judge interface {
	Judge(ctx context.Context, sample Sample) ([]Finding, error)
}

func (l Label) covers(f Finding) bool {
	if l.Rule != "" && !begins(f.Rule, l.Rule) {
		return false
	}
	if f.Line > 0 && slices.ContainsFunc(l.Or, func(place Place) bool { return place.Path == f.Path && f.within(place.Span) }) {
		return true
	}
	if l.Path != "" && f.Path != l.Path {
		return false
	}
	if l.Line == 0 || f.Line == 0 {
		return l.Line == 0
	}
	if len(l.Parts) > 0 {
		return slices.ContainsFunc(l.Parts, f.within)
	}
	return f.within(Span{First: l.Line, Last: max(l.Line, l.EndLine)})
}

// within reports whether one of the finding's lines is one of these.
func (f Finding) within(lines Span) bool {
	return f.Line <= lines.Last && max(f.Line, f.EndLine) >= lines.First
}

// tellsOf reports whether the labels tell all of what this finding is about.
func (s Sample) tellsOf(f Finding) bool {
	return s.Whole != "" && (s.Whole == "*" || begins(f.Rule, s.Whole)) && !slices.Contains(s.Aside, f.Line)
}

// begins reports whether a rule id has one of some beginnings.
func begins(rule, beginnings string) bool {
	return slices.ContainsFunc(strings.Fields(beginnings), func(one string) bool { return strings.HasPrefix(rule, one) })
}
