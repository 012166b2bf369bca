package github

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	gh "github.com/google/go-github/v66/github"
)

// Limits of a button, in characters.
// https://docs.github.com/en/rest/checks/runs#create-a-check-run ("actions")
const (
	maxActionLabel       = 20
	maxActionDescription = 40
	maxActionIdentifier  = 20
)

// CheckRuns lists all check runs of our own App on a commit, by id. Those of
// one name that were replaced are among them.
// https://docs.github.com/en/rest/checks/runs#list-check-runs-for-a-git-reference
func (p *Publishing) CheckRuns(ctx context.Context, sha string) ([]CheckRun, error) {
	found, err := pages(func(options gh.ListOptions) ([]*gh.CheckRun, *gh.Response, error) {
		var page struct {
			CheckRuns []*gh.CheckRun `json:"check_runs"`
		}
		response, err := p.repository.request(ctx, http.MethodGet, fmt.Sprintf("/commits/%s/check-runs?app_id=%d&filter=all&per_page=%d&page=%d",
			escape(sha), p.AppID(), options.PerPage, options.Page), nil, &page)
		return page.CheckRuns, response, err
	})
	if err != nil {
		return nil, p.repository.explain(err, "check runs of %s", short(sha))
	}
	var runs []CheckRun
	for _, run := range found {
		// Another App may use our names, and an old GitHub ignores the filter.
		if run.GetApp().GetID() == p.AppID() {
			runs = append(runs, checkRun(run))
		}
	}
	slices.SortFunc(runs, func(a, b CheckRun) int { return cmp.Compare(a.ID, b.ID) })
	return runs, nil
}

// checkRunRequest is the body of both requests. go-github's own lacks
// started_at for updates.
type checkRunRequest struct {
	Name        string           `json:"name"`
	HeadSHA     string           `json:"head_sha,omitempty"`
	Status      string           `json:"status,omitempty"`
	Conclusion  string           `json:"conclusion,omitempty"`
	DetailsURL  string           `json:"details_url,omitempty"`
	ExternalID  string           `json:"external_id,omitempty"`
	StartedAt   *time.Time       `json:"started_at,omitempty"`
	CompletedAt *time.Time       `json:"completed_at,omitempty"`
	Output      *checkRunOutput  `json:"output,omitempty"`
	Actions     []checkRunAction `json:"actions,omitempty"`
}

type checkRunOutput struct {
	Title       string                   `json:"title"`
	Summary     string                   `json:"summary"`
	Text        string                   `json:"text,omitempty"`
	Annotations []*gh.CheckRunAnnotation `json:"annotations,omitempty"`
}

type checkRunAction struct {
	Label       string `json:"label"`
	Description string `json:"description"`
	Identifier  string `json:"identifier"`
}

// CreateCheckRun makes a check run. Where it is not known whether that worked,
// because the connection broke or GitHub answered 5xx, the commit's check runs
// are looked through for one of the same name and external id first: two of a
// name confuse people for as long as the commit exists.
func (p *Publishing) CreateCheckRun(ctx context.Context, run CheckRun) (CheckRun, error) {
	if err := run.valid(); err != nil {
		return CheckRun{}, fmt.Errorf("github: check run %s: %w", run.Name, err)
	}
	var made gh.CheckRun
	_, err := p.repository.request(ctx, http.MethodPost, "/check-runs", run.request(run.SHA), &made)
	if err == nil {
		return checkRun(&made), nil
	}
	if code := status(err); ctx.Err() == nil && (code >= 500 || code == 0 && unanswered(err)) {
		known, lookErr := p.CheckRuns(ctx, run.SHA)
		for _, candidate := range slices.Backward(known) {
			if lookErr == nil && candidate.Name == run.Name && candidate.ExternalID == run.ExternalID && candidate.Status == run.Status {
				return candidate, nil
			}
		}
	}
	return CheckRun{}, p.repository.explain(err, "create check run %s on %s", run.Name, short(run.SHA))
}

// unanswered reports whether a request may have arrived.
func unanswered(err error) bool {
	return transient(nil, err) || errors.Is(err, context.DeadlineExceeded)
}

// UpdateCheckRun changes a check run by its id. Its annotations are added to
// those that stand, never instead of them, and without actions the buttons
// stay as they are: GitHub keeps what a request does not name.
// https://docs.github.com/en/rest/checks/runs#update-a-check-run
func (p *Publishing) UpdateCheckRun(ctx context.Context, run CheckRun) (CheckRun, error) {
	if err := run.valid(); err != nil {
		return CheckRun{}, fmt.Errorf("github: check run %s: %w", run.Name, err)
	}
	if len(run.Annotations) > 0 {
		ctx = once(ctx) // twice sent, they stand there twice
	}
	var changed gh.CheckRun
	if _, err := p.repository.request(ctx, http.MethodPatch, "/check-runs/"+strconv.FormatInt(run.ID, 10), run.request(""), &changed); err != nil {
		return CheckRun{}, p.repository.explain(err, "update check run %s", run.Name)
	}
	return checkRun(&changed), nil
}

