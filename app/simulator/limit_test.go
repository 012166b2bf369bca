package simulator

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-github/v66/github"
)

// status is the HTTP status of an error of go-github; 200 for none.
func status(err error) int {
	var failed *github.ErrorResponse
	if errors.As(err, &failed) {
		return failed.Response.StatusCode
	}
	if err != nil {
		return -1
	}
	return http.StatusOK
}

func annotation(change func(*github.CheckRunAnnotation)) *github.CheckRunAnnotation {
	made := &github.CheckRunAnnotation{
		Path: github.String("app.js"), StartLine: github.Int(1), EndLine: github.Int(1),
		AnnotationLevel: github.String("warning"), Message: github.String("m"),
	}
	if change != nil {
		change(made)
	}
	return made
}

func TestCheckRunsAreRefusedAsDocumented(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	opened := w.open("release/v1")
	type run = github.CreateCheckRunOptions
	output := func(r *run) *github.CheckRunOutput { return r.Output }
	annotated := func(a ...*github.CheckRunAnnotation) func(*run) {
		return func(r *run) { output(r).Annotations = a }
	}
	many := func(count int) func(*run) {
		var all []*github.CheckRunAnnotation
		for range count {
			all = append(all, annotation(nil))
		}
		return annotated(all...)
	}
	action := func(label, description, identifier string, count int) func(*run) {
		return func(r *run) {
			for range count {
				r.Actions = append(r.Actions, &github.CheckRunAction{Label: label, Description: description, Identifier: identifier})
			}
		}
	}
	for name, test := range map[string]struct {
		change func(*run)
		want   int
	}{
		"a plain run":                             {func(*run) {}, 200},
		"50 annotations":                          {many(50), 200},
		"51 annotations":                          {many(51), 422},
		"summary of 65,535 bytes":                 {func(r *run) { output(r).Summary = github.String(strings.Repeat("x", 65_535)) }, 200},
		"summary of 65,536 bytes":                 {func(r *run) { output(r).Summary = github.String(strings.Repeat("x", 65_536)) }, 422},
		"summary whose characters fit, not bytes": {func(r *run) { output(r).Summary = github.String(strings.Repeat("🚦", 16_384)) }, 422},
		"text of 65,536 bytes":                    {func(r *run) { output(r).Text = github.String(strings.Repeat("x", 65_536)) }, 422},
		"output without a title":                  {func(r *run) { output(r).Title = nil }, 422},
		"columns on one line":                     {annotated(annotation(func(a *github.CheckRunAnnotation) { a.StartColumn, a.EndColumn = github.Int(1), github.Int(4) })), 200},
		"columns over two lines":                  {annotated(annotation(func(a *github.CheckRunAnnotation) { a.EndLine, a.StartColumn = github.Int(2), github.Int(1) })), 422},
		"annotation that ends before it starts":   {annotated(annotation(func(a *github.CheckRunAnnotation) { a.StartLine = github.Int(3) })), 422},
		"annotation on line 0":                    {annotated(annotation(func(a *github.CheckRunAnnotation) { a.StartLine = github.Int(0) })), 422},
		"annotation with an absolute path":        {annotated(annotation(func(a *github.CheckRunAnnotation) { a.Path = github.String("/app.js") })), 422},
		"annotation that leaves the repository":   {annotated(annotation(func(a *github.CheckRunAnnotation) { a.Path = github.String("a/../../b") })), 422},
		"annotation without a message":            {annotated(annotation(func(a *github.CheckRunAnnotation) { a.Message = nil })), 422},
		"annotation of level error":               {annotated(annotation(func(a *github.CheckRunAnnotation) { a.AnnotationLevel = github.String("error") })), 422},
		"annotation title of 256 characters":      {annotated(annotation(func(a *github.CheckRunAnnotation) { a.Title = github.String(strings.Repeat("ä", 256)) })), 422},
		"three actions":                           {action("Re-run", "again", "rerun", 3), 200},
		"four actions":                            {action("Re-run", "again", "rerun", 4), 422},
		"label of 21 characters":                  {action(strings.Repeat("l", 21), "again", "rerun", 1), 422},
		"label of 20 characters, 40 bytes":        {action(strings.Repeat("ä", 20), "again", "rerun", 1), 200},
		"identifier of 21 characters":             {action("Re-run", "again", strings.Repeat("i", 21), 1), 422},
		"description of 41 characters":            {action("Re-run", strings.Repeat("d", 41), "rerun", 1), 422},
		"completed without a conclusion":          {func(r *run) { r.Status = github.String("completed") }, 422},
		"conclusion without a status":             {func(r *run) { r.Conclusion = github.String("success") }, 200},
		"conclusion that does not exist":          {func(r *run) { r.Conclusion = github.String("passed") }, 422},
		"conclusion that only GitHub sets":        {func(r *run) { r.Conclusion = github.String("stale") }, 422},
		"status that does not exist":              {func(r *run) { r.Status = github.String("running") }, 422},
		"a commit that nobody pushed":             {func(r *run) { r.HeadSHA = strings.Repeat("a", 40) }, 422},
		"a branch in the place of a commit":       {func(r *run) { r.HeadSHA = "main" }, 422},
		"no name":                                 {func(r *run) { r.Name = "" }, 422},
	} {
		t.Run(name, func(t *testing.T) {
			options := run{Name: "golive / ready", HeadSHA: opened.HeadSHA, Output: &github.CheckRunOutput{Title: github.String("t"), Summary: github.String("s")}}
			test.change(&options)
			_, _, err := w.client.Checks.CreateCheckRun(w.ctx, "acme", "shop", options)
			if got := status(err); got != test.want {
				t.Errorf("status is %d, want %d: %v", got, test.want, err)
			}
			var refused *github.ErrorResponse
			if errors.As(err, &refused) && !strings.HasPrefix(refused.DocumentationURL, "https://docs.github.com/rest/") {
				t.Errorf("the refusal names no documentation page: %v", refused.DocumentationURL)
			}
		})
	}
}

