package delivery

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/checks/evidence/source/setting"
	"github.com/golive-app/golive/checks/wording"
)

// configLasting is how long what GitHub says of its settings holds.
const configLasting = 24 * time.Hour

// configuration collects what is said of one release's configuration.
type configuration struct {
	facts       configFacts
	subject     checks.Subject
	now         time.Time
	production  map[string]bool // keys that production is given, by whomever
	staging     map[string]time.Time
	observation checks.Observation
}

// observeConfig states what the facts mean for the item.
func observeConfig(facts configFacts, subject checks.Subject) checks.Observation {
	c := &configuration{facts: facts, subject: subject, now: subject.Now(), production: map[string]bool{}, staging: map[string]time.Time{}}
	c.gather()
	c.committed()
	c.values()
	if len(facts.keys) == 0 && len(facts.found.Samples) == 0 && len(facts.found.Files) == 0 && len(c.observation.Findings) == 0 {
		if len(facts.unread) == 0 && facts.files > 0 {
			c.observation.NotApplicable = fmt.Sprintf("No code reads an environment variable of its own (%s of code and %s read).",
				wording.Counted(facts.files, "file", "files"), wording.Counted(facts.found.Read, "manifest", "manifests"))
			return c.observation
		}
	}
	lacking := c.lacking()
	c.parity()
	c.upkeep()
	c.conclude(lacking)
	return c.observation
}

// gather collects what production and staging are given.
func (c *configuration) gather() {
	for name := range c.facts.found.Of(environment.Production) {
		c.production[name] = true
	}
	for name := range c.facts.manifests.names {
		c.production[name] = true
	}
	for _, one := range c.facts.shared {
		c.production[one.Name] = true
	}
	if given := c.facts.stages[environment.Production]; given != nil {
		for _, one := range given.settings {
			c.production[one.Name] = true
		}
	}
	if given := c.facts.stages[environment.Staging]; given != nil {
		for _, one := range given.settings {
			c.staging[one.Name] = one.UpdatedAt
		}
	}
}

func (c *configuration) find(rule string, severity checks.Severity, grade checks.Grade, at string, line int, message, remedy string, parts ...string) {
	c.observation.Findings = append(c.observation.Findings, checks.Finding{
		Rule: "env." + rule, Severity: severity, Grade: grade, Path: at, Line: line, EndLine: line, Message: message, Remedy: remedy,
		Fingerprint: checks.Fingerprint(append([]string{"env." + rule, at}, parts...)...),
	})
}

// committed tells of environment files in the repository. What frameworks keep
// there on purpose holds no secrets.
func (c *configuration) committed() {
	for _, file := range c.facts.found.Files {
		base := path.Base(file.Path)
		if file.Sealed || file.Count == 0 || file.Stage == environment.Local && base != ".env.local" || base != ".env" && !strings.HasPrefix(base, ".env.") {
			continue
		}
		switch {
		case file.Plain > 0:
			c.find("committed", checks.SeverityError, checks.E2, file.Path, file.Line,
				fmt.Sprintf("%s is in the repository with %s in plain text", wording.QuotedPath(file.Path), wording.Counted(file.Plain, "secret", "secrets")),
				"Rotate what it holds, give the values by the platform, and `git rm --cached` the file: `.env.example` with names alone stays.")
		case base == ".env.local":
			c.find("committed", checks.SeverityWarning, checks.E2, file.Path, 0, wording.QuotedPath(file.Path)+" is in the repository: it is one developer's", "`git rm --cached` it and add it to .gitignore.")
		}
	}
}

// values judges what can be read of production's values. No value is shown.
func (c *configuration) values() {
	for _, one := range c.facts.judged() {
		found, is := judgeValue(one.name, one.value.Reveal(), one.beside)
		if !is {
			continue
		}
		severity, said := found.severity, fmt.Sprintf("`%s` of production (%s) %s", one.name, wording.Quoted(one.where), found.says)
		if one.demotes() {
			severity, said = severity.Lower(), fmt.Sprintf("`%s` (%s, which names no environment, so that it may be production's) %s", one.name, wording.Quoted(one.where), found.says)
		}
		c.find(found.rule, severity, one.grade, one.path, one.line,
			said, found.remedy, one.name, one.where)
	}
}

// lacking counts the variables that the code demands and production is not given,
// and tells of them where production's configuration is here to be seen.
func (c *configuration) lacking() (lacking []*configKey) {
	if c.elsewhere() {
		for _, key := range c.facts.keys {
			if _, staged := c.staging[key.name]; !c.production[key.name] && key.need == setting.Demanded && staged {
				c.missing(key, checks.SeverityError)
			}
			if key.demanded() && !c.production[key.name] {
				lacking = append(lacking, key)
			}
		}
		return lacking
	}
	for _, key := range c.facts.keys {
		if c.production[key.name] || key.build {
			continue
		}
		_, staged := c.staging[key.name]
		switch {
		case key.demanded():
			lacking = append(lacking, key)
			severity := checks.SeverityError
			if whole := c.whole(); whole != "" && !staged {
				severity = checks.SeverityWarning // it may be in there
			}
			c.missing(key, severity)
		case key.need == setting.Demanded && staged:
			c.missing(key, checks.SeverityError)
		case staged && key.need == setting.Unknown:
			c.missing(key, checks.SeverityWarning)
		case key.need == setting.Demanded && key.added:
			c.missing(key, checks.SeverityWarning)
		}
	}
	return lacking
}

