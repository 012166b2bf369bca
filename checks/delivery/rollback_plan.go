package delivery

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/checks/evidence/manifest/workflow"
	"github.com/golive-app/golive/config/regex"
)

// planKind tells what a plan is.
type planKind string

// The kinds of plan.
const (
	planDocument planKind = "document"
	planScript   planKind = "script"
	planWorkflow planKind = "workflow"
)

// plan is one way back that the repository describes or holds.
type plan struct {
	kind  planKind
	path  string
	line  int
	what  string // for people
	owner bool   // it says who does it
	rerun bool   // a workflow that was made for going back
}

var (
	planHeading = regex.New(`(?i)^(#{1,6}\s+|={1,5}\s+|\*\*)?.*\b(?:roll(?:ing)?[-\s]?backs?|revert(?:ing)?(?:\s+(?:a|the|to))*\s+(?:\w+\s+)?(?:releases?|deploy\w*|versions?)|back[-\s]?out|downgrad(?:e|ing)|undo(?:ing)?\s+a\s+(?:release|deploy\w*))\b`)
	heading     = regex.New(`^(#{1,6})\s+(.*)$`)
	adocHeading = regex.New(`^(={1,6})\s+(.*)$`)
	underline   = regex.New(`^\s*(?:={3,}|-{3,}|~{3,}|\^{3,})\s*$`)
	planFile    = regex.New(`(?i)(?:^|[/_.-])(?:roll[-_]?back|run[-_]?books?|play[-_]?books?|releas(?:e|ing)|deploy(?:ment|ing|s)?|operations?|ops|on[-_]?call|incidents?|disaster|maintenance|recovery|upgrad(?:e|ing)|hosting|production|readme|maintain(?:ers|ing)?|go[-_]?live)(?:[/_.-]|$)`)
	ownRollback = regex.New(`(?i)(?:^|/)[^/]*roll[-_]?back[^/]*$`)
	notPlan     = regex.New(`(?i)(?:^|/)(?:change[-_]?log|history|news|release[-_]?notes|changes)[^/]*$|(?:^|/)(?:node_modules|vendor|\.changeset|releases|adr|rfcs?|api|reference|blog|posts|i18n|locales?|product|features?|errors?|concepts?|tutorials?|learn)/`)
	document    = regex.New(`(?i)\.(?:md|mdx|rst|adoc|asciidoc|txt)$`)
	fence       = regex.New("^\\s*(?:```|~~~)")
	inline      = regex.New("`[^`\n]{4,}`")
	indented    = regex.New(`^(?: {4}|\t)\s*\S`)
	linked      = regex.New(`\]\((?:[^)\s]+)\)|https?://\S+|` + "`_")
	ownerWords  = regex.New(`(?i)\b(?:owner|responsible|on[-\s]?call|contact|approver|who|release manager|sre|team)\b|(?:^|\s)@[\w-]+(?:/[\w-]+)?`)
	restore     = regex.New(`(?i)\b(?:restor(?:e|ing)|pg_restore|point[-\s]in[-\s]time|snapshot|from (?:the |a )?backup)\b`)
	backCommand = regex.New(`\bkubectl\s+rollout\s+undo\b|\bhelm\s+rollback\b|\bargocd\s+app\s+rollback\b|\bkubectl[- ]argo[- ]rollouts\s+undo\b|\bheroku\s+(?:releases:)?rollback\b|\bvercel\s+rollback\b|\bnetlify\s+(?:rollback|api\s+restoreSiteDeploy)\b|\bfly(?:ctl)?\s+deploy\s+(?:.*\s)?--image\b|\bgcloud\s+run\s+services\s+update-traffic\b|\bcap\s+\w+\s+deploy:rollback\b|\bkamal\s+rollback\b|\bwrangler\s+rollback\b|\baws\s+deploy\s+.*\brollback\b|\bnomad\s+job\s+revert\b|\bdokku\s+.*rollback\b|\brailway\s+(?:redeploy|rollback)\b`)
	taskTarget  = regex.New(`(?m)^(?:rollback|roll-back|revert-(?:release|deploy)|deploy-rollback|rollback-[\w-]+)\s*:`)
	npmTarget   = regex.New(`"((?:deploy:|release:)?rollback(?::[\w-]+)?)"\s*:\s*"([^"]*)"`)
	database    = regex.New(`(?i)migrat|knex|sequelize|typeorm|prisma|alembic|drizzle|db:|database`)
	backName    = regex.New(`(?i)roll[-_ ]?back|revert[-_ ]?(?:release|deploy)`)
	versionName = regex.New(`(?i)^(?:[a-z]+[-_])?(?:version|tag|ref|sha|commit|image|revision)(?:[-_]?(?:tag|name|override|id|sha|hash))?$`)
	switchName  = regex.New(`(?i)^(?:is|base|skip|no|new|next|from|is[-_]\w+)[-_]`)
)

