package jobs

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/config"
)

// governs reads the shop's policy on main; an empty file is absent.
func governs(t *testing.T, forge *fakeForge, kept policies, own, common string) governing {
	t.Helper()
	delete(forge.files, "main:"+config.PolicyFile)
	if own != "" {
		forge.files["main:"+config.PolicyFile] = own
	}
	forge.common = common
	held, err := governingPolicy(t.Context(), forge, kept, "main")
	if err != nil {
		t.Fatal(err)
	}
	return held
}

const (
	ownFile    = "acme/shop:.golive.yml"
	commonFile = "acme/.github:.github/golive.yml"
	last       = " (the last that could be used)"
)

func TestTheRepositorysPolicyLiesOverTheOwners(t *testing.T) {
	t.Parallel()
	const tags, enforce = "version: 1\nrelease: {tags: [\"v*\"]}\n", "version: 1\nmode: enforce\n"
	for name, test := range map[string]struct {
		own, common string
		mode        config.Mode
		tag         string
		source, ref string
		problem     string // the beginning of each line
	}{
		"neither":                    {"", "", config.ModeObserve, "release/v*", "built-in defaults", "main", ""},
		"the owner's alone":          {"", enforce, config.ModeEnforce, "release/v*", commonFile, "trunk", ""},
		"the repository's alone":     {tags, "", config.ModeObserve, "v*", ownFile, "main", ""},
		"both":                       {tags, enforce, config.ModeEnforce, "v*", ownFile + " over " + commonFile, "main", ""},
		"the nearer one decides":     {"version: 1\nmode: observe\n", enforce, config.ModeObserve, "release/v*", ownFile + " over " + commonFile, "main", ""},
		"the owner's is broken":      {tags, "version: 1\nmodus: enforce\n", config.ModeObserve, "v*", ownFile, "main", commonFile + " line 2, column 1: "},
		"the owner's alone broken":   {"", "version: 1\nmodus: enforce\n", config.ModeObserve, "release/v*", "built-in defaults", "main", commonFile + " line 2, column 1: "},
		"the repository's is broken": {"version: 1\nmodus: observe\n", enforce, config.ModeEnforce, "release/v*", commonFile, "trunk", ownFile + " line 2, column 1: "},
		"both are broken": {"version: 1\nmodus: observe\n", "version: 1\n\nmodus: enforce\n", config.ModeObserve, "release/v*", "built-in defaults", "main",
			ownFile + " line 2, column 1: \n" + commonFile + " line 3, column 1: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			held := governs(t, newFakeForge(), newPolicies(t), test.own, test.common)
			if held.policy.Mode != test.mode || !slices.Equal(held.policy.Release.Tags, []string{test.tag}) {
				t.Errorf("policy %+v", held.policy)
			}
			if held.source.Source != test.source || held.source.Ref != test.ref || held.source.Mode != string(test.mode) || held.source.Hash != held.policy.Hash() {
				t.Errorf("source %+v", held.source)
			}
			lines, want := strings.Split(held.problem, "\n"), strings.Split(test.problem, "\n")
			if len(lines) != len(want) {
				t.Fatalf("problems %q", lines)
			}
			for index := range want {
				if !strings.HasPrefix(lines[index], want[index]) || (want[index] == "") != (lines[index] == "") {
					t.Errorf("problem %q, want %q", lines[index], want[index])
				}
			}
		})
	}
}

func TestEachLayerKeepsItsOwnLastGoodFile(t *testing.T) {
	t.Parallel()
	const good, bad, tags, badTags = "version: 1\nmode: enforce\n", "version: 1\nmodus: enforce\n", "version: 1\nrelease: {tags: [\"v*\"]}\n", "version: 1\nrelease: {tag: []}\n"
	forge, kept := newFakeForge(), newPolicies(t)
	for _, step := range []struct {
		what, own, common string
		source            string
		mode              config.Mode
		tag               string
	}{
		{"both good", tags, good, ownFile + " over " + commonFile, config.ModeEnforce, "v*"},
		{"the owner's broken", tags, bad, ownFile + " over " + commonFile + last, config.ModeEnforce, "v*"},
		{"both broken", badTags, bad, ownFile + last + " over " + commonFile + last, config.ModeEnforce, "v*"},
		{"the owner's mended", badTags, good, ownFile + last + " over " + commonFile, config.ModeEnforce, "v*"},
		{"the owner's deleted", badTags, "", ownFile + last, config.ModeObserve, "v*"},
		{"and broken when it is back", badTags, bad, ownFile + last, config.ModeObserve, "v*"},
		{"the repository's deleted", "", good, commonFile, config.ModeEnforce, "release/v*"},
		{"and broken when it is back", badTags, good, commonFile, config.ModeEnforce, "release/v*"},
	} {
		held := governs(t, forge, kept, step.own, step.common)
		if held.source.Source != step.source || held.policy.Mode != step.mode || !slices.Equal(held.policy.Release.Tags, []string{step.tag}) {
			t.Errorf("%s: %s, %s, %q", step.what, held.source.Source, held.policy.Mode, held.policy.Release.Tags)
		}
	}
}

