package accuracy

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
)

// Marks reads the tests of Semgrep's rules: a comment "ruleid: NAME" says that the
// next line must be found by that rule, "ok: NAME" that it must not
// (https://semgrep.dev/docs/writing-rules/testing-rules). "todoruleid", "todook" and
// "deepruleid" are gaps that their authors know of and are left out.
type Marks struct {
	Folder string
	Rules  []MarkedRule
}

// MarkedRule says what rules mean for an item. The first that fits counts.
type MarkedRule struct {
	Name *regexp.Regexp // of the path of the file and the rule, "javascript/express/…/x.js express-sql"
	Item checks.ItemID
	Part string
	Rule string
	Own  string // what must not be told at an "ok"; empty for the same
	// Lines are how many lines below the mark the finding may begin, at most up to the
	// next mark: of rules that match from a source to what it does harm to.
	Lines int
	Way   Way // how far the data goes that the rules follow
}

// Name implements Set.
func (m Marks) Name() string { return m.Folder }

var mark = regexp.MustCompile(`(?:#|//|/\*|<!--|--|;|\{/\*)\s*(ruleid|ok)\s*:\s*([\w.,\s-]+)`)

// Samples implements Set. A file is a sample for each item, and part of one, that its
// marks are about.
func (m Marks) Samples(checkout string) ([]Sample, error) {
	var samples []Sample
	err := eachFile(checkout, "", source.ReadsSyntax, func(relative, content string) error {
		samples = append(samples, m.of(relative, content)...)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading marks: %w", err)
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("no marks are read of %s", checkout)
	}
	return samples, nil
}

func (m Marks) of(name, content string) []Sample {
	if !strings.Contains(content, "ruleid") && !strings.Contains(content, "ok:") {
		return nil
	}
	labels := map[MarkedRule][]Label{} // by item and part
	var order []MarkedRule
	lines := strings.Split(content, "\n")
	for i, line := range lines {
		found := mark.FindStringSubmatch(line)
		if found == nil {
			continue
		}
		next := i + 1
		for next < len(lines) && (mark.MatchString(lines[next]) || strings.TrimSpace(lines[next]) == "") {
			next++
		}
		for _, rule := range strings.Split(found[2], ",") {
			for _, meant := range m.Rules {
				if !meant.Name.MatchString(name + " " + strings.TrimSpace(rule)) {
					continue
				}
				about := MarkedRule{Item: meant.Item, Part: meant.Part}
				if labels[about] == nil {
					order = append(order, about)
				}
				end := next
				for end < len(lines)-1 && end < next+meant.Lines && !mark.MatchString(lines[end+1]) {
					end++
				}
				label := Label{Rule: meant.Rule, Line: next + 1, EndLine: end + 1, Positive: found[1] == "ruleid"}
				if label.Positive {
					label.Way = meant.Way
				} else {
					label.Rule = cmp.Or(meant.Own, meant.Rule)
				}
				labels[about] = append(labels[about], label)
				break
			}
		}
	}
	var samples []Sample
	for _, about := range order {
		sample := Sample{
			ID: name + " " + string(about.Item), Item: about.Item, Part: about.Part, Language: source.Language(name, nil),
			Files: map[string]string{"app/" + path.Base(name): content}, Labels: labels[about],
		}
		if about.Part != "" {
			sample.ID += "." + about.Part
			sample.Files = map[string]string{"app/handler" + path.Ext(name): content} // "test_x.py" would not go live
		}
		samples = append(samples, sample)
	}
	return samples
}
