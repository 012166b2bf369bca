package config_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/config"
)

// problemsOf decodes a file over the defaults and returns what is wrong with it.
func problemsOf(t *testing.T, file string) string {
	t.Helper()
	policy, err := config.DecodePolicy([]byte(file), config.DefaultPolicy())
	if err == nil {
		return ""
	}
	var invalid *config.PolicyError
	if !errors.As(err, &invalid) || len(invalid.Problems) == 0 {
		t.Fatalf("an error without problems: %v", err)
	}
	if !reflect.ValueOf(policy).IsZero() {
		t.Errorf("an invalid file holds nothing: %+v", policy)
	}
	for _, problem := range invalid.Problems {
		if problem.Problem == "" || problem.Advice == "" {
			t.Errorf("%q lacks what is wrong or what to do", problem)
		}
	}
	return err.Error()
}

// rightFiles are policy files in order, with what they change of the defaults.
func rightFiles() map[string]struct {
	file string
	want func(*config.Policy)
} {
	return map[string]struct {
		file string
		want func(*config.Policy)
	}{
		"an empty file":               {"", func(*config.Policy) {}},
		"comments alone":              {"# nothing yet\n", func(*config.Policy) {}},
		"the mark of a document":      {"---\n", func(*config.Policy) {}},
		"both marks of a document":    {"---\n...\n", func(*config.Policy) {}},
		"the version alone":           {"version: 1\n", func(*config.Policy) {}},
		"a marked document":           {"%YAML 1.1\n---\nversion: 1\n...\n", func(*config.Policy) {}},
		"a mode":                      {"version: 1\nmode: enforce\n", func(p *config.Policy) { p.Mode = config.ModeEnforce }},
		"a byte order mark":           {"\uFEFFversion: 1\nmode: enforce\n", func(p *config.Policy) { p.Mode = config.ModeEnforce }},
		"lines of Windows":            {"version: 1\r\nmode: enforce\r\n", func(p *config.Policy) { p.Mode = config.ModeEnforce }},
		"JSON":                        {`{"version": 1, "mode": "enforce"}`, func(p *config.Policy) { p.Mode = config.ModeEnforce }},
		"a list replaces its default": {"version: 1\nrelease:\n  tags: [\"v*\", pkg@*]\n", func(p *config.Policy) { p.Release.Tags = []string{"v*", "pkg@*"} }},
		"an empty list means none":    {"version: 1\nrelease: {titles: []}\n", func(p *config.Policy) { p.Release.Titles = []string{} }},
		"an empty mapping":            {"version: 1\nrelease: {}\nroles: {}\n", func(*config.Policy) {}},
		"roles":                       {"version: 1\nroles: {senior: ['@dana', lee]}\n", func(p *config.Policy) { p.Roles = map[string][]string{"senior": {"@dana", "lee"}} }},
		"a team":                      {"version: 1\nroles: {senior: ['@acme/senior', acme/core.team]}\n", func(p *config.Policy) { p.Roles = map[string][]string{"senior": {"@acme/senior", "acme/core.team"}} }},
		"a minimum":                   {"version: 1\nitems: {code.coverage: {minimum: 85}}\n", func(p *config.Policy) { p.Items.Coverage.Minimum = 85 }},
		"a limit of rates": {"version: 1\nitems: {security.rate-limit: {public: {path: /api, limit: 100, window: 10s}, login: {path: /login, limit: 5, status: 503}}}\n", func(p *config.Policy) {
			p.Items.RateLimit = config.RateLimitItem{Public: config.DeclaredLimit{Path: "/api", Limit: 100, Window: "10s"}, Login: config.DeclaredLimit{Path: "/login", Limit: 5, Status: 503}}
		}},
		"an upload": {"version: 1\nprobes:\n  allow_writes: true\n  upload: {path: /api/uploads, field: avatar, headers: ['Authorization: Bearer ${secret:TOKEN}'], address: '[].data.files[].url', delete: '/api/uploads/{data.id}'}\n", func(p *config.Policy) {
			p.Probes = config.Probes{AllowWrites: true, Upload: config.Upload{Path: "/api/uploads", Field: "avatar", Headers: []string{"Authorization: Bearer ${secret:TOKEN}"}, Address: "[].data.files[].url", Delete: "/api/uploads/{data.id}"}}
		}},
		"a session that has ended":                     {"version: 1\nprobes: {ended_session: ['Authorization: Bearer ${secret:ENDED}']}\n", func(p *config.Policy) { p.Probes.EndedSession = []string{"Authorization: Bearer ${secret:ENDED}"} }},
		"an upload by its path alone":                  {"version: 1\nprobes: {upload: {path: /files}}\n", func(p *config.Policy) { p.Probes.Upload = config.Upload{Path: "/files"} }},
		"a minimum of what changed":                    {"version: 1\nitems: {code.coverage: {changed: 90}}\n", func(p *config.Policy) { p.Items.Coverage.Changed = 90 }},
		"a minimum with a point":                       {"version: 1\nitems: {code.coverage: {minimum: 82.5}}\n", func(p *config.Policy) { p.Items.Coverage.Minimum = 82.5 }},
		"a login of an enterprise":                     {"version: 1\nroles: {qa: [dana_acme]}\n", func(p *config.Policy) { p.Roles = map[string][]string{"qa": {"dana_acme"}} }},
		"text that older YAML takes for a truth value": {"version: 1\nrelease: {labels: [no, on]}\n", func(p *config.Policy) { p.Release.Labels = []string{"no", "on"} }},
		"a label with a space":                         {"version: 1\nrelease: {labels: [ready to ship]}\n", func(p *config.Policy) { p.Release.Labels = []string{"ready to ship"} }},
		"a number in quotes":                           {"version: 1\nrelease: {labels: [\"2026\"]}\n", func(p *config.Policy) { p.Release.Labels = []string{"2026"} }},
		"an alias":                                     {"version: 1\nmode: &m enforce\nrelease: {labels: [*m]}\n", func(p *config.Policy) { p.Mode, p.Release.Labels = config.ModeEnforce, []string{"enforce"} }},
		"a merged mapping, of which the file's own keys win": {"version: 1\nrelease:\n  <<: {tags: [a], labels: [x]}\n  tags: [b]\n",
			func(p *config.Policy) { p.Release.Tags, p.Release.Labels = []string{"b"}, []string{"x"} }},
		"closed secrets": {"version: 1\nsecrets:\n  closed:\n    - {fingerprint: 3fa9c1d2-0b8e57c4d19a6f23e8410c7d, as: revoked, because: rotated}\n    - {fingerprint: 00a9c1d2-0b8e57c4d19a6f23e8410c7d, as: baseline, because: INC-42, until: '2026-12-31'}\n",
			func(p *config.Policy) {
				p.Secrets.Closed = []config.ClosedSecret{
					{Fingerprint: "3fa9c1d2-0b8e57c4d19a6f23e8410c7d", As: config.ClosedRevoked, Because: "rotated"},
					{Fingerprint: "00a9c1d2-0b8e57c4d19a6f23e8410c7d", As: config.ClosedBaseline, Because: "INC-42", Until: "2026-12-31"},
				}
			}},
		"a target alone": {"version: 1\nload: {target_rps: 10000}\n", func(p *config.Policy) { p.Load.TargetRPS = 10000 }},
		"a load test": {"version: 1\nload: {target_rps: 10000, steady: 10m, ramp: 1m30s, users: 1000, max_rps: 12000, slo: {p95: 150ms, p99: 0.3s, errors: 0.5 %}, environment: stage, path: /orders}\nroles: {load-testers: ['@kim']}\n",
			func(p *config.Policy) {
				p.Load = config.Load{
					TargetRPS: 10000, Steady: "10m", Ramp: "1m30s", Users: 1000, MaxRPS: 12000,
					SLO: config.LoadSLO{P95: "150ms", P99: "0.3s", Errors: "0.5 %"}, Environment: "stage", Path: "/orders",
				}
				p.Roles = map[string][]string{config.RoleLoadTesters: {"@kim"}}
			}},
		"no closed secret": {"version: 1\nsecrets: {closed: []}\n", func(p *config.Policy) { p.Secrets.Closed = []config.ClosedSecret{} }},
		"environments": {"version: 1\nenvironments:\n  staging: {url: 'http://[::1]:8080/shop', version: /version, deployment: stage}\n  production: {url: https://acme.example, deployment: live}\n",
			func(p *config.Policy) {
				p.Environments.Staging = config.Staging{URL: "http://[::1]:8080/shop", Version: "/version", Deployment: "stage"}
				p.Environments.Production = config.Production{URL: "https://acme.example", Deployment: "live"}
			}},
	}
}

