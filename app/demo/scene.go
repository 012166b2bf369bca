package demo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/golive-app/golive/app/demo/shop"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// Options say how a scene is set.
type Options struct {
	// RepositoryDirectory is a local git repository whose release is judged;
	// empty: the sample shop.
	RepositoryDirectory string
	// Now is the clock of the staging environment; time.Now when nil.
	Now func() time.Time
	// Interval is how often AwaitVerdict looks; 100 ms when 0.
	Interval time.Duration
	// Logger receives what goes wrong while staging is served; discarded when nil.
	Logger *slog.Logger
}

// ErrOtherRepository is returned by the parts of the story that only the sample
// shop has.
var ErrOtherRepository = errors.New("this part of the story needs the sample shop")

// Scene is a story that can be played: who is there, and what they do. It is
// safe for concurrent use.
type Scene struct {
	Repository   simulator.Repository
	Installation int64  // of the App on the repository's owner
	BaseBranch   string // the release pull request's base
	HeadBranch   string // and its head
	Title        string // of the release pull request
	Why          string // how base and head were chosen, for people

	github  *simulator.GitHub
	options Options
	staging *shop.Staging // nil for another repository

	mutex      sync.Mutex
	number     int        // of the release pull request; 0: not open yet
	opened     time.Time  // when it was opened
	mended     shop.State // of the shop's states the last one that was pushed
	stagingURL string     // empty: not served
}

// Prepare sets the scene on a simulated GitHub: an account with the App
// installed, the repository as it was before the release, the pushed release
// branch, and the people. kim may write and opens the release, lee may write,
// dana maintains the repository and wrote nothing of the release.
//
// It is to be called before simulator.GitHub.DeliverTo: what led to the scene
// happened before the App was there, and is no event for it.
func Prepare(ctx context.Context, github *simulator.GitHub, options Options) (*Scene, error) {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Interval <= 0 {
		options.Interval = 100 * time.Millisecond
	}
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	scene := &Scene{github: github, options: options}
	prepare := scene.prepareShop
	if options.RepositoryDirectory != "" {
		prepare = scene.prepareDirectory
	}
	if err := prepare(ctx); err != nil {
		return nil, fmt.Errorf("prepare the demo: %w", err)
	}
	for login, role := range map[string]string{shop.Author: "write", shop.SecondAuthor: "write", shop.ReleaseManager: "maintain"} {
		if err := github.SetPermission(scene.Repository.FullName, login, role); err != nil {
			return nil, fmt.Errorf("prepare the demo: %w", err)
		}
	}
	scene.Installation = github.CreateInstallation(scene.Repository.Owner, nil)
	return scene, nil
}

// prepareShop makes the sample shop's repository.
func (s *Scene) prepareShop(ctx context.Context) error {
	repository, err := s.github.CreateRepository(shop.Owner, shop.Name, "")
	if err != nil {
		return err
	}
	name := repository.FullName
	for _, step := range []func() error{
		func() error {
			_, err := s.github.Push(name, "main", shop.ReleaseManager, commits(shop.Released)...)
			return err
		},
		func() error {
			_, _, err := s.github.CreateTag(name, shop.LastTag, "main", "Release "+shop.LastVersion, shop.ReleaseManager)
			return err
		},
		func() error {
			_, err := s.github.AddRuleset(name, simulator.Ruleset{Name: "main", Target: "branch", Include: []string{"~DEFAULT_BRANCH"}, Rules: []map[string]any{{
				"type": "pull_request", "parameters": map[string]any{
					"required_approving_review_count": 1, "dismiss_stale_reviews_on_push": true, "require_last_push_approval": false,
					"require_code_owner_review": false, "required_review_thread_resolution": false,
				},
			}, {
				"type": "required_status_checks", "parameters": map[string]any{
					"required_status_checks":               []any{map[string]any{"context": checks.ReadyCheck, "integration_id": s.github.AppID()}},
					"strict_required_status_checks_policy": false,
				},
			}}})
			return err
		},
	} {
		if err := ctx.Err(); err != nil {
			return err // nobody waits for it any more
		}
		if err := step(); err != nil {
			return err
		}
	}
	if s.Repository, err = s.github.Repository(name); err != nil {
		return err
	}
	s.BaseBranch, s.HeadBranch, s.Title = "main", shop.ReleaseBranch, "Release v"+shop.NextVersion
	pushed, err := s.github.Push(name, s.HeadBranch, shop.Author, commits(shop.ReleaseCandidate)...)
	if err != nil {
		return err
	}
	if err := s.runPipeline(ctx, shop.ReleaseCandidate, pushed); err != nil {
		return err
	}
	s.Why = "the sample shop: " + shop.ReleaseBranch + " against main, which is " + shop.LastTag
	s.staging = shop.NewStaging(shop.StagingOptions{Users: testUsers(), Now: s.options.Now})
	return nil
}

