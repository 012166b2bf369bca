package publish

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/jobs"
)

const ourApp = 99

// memory is a forge that holds one repository's check runs, comments and issues
// in memory and refuses what GitHub refuses.
type memory struct {
	t        testing.TB
	next     int64
	runs     []*github.CheckRun
	marks    map[int64][]github.Annotation
	comments []*github.Comment
	issues   []*github.Issue
	calls    []string
	refuse   func(call string) error // called before each call; nil: nothing is refused
}

func newMemory(t testing.TB) *memory {
	return &memory{t: t, marks: map[int64][]github.Annotation{}}
}

func (m *memory) call(name string) error {
	m.calls = append(m.calls, name)
	if m.refuse != nil {
		return m.refuse(name)
	}
	return nil
}

// written counts the calls that change something.
func (m *memory) written() int {
	count := 0
	for _, call := range m.calls {
		if strings.HasPrefix(call, "create") || strings.HasPrefix(call, "update") {
			count++
		}
	}
	return count
}

func (m *memory) id() int64 { m.next++; return 1000 + m.next }

func (m *memory) accept(run github.CheckRun) {
	m.t.Helper()
	check := func(holds bool, what string) {
		if !holds {
			m.t.Errorf("check run %q: %s", run.Name, what)
		}
	}
	check(len(run.Summary) <= 65535 && len(run.Text) <= 65535, "summary or text is longer than 65,535 bytes")
	check(utf8.ValidString(run.Title+run.Summary+run.Text), "not UTF-8")
	check(run.Title != "" && run.Summary != "", "an output has a title and a summary")
	check(utf8.RuneCountInString(run.Title) <= 120, "title is too long")
	check(len(run.Annotations) <= 50, "more than 50 annotations")
	check(len(run.Actions) <= 3, "more than 3 actions")
	check((run.Status == "completed") == (run.Conclusion != ""), "a conclusion goes with completed")
	check(run.Conclusion != "neutral" && run.Conclusion != "skipped", "satisfies a required check without having been checked")
	for _, action := range run.Actions {
		check(len(action.Label) <= 20 && len(action.Identifier) <= 20 && len(action.Description) <= 40, "an action's words are too long")
	}
	for _, one := range run.Annotations {
		check(one.Path != "" && one.StartLine >= 1 && one.EndLine >= one.StartLine && one.Message != "", "an annotation has no place or message")
		check(one.StartColumn == 0 || one.StartLine == one.EndLine, "columns on several lines")
		check(utf8.RuneCountInString(one.Title) <= 255 && len(one.Message) <= 64<<10, "an annotation is too long")
	}
}

func (m *memory) CheckRuns(_ context.Context, sha string) ([]github.CheckRun, error) {
	if err := m.call("check runs"); err != nil {
		return nil, err
	}
	var runs []github.CheckRun
	for _, run := range m.runs {
		if run.SHA == sha {
			runs = append(runs, *run)
		}
	}
	return runs, nil
}

func (m *memory) CreateCheckRun(_ context.Context, run github.CheckRun) (github.CheckRun, error) {
	if err := m.call("create check run " + run.Name); err != nil {
		return github.CheckRun{}, err
	}
	m.accept(run)
	run.ID = m.id()
	m.marks[run.ID] = append(m.marks[run.ID], run.Annotations...)
	run.Annotations = nil
	m.runs = append(m.runs, &run)
	return run, nil
}

func (m *memory) UpdateCheckRun(_ context.Context, run github.CheckRun) (github.CheckRun, error) {
	if err := m.call("update check run " + run.Name); err != nil {
		return github.CheckRun{}, err
	}
	m.accept(run)
	for _, standing := range m.runs {
		if standing.ID == run.ID {
			m.marks[run.ID] = append(m.marks[run.ID], run.Annotations...)
			run.Annotations = nil
			*standing = run
			return run, nil
		}
	}
	return github.CheckRun{}, fmt.Errorf("check run %d: %w", run.ID, jobs.ErrGone)
}

func (m *memory) Annotations(_ context.Context, id int64) ([]github.Annotation, error) {
	if err := m.call("annotations"); err != nil {
		return nil, err
	}
	return append([]github.Annotation{}, m.marks[id]...), nil
}

