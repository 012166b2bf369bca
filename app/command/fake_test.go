package command

import (
	"context"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/jobs"
)

const (
	repositoryID   = 81
	installationID = 7
	commentID      = 5001
	pullNumber     = 12
	head           = "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334"
	tree           = "ffeeddccbbaa99887766554433221100ffeeddcc"
)

var (
	noon    = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	pullKey = jobs.Key{Repository: repositoryID, Number: pullNumber}
)

func items() []checks.Item {
	return []checks.Item{
		{ID: "code.review", Section: checks.SectionCode, Title: "Reviewed", Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3}, Role: checks.RoleSenior},
		{ID: "code.edge-cases", Section: checks.SectionCode, Title: "Edge cases handled properly", Level: checks.LevelWarn, Minimum: checks.Minimum{Attestation: true}, Role: checks.RoleSenior},
		{ID: "code.secrets", Section: checks.SectionCode, Title: "No secrets", Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E2}, Role: checks.RoleSecurity, NeverWaive: true},
		{ID: "delivery.rollback", Section: checks.SectionDelivery, Title: "Rollback plan", Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3, Attestation: true}, Role: checks.RoleReleaseManager},
		{ID: "monitoring.alerts.cpu", Section: checks.SectionMonitoring, Title: "Alert: CPU", Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3}, Role: checks.RoleSRE},
		{ID: "monitoring.alerts.queue", Section: checks.SectionMonitoring, Title: "Alert: queue", Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3}, Role: checks.RoleSRE},
		{ID: "launch.qa-checklist", Section: checks.SectionLaunch, Title: "QA checklist", Level: checks.LevelBlock, Minimum: checks.Minimum{Attestation: true}, Role: checks.RoleQA, LinkedSignature: true},
		{ID: "launch.changelog", Section: checks.SectionLaunch, Title: "Changelog", Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E2}, Role: checks.RoleReleaseManager, AbsenceDecides: true},
	}
}

// world is one repository with a release pull request #12 by kim, whose commits
// are by kim and lee. dana maintains it, alex is its admin, wim may write.
type world struct {
	comment     github.Comment
	missing     bool // the comment
	permissions map[string]checks.Permission
	maintainers []string
	members     []string // of every team
	pull        checks.PullRequest
	commits     []checks.PullCommit
	keys        []jobs.Key
	runs        map[jobs.Key]jobs.Run
	signed      map[jobs.Key]map[checks.ItemID]checks.SignOff
	waived      map[jobs.Key]map[checks.ItemID]checks.Waiver
	excluded    map[jobs.Key]map[checks.ItemID]checks.Exclusion
	approved    map[jobs.Key]checks.ForkApproval
	outrun      func() // what others do before an approval is kept
	reruns      int
	now         time.Time
	failing     map[string]error
	links       Links

	reactions []string
	replies   []string
	opened    []opened
	asked     []jobs.LoadRequest // load tests
	loading   bool               // one waits or runs
	cancelled []string           // by whom
}

type opened struct {
	Key   jobs.Key
	Scope jobs.Scope
}

func newWorld() *world {
	return &world{
		now:     noon,
		comment: github.Comment{ID: commentID, Login: "dana", CreatedAt: noon, UpdatedAt: noon},
		permissions: map[string]checks.Permission{
			"kim": checks.PermissionMaintain, "lee": checks.PermissionWrite, "wim": checks.PermissionWrite,
			"dana": checks.PermissionMaintain, "alex": checks.PermissionAdmin, "reader": checks.PermissionRead, "outside": checks.PermissionRead,
		},
		maintainers: []string{"kim", "dana", "alex"},
		pull:        checks.PullRequest{Number: pullNumber, Author: "kim", Open: true},
		commits: []checks.PullCommit{
			{SHA: "1", Author: "kim", Committer: "web-flow", Person: checks.Person{Email: "kim@acme.dev"}},
			{SHA: "2", Author: "lee", Committer: "lee", Person: checks.Person{Email: "lee@acme.dev"}},
		},
		keys:     []jobs.Key{pullKey},
		runs:     map[jobs.Key]jobs.Run{pullKey: newRun(pullKey)},
		signed:   map[jobs.Key]map[checks.ItemID]checks.SignOff{},
		approved: map[jobs.Key]checks.ForkApproval{},
		waived:   map[jobs.Key]map[checks.ItemID]checks.Waiver{}, excluded: map[jobs.Key]map[checks.ItemID]checks.Exclusion{},
	}
}

