package accuracy

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// Flake8 reads the tests of Flake8 plugins that check a text and compare the list
// of what is found: result = check(code), assert result == [{"line": 1, …}]. Tests
// about "noqa" and those that are skipped are left out.
type Flake8 struct {
	Folder, Test string
	Check        string // the function that checks a text
	Item         checks.ItemID
	Rule         string
	Beside       *regexp.Regexp // messages of what is something else for the item
}

// Name implements Set.
func (f Flake8) Name() string { return f.Folder }

// Samples implements Set.
func (f Flake8) Samples(checkout string) ([]Sample, error) {
	file, err := parsed(checkout, f.Test, "Python")
	if err != nil {
		return nil, err
	}
	var samples []Sample
	for _, function := range file.Functions {
		if len(function.Decorators) > 0 || !strings.HasPrefix(function.Name, "test_") {
			continue
		}
		code := ""
		for _, one := range function.Body {
			switch one := one.(type) {
			case *program.Assign:
				if call, ok := one.Value.(*program.Call); ok && called(call) == f.Check && len(call.Arguments) == 1 {
					code, _ = constant(function, call.Arguments[0].Value)
				}
			case *program.Evaluate:
				if code != "" {
					if sample, ok := f.sample(function, one.X, code); ok && !strings.Contains(code, "noqa") {
						sample.ID = f.Test + "#" + strconv.Itoa(len(samples))
						samples = append(samples, sample)
					}
					code = ""
				}
			}
		}
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("no tests are read of %s", f.Test)
	}
	return samples, nil
}

// sample reads what is expected: the list in "assert result == […]", which may be
// given to a name before.
func (f Flake8) sample(in *program.Function, x program.Expression, code string) (Sample, bool) {
	sample := Sample{Item: f.Item, Language: "Python", Files: map[string]string{"app/service.py": code}, Whole: f.Rule}
	var expected program.Expression
	program.Visit(x, func(x program.Expression) bool {
		if same, ok := x.(*program.Binary); ok && same.Operator == "==" {
			expected = same.Right
		}
		return expected == nil
	})
	if name, ok := expected.(*program.Name); ok {
		if known := in.Lookup(name.Name); known != nil && len(known.Values) == 1 {
			expected = known.Values[0]
		}
	}
	if call, ok := expected.(*program.Call); ok && called(call) == "list" {
		return sample, true
	}
	list, ok := expected.(*program.List)
	if !ok {
		return sample, false
	}
	for _, element := range list.Elements {
		object, ok := element.(*program.Object)
		if !ok {
			return sample, false
		}
		line := number(entry(object, "line"))
		if message, _ := in.Constant(entry(object, "message")); f.Beside != nil && f.Beside.MatchString(message) {
			sample.Aside = append(sample.Aside, line)
			continue
		}
		sample.Labels = append(sample.Labels, Label{Rule: f.Rule, Line: line, Positive: true})
	}
	return sample, true
}

func called(call *program.Call) string {
	if name, ok := call.Callee.(*program.Name); ok {
		return name.Name
	}
	return ""
}