func (m *memory) Comments(_ context.Context, number int) ([]github.Comment, error) {
	if err := m.call("comments"); err != nil {
		return nil, err
	}
	var comments []github.Comment
	for _, comment := range m.comments {
		if comment.Number == number {
			comments = append(comments, *comment)
		}
	}
	return comments, nil
}

func (m *memory) Comment(_ context.Context, id int64) (github.Comment, error) {
	if err := m.call("comment"); err != nil {
		return github.Comment{}, err
	}
	for _, comment := range m.comments {
		if comment.ID == id {
			return *comment, nil
		}
	}
	return github.Comment{}, fmt.Errorf("comment %d: %w", id, jobs.ErrGone)
}

func (m *memory) CreateComment(_ context.Context, number int, body string) (github.Comment, error) {
	if err := m.call("create comment"); err != nil {
		return github.Comment{}, err
	}
	return *m.says(number, "golive[bot]", ourApp, body), nil
}

// says adds somebody's comment.
func (m *memory) says(number int, login string, app int64, body string) *github.Comment {
	if utf8.RuneCountInString(body) > 65536 {
		m.t.Errorf("the comment has %d characters", utf8.RuneCountInString(body))
	}
	comment := &github.Comment{ID: m.id(), Body: body, Login: login, Bot: app != 0, AppID: app, Number: number, CreatedAt: noon, UpdatedAt: noon}
	m.comments = append(m.comments, comment)
	return comment
}

func (m *memory) UpdateComment(_ context.Context, id int64, body string) (github.Comment, error) {
	if err := m.call("update comment"); err != nil {
		return github.Comment{}, err
	}
	for _, comment := range m.comments {
		if comment.ID == id {
			comment.Body = body
			return *comment, nil
		}
	}
	return github.Comment{}, fmt.Errorf("comment %d: %w", id, jobs.ErrGone)
}

func (m *memory) FindIssue(_ context.Context, _, marker string) (github.Issue, bool, error) {
	if err := m.call("find issue"); err != nil {
		return github.Issue{}, false, err
	}
	for _, issue := range m.issues {
		if strings.Contains(issue.Body, marker) {
			return *issue, true, nil
		}
	}
	return github.Issue{}, false, nil
}

func (m *memory) CreateIssue(_ context.Context, title, body string) (int, error) {
	if err := m.call("create issue"); err != nil {
		return 0, err
	}
	issue := &github.Issue{Number: 500 + len(m.issues), Title: title, Body: body, Open: true}
	m.issues = append(m.issues, issue)
	return issue.Number, nil
}

// run returns the newest check run of a name.
func (m *memory) run(name string) github.CheckRun {
	m.t.Helper()
	for index := len(m.runs) - 1; index >= 0; index-- {
		if m.runs[index].Name == name {
			return *m.runs[index]
		}
	}
	m.t.Fatalf("there is no check run %q", name)
	return github.CheckRun{}
}

// press publishes stories to a memory.
type press struct {
	*memory
	publisher *Publisher
	state     jobs.PublishState
}

var target = jobs.Target{Installation: 7}

func newPress(t testing.TB) *press {
	forge := newMemory(t)
	return &press{memory: forge, publisher: New(Options{
		Forge:     func(context.Context, jobs.Target) (Forge, error) { return forge, nil },
		Catalogue: catalogueOf(t), PublicURL: "https://golive.example", Version: "0.1.0", Slug: "golive", AppID: ourApp,
		Now: func() time.Time { return noon }, Logger: slog.New(slog.DiscardHandler),
	})}
}

func (p *press) publish(told *story, others ...jobs.Run) error {
	p.calls = nil
	state, err := p.publisher.Publish(context.Background(), jobs.Publication{Target: target, Run: told.run, Others: others, State: p.state, Comment: true})
	p.state = state
	return err
}

func (p *press) must(told *story, others ...jobs.Run) {
	p.t.Helper()
	if err := p.publish(told, others...); err != nil {
		p.t.Fatal(err)
	}
}