// newRun judges every item: review passes, rollback and QA wait for people, the
// changelog fails, the rest was not looked at.
func newRun(key jobs.Key) jobs.Run {
	run := jobs.Run{
		Key: key, Installation: installationID, ID: "r7", Generation: 3, Version: 9, Started: noon.Add(-time.Hour),
		Release: checks.Release{SHA: head, Tree: tree, Kind: checks.ReleasePullRequest, Number: pullNumber, Version: "1.4.0", Author: "kim"},
		Rules:   config.DefaultPolicy(), Policy: checks.PolicySource{Source: "built-in defaults", Mode: "observe"},
		Results: map[checks.ItemID]checks.Result{},
	}
	observations := map[checks.ItemID]checks.Observation{
		"code.review":         {Headline: "approved", Evidence: []checks.Evidence{supports(checks.E3)}},
		"delivery.rollback":   {Headline: "a plan is there", Evidence: []checks.Evidence{supports(checks.E1)}},
		"launch.qa-checklist": {Headline: "a checklist is there", Evidence: []checks.Evidence{supports(checks.E1)}},
		"launch.changelog":    {Headline: "no entry", Evidence: []checks.Evidence{{Grade: checks.E2, Outcome: checks.Refutes, Summary: "searched 3 files", ObservedAt: noon.Add(-time.Hour)}}},
	}
	for _, item := range items() {
		run.Results[item.ID] = checks.Judge(checks.Case{Item: item, Release: run.Release, Observation: observations[item.ID], Now: noon})
	}
	return run
}

func supports(grade checks.Grade) checks.Evidence {
	return checks.Evidence{Grade: grade, Outcome: checks.Supports, Summary: "1 of 1 seen", Source: "git", ObservedAt: noon.Add(-time.Hour), Tree: tree}
}

