package jobs

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

func decoded(t *testing.T, file string) config.Policy {
	t.Helper()
	policy, err := config.DecodePolicy([]byte(file), config.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	return policy
}

func TestEffectsOfAPolicyEdit(t *testing.T) {
	t.Parallel()
	release := checks.Release{Kind: checks.ReleasePullRequest, HeadBranch: "release/v1.4.0", Title: "Exports"}
	feature := checks.Release{Kind: checks.ReleasePullRequest, HeadBranch: "feat/exports", Title: "feat: exports"}
	const observe, enforce = "version: 1\nmode: observe\n", "version: 1\nmode: enforce\n"
	signedBy := func(login string) []checks.Word {
		return []checks.Word{{Kind: checks.WordSignOff, Item: "launch.qa-checklist", By: login, Role: checks.RoleQA}}
	}
	for name, test := range map[string]struct {
		before, after string
		on            Affected
		want          []string // weakening ones begin with "!"
	}{
		"nothing": {enforce, enforce + "# a comment\n", Affected{Release: release}, nil},
		"staging may be written to": {enforce, enforce + "probes: {allow_writes: true}\n", Affected{Release: release},
			[]string{"golive could send staging what changes data, where `.golive/smoke.yml`, `.golive/authz.yml` and `probes: {upload: …}` on the trusted branch say so"}},
		"staging may be written to no more": {enforce + "probes: {allow_writes: true}\n", enforce, Affected{Release: release},
			[]string{"!golive would send staging nothing that changes data any more: steps, routes and uploads that do would not be tried"}},
		"a file may be uploaded": {enforce, enforce + "probes: {upload: {path: /api/files}}\n", Affected{Release: release},
			[]string{"golive could upload small files to `POST /api/files` of staging and leave them there, where `probes: {allow_writes: true}` lets it"}},
		"a file that is uploaded may be deleted": {enforce + "probes: {upload: {path: /api/files}}\n", enforce + "probes: {upload: {path: /api/files, delete: \"/api/files/{id}\"}}\n", Affected{Release: release},
			[]string{"golive could upload small files to `POST /api/files` of staging and delete them with `DELETE /api/files/{id}`, where `probes: {allow_writes: true}` lets it"}},
		"another field of the answer tells where a file stands": {enforce + "probes: {upload: {path: /api/files}}\n", enforce + "probes: {upload: {path: /api/files, address: data.url}}\n", Affected{Release: release}, nil},
		"a file may be uploaded no more": {enforce + "probes: {upload: {path: /api/files}}\n", enforce, Affected{Release: release},
			[]string{"!golive would upload no file to staging any more: where one comes to stand would not be seen"}},
		"the gate is turned on": {observe, enforce, Affected{Release: release, Would: "NOT READY, 9 items"},
			[]string{"`golive / ready` would block: NOT READY, 9 items"}},
		"the gate is turned on, and this release would pass it": {observe, enforce, Affected{Release: release, Would: "READY"},
			[]string{"`golive / ready` would block releases that are not ready; this one would pass: READY"}},
		"the gate is turned on by what has no verdict": {observe, enforce, Affected{Release: feature},
			[]string{"`golive / ready` would block releases that are not ready"}},
		"the gate is turned off": {enforce, observe, Affected{Release: release},
			[]string{"!`golive / ready` would stop blocking: it would succeed whatever golive finds"}},
		"no file at all any more": {enforce, "", Affected{Release: release},
			[]string{"!`golive / ready` would stop blocking: it would succeed whatever golive finds"}},
		"one section is enforced": {observe, observe + "sections: {security: enforce}\n", Affected{Release: release, Would: "READY"},
			[]string{"`golive / ready` would block releases that are not ready, by 1 of 7 sections (security); this one would pass: READY"}},
		"one more section is enforced": {observe + "sections: {security: enforce}\n", observe + "sections: {code: enforce, security: enforce}\n", Affected{Release: release, Would: "NOT READY, 2 items"},
			[]string{"`golive / ready` would block, by 2 of 7 sections (code, security): NOT READY, 2 items"}},
		"all but one are enforced": {observe, enforce + "sections: {performance: observe}\n", Affected{Release: feature},
			[]string{"`golive / ready` would block releases that are not ready, by 6 of 7 sections (code, delivery, security, monitoring, infrastructure, launch)"}},
		"two are enforced no more": {enforce, enforce + "sections: {performance: observe, monitoring: observe}\n", Affected{Release: release, Would: "READY"}, []string{
			"!`golive / 4 performance` and `golive / 5 monitoring` would stop blocking: they would succeed whatever golive finds",
			"`golive / ready` would go on blocking, by 5 of 7 sections (code, delivery, security, infrastructure, launch)",
		}},
		"one for another": {observe + "sections: {code: enforce}\n", observe + "sections: {security: enforce}\n", Affected{Release: release, Would: "NOT READY, 1 item"}, []string{
			"!`golive / 1 code` would stop blocking: it would succeed whatever golive finds",
			"`golive / ready` would block, by 1 of 7 sections (security): NOT READY, 1 item",
		}},
		"the only one is enforced no more": {observe + "sections: {code: enforce}\n", observe, Affected{Release: release},
			[]string{"!`golive / ready` would stop blocking: it would succeed whatever golive finds"}},
		"what the mode says already": {enforce, enforce + "sections: {code: enforce}\n", Affected{Release: release}, nil},
		"less coverage is asked for": {enforce, enforce + "items: {code.coverage: {minimum: 70}}\n", Affected{Release: release},
			[]string{"!`code.coverage` would ask for 70 % of lines, no longer for 80 %"}},
		"a limit is tried": {enforce, enforce + "items: {security.rate-limit: {public: {path: /api, limit: 100, window: 10s}}}\n", Affected{Release: release},
			[]string{"the limit of `/api` would be tried with a burst: 100 requests in 10s"}},
		"a limit is tried no more": {enforce + "items: {security.rate-limit: {login: {path: /login, limit: 10}}}\n", enforce, Affected{Release: release},
			[]string{"!the limit of `/login` would not be tried any more, and `security.rate-limit` would wait for a person"}},
		"a limit is wider": {enforce + "items: {security.rate-limit: {login: {path: /login, limit: 10}}}\n", enforce + "items: {security.rate-limit: {login: {path: /login, limit: 20}}}\n", Affected{Release: release},
			[]string{"!`security.rate-limit` would let one client ask `/login` 20 times in 1m0s, no longer 10 times in 1m0s"}},
		"a limit is narrower, of another window": {enforce + "items: {security.rate-limit: {login: {path: /login, limit: 60}}}\n", enforce + "items: {security.rate-limit: {login: {path: /login, limit: 10, window: 10s}}}\n", Affected{Release: release},
			[]string{"`security.rate-limit` would let one client ask `/login` 10 times in 10s, no longer 60 times in 1m0s"}},
		"another path's limit is tried": {enforce + "items: {security.rate-limit: {login: {path: /login, limit: 60}}}\n", enforce + "items: {security.rate-limit: {login: {path: /free, limit: 60}}}\n", Affected{Release: release},
			[]string{"!the limit of `/free` would be tried, no longer that of `/login`"}},
		"more coverage is asked for": {enforce + "items: {code.coverage: {minimum: 85}}\n", enforce + "items: {code.coverage: {minimum: 92.5}}\n", Affected{Release: release},
			[]string{"`code.coverage` would ask for 92.5 % of lines, not only for 85 %"}},
		"less of what changed is asked for": {enforce, enforce + "items: {code.coverage: {changed: 60}}\n", Affected{Release: release},
			[]string{"!`code.coverage` would ask for 60 % of the lines that a release changes, no longer for 80 %"}},
		"more of what changed is asked for, and less of all": {enforce, enforce + "items: {code.coverage: {minimum: 75, changed: 90}}\n", Affected{Release: release},
			[]string{"!`code.coverage` would ask for 75 % of lines, no longer for 80 %", "`code.coverage` would ask for 90 % of the lines that a release changes, not only for 80 %"}},
		"a team signs": {enforce, enforce + "roles: {qa: [\"@acme/qa\"]}\n", Affected{Release: release, Words: signedBy("mia")},
			[]string{"only @acme/qa could sign for `qa`, no longer everybody who may maintain the repository"}},
		"this pull request would be no release": {enforce, enforce + "release: {branches: [\"ship/**\"]}\n", Affected{Release: release}, []string{
			"!this pull request would no longer count as a release, nor would others like it",
			"!pull requests from branches like `release/**/*`, `hotfix/**/*`, `release-please--*/**` and `changeset-release/**/*` would no longer count as releases for that alone",
			"pull requests from branches like `ship/**` would count as releases",
		}},
		"this pull request would be one": {enforce, enforce + "release: {titles: [\"^feat: exports$\"]}\n", Affected{Release: feature}, []string{
			"this pull request would count as a release, and so would others like it",
			"!pull requests with titles like `^chore(\\([^)]*\\))?: release( |$)`, `^Version Packages` and `^Release v?\\d+\\.\\d+\\.\\d+` would no longer count as releases for that alone",
			"pull requests with titles like `^feat: exports$` would count as releases",
		}},
		"tags are added": {enforce, enforce + "release: {tags: [\"release/v*\", \"v*\"]}\n", Affected{Release: release}, []string{"tags like `v*` would count as releases"}},
		"tags are taken away": {enforce, enforce + "release: {tags: []}\n", Affected{Release: release},
			[]string{"!tags like `release/v*` would no longer count as releases"}},
		"somebody is named": {enforce + "roles: {qa: [\"@mia\"]}\n", enforce + "roles: {qa: [\"@mia\", \"@lee\"]}\n", Affected{Release: release},
			[]string{"@lee could sign for `qa`"}},
		"an author of the pull request is named": {enforce + "roles: {qa: [\"@mia\"]}\n", enforce + "roles: {qa: [\"@mia\", \"@Kim\"]}\n", Affected{Release: release},
			[]string{"!@kim could sign for `qa`; @kim made this pull request"}},
		"somebody is named no more": {enforce + "roles: {qa: [\"@mia\", \"@dana\"]}\n", enforce + "roles: {qa: [\"@mia\"]}\n",
			Affected{Release: release, Words: signedBy("Dana")}, []string{
				"@dana could not sign for `qa` any more", "the sign-off of @dana as `qa` of `launch.qa-checklist` would not count any more",
			}},
		"who signed stays": {enforce + "roles: {qa: [\"@mia\", \"@dana\"]}\n", enforce + "roles: {qa: [\"@dana\"]}\n",
			Affected{Release: release, Words: signedBy("dana")}, []string{"@mia could not sign for `qa` any more"}},
		"a role gets its first people": {enforce, enforce + "roles: {qa: [\"@mia\"]}\n", Affected{Release: release, Words: signedBy("dana")}, []string{
			"only @mia could sign for `qa`, no longer everybody who may maintain the repository", "the sign-off of @dana as `qa` of `launch.qa-checklist` would not count any more",
		}},
		"code owners sign": {enforce, enforce + "roles: {qa: [\"codeowners:Web/\", codeowners]}\n", Affected{Release: release, Words: signedBy("mia")},
			[]string{"only the code owners of `Web/` and the code owners of what is signed could sign for `qa`, no longer everybody who may maintain the repository"}},
		"a role loses its people": {enforce + "roles: {qa: [\"@mia\"]}\n", enforce, Affected{Release: release, Words: signedBy("mia")},
			[]string{"!everybody who may maintain the repository could sign for `qa`, not only @mia"}},
		"a secret is closed": {enforce, enforce + "secrets: {closed: [{fingerprint: 3fa9c1d2-0b8e57c4d19a6f23e8410c7d, as: revoked, because: rotated}]}\n", Affected{Release: release},
			[]string{"!secrets that are found would be closed: `3fa9c1d2-0b8e57c4d19a6f23e8410c7d as revoked`"}},
		"a secret is closed for longer": {enforce + "secrets: {closed: [{fingerprint: 3fa9c1d2-0b8e57c4d19a6f23e8410c7d, as: baseline, because: later, until: '2026-12-01'}]}\n",
			enforce + "secrets: {closed: [{fingerprint: 3fa9c1d2-0b8e57c4d19a6f23e8410c7d, as: baseline, because: later, until: '2026-12-31'}]}\n", Affected{Release: release}, []string{
				"!secrets that are found would be closed: `3fa9c1d2-0b8e57c4d19a6f23e8410c7d as baseline until 2026-12-31`",
				"secrets would no longer be closed as before: `3fa9c1d2-0b8e57c4d19a6f23e8410c7d as baseline until 2026-12-01`",
			}},
		"a secret counts again": {enforce + "secrets: {closed: [{fingerprint: 3fa9c1d2-0b8e57c4d19a6f23e8410c7d, as: revoked, because: rotated}]}\n", enforce, Affected{Release: release},
			[]string{"secrets would no longer be closed as before: `3fa9c1d2-0b8e57c4d19a6f23e8410c7d as revoked`"}},
		"a target where there was none": {enforce, enforce + "load: {target_rps: 10000}\nroles: {load-testers: [kim]}\n", Affected{Release: release},
			[]string{"staging would be loaded with 10000 requests a second, once for each release that runs there", "!@kim could start load tests; @kim made this pull request"}},
		"no target any more": {enforce + "load: {target_rps: 10000}\n", enforce, Affected{Release: release},
			[]string{"no load test would be run any more, and `performance.load` would stay unknown"}},
		"less load": {enforce + "load: {target_rps: 10000, steady: 10m, slo: {p95: 150ms, p99: 300ms}, users: 1000}\n", enforce + "load: {target_rps: 7000, slo: {p99: 500ms, errors: 2%}, users: 500}\n", Affected{Release: release},
			[]string{
				"!`performance.load` would ask for 7000 requests a second, no longer 10000", "!they would be sent for 5m0s, no longer 10m0s",
				"!95 of 100 requests could take any time, no longer at most 150ms", "!99 of 100 requests would have to be answered in 500ms, no longer in 300ms",
				"!up to 2 % of the requests could fail, not only 1 %", "!`performance.concurrency` would ask for 500 users at once, no longer 1000",
			}},
		"more load": {enforce + "load: {target_rps: 7000, slo: {errors: 2%}}\n", enforce + "load: {target_rps: 10000, slo: {p95: 150ms, errors: 1%}}\n", Affected{Release: release},
			[]string{
				"`performance.load` would ask for 10000 requests a second, not only 7000", "95 of 100 requests would have to be answered in 150ms",
				"up to 1 % of the requests could fail, no longer 2 %", "load tests could send 10000 requests a second, not only 7000",
			}},
		"users are simulated": {enforce + "load: {target_rps: 1000}\n", enforce + "load: {target_rps: 1000, scenario: load/users.yaml, users: 2000}\n", Affected{Release: release},
			[]string{"users who do what `load/users.yaml` says would be simulated, in place of one request", "`performance.concurrency` would ask for 2000 users at once, not only 1000"}},
		"users are simulated no more": {enforce + "load: {target_rps: 1000, scenario: load/users.yaml}\n", enforce + "load: {target_rps: 1000}\n", Affected{Release: release},
			[]string{"!no users would be simulated any more, and `performance.concurrency` would stay unknown"}},
		"users do something else": {enforce + "load: {target_rps: 1000, scenario: load/users.yaml}\n", enforce + "load: {target_rps: 1000, scenario: load/few.yaml}\n", Affected{Release: release},
			[]string{"!users would do what `load/few.yaml` says, no longer `load/users.yaml`"}},
		"what is only read": {enforce, enforce + "environments: {staging: {url: \"https://staging.acme.dev\"}}\n", Affected{Release: release}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			edit := PolicyEdit{File: config.PolicyFile, Ref: "main", Before: decoded(t, test.before), After: decoded(t, test.after), Authors: []string{"kim"}}
			var got []string
			for _, effect := range edit.Effects(test.on) {
				mark := ""
				if effect.Weakens {
					mark = "!"
				}
				got = append(got, mark+effect.Text)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestAnEditThatCannotBeUsedHasNoEffects(t *testing.T) {
	t.Parallel()
	edit := PolicyEdit{Before: config.DefaultPolicy(), Wrong: 1, Problems: []config.Problem{{Problem: "x"}}}
	if len(edit.Effects(Affected{})) != 0 || len(edit.Differences()) != 0 {
		t.Error("what cannot be used would do something")
	}
}

func TestManyWordsAreCounted(t *testing.T) {
	t.Parallel()
	for want, words := range map[string][]string{
		"": nil, "a": {"a"}, "a and b": {"a", "b"}, "a, b and c": {"a", "b", "c"},
		"a, b, c, d, e and 2 more": {"a", "b", "c", "d", "e", "f", "g"},
	} {
		if got := enumerate(words, func(word string) string { return word }); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A run is stored between two looks at its release; an edit must be the same one
// after that, or every event would judge everything anew.
func TestAStoredEditIsTheSameEdit(t *testing.T) {
	t.Parallel()
	edits := []PolicyEdit{{File: config.PolicyFile, Ref: "main", Change: PolicyAdded, Mends: true, Authors: []string{"kim"},
		Before: config.DefaultPolicy(), After: decoded(t, "version: 1\nmode: enforce\nrelease: {tags: []}\nroles: {qa: [\"@mia\"], sre: [\"@lee\"]}\n")}}
	data, err := json.Marshal(Run{PolicyEdits: edits})
	if err != nil {
		t.Fatal(err)
	}
	var stored Run
	if err := json.Unmarshal(data, &stored); err != nil || !sameEdits(edits, stored.PolicyEdits) {
		t.Errorf("%v: %+v", err, stored.PolicyEdits)
	}
	if !sameEdits(nil, []PolicyEdit{}) || sameEdits(edits, nil) {
		t.Error("no edit is no edit")
	}
}