func TestAPolicyInOrder(t *testing.T) {
	t.Parallel()
	defaults := config.DefaultPolicy()
	for name, test := range rightFiles() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := config.DefaultPolicy()
			test.want(&want)
			got, err := config.DecodePolicy([]byte(test.file), defaults)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

func TestAFileStandsOverItsBase(t *testing.T) {
	t.Parallel()
	organisation, err := config.DecodePolicy([]byte("version: 1\nmode: enforce\nrelease: {tags: [v*]}\nroles: {senior: [dana], qa: [mia]}\n"), config.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	before := organisation.Hash()
	policy, err := config.DecodePolicy([]byte("version: 1\nrelease: {labels: [ship]}\nroles: {senior: [lee]}\n"), organisation)
	if err != nil {
		t.Fatal(err)
	}
	want := config.DefaultPolicy()
	want.Mode = config.ModeEnforce
	want.Release.Tags, want.Release.Labels = []string{"v*"}, []string{"ship"}
	want.Roles = map[string][]string{"senior": {"lee"}, "qa": {"mia"}}
	if !reflect.DeepEqual(policy, want) {
		t.Errorf("got  %+v\nwant %+v", policy, want)
	}
	if organisation.Hash() != before {
		t.Error("what stands over a policy must not change it")
	}
}

func TestHashFollowsWhatIsSaid(t *testing.T) {
	t.Parallel()
	decode := func(file string) string {
		policy, err := config.DecodePolicy([]byte(file), config.DefaultPolicy())
		if err != nil {
			t.Fatal(err)
		}
		return policy.Hash()
	}
	if decode("") != decode("# the same\nversion: 1\n") {
		t.Error("a comment is no other policy")
	}
	if decode("version: 1\nmode: enforce\n") == decode("version: 1\nmode: observe\n") {
		t.Error("another mode is another policy")
	}
}

// Files that are made to take memory or time are refused, by what they are.
func TestFilesThatGrowWithoutEnd(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ file, want string }{
		"aliases of aliases":    {aliasBomb(), "line 2, column 8: the aliases of this file repeat more than 10000 values — write out what is meant"},
		"merges of merges":      {mergeBomb(), "line 2, column 13: the aliases of this file repeat more than 10000 values — write out what is meant"},
		"an alias of itself":    {"release: &r\n  labels: *r\n", "line 2, column 11: the alias *r stands inside of what it repeats — write the value out"},
		"a merge of itself":     {"release: &r\n  <<: *r\n", "line 2, column 7: the alias *r stands inside of what it repeats — write the value out"},
		"deep nesting":          {strings.Repeat("[", 30) + strings.Repeat("]", 30), "line 1, column 21: this is nested more than 20 levels deep — no key of a policy is"},
		"nesting without end":   {strings.Repeat("[", 250_000), "line 1, column 10004: this is nested too deep — no key of a policy is"},
		"indented without end":  {strings.Repeat("- ", 120_000), "line 1, column 20003: this is nested too deep — no key of a policy is"},
		"a file of 300 KiB":     {"# " + strings.Repeat("x", 300<<10), "the file has 300 KiB, and at most 256 KiB are read — a policy has a few dozen lines: is this the right file?"},
		"a file of 5 MiB":       {strings.Repeat("version: 1\n", 5<<20/11), "the file has 5119 KiB, and at most 256 KiB are read — a policy has a few dozen lines: is this the right file?"},
		"a list without end":    {"version: 1\nrelease: {labels: [" + strings.Repeat("a,", 101) + "]}\n", "line 2, column 19: release.labels has 101 entries, and at most 100 are read — shorten the list"},
		"a text without end":    {"version: 1\nrelease: {tags: ['" + strings.Repeat("a", 501) + "']}\n", "line 2, column 18: release.tags[0] is longer than 500 characters — shorten it"},
		"globs of alternatives": {"version: 1\nrelease: {tags: ['" + strings.Repeat("{a,b}", 20) + "']}\n", "line 2, column 18: release.tags[0] has too many alternatives — at most 100 are read: use * or several entries"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := problemsOf(t, test.file); got != test.want {
				t.Errorf("got  %.500s\nwant %s", got, test.want)
			}
		})
	}
}