// elsewhere reports whether production gets its configuration from where golive
// cannot look: most of what the code demands is given nowhere here. What GitHub
// holds then is for the deployment's own use.
func (c *configuration) elsewhere() bool {
	if c.fromManifests() {
		return false
	}
	if c.facts.stages[environment.Production] == nil {
		return true
	}
	demanded, given := 0, 0
	for _, key := range c.facts.keys {
		if !key.demanded() {
			continue
		}
		demanded++
		if c.production[key.name] {
			given++
		}
	}
	if demanded == 0 {
		return c.read() == 0 && len(c.facts.keys) > 0
	}
	return 2*given < demanded
}

// read counts the variables that the code reads and that production is given.
func (c *configuration) read() int {
	count := 0
	for _, key := range c.facts.keys {
		if c.production[key.name] {
			count++
		}
	}
	return count
}

// whole names a source of variables for production whose names nobody sees here.
func (c *configuration) whole() string {
	for _, one := range c.facts.found.Wholes {
		if c.facts.manifests.holds(one.Name) {
			continue
		}
		if one.Stage == environment.Production || one.Stage == environment.AnyStage {
			return fmt.Sprintf("%s (%s)", wording.Quoted(one.Name), wording.QuotedPath(one.Path))
		}
	}
	return ""
}

// missing tells of one variable that production lacks.
func (c *configuration) missing(key *configKey, severity checks.Severity) {
	message := "`" + key.name + "`"
	if key.added {
		message += " is new in this release (" + key.where() + ")"
	} else {
		message += " is read at " + key.where()
	}
	if at, staged := c.staging[key.name]; staged {
		message += fmt.Sprintf(", set in %s %s ago", c.facts.stages[environment.Staging].Name, ago(c.now.Sub(at)))
	}
	message += ", **missing in production**"
	remedy := c.declaredWhere()
	if given := c.facts.stages[environment.Production]; given != nil {
		remedy = fmt.Sprintf("Set it: Settings → Environments → %s → Add secret, or where production is configured.", wording.Quoted(given.Name))
	}
	if whole := c.whole(); whole != "" && severity == checks.SeverityWarning {
		message += ", unless " + whole + " holds it"
	}
	rule := "missing"
	if severity == checks.SeverityWarning {
		rule = "perhaps-missing"
	}
	grade := checks.E3
	if c.facts.stages[environment.Production] == nil {
		grade = checks.E2
	}
	c.find(rule, severity, grade, key.path, key.line, message, remedy, key.name)
}

// parity tells of what GitHub gives to production and not to staging, in one line.
func (c *configuration) parity() {
	given := c.facts.stages[environment.Production]
	if given == nil || c.facts.stages[environment.Staging] == nil {
		return
	}
	var names []string
	for _, one := range given.settings {
		if _, staged := c.staging[one.Name]; !staged && c.reads(one.Name) {
			names = append(names, "`"+one.Name+"`")
		}
	}
	if len(names) > 0 {
		c.find("parity", checks.SeverityNotice, checks.E3, "", 0,
			fmt.Sprintf("%s of production %s lacks: %s", wording.Counted(len(names), "variable", "variables"), wording.Quoted(c.facts.stages[environment.Staging].Name), wording.Listed(names, 6)),
			"What staging lacks it cannot prove.")
	}
}

func (c *configuration) reads(name string) bool {
	for _, key := range c.facts.keys {
		if key.name == name {
			return true
		}
	}
	return false
}

