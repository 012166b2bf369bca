package jobs

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/hibiken/asynq"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// lookForge is a fakeForge with a default branch and a copy on this machine.
type lookForge struct {
	*fakeForge

	head      string
	failure   error // of CommitOf
	directory string
}

func (f *lookForge) CommitOf(context.Context, string) (string, error) { return f.head, f.failure }

func (f *lookForge) Fetch(context.Context, ...string) (string, error) { return f.directory, nil }

// lookHub lists repositories, the one that was pushed to last first.
type lookHub struct {
	*fakeHub

	recent []int64
}

func (h *lookHub) RecentlyPushed(context.Context, int64) ([]int64, error) { return h.recent, nil }

func (h *lookHub) Repositories(context.Context, int64) ([]int64, error) { return nil, nil }

// lookPublisher knows what stands on commits.
type lookPublisher struct {
	*fakePublisher

	standing map[string][]Key
}

func (p *lookPublisher) ReleasesOf(_ context.Context, _ Target, sha string) ([]Key, error) {
	return p.standing[sha], nil
}

// Publish notes what is shown.
func (p *lookPublisher) Publish(_ context.Context, publication Publication) (PublishState, error) {
	p.said = append(p.said, fmt.Sprintf("%s, comment %v", publication.Run.Key, publication.Comment))
	return publication.State, nil
}

const (
	headCommit  = "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678"
	otherCommit = "77c0de1f4e5f60718293a4b5c6d7e8f901234567"
)

var branchLook = Key{Repository: 81, Look: "heads/main", Commit: headCommit}

func newLookWorker(t *testing.T, forge *lookForge, recent ...int64) (*Worker, *lookPublisher) {
	t.Helper()
	worker := newWorker(t, &fakeHub{}, &fakePublisher{})
	publisher := &lookPublisher{fakePublisher: &fakePublisher{}, standing: map[string][]Key{}}
	worker.Hub, worker.Publisher = &lookHub{&fakeHub{repository: forge}, recent}, publisher
	return worker, publisher
}

func newLookForge(tags ...checks.Tag) *lookForge {
	forge := &lookForge{fakeForge: newFakeForge(), head: headCommit}
	forge.tags = tags
	return forge
}

// tasksIn lists the tasks that wait in a queue by type.
func tasksIn(t *testing.T, worker *Worker, queue string) []*asynq.TaskInfo {
	t.Helper()
	return pending(t, asynq.NewInspectorFromRedisClient(worker.Redis), queue)
}

func TestTheLastReleaseTag(t *testing.T) {
	t.Parallel()
	directory, commits := history(t, "one", "two", "three")
	for name, test := range map[string]struct {
		tags    string // NAME=COMMIT …
		policy  []string
		last    string
		follows string
	}{
		"none": {"", nil, "", ""},
		"the highest version, not the last by name":  {"release/v1.9.0=one release/v1.10.0=two", nil, "release/v1.10.0", ""},
		"the policy's patterns before any other":     {"v9.0.0=three release/v1.0.0=one", nil, "release/v1.0.0", ""},
		"what the policy adds":                       {"v9.0.0=three nightly=two", []string{"v*"}, "v9.0.0", ""},
		"the pattern of the repository":              {"v1.9.0=one v1.10.0=two latest=three", nil, "v1.10.0", "v*"},
		"a candidate comes before its release":       {"v2.0.0-rc.1=one v2.0.0=two v1.0.0=three", nil, "v2.0.0", "v*"},
		"of several packages the one that came last": {"api@5.0.0=one api@4.0.0=one web@1.2.3=two", nil, "web@1.2.3", "web@*"},
		"whatever their names' order":                {"api@1.0.0=three web@9.0.0=two", nil, "api@1.0.0", "api@*"},
		"several packages at once: the first":        {"api@1.0.0=two web@9.0.0=two", nil, "api@1.0.0", "api@*"},
		"nothing that names a version":               {"nightly=one v2=two 2026-11=three stable=two", nil, "", ""},
		"a version inside a longer name":             {"shop-v1.2.3-final=one", nil, "shop-v1.2.3-final", "shop-v*"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forge := newLookForge()
			forge.directory = directory
			for _, field := range strings.Fields(test.tags) {
				tag, commit, _ := strings.Cut(field, "=")
				forge.tags = append(forge.tags, checks.Tag{Name: tag, Commit: commits[commit]})
			}
			patterns := config.DefaultPolicy().Release
			if test.policy != nil {
				patterns.Tags = test.policy
			}
			last, err := lastRelease(t.Context(), forge, patterns)
			if err != nil || last.tag.Name != test.last || last.follows != test.follows {
				t.Errorf("%q that follows %q, error %v", last.tag.Name, last.follows, err)
			}
		})
	}
}