// readPlans searches documents, scripts and workflows for a way back.
func (f *rollbackFacts) readPlans(ctx context.Context, source checks.Source) error {
	pipelines, err := workflow.Read(ctx, source)
	if err != nil {
		return fmt.Errorf("look for a rollback plan: %w", err)
	}
	f.deploys = map[string]bool{}
	for _, one := range pipelines.Workflows {
		f.deploys[one.Path] = slices.ContainsFunc(one.Jobs, deploys)
	}
	tooLarge, err := readFiles(ctx, source, func(file checks.File) func([]byte) {
		if file.Class == checks.ClassVendored || file.Class == checks.ClassFixture || file.Class == checks.ClassTest || notPlan.MatchString(file.Path) {
			return nil
		}
		read := f.readerOf(file)
		if read == nil {
			return nil
		}
		return func(content []byte) {
			f.files++
			read(file.Path, string(content))
		}
	})
	if err != nil {
		return fmt.Errorf("look for a rollback plan: %w", err)
	}
	f.unread = append(f.unread, tooLarge...)
	return nil
}

// deploys reports whether a job, or one that it calls, brings something to an
// environment.
func deploys(job workflow.Job) bool {
	return job.Does(workflow.StageDeploy) || environment.StageOf(job.Environment) != environment.AnyStage || strings.Contains(job.Environment, "${{") || slices.ContainsFunc(job.Called, deploys)
}

// readerOf returns how a file is searched; nil: it is not.
func (f *rollbackFacts) readerOf(file checks.File) func(name, content string) {
	base := path.Base(file.Path)
	switch {
	case document.MatchString(base):
		if planFile.MatchString(file.Path) {
			return f.document
		}
	case strings.HasPrefix(file.Path, ".github/workflows/") && (strings.HasSuffix(base, ".yml") || strings.HasSuffix(base, ".yaml")):
		return f.workflow
	case base == "Makefile" || base == "GNUmakefile" || base == "makefile" || strings.EqualFold(base, "justfile"):
		return func(name, content string) {
			if at := taskTarget.FindStringIndex(content); at != nil {
				f.plans = append(f.plans, plan{kind: planScript, path: name, line: lineAt(content, at[0]), what: "target " + strings.TrimSpace(strings.TrimSuffix(content[at[0]:at[1]], ":"))})
			}
		}
	case base == "package.json":
		return func(name, content string) {
			for _, at := range npmTarget.FindAllStringSubmatchIndex(content, 5) {
				if !database.MatchString(content[at[4]:at[5]]) {
					f.plans = append(f.plans, plan{kind: planScript, path: name, line: lineAt(content, at[0]), what: "script " + content[at[2]:at[3]]})
				}
			}
		}
	case ownRollback.MatchString(base) && (file.Executable || strings.HasSuffix(base, ".sh") || strings.HasSuffix(base, ".bash") || strings.HasSuffix(base, ".ps1")) && !database.MatchString(file.Path):
		return func(name, content string) {
			if steps(content) > 0 {
				f.plans = append(f.plans, plan{kind: planScript, path: name, line: 1, what: "script"})
			}
		}
	}
	return nil
}

// steps counts the lines of a script that do something.
func steps(content string) int {
	count := 0
	for _, line := range strings.Split(content, "\n") {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "set -") && !strings.HasPrefix(line, "echo ") {
			count++
		}
	}
	return count
}

// document looks for sections about going back that hold something to do: a
// command or a link. A heading alone is no plan.
func (f *rollbackFacts) document(name, content string) {
	lines := strings.Split(strings.ReplaceAll(content, "\r\n", "\n"), "\n")
	if len(lines) > 0 && strings.TrimSpace(lines[0]) == "---" { // front matter is no heading
		for index := 1; index < len(lines); index++ {
			closing := strings.TrimSpace(lines[index]) == "---"
			if lines[index] = ""; closing {
				break
			}
		}
		lines[0] = ""
	}
	about := ownRollback.MatchString(name) // the whole file is
	if about {
		f.section(name, 1, "the whole file", lines, true)
		return
	}
	fenced := false
	for index, line := range lines {
		if fence.MatchString(line) {
			fenced = !fenced
		}
		if fenced {
			continue
		}
		level, title := headingOf(lines, index)
		if level == 0 || !planHeading.MatchString(title) {
			continue
		}
		end := index + 1
		for inner := false; end < len(lines); end++ {
			if fence.MatchString(lines[end]) {
				inner = !inner
			}
			if next, _ := headingOf(lines, end); !inner && next != 0 && next <= level {
				break
			}
		}
		f.section(name, index+1, strings.Trim(title, "# *="), lines[index+1:end], false)
	}
}