// conclude records what was seen, for and against, and what could not be seen.
func (c *configuration) conclude(lacking []*configKey) {
	demanded, known := 0, 0
	for _, key := range c.facts.keys {
		if key.demanded() {
			demanded++
			if c.production[key.name] {
				known++
			}
		}
	}
	record := func(grade checks.Grade, outcome checks.Outcome, summary string) {
		evidence := checks.Evidence{
			Grade: grade, Outcome: outcome, Summary: summary, Kind: "configuration", Source: "code", ObservedAt: c.now, Tree: c.subject.Release.Tree, Sample: len(c.facts.keys),
		}
		if grade == checks.E3 {
			evidence.Source, evidence.ExpiresAt = "github", c.now.Add(configLasting)
			evidence.Link = c.facts.stages[environment.Production].Link
		}
		c.observation.Evidence = append(c.observation.Evidence, evidence)
	}
	record(checks.E2, checks.Neutral, fmt.Sprintf("the code reads %s of its own and demands %d of them (%s read)",
		wording.Counted(len(c.facts.keys), "variable", "variables"), demanded, wording.Counted(c.facts.files, "file", "files")))
	if len(c.facts.unread) > 0 {
		c.observation.Missing = append(c.observation.Missing, checks.Missing{
			Connection: checks.ConnectionForge, Reason: fmt.Sprintf("%s could not be read: %s", wording.Counted(len(c.facts.unread), "file", "files"), wording.Listed(wording.QuotedPaths(c.facts.unread), 3)),
			Remedy: "A site reliability engineer reads what they demand, and signs.",
		})
	}
	given := c.facts.stages[environment.Production]
	switch {
	case !c.facts.forge:
		c.seen(record)
		c.lacks("GitHub's environments are not connected, so what production is given cannot be seen",
			"Install the App: it reads names of variables and secrets, and no secret's value.")
	case len(c.facts.lacks) > 0:
		c.observation.Missing = append(c.observation.Missing, c.facts.lacks...)
	case given == nil:
		c.seen(record)
		c.lacks("no environment of GitHub's is called production",
			"Name it in .golive.yml (`environments: {production: {deployment: …}}`), or a site reliability engineer compares "+c.examples()+" with what production has and signs.")
	case c.elsewhere():
		c.seen(record)
		c.lacks(fmt.Sprintf("production is configured elsewhere: GitHub's environment %s and the repository's files give %d of the %d variables that the code demands", wording.Quoted(given.Name), known, demanded),
			"A site reliability engineer compares "+c.examples()+" with what production has and signs.")
	case len(lacking) > 0 && c.whole() != "" && !c.errors():
		c.lacks(fmt.Sprintf("production is given %d of %d variables that the code demands, and what %s holds cannot be seen here", known, demanded, c.whole()),
			"A site reliability engineer looks for "+c.examples()+" in it and signs.")
	case len(lacking) > 0:
		record(checks.E3, checks.Refutes, fmt.Sprintf("production is given %d of %d variables that the code demands", known, demanded))
	case demanded == 0:
		// Nothing says which of them it cannot do without: too little to pass.
		record(checks.E2, checks.Supports, fmt.Sprintf("production is given %d of the %d variables that the code reads, and demands none of firmly (GitHub's environment %s, the repository's files)",
			c.read(), len(c.facts.keys), wording.Quoted(given.Name)))
		c.observation.Remedy = "A site reliability engineer compares " + c.examples() + " with what production has and signs."
	default:
		record(checks.E3, checks.Supports, fmt.Sprintf("production is given all %d variables that the code demands, and %d of %d that it reads (GitHub's environment %s, the repository's files)",
			demanded, c.read(), len(c.facts.keys), wording.Quoted(given.Name)))
	}
	c.observation.Headline = c.headline(demanded, known)
}

// seen records what files alone show: too weak to pass.
func (c *configuration) seen(record func(checks.Grade, checks.Outcome, string)) {
	named, demanded := c.facts.found.Of(environment.Production), 0
	for _, key := range c.facts.keys {
		if !key.demanded() {
			continue
		}
		if demanded++; len(named[key.name]) == 0 {
			return
		}
	}
	if demanded > 0 {
		record(checks.E2, checks.Supports, fmt.Sprintf("files of the repository name all %d variables that the code demands", demanded))
	}
}

// errors reports whether anything was found that decides.
func (c *configuration) errors() bool {
	return slices.ContainsFunc(c.observation.Findings, func(finding checks.Finding) bool { return finding.Severity == checks.SeverityError })
}

func (c *configuration) lacks(reason, remedy string) {
	c.observation.Missing = append(c.observation.Missing, checks.Missing{Connection: checks.ConnectionEnvironments, Reason: reason, Remedy: remedy})
}

// examples names some of the variables that whoever signs compares.
func (c *configuration) examples() string {
	var names []string
	for _, need := range []func(*configKey) bool{(*configKey).demanded, func(key *configKey) bool { return !key.demanded() && key.added }} {
		for _, key := range c.facts.keys {
			if need(key) && !c.production[key.name] {
				names = append(names, "`"+key.name+"`")
			}
		}
	}
	if len(names) == 0 {
		return "the variables that the code reads"
	}
	return wording.Listed(names, 8)
}

func (c *configuration) headline(demanded, known int) string {
	counts := map[checks.Severity]int{}
	for _, finding := range c.observation.Findings {
		counts[finding.Severity]++
	}
	switch {
	case counts[checks.SeverityError] > 0:
		return wording.Counted(counts[checks.SeverityError], "thing of production's configuration is wrong", "things of production's configuration are wrong")
	case len(c.observation.Missing) > 0:
		return fmt.Sprintf("%s demanded, %d seen for production", wording.Counted(demanded, "variable", "variables"), known)
	default:
		return fmt.Sprintf("%d of %d demanded variables are given to production", known, demanded)
	}
}

// ago words a time that has passed.
func ago(passed time.Duration) string {
	switch days := int(passed.Hours() / 24); {
	case days > 0:
		return wording.Counted(days, "day", "days")
	case passed >= time.Hour:
		return wording.Counted(int(passed.Hours()), "hour", "hours")
	default:
		return wording.Counted(max(int(passed.Minutes()), 1), "minute", "minutes")
	}
}