// history makes a repository with one commit a name, each after the one before.
func history(t *testing.T, names ...string) (directory string, commits map[string]string) {
	t.Helper()
	directory, commits = t.TempDir(), map[string]string{}
	git := func(arguments ...string) string {
		t.Helper()
		command := exec.Command("git", append([]string{"-C", directory, "-c", "user.name=Kim", "-c", "user.email=kim@example.com"}, arguments...)...)
		command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
		output, err := command.Output()
		if err != nil {
			t.Fatalf("git %s: %v", arguments[0], err)
		}
		return strings.TrimSpace(string(output))
	}
	git("init", "--quiet")
	for _, name := range names {
		git("commit", "--quiet", "--allow-empty", "-m", name)
		commits[name] = git("rev-parse", "HEAD")
	}
	return directory, commits
}

func TestARangeFollowsTheTagsThatCount(t *testing.T) {
	t.Parallel()
	tags := []checks.Tag{{Name: "v1.0.0"}, {Name: "v1.1.0"}, {Name: "v2.0.0"}, {Name: "web@9.0.0"}, {Name: "nightly"}}
	for name, test := range map[string]struct {
		run  Run
		want string
	}{
		"a branch":                          {Run{Follows: "v*", Release: checks.Release{SHA: "head"}}, "v2.0.0 v1.1.0 v1.0.0"},
		"a tag":                             {Run{Follows: "v*", Release: checks.Release{SHA: "x", Version: "1.1.0", Tag: &checks.Tag{Name: "v1.1.0"}}}, "v1.0.0"},
		"the policy, where nothing is said": {Run{Rules: config.DefaultPolicy(), Release: checks.Release{SHA: "head"}}, ""},
	} {
		var names []string
		for _, tag := range earlierTags(tags, test.run) {
			names = append(names, tag.Name)
		}
		if got := strings.Join(names, " "); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestWhatIsWorthAFirstLook(t *testing.T) {
	t.Parallel()
	tagLook := Key{Repository: 81, Look: "tags/release/v1.0.0", Commit: otherCommit}
	tagged := checks.Tag{Name: "release/v1.0.0", Commit: otherCommit}
	for name, test := range map[string]struct {
		forge    *lookForge
		standing map[string][]Key // check runs of ours, by commit
		claimed  string           // a commit that a release is known of
		want     []Key
	}{
		"branch and tag":                     {newLookForge(tagged), nil, "", []Key{branchLook, tagLook}},
		"no tag":                             {newLookForge(), nil, "", []Key{branchLook}},
		"the tag is on the branch's head":    {newLookForge(checks.Tag{Name: "release/v1.0.0", Commit: headCommit}), nil, "", []Key{branchLook}},
		"an empty repository":                {&lookForge{fakeForge: newFakeForge(), failure: fmt.Errorf("head: %w", ErrEmpty)}, nil, "", nil},
		"no default branch yet":              {&lookForge{fakeForge: newFakeForge(), failure: fmt.Errorf("head: %w", ErrGone)}, nil, "", nil},
		"not for us to read":                 {&lookForge{fakeForge: newFakeForge(), failure: fmt.Errorf("head: %w", ErrForbidden)}, nil, "", nil},
		"looked at, as GitHub remembers":     {newLookForge(tagged), map[string][]Key{headCommit: {branchLook}, otherCommit: {tagLook}}, "", nil},
		"the tag was judged as a release":    {newLookForge(tagged), map[string][]Key{otherCommit: {{Repository: 81, Tag: "release/v1.0.0"}}}, "", []Key{branchLook}},
		"a release claims the branch's head": {newLookForge(tagged), nil, headCommit, []Key{tagLook}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			worker, publisher := newLookWorker(t, test.forge)
			publisher.standing = test.standing
			if test.claimed != "" {
				keepRun(t, worker, Run{Key: released, Release: checks.Release{SHA: test.claimed}}, settled("code.secrets"))
			}
			if err := worker.look(t.Context(), SweepPayload{Installation: 5, Repository: 81}); err != nil {
				t.Fatal(err)
			}
			var got []Key
			for _, task := range tasksIn(t, worker, queueLook) {
				payload, err := decode[OpenPayload](asynq.NewTask(task.Type, task.Payload))
				if err != nil || payload.Installation != 5 || task.Type != TypeOpen {
					t.Errorf("%s %+v, error %v", task.Type, payload, err)
				}
				got = append(got, payload.Key)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("looks at %v, want %v", got, test.want)
			}
		})
	}
}

func TestALimitPutsAFirstLookOff(t *testing.T) {
	t.Parallel()
	forge := newLookForge()
	forge.failure = fmt.Errorf("head: %w", &LimitedError{Until: testedAt, Reason: "primary rate limit"})
	worker, _ := newLookWorker(t, forge)
	limited := new(LimitedError)
	if err := worker.look(t.Context(), SweepPayload{Installation: 5, Repository: 81}); !errors.As(err, &limited) {
		t.Errorf("error %v", err)
	}
}

func TestAnOrganisationIsNotLookedAtAllAtOnce(t *testing.T) {
	t.Parallel()
	recent := make([]int64, 1000)
	for index := range recent {
		recent[index] = int64(2000 - index)
	}
	looked := func(t *testing.T, worker *Worker) (repositories []int64) {
		t.Helper()
		for page := 1; page <= 10; page++ {
			tasks, err := asynq.NewInspectorFromRedisClient(worker.Redis).ListPendingTasks(queueLook, asynq.Page(page))
			if err != nil && !errors.Is(err, asynq.ErrQueueNotFound) {
				t.Fatal(err)
			}
			for _, task := range tasks {
				payload, err := decode[SweepPayload](asynq.NewTask(task.Type, task.Payload))
				if err != nil || task.Type != TypeLook {
					t.Fatalf("%s, error %v", task.Type, err)
				}
				repositories = append(repositories, payload.Repository)
			}
		}
		slices.Sort(repositories)
		return slices.Compact(repositories)
	}
	t.Run("those pushed to last come first, also where the event is done twice", func(t *testing.T) {
		t.Parallel()
		worker, _ := newLookWorker(t, newLookForge(), recent...)
		for range 2 {
			if err := worker.dispatch(t.Context(), Trigger{Kind: TriggerInstalled, Delivery: "guid", Installation: 5}); err != nil {
				t.Fatal(err)
			}
		}
		if got := looked(t, worker); len(got) != maxLooks || got[0] != 2001-maxLooks || got[maxLooks-1] != 2000 {
			t.Errorf("%d repositories: %v", len(got), got)
		}
	})
	t.Run("an event in several parts has one share", func(t *testing.T) {
		t.Parallel()
		worker, _ := newLookWorker(t, newLookForge(), recent...)
		for part := range slices.Chunk(recent, 30) {
			if err := worker.dispatch(t.Context(), Trigger{Kind: TriggerRepositories, Delivery: "guid", Installation: 5, Repositories: part}); err != nil {
				t.Fatal(err)
			}
		}
		if got := looked(t, worker); len(got) != maxLooks {
			t.Errorf("%d repositories: %v", len(got), got)
		}
	})
	t.Run("of added repositories only these", func(t *testing.T) {
		t.Parallel()
		worker, _ := newLookWorker(t, newLookForge(), recent...)
		// 81 is a fork, or archived: it is not among those worth a look.
		if err := worker.dispatch(t.Context(), Trigger{Kind: TriggerRepositories, Delivery: "guid", Installation: 5, Repositories: []int64{81, 1500, 1200}}); err != nil {
			t.Fatal(err)
		}
		if got := looked(t, worker); !slices.Equal(got, []int64{1200, 1500}) {
			t.Errorf("looks at %v", got)
		}
	})
}

func TestAFirstLookIsShownOnceAndClosed(t *testing.T) {
	t.Parallel()
	worker, publisher := newLookWorker(t, newLookForge())
	run := keepRun(t, worker, Run{Key: branchLook, Installation: 5, Release: checks.Release{SHA: headCommit}, Deadline: testedAt.Add(taskLifetime)}, waiting("code.review"), waiting("code.secrets"))
	if on, err := worker.Store.OnCommit(t.Context(), 81, headCommit); err != nil || len(on) > 0 {
		t.Errorf("a look claims its commit: %v, error %v", on, err)
	}
	shown := func() int { return len(tasksIn(t, worker, queueLooking)) }
	if err := worker.keep(t.Context(), run, settled("code.review")); err != nil || shown() != 0 {
		t.Fatalf("%d shown before its end, error %v", shown(), err)
	}
	if watched, err := worker.Store.Watched(t.Context(), branchLook); err != nil || !watched {
		t.Errorf("while it is at work: watched %v, error %v", watched, err)
	}
	if err := worker.keep(t.Context(), run, settled("code.secrets")); err != nil || shown() != 1 {
		t.Fatalf("%d shown at its end, error %v", shown(), err)
	}
	if watched, err := worker.Store.Watched(t.Context(), branchLook); err != nil || watched {
		t.Errorf("at its end: watched %v, error %v", watched, err)
	}
	if tasks := tasksIn(t, worker, queuePublish); len(tasks) > 0 {
		t.Errorf("it is shown before releases: %d tasks", len(tasks))
	}
	publish := PublishPayload{Key: branchLook, Generation: run.Generation, Version: 9}
	if err := worker.publish(t.Context(), publish); err != nil || !slices.Equal(publisher.said, []string{branchLook.String() + ", comment false"}) {
		t.Errorf("published %q, error %v", publisher.said, err)
	}
	// A release claims the commit; what is asked for again is not shown over it.
	keepRun(t, worker, Run{Key: released, Release: checks.Release{SHA: headCommit}}, waiting("code.review"))
	publish.Version++
	if err := worker.publish(t.Context(), publish); err != nil || len(publisher.said) != 1 {
		t.Errorf("published %q, error %v", publisher.said, err)
	}
	now, _, err := worker.Store.Run(t.Context(), released)
	if err != nil {
		t.Fatal(err)
	}
	if others, err := worker.others(t.Context(), now); err != nil || len(others) > 0 {
		t.Errorf("the look takes part in the release's check runs: %v, error %v", others, err)
	}
}

func TestAFirstLookThatIsOverIsNotOpenedAgain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		results []checks.Result
		scope   Scope
		claimed bool
		next    bool // another generation, for a look that was dropped
		again   bool // looks again
	}{
		"over":                       {[]checks.Result{settled("code.secrets")}, Scope{}, false, false, false},
		"over, and asked for":        {[]checks.Result{settled("code.secrets")}, Scope{Items: []checks.ItemID{"code.secrets"}}, false, false, true},
		"a release claims it":        {[]checks.Result{waiting("code.secrets")}, Scope{}, true, true, false},
		"a release claims it, asked": {[]checks.Result{settled("code.secrets")}, Scope{Failed: true}, true, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			worker, _ := newLookWorker(t, newLookForge())
			defaults := config.DefaultPolicy()
			run := keepRun(t, worker, Run{
				Key: branchLook, Installation: 5, Rules: defaults, Policy: checks.PolicySource{Hash: defaults.Hash()},
				Release: checks.Release{Repository: newFakeForge().description, SHA: headCommit, Tree: "tree"},
			}, test.results...)
			if err := worker.Store.Unwatch(t.Context(), branchLook); err != nil {
				t.Fatal(err)
			}
			if test.claimed {
				keepRun(t, worker, Run{Key: released, Release: checks.Release{SHA: headCommit}}, waiting("code.review"))
			}
			if err := worker.open(t.Context(), OpenPayload{Key: branchLook, Installation: 5, Scope: test.scope}); err != nil {
				t.Fatal(err)
			}
			generation, err := worker.Store.Generation(t.Context(), branchLook)
			if err != nil || (generation > run.Generation) != test.next {
				t.Errorf("generation %d after %d, error %v", generation, run.Generation, err)
			}
			if again := len(tasksIn(t, worker, queueLooking)) > 0; again != test.again {
				t.Errorf("looks again: %v", again)
			}
			if tasks := len(tasksIn(t, worker, queueSection)); tasks > 0 {
				t.Errorf("%d tasks among those of releases", tasks)
			}
		})
	}
}