func (w *world) executor(t *testing.T) *Executor {
	t.Helper()
	executor, err := New(Options{
		Hub: hub{world: w}, Releases: w, Queue: w, Loads: loads{w}, Links: w.links, Items: items(), AppID: 99, Slug: "golive",
		Rows:   []checks.ReadyRow{{ID: checks.ReadyRollback, Title: "Rollback plan confirmed", Members: []checks.ItemID{"delivery.rollback"}}},
		Forge:  func(context.Context, jobs.Target) (Forge, error) { return w, w.failing["Forge"] },
		Now:    func() time.Time { return w.now },
		Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return executor
}

// say has somebody comment and the command executed.
func (w *world) say(t *testing.T, login, body string) error {
	t.Helper()
	w.comment.Login, w.comment.Body = login, body
	return w.executor(t).Command(t.Context(), trigger())
}

func trigger() jobs.Trigger {
	return jobs.Trigger{
		Kind: jobs.TriggerCommand, Delivery: "guid-1", Installation: installationID, Repository: repositoryID,
		Number: pullNumber, Comment: commentID,
	}
}

// hub opens the world's one repository; nothing else of it may be asked.
type hub struct {
	jobs.Hub
	*world
}

func (h hub) Repository(context.Context, int64, int64) (jobs.Repository, error) {
	return repository{world: h.world}, h.failing["Repository"]
}

// repository answers for the world's repository what commands may ask of it.
type repository struct {
	jobs.Repository
	*world
}

func (r repository) Describe() checks.Repository {
	return checks.Repository{ID: repositoryID, Owner: "acme", Name: "shop", WebURL: "https://github.com/acme/shop"}
}

func (r repository) Permission(_ context.Context, login string) (checks.Permission, error) {
	if permission, found := r.permissions[login]; found {
		return permission, r.failing["Permission"]
	}
	return checks.PermissionNone, r.failing["Permission"]
}

func (r repository) PullRequest(_ context.Context, number int) (checks.PullRequest, error) {
	if number != r.pull.Number {
		return checks.PullRequest{}, jobs.ErrGone
	}
	return r.pull, r.failing["PullRequest"]
}

func (r repository) PullCommits(context.Context, int) ([]checks.PullCommit, error) {
	return r.commits, r.failing["PullCommits"]
}

// The forge's comments.

func (w *world) Comment(_ context.Context, id int64) (github.Comment, error) {
	if w.missing || id != w.comment.ID {
		return github.Comment{}, jobs.ErrGone
	}
	return w.comment, w.failing["Comment"]
}

func (w *world) CreateComment(_ context.Context, _ int, body string) (github.Comment, error) {
	if err := w.failing["CreateComment"]; err != nil {
		return github.Comment{}, err
	}
	w.replies = append(w.replies, body)
	return github.Comment{Body: body}, nil
}

func (w *world) React(_ context.Context, _ int64, content string) error {
	if err := w.failing["React"]; err != nil {
		return err
	}
	if !slices.Contains(w.reactions, content) {
		w.reactions = append(w.reactions, content)
	}
	return nil
}

func (w *world) Reacted(_ context.Context, _ int64, content string) (bool, error) {
	return slices.Contains(w.reactions, content), w.failing["Reacted"]
}

func (w *world) Maintainers(context.Context) ([]string, error) {
	return w.maintainers, w.failing["Maintainers"]
}

// The queue and what is kept.

func (w *world) Open(_ context.Context, key jobs.Key, _ int64, scope jobs.Scope, _ string) error {
	if err := w.failing["Open"]; err != nil {
		return err
	}
	w.opened = append(w.opened, opened{key, scope})
	return nil
}

func (w *world) Run(_ context.Context, key jobs.Key) (jobs.Run, bool, error) {
	run, found := w.runs[key]
	return run, found, w.failing["Run"]
}

func (w *world) KeysOn(_ context.Context, _ int64, number int) ([]jobs.Key, error) {
	if number != pullNumber {
		return nil, nil
	}
	return w.keys, w.failing["KeysOn"]
}

func (w *world) OnCommit(_ context.Context, _ int64, sha string) ([]jobs.Key, error) {
	var keys []jobs.Key
	for _, key := range w.keys {
		if w.runs[key].Release.SHA == sha {
			keys = append(keys, key)
		}
	}
	return keys, w.failing["OnCommit"]
}

func (w *world) Attestations(_ context.Context, key jobs.Key) (map[checks.ItemID]checks.Attestations, error) {
	given := map[checks.ItemID]checks.Attestations{}
	for item, signed := range w.signed[key] {
		said := given[item]
		said.SignOff = &signed
		given[item] = said
	}
	for item, waived := range w.waived[key] {
		said := given[item]
		said.Waiver = &waived
		given[item] = said
	}
	for item, excluded := range w.excluded[key] {
		said := given[item]
		said.Exclusion = &excluded
		given[item] = said
	}
	return given, w.failing["Attestations"]
}

func (w *world) Approve(_ context.Context, key jobs.Key, proposed checks.Exclusion, approval checks.Approval) (*checks.Exclusion, error) {
	if w.outrun != nil {
		w.outrun()
	}
	kept, found := w.excluded[key][proposed.Item]
	if !found {
		return nil, w.failing["Approve"]
	}
	if kept.Comment == proposed.Comment && kept.Approval == nil {
		kept.Approval = &approval
		put(w.excluded, key, proposed.Item, kept)
	}
	return &kept, w.failing["Approve"]
}

func (w *world) Put(_ context.Context, key jobs.Key, said checks.Attestations) error {
	if said.SignOff != nil {
		put(w.signed, key, said.SignOff.Item, *said.SignOff)
	}
	if said.Waiver != nil {
		put(w.waived, key, said.Waiver.Item, *said.Waiver)
	}
	if said.Exclusion != nil {
		put(w.excluded, key, said.Exclusion.Item, *said.Exclusion)
	}
	return w.failing["Put"]
}

func put[T any](kept map[jobs.Key]map[checks.ItemID]T, key jobs.Key, item checks.ItemID, word T) {
	if kept[key] == nil {
		kept[key] = map[checks.ItemID]T{}
	}
	kept[key][item] = word
}

func (w *world) ApproveFork(_ context.Context, key jobs.Key, approval checks.ForkApproval) (checks.ForkApproval, error) {
	if kept, found := w.approved[key]; found && kept.SHA == approval.SHA {
		return kept, w.failing["ApproveFork"]
	}
	w.approved[key] = approval
	return approval, w.failing["ApproveFork"]
}

func (w *world) RemoveWord(_ context.Context, key jobs.Key, word checks.Word) error {
	switch word.Kind {
	case checks.WordSignOff:
		delete(w.signed[key], word.Item)
	case checks.WordWaiver:
		delete(w.waived[key], word.Item)
	case checks.WordExclusion:
		delete(w.excluded[key], word.Item)
	case checks.WordApproval:
		if said, found := w.excluded[key][word.Item]; found {
			said.Approval = nil
			put(w.excluded, key, word.Item, said)
		}
	}
	return w.failing["RemoveWord"]
}

func (w *world) AllowRerun(_ context.Context, _ jobs.Key, limit int, _ time.Duration) (bool, error) {
	w.reruns++
	return w.reruns <= limit, w.failing["AllowRerun"]
}

// onlyReply returns the one reply that was written.
func (w *world) onlyReply(t *testing.T) string {
	t.Helper()
	if len(w.replies) != 1 {
		t.Fatalf("%d replies, want one: %q", len(w.replies), w.replies)
	}
	return w.replies[0]
}

// refusedWith checks that the command was refused in one line that says why.
func (w *world) refusedWith(t *testing.T, reason string) {
	t.Helper()
	reply := w.onlyReply(t)
	if !strings.Contains(reply, reason) || strings.Contains(reply, "\n") {
		t.Errorf("reply %q, want one line with %q", reply, reason)
	}
	if !slices.Equal(w.reactions, []string{"eyes", "confused"}) {
		t.Errorf("reactions %q", w.reactions)
	}
}

func (r repository) TeamMembers(context.Context, string) ([]string, error) {
	return r.members, r.failing["TeamMembers"]
}
