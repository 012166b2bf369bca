package jobs

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
)

func TestWhereAVerdictHoldsNobodyBackThatIsSaid(t *testing.T) {
	t.Parallel()
	enforce := checks.PolicySource{Mode: "enforce"}
	for name, test := range map[string]struct {
		ready  ReadyRequirement
		err    error
		policy checks.PolicySource
		kind   checks.ReleaseKind
		says   string // empty: nothing
	}{
		"required, with golive as its source": {ReadyRequirement{Required: true, Bound: true}, nil, enforce, checks.ReleasePullRequest, ""},
		"not required":                        {ReadyRequirement{}, nil, enforce, checks.ReleasePullRequest, "`main` does not require `golive / ready`, so that what is not ready can be merged all the same"},
		"not required, as far as was read":    {ReadyRequirement{Partial: true}, nil, enforce, checks.ReleasePullRequest, ""},
		"from any source":                     {ReadyRequirement{Required: true}, nil, enforce, checks.ReleasePullRequest, "from any source"},
		"from any source, as far as was read": {ReadyRequirement{Required: true, Partial: true}, nil, enforce, checks.ReleasePullRequest, ""},
		"from another App":                    {ReadyRequirement{Required: true, Foreign: true}, nil, enforce, checks.ReleasePullRequest, "from another App, so that a merge waits for it for good"},
		"from golive and from another App":    {ReadyRequirement{Required: true, Bound: true, Foreign: true}, nil, enforce, checks.ReleasePullRequest, "from another App"},
		"in a queue that tells nothing":       {ReadyRequirement{Required: true, Bound: true, Unreachable: true}, nil, enforce, checks.ReleasePullRequest, "it never arrives there"},
		"while golive only observes":          {ReadyRequirement{}, nil, checks.PolicySource{Mode: "observe"}, checks.ReleasePullRequest, ""},
		"of a tag, which is merged already":   {ReadyRequirement{}, nil, enforce, checks.ReleaseTag, ""},
		"rules that cannot be read":           {ReadyRequirement{}, errors.New("502"), enforce, checks.ReleasePullRequest, ""},
	} {
		worker := &Worker{WorkerOptions: WorkerOptions{Logger: slog.New(slog.DiscardHandler)}}
		run := Run{Key: Key{Repository: 7, Number: 12}, Policy: test.policy, Release: checks.Release{Kind: test.kind, BaseBranch: "main"}}
		forge := &fakeForge{ready: test.ready, unread: test.err}
		for range 2 {
			if err := worker.noteRequirement(t.Context(), forge, &run); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if said := strings.Join(run.Notes, "\n"); (test.says == "") != (said == "") || !strings.Contains(said, test.says) || len(run.Notes) > 1 {
			t.Errorf("%s: %q", name, run.Notes)
		}
	}
	worker := &Worker{WorkerOptions: WorkerOptions{Logger: slog.New(slog.DiscardHandler)}}
	run := Run{Policy: enforce, Release: checks.Release{Kind: checks.ReleasePullRequest, BaseBranch: "main"}}
	limited := &LimitedError{Until: time.Unix(1, 0)}
	if err := worker.noteRequirement(t.Context(), &fakeForge{unread: limited}, &run); !errors.Is(err, limited) {
		t.Errorf("a limit puts the task off: %v", err)
	}
}