func TestOnlyOwnCheckRunsCanBeUpdated(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	opened := w.open("release/v1")
	id, err := w.ReportCheckRun("acme/shop", "github-actions", opened.HeadSHA, "test", "", "success")
	check(t, err)
	_, _, err = w.client.Checks.UpdateCheckRun(w.ctx, "acme", "shop", id, github.UpdateCheckRunOptions{Name: "test", Conclusion: github.String("failure")})
	if status(err) != http.StatusForbidden || !strings.Contains(err.Error(), "Invalid app_id") {
		t.Errorf("updating another App's check run: %v", err)
	}
}

func TestTwoCheckRunsOfOneNameAreNotRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	opened := w.open("release/v1")
	for range 2 {
		_, _, err := w.client.Checks.CreateCheckRun(w.ctx, "acme", "shop", github.CreateCheckRunOptions{Name: "golive / ready", HeadSHA: opened.HeadSHA})
		check(t, err)
	}
	for filter, want := range map[string]int{"latest": 1, "all": 2} {
		found, _, err := w.client.Checks.ListCheckRunsForRef(w.ctx, "acme", "shop", "release/v1", &github.ListCheckRunsOptions{Filter: github.String(filter)})
		check(t, err)
		if found.GetTotal() != want {
			t.Errorf("%s shows %d runs, want %d", filter, found.GetTotal(), want)
		}
	}
}

func TestCommentsAreRefusedAsDocumented(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	opened := w.open("release/v1")
	for name, test := range map[string]struct {
		body string
		want int
	}{
		"65,536 characters of four bytes": {strings.Repeat("🚦", 65_536), 200},
		"65,537 characters":               {strings.Repeat("x", 65_537), 422},
		"blank":                           {" \n", 422},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := w.client.Issues.CreateComment(w.ctx, "acme", "shop", opened.Number, &github.IssueComment{Body: &test.body})
			if got := status(err); got != test.want {
				t.Errorf("status is %d, want %d: %v", got, test.want, err)
			}
		})
	}
	check(t, w.Lock("acme/shop", opened.Number, "kim"))
	_, _, err := w.client.Issues.CreateComment(w.ctx, "acme", "shop", opened.Number, &github.IssueComment{Body: github.String("x")})
	if status(err) != http.StatusForbidden {
		t.Errorf("commenting on a locked conversation: %v", err)
	}
}

func TestListsArePaged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{BasePath: "/api/v3"})
	opened := w.open("release/v1")
	for n := range 101 {
		_, err := w.Comment("acme/shop", opened.Number, "lee", fmt.Sprint(n))
		check(t, err)
	}
	for name, test := range map[string]struct {
		size  int
		pages []int
	}{
		"default is 30": {0, []int{30, 30, 30, 11}},
		"100":           {100, []int{100, 1}},
		"at most 100":   {1000, []int{100, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			options := &github.IssueListCommentsOptions{ListOptions: github.ListOptions{PerPage: test.size}}
			var pages []int
			for next := 0; ; {
				options.Page = next
				found, response, err := w.client.Issues.ListComments(w.ctx, "acme", "shop", opened.Number, options)
				check(t, err)
				pages = append(pages, len(found))
				if next = response.NextPage; next == 0 {
					break
				}
			}
			if fmt.Sprint(pages) != fmt.Sprint(test.pages) {
				t.Errorf("pages have %v, want %v", pages, test.pages)
			}
		})
	}
}
