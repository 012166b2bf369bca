package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The bounds of a check run, as the reference states them for the parameters of
// https://docs.github.com/rest/checks/runs#create-a-check-run
const (
	checkPage         = "https://docs.github.com/rest/checks/runs"
	maxAnnotations    = 50
	maxOutput         = 65_535 // of summary and of text, each; the page says characters, bytes are what counts
	maxActions        = 3
	maxLabel          = 20
	maxIdentifier     = 20
	maxDescription    = 40
	maxAnnotationText = 64 << 10 // of message and of raw_details, in bytes
	maxAnnotationName = 255      // of an annotation's title, in characters
)

var conclusions = []string{"action_required", "cancelled", "failure", "neutral", "success", "skipped", "stale", "timed_out"}

// checkRunRequest is the body of both create and update; what is nil stays.
type checkRunRequest struct {
	Name        *string    `json:"name"`
	HeadSHA     string     `json:"head_sha"`
	DetailsURL  *string    `json:"details_url"`
	ExternalID  *string    `json:"external_id"`
	Status      *string    `json:"status"`
	Conclusion  *string    `json:"conclusion"`
	StartedAt   *time.Time `json:"started_at"`
	CompletedAt *time.Time `json:"completed_at"`
	Output      *struct {
		Title       *string      `json:"title"`
		Summary     *string      `json:"summary"`
		Text        *string      `json:"text"`
		Annotations []Annotation `json:"annotations"`
	} `json:"output"`
	Actions *[]Action `json:"actions"`
}

func (g *GitHub) checkRoutes() []route {
	const one = "/repos/{owner}/{repo}/check-runs/{id}"
	return []route{
		{"GET", "/repos/{owner}/{repo}/commits/{ref*}/check-runs", "checks:read", func(c *call) *answer {
			sha := c.repository.git.commit(c.vars["ref"])
			if sha == "" {
				return noCommit(c.vars["ref"])
			}
			return listRuns(c, func(run *checkRun) bool { return run.headSHA == sha })
		}},
		{"POST", "/repos/{owner}/{repo}/check-runs", "checks:write", createRun},
		{"GET", one, "checks:read", onRun(func(c *call, run *checkRun) *answer { return ok(c.g.renderRun(c.repository, run)) })},
		{"PATCH", one, "checks:write", onRun(updateRun)},
		{"GET", one + "/annotations", "checks:read", onRun(func(c *call, run *checkRun) *answer {
			return paginate(c, run.annotations, func(a Annotation) object { return c.g.renderAnnotation(c.repository, run.headSHA, a) })
		})},
	}
}

func onRun(serve func(*call, *checkRun) *answer) func(*call) *answer {
	return func(c *call) *answer {
		run := c.repository.checkRuns[c.number("id")]
		if run == nil {
			return notFound()
		}
		return serve(c, run)
	}
}

// https://docs.github.com/rest/checks/runs#create-a-check-run
func createRun(c *call) *answer {
	const page = checkPage + "#create-a-check-run"
	var wanted checkRunRequest
	if refused := c.decode(&wanted); refused != nil {
		return refused
	}
	if wanted.Name == nil || *wanted.Name == "" || wanted.HeadSHA == "" {
		return refuse(page, "\"name\", \"head_sha\" weren't supplied.")
	}
	if refused := wanted.check(page); refused != nil {
		return refused
	}
	if !isSHA(wanted.HeadSHA) || c.repository.git.commit(wanted.HeadSHA) == "" {
		return fail(http.StatusUnprocessableEntity, "No commit found for SHA: "+wanted.HeadSHA, page)
	}
	run := c.g.newRun(c.repository, c.g.apps[c.g.slug], wanted.HeadSHA, *wanted.Name)
	wanted.apply(c.g, run)
	c.g.sendRun(c.repository, run, "created", c.g.botLogin(), object{})
	if run.status == "completed" {
		c.g.sendRun(c.repository, run, "completed", c.g.botLogin(), object{})
		c.g.finishSuite(c.repository, run)
	}
	return created(c.g.renderRun(c.repository, run))
}

// https://docs.github.com/rest/checks/runs#update-a-check-run
func updateRun(c *call, run *checkRun) *answer {
	const page = checkPage + "#update-a-check-run"
	if run.app.slug != c.g.slug {
		return fail(http.StatusForbidden, fmt.Sprintf("Invalid app_id `%d` - check run can only be modified by the GitHub App that created it.", c.g.options.AppID), page)
	}
	var wanted checkRunRequest
	if refused := c.decode(&wanted); refused != nil {
		return refused
	}
	if refused := wanted.check(page); refused != nil {
		return refused
	}
	wasCompleted := run.status == "completed"
	wanted.apply(c.g, run)
	if run.status == "completed" && !wasCompleted {
		c.g.sendRun(c.repository, run, "completed", c.g.botLogin(), object{})
		c.g.finishSuite(c.repository, run)
	}
	return ok(c.g.renderRun(c.repository, run))
}

