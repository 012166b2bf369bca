package jobs

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

func newFakeForge() *fakeForge {
	release := checks.PullRequest{
		Number: 12, Title: "Release v1.4.0", Author: "kim", Head: "head", HeadBranch: "release/v1.4.0",
		BaseBranch: "main", Base: "base", Open: true, MergeSHA: "merged",
	}
	feature := checks.PullRequest{Number: 13, Title: "feat: exports", Author: "kim", Head: "feature", HeadBranch: "feat/exports", BaseBranch: "main", Open: true}
	return &fakeForge{
		description: checks.Repository{ID: 81, Owner: "acme", Name: "shop", DefaultBranch: "main"},
		pulls:       map[int]checks.PullRequest{12: release, 13: feature, 14: {Number: 14, HeadBranch: "release/v1.3.0"}},
		tags:        []checks.Tag{{Name: "release/v1.4.0", Commit: "merged"}, {Name: "nightly", Commit: "x"}},
		with:        map[string][]checks.PullRequest{"merged": {feature, release}},
		files:       map[string]string{},
	}
}

func TestResolve(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		key           Key
		open, claimed bool
		sha           string
		number        int
		version       string
	}{
		"a release pull request":                          {Key{Repository: 81, Number: 12}, true, true, "head", 12, "1.4.0"},
		"a pull request that is no release":               {Key{Repository: 81, Number: 13}, true, false, "feature", 13, ""},
		"a closed release pull request":                   {Key{Repository: 81, Number: 14}, false, false, "", 14, "1.3.0"},
		"a tag leads to its release pull request":         {Key{Repository: 81, Tag: "release/v1.4.0"}, true, true, "merged", 12, "1.4.0"},
		"a tag that is no release":                        {Key{Repository: 81, Tag: "nightly"}, true, false, "x", 0, ""},
		"a tag that vanished before anybody looked at it": {Key{Repository: 81, Tag: "release/v9.0.0"}, false, false, "", 0, "9.0.0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state, err := resolve(t.Context(), newFakeForge(), newPolicies(t), test.key)
			if err != nil {
				t.Fatal(err)
			}
			release := state.release
			if state.isOpen != test.open || state.claimed != test.claimed || release.SHA != test.sha || release.Number != test.number || release.Version != test.version {
				t.Errorf("open %v, claimed %v, %+v", state.isOpen, state.claimed, release)
			}
		})
	}
	if _, err := resolve(t.Context(), newFakeForge(), newPolicies(t), Key{Repository: 81, Number: 99}); !errors.Is(err, ErrGone) {
		t.Errorf("a pull request that is not there: %v", err)
	}
}

func TestThePolicyComesFromATrustedRef(t *testing.T) {
	t.Parallel()
	forge := newFakeForge()
	// The author of the release turns the gate off on the release's own branch.
	forge.files["head:"+config.PolicyFile] = "version: 1\nmode: observe\n"
	forge.files["release/v1.4.0:"+config.PolicyFile] = "version: 1\nmode: observe\n"
	forge.files["main:"+config.PolicyFile] = "version: 1\nmode: enforce\n"
	for _, key := range []Key{{Repository: 81, Number: 12}, {Repository: 81, Tag: "release/v1.4.0"}} {
		state, err := resolve(t.Context(), forge, newPolicies(t), key)
		if err != nil {
			t.Fatal(err)
		}
		if got := state.governed.source; got.Mode != "enforce" || got.Ref != "main" || got.Source != "acme/shop:.golive.yml" {
			t.Errorf("%s: %+v", key, got)
		}
	}
}