// headingOf returns the level and the title of a heading of Markdown, AsciiDoc or
// reStructuredText; 0 where the line is none.
func headingOf(lines []string, index int) (int, string) {
	line := lines[index]
	for _, form := range []*regex.Expression{heading, adocHeading} {
		if match := form.FindStringSubmatch(line); match != nil {
			return len(match[1]), match[2]
		}
	}
	if index+1 < len(lines) && strings.TrimSpace(line) != "" && underline.MatchString(lines[index+1]) && !underline.MatchString(line) {
		if strings.HasPrefix(strings.TrimSpace(lines[index+1]), "=") {
			return 1, line
		}
		return 2, line
	}
	return 0, ""
}

// section judges the body of one section.
func (f *rollbackFacts) section(name string, line int, title string, body []string, whole bool) {
	text := strings.Join(body, "\n")
	command, fenced := backCommand.MatchString(text), false
	for _, one := range body {
		switch {
		case fence.MatchString(one):
			fenced = !fenced
		case fenced && strings.TrimSpace(one) != "", strings.HasSuffix(name, ".rst") && indented.MatchString(one):
			command = true
		}
	}
	command = command || inline.MatchString(text)
	one := plan{kind: planDocument, path: name, line: line, what: "section " + title, owner: ownerWords.MatchString(text)}
	if whole {
		one.what = "document"
	}
	if command || linked.MatchString(text) {
		f.plans = append(f.plans, one)
		f.restores = f.restores || restore.MatchString(text)
		return
	}
	f.empty = append(f.empty, one)
}

// workflow takes a workflow that was made for going back, or one that deploys and
// can be started by hand for a version.
func (f *rollbackFacts) workflow(name, content string) {
	var document yaml.Node
	if yaml.Unmarshal([]byte(content), &document) != nil || len(document.Content) == 0 {
		return
	}
	var file struct {
		Name string    `yaml:"name"`
		On   yaml.Node `yaml:"on"`
		Jobs yaml.Node `yaml:"jobs"`
	}
	if document.Content[0].Decode(&file) != nil || file.Jobs.Kind == 0 {
		return
	}
	inputs, byHand := dispatch(&file.On)
	back := backName.MatchString(file.Name) || backName.MatchString(path.Base(name))
	at := lineAt(content, max(strings.Index(content, "workflow_dispatch"), 0))
	switch {
	case back && byHand:
		f.plans = append(f.plans, plan{kind: planWorkflow, path: name, line: at, what: "workflow for going back", rerun: true})
	case backCommand.MatchString(content) && byHand:
		f.plans = append(f.plans, plan{kind: planWorkflow, path: name, line: at, what: "workflow that goes back", rerun: true})
	case byHand && f.deploys[name]:
		slices.Sort(inputs)
		for _, input := range inputs {
			if versionName.MatchString(input) && !switchName.MatchString(input) {
				f.plans = append(f.plans, plan{kind: planWorkflow, path: name, line: at, what: "workflow that deploys the " + input + " it is given"})
				return
			}
		}
	}
}

// dispatch returns the inputs of workflow_dispatch, and whether it is there.
func dispatch(on *yaml.Node) (inputs []string, found bool) {
	switch on.Kind {
	case yaml.ScalarNode:
		return nil, on.Value == "workflow_dispatch"
	case yaml.SequenceNode:
		for _, one := range on.Content {
			found = found || one.Value == "workflow_dispatch"
		}
		return nil, found
	case yaml.MappingNode:
		for index := 0; index+1 < len(on.Content); index += 2 {
			if on.Content[index].Value != "workflow_dispatch" {
				continue
			}
			var event struct {
				Inputs map[string]yaml.Node `yaml:"inputs"`
			}
			if on.Content[index+1].Decode(&event) == nil {
				for name := range event.Inputs {
					inputs = append(inputs, name)
				}
			}
			return inputs, true
		}
	}
	return nil, false
}

func lineAt(content string, offset int) int { return strings.Count(content[:offset], "\n") + 1 }