func TestAnotherRepositoryKnowsTheOwnersLastGoodFile(t *testing.T) {
	t.Parallel()
	shop, kept := newFakeForge(), newPolicies(t)
	governs(t, shop, kept, "", "version: 1\nmode: enforce\n")
	site := newFakeForge()
	site.description.ID, site.description.Name = 82, "site"
	if held := governs(t, site, kept, "", "version: 1\nmodus: x\n"); held.policy.Mode != config.ModeEnforce || held.source.Source != commonFile+last {
		t.Errorf("%+v", held.source)
	}
}

func TestAnUnreachableLayerIsTriedAgain(t *testing.T) {
	t.Parallel()
	for name, failure := range map[string]error{
		"an error of the server": errServer, "a permission that is lacking": ErrForbidden, "a limit": &LimitedError{Until: testedAt, Reason: "limit"},
	} {
		for layer, place := range map[string]string{"the owner's": "common", "the repository's": "main:" + config.PolicyFile} {
			t.Run(name+", "+layer, func(t *testing.T) {
				t.Parallel()
				forge, kept := newFakeForge(), newPolicies(t)
				governs(t, forge, kept, "version: 1\nmode: enforce\n", "version: 1\nmode: enforce\n")
				forge.failures = map[string]error{place: fmt.Errorf("read: %w", failure)}
				if held, err := governingPolicy(t.Context(), forge, kept, "main"); !errors.Is(err, failure) {
					t.Errorf("%+v, %v", held.source, err)
				}
				forge.failures = nil
				if held := governs(t, forge, kept, "version: 1\nmodus: x\n", "version: 1\nmodus: x\n"); held.policy.Mode != config.ModeEnforce {
					t.Errorf("the last good ones were forgotten: %+v", held.source)
				}
			})
		}
	}
}

func TestTheRepositoryThatKeepsTheOwnersPolicyHasReleasesToo(t *testing.T) {
	t.Parallel()
	forge, kept := newFakeForge(), newPolicies(t)
	forge.description.Name = ".github"
	forge.files["main:"+config.OrganisationPolicyFile] = "version: 1\nmode: enforce\n"
	forge.files["main:"+config.PolicyFile] = "version: 1\nrelease: {tags: [\"v*\"]}\n"
	held, err := governingPolicy(t.Context(), forge, kept, "main")
	if err != nil || held.source.Source != "acme/.github:.golive.yml over "+commonFile || held.policy.Mode != config.ModeEnforce {
		t.Fatalf("%+v, %v", held.source, err)
	}
	// Each file of the one repository and ref has a last good one of its own.
	forge.files["main:"+config.OrganisationPolicyFile] = "version: 1\nmodus: x\n"
	forge.files["main:"+config.PolicyFile] = "version: 1\nmodus: x\n"
	held, err = governingPolicy(t.Context(), forge, kept, "main")
	if err != nil || held.policy.Mode != config.ModeEnforce || !slices.Equal(held.policy.Release.Tags, []string{"v*"}) {
		t.Errorf("%+v, %v", held.policy, err)
	}
}

func TestAFileThatIsTooLargeIsWrongAndNotAbsent(t *testing.T) {
	t.Parallel()
	forge, kept := newFakeForge(), newPolicies(t)
	governs(t, forge, kept, "version: 1\nmode: enforce\n", "")
	forge.failures = map[string]error{"main:" + config.PolicyFile: fmt.Errorf("9 MiB: %w", ErrTooLarge)}
	held, err := governingPolicy(t.Context(), forge, kept, "main")
	if err != nil || held.policy.Mode != config.ModeEnforce || !strings.HasPrefix(held.problem, ownFile+": the file is too large") {
		t.Errorf("%+v, %q, %v", held.source, held.problem, err)
	}
}
