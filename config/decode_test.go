package config_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/golive-app/golive/config"
)

func TestDecodePolicy(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file    string
		line    int
		problem string // part of the message; empty: the file holds
		mode    config.Mode
	}{
		"an empty file is the defaults":            {file: "", mode: config.ModeObserve},
		"comments alone are the defaults":          {file: "# nothing yet\n", mode: config.ModeObserve},
		"enforce":                                  {file: "version: 1\nmode: enforce\n", mode: config.ModeEnforce},
		"patterns replace the defaults":            {file: "version: 1\nrelease:\n  tags: [\"v*\"]\n", mode: config.ModeObserve},
		"an unknown key is named with its line":    {file: "version: 1\nmodes: enforce\n", line: 2, problem: `unknown key "modes"`},
		"a nested unknown key too":                 {file: "version: 1\nrelease:\n  tag: [\"v*\"]\n", line: 3, problem: `unknown key "tag"`},
		"a mode that is none":                      {file: "version: 1\nmode: block\n", line: 2, problem: `mode is "block"`},
		"a version from the future":                {file: "version: 2\n", line: 1, problem: "version is 2"},
		"a wrong type":                             {file: "version: one\n", line: 1, problem: "cannot unmarshal"},
		"a tab":                                    {file: "version: 1\nrelease:\n\ttags: []\n", line: 3, problem: "cannot start any token"},
		"a broken glob":                            {file: "version: 1\nrelease:\n  tags: [\"v[\"]\n", line: 3, problem: "no valid glob"},
		"a broken expression":                      {file: "version: 1\nrelease:\n  titles: [\"(\"]\n", line: 3, problem: "regular expression"},
		"a role that is none":                      {file: "version: 1\nroles:\n  boss: [\"@dana\"]\n", line: 3, problem: `no such role: "boss"`},
		"a team where only logins are read":        {file: "version: 1\nroles:\n  senior: [\"@acme/senior\"]\n", line: 3, problem: "names a team"},
		"two documents":                            {file: "version: 1\n---\nversion: 1\n", problem: "more than one YAML document"},
		"a file too large":                         {file: "# " + strings.Repeat("x", 300<<10), problem: "bytes"},
		"aliases that grow without end are no DoS": {file: aliasBomb(), line: 1, problem: "unknown key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			policy, err := config.DecodePolicy([]byte(test.file))
			if test.problem == "" {
				if err != nil || policy.Mode != test.mode {
					t.Fatalf("mode %q, error %v", policy.Mode, err)
				}
				return
			}
			var problem *config.PolicyError
			if !errors.As(err, &problem) {
				t.Fatalf("error %v", err)
			}
			if problem.Line != test.line || !strings.Contains(problem.Error(), test.problem) {
				t.Errorf("line %d: %s", problem.Line, problem)
			}
		})
	}
}

func aliasBomb() string {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for letter := 'b'; letter < 'j'; letter++ {
		before := string(letter - 1)
		bomb += string(letter) + ": &" + string(letter) + " [" + strings.Repeat("*"+before+",", 8) + "*" + before + "]\n"
	}
	return bomb
}

func TestHashFollowsWhatIsSaid(t *testing.T) {
	t.Parallel()
	decode := func(file string) string {
		policy, err := config.DecodePolicy([]byte(file))
		if err != nil {
			t.Fatal(err)
		}
		return policy.Hash()
	}
	if decode("") != decode("# the same\nversion: 1\n") {
		t.Error("a comment is no other policy")
	}
	if decode("mode: enforce\n") == decode("mode: observe\n") {
		t.Error("another mode is another policy")
	}
}

func TestMatchPullRequest(t *testing.T) {
	t.Parallel()
	patterns := config.DefaultPolicy().Release
	for name, test := range map[string]struct {
		branch, title string
		labels        []string
		want          bool
	}{
		"release branch":                    {branch: "release/v1.4.0", want: true},
		"nested release branch":             {branch: "release/shop/v1.4.0", want: true},
		"hotfix branch":                     {branch: "hotfix/1.3.5", want: true},
		"release-please":                    {branch: "release-please--branches--main--components--shop", want: true},
		"changesets":                        {branch: "changeset-release/main", want: true},
		"changesets by title":               {branch: "x", title: "Version Packages", want: true},
		"release-please by title":           {branch: "x", title: "chore(main): release 1.4.0", want: true},
		"semantic title":                    {branch: "x", title: "chore: release", want: true},
		"a plain release title":             {branch: "x", title: "Release v1.2.3", want: true},
		"label in any case":                 {branch: "x", labels: []string{"Release"}, want: true},
		"a feature that talks of a release": {branch: "feat/release-notes", title: "feat: show release 1.2 in footer", labels: []string{"release-notes"}},
		"a chore that merely says released": {branch: "x", title: "chore: released memory earlier"},
		"a branch called release":           {branch: "release", title: "prepare"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, got := patterns.MatchPullRequest(test.branch, test.title, test.labels); got != test.want {
				t.Errorf("release: %v, want %v", got, test.want)
			}
		})
	}
}

func TestMatchTag(t *testing.T) {
	t.Parallel()
	patterns := config.DefaultPolicy().Release
	for tag, want := range map[string]bool{"release/v1.4.0": true, "v1.4.0": false, "release/shop/v1": false, "pre-release/v1": false} {
		if got := patterns.MatchTag(tag); got != want {
			t.Errorf("%s: %v, want %v", tag, got, want)
		}
	}
}

func FuzzDecodePolicy(f *testing.F) {
	f.Add([]byte("version: 1\nmode: enforce\nroles:\n  senior: [\"@dana\"]\n"))
	f.Add([]byte("release: {titles: [\"^(\"]}"))
	f.Fuzz(func(t *testing.T, file []byte) {
		policy, err := config.DecodePolicy(file)
		if err == nil && policy.Mode != config.ModeObserve && policy.Mode != config.ModeEnforce {
			t.Fatalf("held a policy with mode %q", policy.Mode)
		}
		if err != nil && !errors.As(err, new(*config.PolicyError)) {
			t.Fatalf("an error without a place: %v", err)
		}
	})
}