func TestAbsentUnreachableAndInvalidPoliciesAreThreeThings(t *testing.T) {
	t.Parallel()
	forge := newFakeForge()
	absent, err := governingPolicy(t.Context(), forge, newPolicies(t), "main")
	if err != nil || absent.source.Source != "built-in defaults" || absent.policy.Mode != config.ModeObserve || absent.problem != "" {
		t.Errorf("absent: %+v, error %v", absent, err)
	}
	forge.failure = errServer
	if _, err := governingPolicy(t.Context(), forge, newPolicies(t), "main"); !errors.Is(err, errServer) {
		t.Errorf("unreachable: %v", err)
	}
	forge.failure = nil
	forge.files["main:"+config.PolicyFile] = "version: 1\nmodus: enforce\n"
	invalid, err := governingPolicy(t.Context(), forge, newPolicies(t), "main")
	if err != nil || !strings.Contains(invalid.problem, "line 2") || invalid.source.Source != "built-in defaults" {
		t.Errorf("invalid: %+v, error %v", invalid, err)
	}
}

func TestEarlierTags(t *testing.T) {
	t.Parallel()
	tags := []checks.Tag{
		{Name: "release/v1.3.0", Commit: "c130"}, {Name: "release/v1.10.0", Commit: "c1100"}, {Name: "release/v1.9.0", Commit: "c190"},
		{Name: "release/v1.4.0", Commit: "c140"}, {Name: "nightly", Commit: "n"}, {Name: "release/v2.0.0", Commit: "c200"},
	}
	for name, test := range map[string]struct {
		release checks.Release
		want    []string
	}{
		"the highest version below the release's comes first": {
			checks.Release{SHA: "new", Version: "1.10.1"}, []string{"release/v1.10.0", "release/v1.9.0", "release/v1.4.0", "release/v1.3.0"},
		},
		"a hotfix of an old line does not start at a newer one": {
			checks.Release{SHA: "fix", Version: "1.4.1"}, []string{"release/v1.4.0", "release/v1.3.0"},
		},
		"a tag is not its own predecessor": {
			checks.Release{SHA: "c200", Version: "2.0.0", Tag: &checks.Tag{Name: "release/v2.0.0"}},
			[]string{"release/v1.10.0", "release/v1.9.0", "release/v1.4.0", "release/v1.3.0"},
		},
		"without a version every release tag may be it": {
			checks.Release{SHA: "new"}, []string{"release/v2.0.0", "release/v1.10.0", "release/v1.9.0", "release/v1.4.0", "release/v1.3.0"},
		},
		"the first release has none": {checks.Release{SHA: "new", Version: "0.1.0"}, nil},
	} {
		var got []string
		for _, tag := range earlierTags(tags, Run{Release: test.release, Rules: config.DefaultPolicy()}) {
			got = append(got, tag.Name)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestScope(t *testing.T) {
	t.Parallel()
	review := checks.Item{ID: "code.review", Recheck: []checks.Event{checks.EventReview, checks.EventPush}}
	for name, test := range map[string]struct {
		scope   Scope
		verdict checks.Verdict
		want    bool
	}{
		"nothing asked for":                   {Scope{}, checks.Fail, false},
		"an item by name, whatever it is":     {Scope{Items: []checks.ItemID{"code.review"}}, checks.Pass, true},
		"another item by name":                {Scope{Items: []checks.ItemID{"code.secrets"}}, checks.Fail, false},
		"an event that can change it":         {Scope{Event: checks.EventReview}, checks.Pass, true},
		"an event that cannot":                {Scope{Event: checks.EventDeploy}, checks.Fail, false},
		"failed: what fails":                  {Scope{Failed: true}, checks.Fail, true},
		"failed: what is unknown":             {Scope{Failed: true}, checks.Unknown, true},
		"failed: what is stale":               {Scope{Failed: true}, checks.Stale, true},
		"failed: golive's own errors":         {Scope{Failed: true}, checks.Errored, true},
		"failed: whatever hangs":              {Scope{Failed: true}, checks.Running, true},
		"failed: not what passes":             {Scope{Failed: true}, checks.Pass, false},
		"failed: not what waits for a person": {Scope{Failed: true}, checks.NeedsSignOff, false},
	} {
		if got := test.scope.wants(review, test.verdict); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