func TestManyProblemsAreCounted(t *testing.T) {
	t.Parallel()
	problems := strings.Split(problemsOf(t, "version: 1\n"+strings.Repeat("x: 1\n", 10_000)), "\n")
	if len(problems) != 51 {
		t.Fatalf("%d problems", len(problems))
	}
	if last := problems[50]; last != "line 52, column 1: and 9950 more problems — mend those above first" {
		t.Errorf("the last one: %s", last)
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

func mergeBomb() string {
	bomb := "a: &a {tags: [x]}\n"
	for letter := 'b'; letter < 'z'; letter++ {
		before := string(letter - 1)
		bomb += string(letter) + ": &" + string(letter) + " {<<: [*" + before + ", *" + before + "]}\n"
	}
	return bomb + "release: *y\n"
}

func FuzzDecodePolicy(f *testing.F) {
	for _, file := range []string{
		"version: 1\nmode: enforce\nroles:\n  senior: [\"@dana\"]\n", "release: {titles: [\"^(\"]}", "version: 1\nrelease:\n  <<: &a {tags: [v*]}\n  labels: [*a]\n",
		"version: 1\nenvironments: {staging: {url: https://x, version: /v, deployment: s}}\n", "- @x\n", "a: [\n\t", "a: \"\\d\n", "version: 1\nrelease: {labels: [\"\\u0085\", é, no]}\n",
		"version: 1\n---\n!x", "? *a\n: &a [*a]", "\xFF\xFEv\x00", "version: 1\nmode: `",
	} {
		f.Add([]byte(file))
	}
	defaults := config.DefaultPolicy()
	f.Fuzz(func(t *testing.T, file []byte) {
		policy, err := config.DecodePolicy(file, defaults)
		var invalid *config.PolicyError
		switch {
		case err == nil:
		case errors.As(err, &invalid):
			for index, problem := range invalid.Problems {
				if problem.Problem == "" || problem.Line < 0 || problem.Column < 0 || problem.Line == 0 && problem.Column > 0 {
					t.Fatalf("a problem without a place: %+v", problem)
				}
				if index > 0 && problem.Line < invalid.Problems[index-1].Line {
					t.Fatalf("problems out of order:\n%v", err)
				}
				if strings.ContainsFunc(problem.String(), func(letter rune) bool { return letter < ' ' }) {
					t.Fatalf("a problem that is no line of text: %q", problem)
				}
			}
			return
		default:
			t.Fatalf("an error without problems: %v", err)
		}
		written, err := yaml.Marshal(policy)
		if err != nil {
			t.Fatal(err)
		}
		again, err := config.DecodePolicy(written, defaults)
		if err != nil || !reflect.DeepEqual(again, policy) {
			t.Fatalf("written and read again it is another policy, error %v:\n%+v\n%+v\n%s", err, policy, again, written)
		}
	})
}

func BenchmarkDecodePolicy(b *testing.B) {
	file, err := yaml.Marshal(config.DefaultPolicy())
	if err != nil {
		b.Fatal(err)
	}
	file = append(file, "roles: {senior: ['@dana', '@lee'], qa: ['@mia']}\nenvironments: {staging: {url: https://staging.example.com, version: /version}}\n"...)
	defaults := config.DefaultPolicy()
	for b.Loop() {
		if _, err := config.DecodePolicy(file, defaults); err != nil {
			b.Fatal(err)
		}
	}
}

// YAML takes a day without quotes for a date of its own.
func TestAClosedSecretHoldsUntilTheEndOfItsDay(t *testing.T) {
	t.Parallel()
	policy, err := config.DecodePolicy([]byte("version: 1\nsecrets: {closed: [{fingerprint: 3fa9c1d2-0b8e57c4d19a6f23e8410c7d, as: baseline, because: later, until: 2026-12-31}]}\n"), config.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	closed := policy.Secrets.Closed[0]
	if last := time.Date(2026, time.December, 31, 23, 59, 0, 0, time.UTC); !closed.Holds(last) || closed.Holds(last.Add(time.Minute)) {
		t.Errorf("%s: holds at its last minute %v, and after it %v", closed, closed.Holds(last), closed.Holds(last.Add(time.Minute)))
	}
}

func TestTeamsAreThoseOfTheRepositorysOwner(t *testing.T) {
	t.Parallel()
	file := []byte("version: 1\nroles:\n  senior:\n    - '@Acme/senior'\n")
	if _, err := config.DecodePolicyOf("acme", file, config.DefaultPolicy()); err != nil {
		t.Error(err)
	}
	_, err := config.DecodePolicyOf("other", file, config.DefaultPolicy())
	var invalid *config.PolicyError
	if !errors.As(err, &invalid) || len(invalid.Problems) != 1 || invalid.Problems[0].Line != 4 || !strings.Contains(invalid.Problems[0].Problem, "another organisation") {
		t.Errorf("%v", err)
	}
}

func TestTheLeastCoverageIsTheBuiltInOneUntilAPolicySaysOtherwise(t *testing.T) {
	t.Parallel()
	for file, want := range map[string][2]float64{
		"": {80, 80},
		"version: 1\nitems: {code.coverage: {minimum: 91.5}}\n": {91.5, 80},
		"version: 1\nitems: {code.coverage: {changed: 70}}\n":   {80, 70},
	} {
		policy, err := config.DecodePolicy([]byte(file), config.DefaultPolicy())
		if err != nil || policy.LeastCoverage() != want[0] || policy.LeastChanged() != want[1] {
			t.Errorf("%q: %v, %v, %v", file, policy.LeastCoverage(), policy.LeastChanged(), err)
		}
	}
}
