package delivery

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

const (
	// secretLasting is how long a secret may stay as it is.
	secretLasting = 365 * 24 * time.Hour
	// mostNames bounds the names that are remembered of the manifests.
	mostNames = 50_000
)

var (
	// taken matches what an expression of a workflow takes; names of secrets have no case.
	// https://docs.github.com/actions/reference/security/secrets
	taken = regex.New(`(?i)\b(?:secrets|vars)(?:\.|\[['"])([a-z_]\w*)`)
	// handedOn matches what takes all of them.
	handedOn = regex.New(`(?i)\btoJSON\(\s*(?:secrets|vars)\s*\)|^\s*secrets:\s*inherit\b`)
	spelled  = regex.New(`\b[A-Z][A-Z0-9_]{2,}\b`)
)

// mention remembers which names a manifest speaks of.
func (f *configFacts) mention(content []byte) {
	if f.mentioned == nil {
		f.mentioned = map[string]bool{}
	}
	f.all = f.all || handedOn.Match(content)
	for _, match := range taken.FindAllSubmatch(content, -1) {
		if len(f.mentioned) < mostNames {
			f.mentioned[strings.ToUpper(string(match[1]))] = true
		}
	}
	for _, name := range spelled.FindAll(content, -1) {
		if len(f.mentioned) < mostNames {
			f.mentioned[string(name)] = true
		}
	}
	f.all = f.all || len(f.mentioned) >= mostNames
}

// upkeep tells of secrets that are as they were a year ago, and of what production is
// given and nothing takes. None of it decides.
func (c *configuration) upkeep() {
	given := c.facts.stages[environment.Production]
	if given == nil {
		return
	}
	var old, idle []string
	for _, one := range given.settings {
		if age := c.now.Sub(one.UpdatedAt); one.Kind == checks.KindSecret && !one.UpdatedAt.IsZero() && age > secretLasting && secretKey.MatchString(one.Name) {
			old = append(old, fmt.Sprintf("`%s` (%s)", one.Name, ago(age)))
		}
		if c.idle(one.Name) {
			idle = append(idle, "`"+one.Name+"`")
		}
	}
	slices.Sort(old)
	slices.Sort(idle)
	if len(old) > 0 {
		c.find("old", checks.SeverityWarning, checks.E3, "", 0, fmt.Sprintf("%s not been set anew for more than a year: %s", wording.Counted(len(old), "secret of production has", "secrets of production have"), wording.Listed(old, 6)),
			"Make new ones where they are issued, set them, and revoke the old.", given.Name)
	}
	if len(idle) > 0 {
		c.find("idle", checks.SeverityNotice, checks.E3, "", 0, fmt.Sprintf("%s taken by no code and named by no manifest that golive reads: %s", wording.Counted(len(idle), "variable that production is given is", "variables that production is given are"), wording.Listed(idle, 6)),
			"Delete what nothing needs: a secret that is not there cannot leak.", given.Name)
	}
}

// idle reports whether nothing takes a variable. Where a program makes names, where
// all are handed on, or where a file could not be read, nobody knows.
func (c *configuration) idle(name string) bool {
	return !c.facts.all && !c.facts.computes && len(c.facts.unread) == 0 && c.facts.files > 0 && !c.facts.mentioned[strings.ToUpper(name)] && !c.reads(name) && !platformGives(name)
}
