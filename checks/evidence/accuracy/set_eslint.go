package accuracy

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// RuleTester reads the tests of ESLint and its plugins:
// ruleTester.run(name, rule, {valid: […], invalid: […]}), as
// https://eslint.org/docs/latest/integrate/nodejs-api#ruletester has it. A case
// with options, settings or an older language is left out, for it tests the rule's
// own switches, and so is one whose code is not constant.
type RuleTester struct {
	Folder string // of the checkout
	Rules  []TestedRule
}

// TestedRule is one test file and what its rule means for an item.
type TestedRule struct {
	Test string // path in the checkout
	Item checks.ItemID
	Rule string // of golive's
	File string // the path that the code is given
	// Beside are cases that mean something else for the item, by their code.
	Beside *regexp.Regexp
}

// Name implements Set.
func (r RuleTester) Name() string { return r.Folder }

// Samples implements Set.
func (r RuleTester) Samples(checkout string) ([]Sample, error) {
	var samples []Sample
	for _, rule := range r.Rules {
		found, err := rule.samples(checkout)
		if err != nil {
			return nil, err
		}
		samples = append(samples, found...)
	}
	return samples, nil
}

func (r TestedRule) samples(checkout string) ([]Sample, error) {
	file, err := parsed(checkout, r.Test, "TypeScript")
	if err != nil {
		return nil, err
	}
	samples := r.run(file.Top(), 0)
	if len(samples) == 0 { // describe("…", () => { ruleTester.run(…) })
		for _, function := range file.Functions {
			samples = append(samples, r.run(function, len(samples))...)
		}
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("no cases are read of %s", r.Test)
	}
	return samples, nil
}

// run reads the cases that a function runs; the first gets this number.
func (r TestedRule) run(function *program.Function, number int) []Sample {
	var samples []Sample
	program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if !ok || len(call.Arguments) != 3 {
			return true
		}
		cases, ok := call.Arguments[2].Value.(*program.Object)
		if !ok {
			return true
		}
		for _, kind := range []string{"valid", "invalid"} {
			list, ok := entry(cases, kind).(*program.List)
			if !ok {
				continue
			}
			for _, one := range list.Elements {
				if sample, ok := r.sample(function, one, kind == "invalid"); ok {
					sample.ID = r.Test + "#" + strconv.Itoa(number+len(samples))
					samples = append(samples, sample)
				}
			}
		}
		return false
	})
	return samples
}

func (r TestedRule) sample(in *program.Function, x program.Expression, invalid bool) (Sample, bool) {
	sample := Sample{Item: r.Item, Language: "JavaScript", Whole: r.Rule}
	code, constants := constant(in, x)
	object, ok := x.(*program.Object)
	if !constants {
		if !ok || entry(object, "options") != nil || entry(object, "settings") != nil || entry(object, "languageOptions") != nil {
			return sample, false
		}
		if code, constants = constant(in, entry(object, "code")); !constants {
			return sample, false
		}
	}
	if r.Beside != nil && r.Beside.MatchString(code) {
		return sample, false
	}
	sample.Files = map[string]string{r.File: code}
	if !invalid {
		return sample, true
	}
	errors, ok := entry(object, "errors").(*program.List)
	if !ok { // only how many there are
		sample.Labels = []Label{{Rule: r.Rule, Positive: true}}
		return sample, true
	}
	for _, one := range errors.Elements {
		label := Label{Rule: r.Rule, Positive: true}
		if object, ok := one.(*program.Object); ok {
			label.Line, label.EndLine = number(entry(object, "line")), number(entry(object, "endLine"))
		}
		sample.Labels = append(sample.Labels, label)
	}
	return sample, true
}

func number(x program.Expression) int {
	if literal, ok := x.(*program.Literal); ok {
		if n, err := strconv.Atoi(literal.Value); err == nil {
			return n
		}
	}
	return 0
}