// commits returns the shop's commits in the simulator's form.
func commits(state shop.State) []simulator.Commit {
	var converted []simulator.Commit
	for _, commit := range shop.Commits(state) {
		files := make(map[string]string, len(commit.Files))
		for path, content := range commit.Files {
			files[path] = string(content)
		}
		converted = append(converted, simulator.Commit{Message: commit.Message, Author: commit.Author, Files: files, Delete: commit.Delete})
	}
	return converted
}

// testUsers are who can log in on the staging environment. Their tokens are no
// secrets: they open a demo on this machine.
func testUsers() map[string]shop.User {
	return map[string]shop.User{
		"demo-customer": {Name: "cleo"},
		"demo-admin":    {Name: "ada", Roles: []string{"admin"}},
		"demo-operator": {Name: "otto", Roles: []string{"operator"}},
	}
}

// OpenReleasePullRequest lets kim open the release's pull request, which sends
// the signed webhook. A second call returns the one that is open.
func (s *Scene) OpenReleasePullRequest(ctx context.Context) (simulator.PullRequest, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if err := ctx.Err(); err != nil {
		return simulator.PullRequest{}, err
	}
	if s.number > 0 {
		return s.github.PullRequest(s.Repository.FullName, s.number)
	}
	opened, err := s.github.OpenPullRequest(simulator.NewPullRequest{
		Repository: s.Repository.FullName, Title: s.Title, Head: s.HeadBranch, Base: s.BaseBranch, User: shop.Author,
		Body: "Everything that goes live next.", Labels: []string{"release"},
	})
	if err != nil {
		return opened, fmt.Errorf("open the release pull request: %w", err)
	}
	s.number, s.opened = opened.Number, s.options.Now().UTC()
	return opened, nil
}

// PushFix lets kim push what mends the planted defects: those that can be seen
// in the files (shop.Fixed), then those that show on staging (shop.Hardened). It
// returns the pushed commit. The shop's pipeline runs on it and, where staging is
// served, it is deployed.
func (s *Scene) PushFix(ctx context.Context, state shop.State) (string, error) {
	if s.staging == nil {
		return "", ErrOtherRepository
	}
	pushed, err := s.github.Push(s.Repository.FullName, s.HeadBranch, shop.Author, commits(state)...)
	if err != nil {
		return "", fmt.Errorf("push the fix: %w", err)
	}
	s.mutex.Lock()
	s.mended = state
	s.mutex.Unlock()
	if err := s.runPipeline(ctx, state, pushed); err != nil {
		return "", err
	}
	if s.StagingURL() == "" {
		return pushed, nil
	}
	return pushed, s.Deploy(ctx, state)
}

// nextFix returns the state that PushFix can bring next, and false where there is
// none left or the repository is not the shop's.
func (s *Scene) nextFix() (shop.State, bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return max(s.mended+1, shop.Fixed), s.staging != nil && s.mended < shop.Hardened
}

// openedAt returns when the release pull request was opened.
func (s *Scene) openedAt() time.Time {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.opened
}

// Approve lets dana approve the release's pull request.
func (s *Scene) Approve(ctx context.Context) error {
	opened, err := s.pullRequest(ctx)
	if err != nil {
		return err
	}
	if _, err := s.github.Review(s.Repository.FullName, opened.Number, shop.ReleaseManager, "APPROVED", "Read it all."); err != nil {
		return fmt.Errorf("approve the release: %w", err)
	}
	return nil
}

// errNotOpen is returned while there is no release pull request.
var errNotOpen = errors.New("the release pull request is not open yet")

// pullRequest returns the release's pull request as it is now.
func (s *Scene) pullRequest(ctx context.Context) (simulator.PullRequest, error) {
	s.mutex.Lock()
	number := s.number
	s.mutex.Unlock()
	if err := ctx.Err(); err != nil {
		return simulator.PullRequest{}, err
	}
	if number == 0 {
		return simulator.PullRequest{}, errNotOpen
	}
	return s.github.PullRequest(s.Repository.FullName, number)
}
