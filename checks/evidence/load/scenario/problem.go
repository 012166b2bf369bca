package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/config/spelling"
)

// FileError says what is wrong with a scenario, in the file's order.
type FileError struct {
	File     string
	Problems []config.Problem
}

// Error has one line for each problem.
func (e *FileError) Error() string {
	lines := make([]string, len(e.Problems))
	for index, problem := range e.Problems {
		place := ""
		if at := problem.Place(); at != "" {
			place = at + ": "
		}
		lines[index] = e.File + ": " + place + problem.Text()
	}
	return strings.Join(lines, "\n")
}

// mostProblems are named; further ones wait until those are mended.
const mostProblems = 20

// problems collects what is wrong with one file.
type problems struct {
	file  string
	smoke bool // it says what golive tries on staging, and no scenario of a load test
	found []config.Problem
}

func (p *problems) report(node *yaml.Node, problem, advice string) {
	if len(p.found) >= mostProblems {
		return
	}
	one := config.Problem{Problem: problem, Advice: advice}
	if node != nil {
		one.Line, one.Column = node.Line, node.Column
	}
	if !slices.Contains(p.found, one) {
		p.found = append(p.found, one)
	}
}

func (p *problems) err() error {
	if len(p.found) == 0 {
		return nil
	}
	slices.SortStableFunc(p.found, func(a, b config.Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return &FileError{p.file, p.found}
}

// meant guesses what a word was meant to be, or names all that there are.
func meant(word string, candidates []string) string {
	for _, candidate := range candidates {
		if strings.EqualFold(word, candidate) {
			return fmt.Sprintf("did you mean %q?", candidate)
		}
	}
	if guess := spelling.Closest(word, candidates); guess != "" {
		return fmt.Sprintf("did you mean %q?", guess)
	}
	if len(candidates) == 0 {
		return "there are none here"
	}
	return "there are " + strings.Join(candidates, ", ")
}

// shorten cuts text that is shown.
func shorten(text string) string {
	const most = 60
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}
