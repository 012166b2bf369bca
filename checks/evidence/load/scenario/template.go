package scenario

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// template is a text in which "{name}" stands for a value of the user. "{{name}}"
// is "{name}" itself, and any other brace is one.
type template struct {
	parts []part
}

// part is a piece of text, or a variable.
type part struct {
	text     []byte
	variable int // its place among a user's values; -1: this is text
	write    writer
}

const noVariable = -1

// variablePattern finds variables and the doubled braces that are none.
var variablePattern = regex.New(`\{\{[A-Za-z_][A-Za-z0-9_-]*\}\}|\{[A-Za-z_][A-Za-z0-9_-]*\}`)

// namePattern is what a variable may be called.
var namePattern = regex.New(`^[A-Za-z_][A-Za-z0-9_-]*$`)

// scope is the variables that are set where a text stands.
type scope struct {
	smoke bool              // what would refer to a secret and does not is refused
	names []string          // by place
	later map[string]string // the step that sets a variable after this place
}

func (s *scope) place(name string) int { return slices.Index(s.names, name) }

// declare adds a variable, unless it is there.
func (s *scope) declare(name string) int {
	if place := s.place(name); place >= 0 {
		return place
	}
	s.names = append(s.names, name)
	return len(s.names) - 1
}

// compile reads a template. An error names a variable that nothing sets before.
func (s *scope) compile(text string, write writer) (template, error) {
	var made template
	if s.smoke {
		if err := strayReference(text); err != nil {
			return template{}, err
		}
	}
	end := 0
	for _, found := range secretOrVariable.FindAllStringIndex(text, -1) {
		made.add(text[end:found[0]])
		word := text[found[0]:found[1]]
		end = found[1]
		if secret := secretIn(word); secret != "" {
			made.parts = append(made.parts, part{variable: s.declare(secretPrefix + secret), write: write})
			continue
		}
		if word[1] == '{' {
			made.add(word[1 : len(word)-1])
			continue
		}
		name := word[1 : len(word)-1]
		place := s.place(name)
		if place < 0 {
			return template{}, s.unknown(name)
		}
		made.parts = append(made.parts, part{variable: place, write: write})
	}
	made.add(text[end:])
	return made, nil
}

// unknownError is a variable that nothing sets.
type unknownError struct{ problem, advice string }

func (e *unknownError) Error() string { return e.problem + " — " + e.advice }

func (s *scope) unknown(name string) error {
	problem := fmt.Sprintf("nothing sets {%s} before this", name)
	if step := s.later[name]; step != "" {
		return &unknownError{problem, fmt.Sprintf("the step %q extracts it later: move that step up", step)}
	}
	known := slices.DeleteFunc(slices.Clone(s.names), func(name string) bool { return name == "" || strings.HasPrefix(name, secretPrefix) })
	return &unknownError{problem, fmt.Sprintf("%s (text that is no variable is written {{%s}})", meant(name, known), name)}
}

// add adds text to the last piece of it.
func (t *template) add(text string) {
	if text == "" {
		return
	}
	if last := len(t.parts) - 1; last >= 0 && t.parts[last].variable == noVariable {
		t.parts[last].text = append(t.parts[last].text, text...)
		return
	}
	t.parts = append(t.parts, part{text: []byte(text), variable: noVariable})
}

// join adds another template.
func (t *template) join(other template) {
	for _, one := range other.parts {
		if one.variable == noVariable {
			t.add(string(one.text))
			continue
		}
		t.parts = append(t.parts, one)
	}
}

// fixed reports whether the text is the same for all users.
func (t *template) fixed() bool {
	return !slices.ContainsFunc(t.parts, func(one part) bool { return one.variable != noVariable })
}

// append writes the text with a user's values.
func (t *template) append(into []byte, values []string) ([]byte, error) {
	for index := range t.parts {
		one := &t.parts[index]
		if one.variable == noVariable {
			into = append(into, one.text...)
			continue
		}
		var err error
		if into, err = one.write(into, values[one.variable]); err != nil {
			return into, err
		}
	}
	return into, nil
}

// string writes the text; its writer refuses nothing.
func (t *template) string(values []string) string {
	text, _ := t.append(nil, values)
	return string(text)
}