// Annotations lists what stands on a check run.
// https://docs.github.com/en/rest/checks/runs#list-check-run-annotations
func (p *Publishing) Annotations(ctx context.Context, checkRun int64) ([]Annotation, error) {
	found, err := list[*gh.CheckRunAnnotation](ctx, p.repository, fmt.Sprintf("/check-runs/%d/annotations", checkRun))
	if err != nil {
		return nil, p.repository.explain(err, "annotations of check run %d", checkRun)
	}
	annotations := make([]Annotation, len(found))
	for i, a := range found {
		annotations[i] = Annotation{
			Path: a.GetPath(), StartLine: a.GetStartLine(), EndLine: a.GetEndLine(), StartColumn: a.GetStartColumn(), EndColumn: a.GetEndColumn(),
			Level: a.GetAnnotationLevel(), Title: a.GetTitle(), Message: a.GetMessage(), Details: a.GetRawDetails(),
		}
	}
	return annotations, nil
}

// valid refuses what GitHub would: a check run that is refused is one that
// stays "in progress" for ever.
func (c CheckRun) valid() error {
	switch {
	case c.Name == "":
		return errors.New("it has no name")
	case (c.Conclusion != "") != (c.Status == "completed"):
		return fmt.Errorf("status %q and conclusion %q do not go together", c.Status, c.Conclusion)
	case len(c.Annotations) > MaxAnnotations:
		return fmt.Errorf("%d annotations, and GitHub takes %d at a time", len(c.Annotations), MaxAnnotations)
	case len(c.Actions) > MaxActions:
		return fmt.Errorf("%d buttons, and GitHub takes %d", len(c.Actions), MaxActions)
	case c.Title == "" && (c.Summary != "" || c.Text != "" || len(c.Annotations) > 0):
		return errors.New("output without a title")
	}
	for _, action := range c.Actions {
		if utf8.RuneCountInString(action.Label) > maxActionLabel || utf8.RuneCountInString(action.Description) > maxActionDescription ||
			utf8.RuneCountInString(action.Identifier) > maxActionIdentifier || action.Label == "" || action.Description == "" || action.Identifier == "" {
			return fmt.Errorf("button %q: label and identifier have 1 to 20 characters, the description 1 to 40", action.Label)
		}
	}
	return nil
}

func (c CheckRun) request(sha string) checkRunRequest {
	request := checkRunRequest{
		Name: c.Name, HeadSHA: sha, Status: c.Status, Conclusion: c.Conclusion, DetailsURL: c.DetailsURL, ExternalID: c.ExternalID,
		StartedAt: instant(c.StartedAt), CompletedAt: instant(c.CompletedAt),
	}
	if c.Title != "" {
		request.Output = &checkRunOutput{Title: c.Title, Summary: c.Summary, Text: c.Text}
		for _, a := range c.Annotations {
			request.Output.Annotations = append(request.Output.Annotations, annotation(a))
		}
	}
	for _, action := range c.Actions {
		request.Actions = append(request.Actions, checkRunAction(action))
	}
	return request
}

func annotation(a Annotation) *gh.CheckRunAnnotation {
	rendered := &gh.CheckRunAnnotation{
		Path: &a.Path, StartLine: &a.StartLine, EndLine: &a.EndLine, AnnotationLevel: &a.Level, Message: &a.Message,
	}
	if a.Title != "" {
		rendered.Title = &a.Title
	}
	if a.Details != "" {
		rendered.RawDetails = &a.Details
	}
	// Columns of an annotation over several lines are refused, and with them
	// the whole request.
	if a.StartLine == a.EndLine && a.StartColumn > 0 && a.EndColumn >= a.StartColumn {
		rendered.StartColumn, rendered.EndColumn = &a.StartColumn, &a.EndColumn
	}
	return rendered
}

func instant(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	at = at.UTC().Truncate(time.Second)
	return &at
}

func checkRun(run *gh.CheckRun) CheckRun {
	return CheckRun{
		ID: run.GetID(), Name: run.GetName(), SHA: run.GetHeadSHA(), Status: run.GetStatus(), Conclusion: run.GetConclusion(),
		Title: run.GetOutput().GetTitle(), Summary: run.GetOutput().GetSummary(), Text: run.GetOutput().GetText(),
		DetailsURL: run.GetDetailsURL(), ExternalID: run.GetExternalID(), URL: run.GetHTMLURL(),
		StartedAt: run.GetStartedAt().Time, CompletedAt: run.GetCompletedAt().Time, AnnotationsCount: run.GetOutput().GetAnnotationsCount(),
	}
}