func TestTheJanitorEndsAFirstLookWithoutClosingCheckRuns(t *testing.T) {
	t.Parallel()
	worker, publisher := newLookWorker(t, newLookForge())
	keepRun(t, worker, Run{Key: branchLook, Release: checks.Release{SHA: headCommit}, Deadline: testedAt.Add(-1)}, waiting("code.review"), settled("code.secrets"))
	if err := worker.janitor(t.Context()); err != nil {
		t.Fatal(err)
	}
	run, _, err := worker.Store.Run(t.Context(), branchLook)
	if err != nil || run.Results["code.review"].Verdict() != checks.Errored || len(publisher.said) > 0 {
		t.Errorf("code.review is %s, said %q, error %v", run.Results["code.review"].Verdict(), publisher.said, err)
	}
	// One whose run has expired, or that is over, is not watched for ever.
	if err := worker.Redis.SAdd(t.Context(), openKey, branchLook.String()).Err(); err != nil {
		t.Fatal(err)
	}
	if err := worker.janitor(t.Context()); err != nil {
		t.Fatal(err)
	}
	if open, err := worker.Store.Open(t.Context()); err != nil || len(open) > 0 {
		t.Errorf("watched: %v, error %v", open, err)
	}
}

func TestALostInstallationDropsItsFirstLooks(t *testing.T) {
	t.Parallel()
	worker, _ := newLookWorker(t, newLookForge())
	run := keepRun(t, worker, Run{Key: branchLook, Installation: 5, Release: checks.Release{SHA: headCommit}}, waiting("code.review"))
	if err := worker.dispatch(t.Context(), Trigger{Kind: TriggerUninstalled, Installation: 5}); err != nil {
		t.Fatal(err)
	}
	if err := worker.keep(t.Context(), run, settled("code.review")); !errors.Is(err, errSuperseded) {
		t.Errorf("its work goes on: %v", err)
	}
}

