package launch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/workflow"
	"github.com/golive-app/golive/checks/evidence/smoke"
	"github.com/golive-app/golive/config/regex"
)

// Smoke checks launch.smoke-checklist: there is something to go through after a
// deployment, for what people see and for the API, and better a program than
// prose. What stands in .golive/smoke.yml golive goes through itself, on staging.
type Smoke struct{}

// NewSmoke returns the check.
func NewSmoke() *Smoke { return &Smoke{} }

// Limits of what is read.
const (
	maxSmokeFiles = 400
	maxSmokeBytes = 256 << 10
)

// smokeFacts are what was seen.
type smokeFacts struct {
	files    int        // searched
	own      smoke.File // of golive, as the release has it
	owned    bool       // there is one
	programs []smokeProgram
	papers   []smokePaper
	faced    bool   // the release has pages that people see
	declared string // the job that runs them, "smoke (.github/workflows/ci.yml)"
	asked    bool   // the forge was asked whether they ran on this content
	ran      []checks.WorkflowJob
	failure  error // of asking
	unread   []string
	skipped  int  // files that may be smoke tests, beyond the limits
	cut      bool // there are more runs than were asked about
}

// smokeProgram is a test that is meant for after a deployment.
type smokeProgram struct {
	path      string
	line      int
	tool      string
	page, api bool
}

// smokePaper is a document with the steps.
type smokePaper struct {
	path  string
	steps int
}

// Observe looks for smoke tests and for documents with steps.
func (s *Smoke) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return checks.Observation{Missing: []checks.Missing{{
			Connection: checks.ConnectionForge, Reason: "the content of the release cannot be read", Remedy: "Let golive read the repository's contents.",
		}}}, nil
	}
	facts, err := readSmoke(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, err
	}
	if facts.declared, err = smokeJob(ctx, subject.Source); err != nil {
		return checks.Observation{}, err
	}
	if subject.Forge != nil && subject.Release.Kind != checks.ReleaseDirectory && len(facts.programs) > 0 && facts.declared != "" {
		facts.ask(ctx, subject)
		if err := ctx.Err(); err != nil {
			return checks.Observation{}, fmt.Errorf("look for runs of smoke tests: %w", err)
		}
	}
	static := observeSmoke(facts, subject.Release, subject.Now())
	if !facts.owned || facts.own.Problem != nil {
		return static, nil
	}
	return playSmoke(ctx, subject, facts, static)
}

var (
	smokeName    = regex.New(`(?i)(^|[^a-z])smoke([^a-z]|$)|smoke[_-]?test|[_-]smoke`)
	paperName    = regex.New(`(?i)smoke|post[-_ ]?deploy|go[-_ ]?live|(release|launch|deploy(ment)?)[-_ ]?check[-_ ]?list|after[-_ ]?deploy`)
	paperEnds    = []string{".md", ".mdx", ".rst", ".txt", ".adoc", ".markdown"}
	programEnds  = []string{".js", ".ts", ".mjs", ".cjs", ".jsx", ".tsx", ".py", ".go", ".rb", ".php", ".java", ".kt", ".cs", ".sh", ".bash", ".feature", ".robot", ".yml", ".yaml", ".json", ".hurl", ".http"}
	smokeTag     = regex.New(`@smoke\b|mark\.smoke\b|@Tag\("smoke"\)|:smoke\b|groups?\s*=\s*\{?\s*"smoke"`)
	paperStep    = regex.New(`(?m)^\s*(?:[-*+] |\d+[.)] |\[[ xX]\])\s*\S`)
	pageSigns    = regex.New(`page\.goto|cy\.visit|browser\.(url|get|newPage)|driver\.get\(|webdriver|\bvisit\(?\s*['"]/|@playwright/test|playwright|selenium|puppeteer|capybara|Open Browser|dusk`)
	requestSigns = regex.New(`request\.(get|post|put)|cy\.request|supertest|axios|\bfetch\(|http\.(get|post|Get|Post|NewRequest)|requests\.(get|post|Session)|httpx|\bcurl\b|wget|HttpClient|RestAssured|"request"\s*:|^(GET|POST|HEAD) http|/(api|health|healthz|status|version)\b`)
)

