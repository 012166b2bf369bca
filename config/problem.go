package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing that is wrong with a policy file: where, what, and what
// to do about it.
type Problem struct {
	Line    int    // from 1; 0: the file as a whole
	Column  int    // from 1, in characters; 0: not known
	Path    string // "release.tags[0]"; empty: no place of the policy's
	Problem string // what is wrong
	Advice  string // the next step; may be empty
}

// Place says where the problem is: "line 3, column 5", or nothing for the file
// as a whole.
func (p Problem) Place() string {
	switch {
	case p.Line == 0:
		return ""
	case p.Column == 0:
		return fmt.Sprintf("line %d", p.Line)
	default:
		return fmt.Sprintf("line %d, column %d", p.Line, p.Column)
	}
}

// Text says what is wrong and what to do, without the place.
func (p Problem) Text() string {
	if p.Advice == "" {
		return p.Problem
	}
	return p.Problem + " — " + p.Advice
}

func (p Problem) String() string {
	if place := p.Place(); place != "" {
		return place + ": " + p.Text()
	}
	return p.Text()
}

// PolicyError says everything that is wrong with a policy file. There is at
// least one problem, and they stand in the file's order.
type PolicyError struct {
	Problems []Problem
}

// Error has one line for each problem.
func (e *PolicyError) Error() string {
	lines := make([]string, len(e.Problems))
	for index, problem := range e.Problems {
		lines[index] = problem.String()
	}
	return strings.Join(lines, "\n")
}

// policyError returns the problems in the file's order, or nil where there are
// none.
func policyError(problems []Problem) error {
	if len(problems) == 0 {
		return nil
	}
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return &PolicyError{problems}
}