// check refuses what GitHub's schema refuses.
func (w checkRunRequest) check(page string) *answer {
	if w.Name != nil && *w.Name == "" {
		return refuse(page, "\"name\" must not be empty.") // go-github sends it when the caller forgets it
	}
	if w.Status != nil && !slices.Contains([]string{"queued", "in_progress", "completed"}, *w.Status) {
		return refuse(page, "%q is not a member of [\"queued\", \"in_progress\", \"completed\"].", *w.Status)
	}
	if w.Conclusion != nil && !slices.Contains(conclusions, *w.Conclusion) {
		return refuse(page, "%q is not a member of %q.", *w.Conclusion, conclusions)
	}
	// Only GitHub marks a check run stale.
	if w.Conclusion != nil && *w.Conclusion == "stale" {
		return refuse(page, "Only GitHub can change a check run conclusion to stale.")
	}
	if w.Status != nil && *w.Status == "completed" && w.Conclusion == nil {
		return refuse(page, "For 'allOf/0', \"conclusion\" wasn't supplied: it is required when status is completed.")
	}
	if refused := w.checkOutput(page); refused != nil {
		return refused
	}
	return w.checkActions(page)
}

func (w checkRunRequest) checkOutput(page string) *answer {
	if w.Output == nil {
		return nil
	}
	if w.Output.Summary == nil || w.Output.Title == nil && strings.HasSuffix(page, "#create-a-check-run") {
		return refuse(page, "For 'properties/output', \"title\" or \"summary\" wasn't supplied.")
	}
	for name, value := range map[string]*string{"summary": w.Output.Summary, "text": w.Output.Text} {
		if value != nil && len(*value) > maxOutput {
			return refuse(page, "For 'properties/%s', only %d characters are allowed; %d were supplied.", name, maxOutput, len(*value))
		}
	}
	if count := len(w.Output.Annotations); count > maxAnnotations {
		return refuse(page, "For 'properties/annotations', no more than %d items are allowed; %d were supplied.", maxAnnotations, count)
	}
	for n, annotation := range w.Output.Annotations {
		if reason := annotation.problem(); reason != "" {
			return refuse(page, "For 'properties/annotations/items/%d', %s.", n, reason)
		}
	}
	return nil
}

// problem tells what is wrong with an annotation, as its parameters are documented.
func (a Annotation) problem() string {
	switch {
	case a.Path == "":
		return "\"path\" wasn't supplied"
	case strings.HasPrefix(a.Path, "/") || strings.Contains("/"+a.Path+"/", "/../"):
		return "\"path\" must be relative to the root of the repository"
	case a.StartLine < 1 || a.EndLine < 1:
		return "\"start_line\" and \"end_line\" start at 1"
	case a.EndLine < a.StartLine:
		return "\"end_line\" must not be before \"start_line\""
	case a.StartLine != a.EndLine && (a.StartColumn != nil || a.EndColumn != nil):
		return "\"start_column\" and \"end_column\" must be omitted if \"start_line\" and \"end_line\" have different values"
	case a.StartColumn != nil && *a.StartColumn < 1 || a.EndColumn != nil && *a.EndColumn < 1:
		return "columns start at 1"
	case !slices.Contains([]string{"notice", "warning", "failure"}, a.Level):
		return fmt.Sprintf("%q is not a member of [\"notice\", \"warning\", \"failure\"]", a.Level)
	case a.Message == "":
		return "\"message\" wasn't supplied"
	case len(a.Message) > maxAnnotationText || len(a.RawDetails) > maxAnnotationText:
		return "\"message\" and \"raw_details\" have at most 64 KB"
	case utf8.RuneCountInString(a.Title) > maxAnnotationName:
		return "\"title\" has at most 255 characters"
	}
	return ""
}

func (w checkRunRequest) checkActions(page string) *answer {
	if w.Actions == nil {
		return nil
	}
	if count := len(*w.Actions); count > maxActions {
		return refuse(page, "For 'properties/actions', no more than %d items are allowed; %d were supplied.", maxActions, count)
	}
	for n, action := range *w.Actions {
		for _, field := range []struct {
			name, value string
			limit       int
		}{{"label", action.Label, maxLabel}, {"identifier", action.Identifier, maxIdentifier}, {"description", action.Description, maxDescription}} {
			if field.value == "" {
				return refuse(page, "For 'properties/actions/items/%d', %q wasn't supplied.", n, field.name)
			}
			if length := utf8.RuneCountInString(field.value); length > field.limit {
				return refuse(page, "For 'properties/actions/items/%d/%s', only %d characters are allowed; %d were supplied.", n, field.name, field.limit, length)
			}
		}
	}
	return nil
}

// apply takes the request over. A conclusion completes the run whatever the
// status says ("Providing conclusion will automatically set the status
// parameter to completed"); annotations
// are only ever added.
func (w checkRunRequest) apply(g *GitHub, run *checkRun) {
	set := func(to, from *string) {
		if from != nil {
			*to = *from
		}
	}
	set(&run.name, w.Name)
	set(&run.detailsURL, w.DetailsURL)
	set(&run.externalID, w.ExternalID)
	set(&run.status, w.Status)
	if w.Status != nil && *w.Status != "completed" { // a run that starts again has no result
		run.conclusion, run.completedAt = "", time.Time{}
	}
	if w.StartedAt != nil {
		run.startedAt = *w.StartedAt
	}
	if w.Conclusion != nil {
		run.status, run.conclusion, run.completedAt = "completed", *w.Conclusion, g.now()
	}
	if w.CompletedAt != nil {
		run.completedAt = *w.CompletedAt
	}
	if w.Output != nil {
		set(&run.title, w.Output.Title)
		set(&run.summary, w.Output.Summary)
		set(&run.text, w.Output.Text)
		run.annotations = append(run.annotations, w.Output.Annotations...)
	}
	if w.Actions != nil {
		run.actions = slices.Clone(*w.Actions)
	}
}