func TestAnOldTagGetsNoIssueWhereAFirstLookWasTaken(t *testing.T) {
	t.Parallel()
	tag := checks.Tag{Name: "release/v1.0.0", Commit: otherCommit}
	for name, test := range map[string]struct {
		payload  SweepPayload
		standing []Key
		want     int
	}{
		"on installation":              {SweepPayload{Repository: 81, Look: true}, nil, 0},
		"by a sweep that knows of it":  {SweepPayload{Repository: 81}, []Key{{Repository: 81, Look: "tags/release/v1.0.0", Commit: otherCommit}}, 0},
		"by a sweep, never looked at":  {SweepPayload{Repository: 81}, nil, 1},
		"by a sweep, judged as itself": {SweepPayload{Repository: 81}, []Key{{Repository: 81, Tag: "release/v1.0.0"}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forge := newLookForge(tag)
			worker, publisher := newLookWorker(t, forge)
			publisher.standing[otherCommit] = test.standing
			governed := governing{policy: config.DefaultPolicy()}
			if err := worker.sweepTags(t.Context(), forge, governed, test.payload); err != nil {
				t.Fatal(err)
			}
			if tasks := tasksIn(t, worker, queueOpen); len(tasks) != test.want {
				t.Errorf("%d releases opened, want %d", len(tasks), test.want)
			}
			// A later tag is a release.
			forge.tags = append(forge.tags, checks.Tag{Name: "release/v1.1.0", Commit: headCommit})
			if err := worker.sweepTags(t.Context(), forge, governed, test.payload); err != nil {
				t.Fatal(err)
			}
			if tasks := tasksIn(t, worker, queueOpen); len(tasks) != test.want+1 {
				t.Errorf("%d releases opened after another tag, want %d", len(tasks), test.want+1)
			}
		})
	}
}
