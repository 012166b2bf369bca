package jobs

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/config"
)

// owners answers with one CODEOWNERS for each branch.
type owners struct {
	checks.CodeOwnerReader
	files map[string]checks.CodeOwners
	asked []string
	err   error
}

func (o *owners) CodeOwners(_ context.Context, branch string) (checks.CodeOwners, error) {
	o.asked = append(o.asked, branch)
	return o.files[branch], o.err
}

func TestRolesThatCodeOwnersHold(t *testing.T) {
	t.Parallel()
	l := newLine(t)
	l.git("checkout", "--quiet", "main")
	l.file("db/migrations/1.sql", "create table a();\n")
	l.file("api/main.go", "package main\n")
	l.commit("before")
	l.file("scratch/migrations/2.sql", "create table b();\n")
	l.commit("released")
	const file = "* @acme/core\n/db/ @dana ada@example.com\n/scratch/ @intern\n/mail/ ada@example.com\n/nobody/\n"
	backup := checks.Item{ID: "infrastructure.backup", Role: checks.RoleDBA, Scope: []string{"**/migrations/**"}}
	media := checks.Item{ID: "performance.media-storage", Role: checks.RoleDBA, Scope: []string{"**/uploads/**"}}
	indexes := checks.Item{ID: "performance.indexes", Role: checks.RoleDBA}
	for name, test := range map[string]struct {
		roles  string
		owners checks.CodeOwners
		item   checks.Item
		want   string
		note   string // part of it; empty: none
	}{
		"people and teams":                        {`["@kim", "@acme/data"]`, checks.CodeOwners{Path: "CODEOWNERS", Data: []byte(file)}, backup, "@kim @acme/data", ""},
		"of a folder":                             {`["codeowners:db/"]`, checks.CodeOwners{Path: "CODEOWNERS", Data: []byte(file)}, backup, "@dana", ""},
		"of a folder, beside others":              {`["@kim", "codeowners:/db/"]`, checks.CodeOwners{Path: "CODEOWNERS", Data: []byte(file)}, backup, "@kim @dana", ""},
		"of what everybody's line owns":           {`["codeowners:api/main.go"]`, checks.CodeOwners{Path: "CODEOWNERS", Data: []byte(file)}, backup, "@acme/core", ""},
		"of what an item's sign-off depends on":   {`[codeowners]`, checks.CodeOwners{Path: "CODEOWNERS", Data: []byte(file)}, backup, "@dana", ""},
		"of an item that depends on all":          {`[codeowners]`, checks.CodeOwners{Path: "CODEOWNERS", Data: []byte(file)}, indexes, "@acme/core", ""},
		"of an item that no file is in the scope": {`[codeowners]`, checks.CodeOwners{Path: "CODEOWNERS", Data: []byte(file)}, media, "codeowners: nobody", "CODEOWNERS of main names no login and no team for what performance.media-storage is about"},
		"of what has an address for an owner":     {`["codeowners:mail/"]`, checks.CodeOwners{Path: "CODEOWNERS", Data: []byte(file)}, backup, "codeowners:mail/: nobody", "CODEOWNERS of main names no login and no team for mail/, so nobody holds the role dba by that"},
		"of what has none":                        {`["codeowners:nobody/a.go"]`, checks.CodeOwners{Path: "CODEOWNERS", Data: []byte(file)}, backup, "codeowners:nobody/a.go: nobody", "nobody holds the role dba by that"},
		"without the file":                        {`["codeowners:db/"]`, checks.CodeOwners{}, backup, "codeowners:db/: nobody", "there is no CODEOWNERS on main: nobody holds them by that"},
		"with one that GitHub does not read":      {`["codeowners:db/"]`, checks.CodeOwners{Path: "CODEOWNERS", TooLarge: true}, backup, "codeowners:db/: nobody", "too large: nobody holds them by that"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			snapshot, err := source.OpenCommit(t.Context(), source.Options{Directory: l.directory, Commit: l.commits["released"]})
			if err != nil {
				t.Fatal(err)
			}
			defer snapshot.Close()
			span, err := source.ReadRange(t.Context(), l.directory, l.commits["before"], l.commits["released"], "")
			if err != nil {
				t.Fatal(err)
			}
			forge := &owners{files: map[string]checks.CodeOwners{"main": test.owners, "release/v1.4.0": {Path: "CODEOWNERS", Data: []byte("* @mallory\n")}}}
			run := Run{Key: released, Rules: decoded(t, "version: 1\nroles: {dba: "+test.roles+"}\n"), Release: checks.Release{
				HeadBranch: "release/v1.4.0", BaseBranch: "main", Repository: checks.Repository{DefaultBranch: "main"}, Kind: checks.ReleasePullRequest,
			}}
			for range 2 { // a start that stopped half way comes again
				if err := nameOwners(t.Context(), forge, &content{source: snapshot, span: span}, &run, []checks.Item{test.item}); err != nil {
					t.Fatal(err)
				}
			}
			if got := strings.Join(run.Named(checks.RoleDBA, test.item.ID), " "); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
			if len(run.Notes) != len(slices.DeleteFunc([]string{test.note}, func(note string) bool { return note == "" })) || test.note != "" && !strings.Contains(run.Notes[0], test.note) {
				t.Errorf("notes %q, want %q", run.Notes, test.note)
			}
			if slices.ContainsFunc(forge.asked, func(branch string) bool { return branch != "main" }) {
				t.Errorf("asked on %q: the release names nobody for itself", forge.asked)
			}
			// Nobody of whom nothing is known holds the role, and it falls to nobody else.
			holders := checks.ReadHolders(t.Context(), newTeams("acme/core", "acme/data"), run.Named(checks.RoleDBA, test.item.ID))
			for _, login := range []string{"mallory", "intern", "codeowners", "db", "ada"} {
				if holds, known := holders.Hold(login); holds || !known {
					t.Errorf("%s holds it: %v, %v", login, holds, known)
				}
			}
		})
	}
}

func newTeams(names ...string) *teamForge {
	forge := &teamForge{fakeForge: newFakeForge(), teams: map[string][]string{}}
	for _, name := range names {
		forge.teams[name] = []string{"sam"}
	}
	return forge
}

func TestCodeOwnersThatCannotBeReadAreTriedAgain(t *testing.T) {
	t.Parallel()
	run := Run{Key: released, Rules: decoded(t, "version: 1\nroles: {dba: [\"codeowners:db/\"]}\n")}
	if err := nameOwners(t.Context(), &owners{err: errServer}, nil, &run, nil); err == nil {
		t.Error("what could not be read decides nothing")
	}
	run.Rules = config.DefaultPolicy()
	forge := &owners{}
	if err := nameOwners(t.Context(), forge, nil, &run, nil); err != nil || len(forge.asked) > 0 {
		t.Errorf("asked on %q, error %v: no role is theirs", forge.asked, err)
	}
}
