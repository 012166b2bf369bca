package accuracy

import (
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// DetectSecrets reads the tests of detect-secrets' plugins that are parametrized
// with texts, each with whether it must be found. What a plugin must not find may
// be what another one does.
type DetectSecrets struct {
	Item checks.ItemID
	// Beside matches plugins of what is no secret, or none by this item's rules.
	Beside  *regexp.Regexp
	Example *regexp.Regexp // texts that say of themselves that they are none
}

// Name implements Set.
func (DetectSecrets) Name() string { return "detect-secrets" }

// Samples implements Set.
func (d DetectSecrets) Samples(checkout string) ([]Sample, error) {
	names, err := filepath.Glob(filepath.Join(checkout, "tests", "plugins", "*_test.py"))
	if err != nil {
		return nil, fmt.Errorf("listing tests: %w", err)
	}
	var samples []Sample
	for _, name := range names {
		name := path.Join("tests", "plugins", filepath.Base(name))
		if d.Beside.MatchString(name) {
			continue
		}
		file, err := parsed(checkout, name, "Python")
		if err != nil {
			return nil, err
		}
		number := 0
		for _, function := range file.Functions {
			for _, decorator := range function.Decorators {
				for _, one := range parametrized(function, decorator) {
					if one.positive && (d.Example.MatchString(one.text) || over(one.text)) {
						continue
					}
					sample := Sample{ID: name + "#" + strconv.Itoa(number), Item: d.Item, Language: "any text", Files: map[string]string{leakPath: one.text + "\n"}}
					if number++; one.positive {
						sample.Labels = []Label{{Rule: "secret.", Positive: true}}
					} else {
						plugin, _, _ := strings.Cut(path.Base(name), "_")
						sample.Labels = []Label{{Rule: "secret." + plugin}}
					}
					samples = append(samples, sample)
				}
			}
		}
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("no tests are read of %s", checkout)
	}
	return samples, nil
}

type flagged struct {
	text     string
	positive bool
}

// parametrized reads @pytest.mark.parametrize("text, flag", [(text, True), …]). A
// list of texts alone is of what must be found.
func parametrized(in *program.Function, decorator program.Expression) []flagged {
	call, ok := decorator.(*program.Call)
	if !ok || len(call.Arguments) != 2 {
		return nil
	}
	if callee, ok := call.Callee.(*program.Member); !ok || callee.Name != "parametrize" {
		return nil
	}
	list, ok := call.Arguments[1].Value.(*program.List)
	if !ok {
		return nil
	}
	names, _ := in.Constant(call.Arguments[0].Value)
	var found []flagged
	for _, element := range list.Elements {
		one := flagged{positive: true}
		value := element
		if strings.Contains(names, ",") {
			pair, ok := element.(*program.List)
			if !ok || len(pair.Elements) != 2 {
				return nil
			}
			flag, ok := pair.Elements[1].(*program.Literal)
			if !ok || !strings.EqualFold(flag.Value, "true") && !strings.EqualFold(flag.Value, "false") {
				return nil
			}
			value, one.positive = pair.Elements[0], strings.EqualFold(flag.Value, "true")
		}
		if one.text, ok = formatted(in, value); ok && one.text != "" {
			found = append(found, one)
		}
	}
	return found
}

// formatted reads a constant, or a constant with .format(name=constant, …).
func formatted(in *program.Function, x program.Expression) (string, bool) {
	if text, ok := constant(in, x); ok {
		return text, true
	}
	call, ok := x.(*program.Call)
	if !ok {
		return "", false
	}
	callee, ok := call.Callee.(*program.Member)
	if !ok || callee.Name != "format" {
		return "", false
	}
	text, ok := in.Constant(callee.X)
	if !ok {
		return "", false
	}
	for _, argument := range call.Arguments {
		value, ok := in.Constant(argument.Value)
		if !ok {
			return "", false
		}
		text = strings.Replace(text, "{"+argument.Name+"}", value, 1)
	}
	return text, true
}