// readSmoke reads names, and what is in files whose name or tag speaks of smoke
// tests.
func readSmoke(ctx context.Context, source checks.Source) (smokeFacts, error) {
	var facts smokeFacts
	var err error
	if facts.own, facts.owned, err = smoke.Read(ctx, source.Read); err != nil {
		if ctx.Err() != nil {
			return facts, fmt.Errorf("look for smoke tests: %w", ctx.Err())
		}
		facts.unread = append(facts.unread, smoke.Path)
	}
	read := 0
	files := firstNamed(source.Files())
	facts.files = len(files)
	for _, file := range files {
		if file.Class == checks.ClassVendored || file.Class == checks.ClassGenerated {
			continue
		}
		facts.faced = facts.faced || facing(file)
		if file.Path == smoke.Path {
			continue // it is read as what it is
		}
		extension := strings.ToLower(path.Ext(file.Path))
		base := path.Base(file.Path)
		paper := slices.Contains(paperEnds, extension) && paperName.MatchString(base)
		program := slices.Contains(programEnds, extension) && (namedSmoke(file.Path) || file.Class == checks.ClassTest) || strings.HasSuffix(base, ".postman_collection.json")
		if !paper && !program || strings.HasPrefix(file.Path, workflowsFolder) {
			continue
		}
		if read >= maxSmokeFiles || file.Size > maxSmokeBytes {
			facts.skipped++
			continue
		}
		read++
		data, err := source.Read(ctx, file.Path)
		switch {
		case ctx.Err() != nil:
			return facts, fmt.Errorf("look for smoke tests: %w", ctx.Err())
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			facts.unread = append(facts.unread, file.Path)
			continue
		}
		text := string(data)
		if paper {
			facts.papers = append(facts.papers, smokePaper{file.Path, len(paperStep.FindAllStringIndex(text, -1))})
			continue
		}
		facts.readProgram(file, text)
	}
	return facts, nil
}

// firstNamed are files in the order in which they are read: what is called a smoke test
// before what may be tagged as one.
func firstNamed(files []checks.File) []checks.File {
	named, others := make([]checks.File, 0, len(files)), make([]checks.File, 0, len(files))
	for _, file := range files {
		if namedSmoke(file.Path) || paperName.MatchString(path.Base(file.Path)) {
			named = append(named, file)
		} else {
			others = append(others, file)
		}
	}
	return append(named, others...)
}

// namedSmoke reports whether a path speaks of smoke tests. Few do, and the word is found
// faster than the expression.
func namedSmoke(path string) bool {
	return strings.Contains(strings.ToLower(path), "smoke") && smokeName.MatchString(path)
}

const workflowsFolder = ".github/workflows/"

// readProgram takes a test that is named or tagged for smoke tests.
func (f *smokeFacts) readProgram(file checks.File, text string) {
	named := namedSmoke(file.Path)
	var tag []int
	if strings.Contains(text, "smoke") { // which every tag has
		tag = smokeTag.FindStringIndex(text)
	}
	collection := strings.HasSuffix(file.Path, ".postman_collection.json")
	if !named && tag == nil && !collection {
		return
	}
	made := smokeProgram{path: file.Path, tool: "script", page: pageSigns.MatchString(text), api: requestSigns.MatchString(text) || collection}
	if tag != nil {
		made.line, made.tool = 1+strings.Count(text[:tag[0]], "\n"), "tagged test"
	}
	if collection {
		made.tool = "Postman collection"
	}
	if made.page || made.api {
		f.programs = append(f.programs, made)
	}
}

// maxSmokeRuns bounds the runs whose jobs are asked for.
const maxSmokeRuns = 40

// ask looks for jobs with smoke tests among those that ran on this content.
func (f *smokeFacts) ask(ctx context.Context, subject checks.Subject) {
	f.asked = true
	job, declared, _ := strings.Cut(strings.TrimSuffix(f.declared, ")"), " (")
	asked := 0
	for _, commit := range subject.Commits(checks.ReleaseBooks()...) {
		runs, err := subject.Forge.WorkflowRuns(ctx, commit.SHA)
		if err != nil {
			f.failure = err
			return
		}
		for _, run := range runs {
			if run.Path != "" && run.Path != declared && !smokeName.MatchString(run.Workflow+" "+run.Path) {
				continue // its jobs are others
			}
			if asked++; asked > maxSmokeRuns {
				f.cut = true
				return
			}
			jobs, err := subject.Forge.WorkflowJobs(ctx, run.ID)
			if err != nil {
				f.failure = err
				return
			}
			for _, one := range jobs {
				if one.Name == job || strings.HasPrefix(one.Name, job+" (") || smokeName.MatchString(one.Name) {
					f.ran = append(f.ran, one)
				}
			}
		}
	}
}

// facing reports whether a file is part of what people see in a browser.
func facing(file checks.File) bool {
	if file.Class != checks.ClassProduction {
		return false
	}
	switch strings.ToLower(path.Ext(file.Path)) {
	case ".tsx", ".jsx", ".vue", ".svelte", ".html", ".erb", ".twig", ".hbs", ".ejs", ".pug", ".cshtml", ".astro", ".gohtml", ".tmpl":
		return true
	}
	return strings.HasSuffix(file.Path, ".blade.php")
}

// smokeJob names a job that runs smoke tests.
func smokeJob(ctx context.Context, source checks.Source) (string, error) {
	declared, err := workflow.Read(ctx, source)
	if err != nil {
		return "", err
	}
	for _, flow := range declared.Workflows {
		for _, job := range flow.Jobs {
			spoken := slices.ContainsFunc(job.Signs, func(sign workflow.Sign) bool {
				return sign.Stage == workflow.StageTest && strings.Contains(strings.ToLower(sign.Text), "smoke")
			})
			if !job.Never && (spoken || smokeName.MatchString(job.ID) || smokeName.MatchString(job.Name)) {
				return job.ID + " (" + flow.Path + ")", nil
			}
		}
	}
	return "", nil
}
