package github

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/jobs"
)

func TestCodeOwners(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if none, err := w.repository().CodeOwners(w.ctx, "main"); err != nil || none.Path != "" {
		t.Errorf("there is none: %+v, %v", none, err)
	}
	w.push("main", map[string]string{"docs/CODEOWNERS": "* @kim\n", "CODEOWNERS": "* @lee\n"})
	if top, err := w.repository().CodeOwners(w.ctx, "main"); err != nil || top.Path != "CODEOWNERS" || string(top.Data) != "* @lee\n" {
		t.Errorf("%+v, %v", top, err)
	}
	w.push("main", map[string]string{".github/CODEOWNERS": strings.Repeat("# x\n", 800_000)})
	if large, err := w.repository().CodeOwners(w.ctx, "main"); err != nil || large.Path != ".github/CODEOWNERS" || !large.TooLarge {
		t.Errorf("%q, %v, %v", large.Path, large.TooLarge, err)
	}
	if _, err := w.repository().CodeOwners(w.ctx, "gone"); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("of a branch that is not there: %v", err)
	}
}

func TestTeamMembers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for number := range 130 {
		w.AddTeamMember("acme", "core", fmt.Sprintf("member%03d", number))
	}
	members, err := w.repository().TeamMembers(w.ctx, "@Acme/Core")
	must(t, err)
	if len(members) != 130 || members[129] != "member129" {
		t.Errorf("%d members", len(members))
	}
	for _, team := range []string{"acme/none", "other/core", "core", "acme/"} {
		if _, err := w.repository().TeamMembers(w.ctx, team); !errors.Is(err, jobs.ErrGone) {
			t.Errorf("%s: %v", team, err)
		}
	}
	poor := newWorld(t, func(simulated *simulator.Options, _ *Options) {
		simulated.Permissions = map[string]string{"metadata": "read", "contents": "read", "pull_requests": "read"}
	})
	poor.AddTeamMember("acme", "core", "kim")
	if _, err := poor.repository().TeamMembers(poor.ctx, "acme/core"); !errors.Is(err, jobs.ErrForbidden) || !strings.Contains(err.Error(), "members") {
		t.Errorf("without the permission: %v", err)
	}
	f := newFake(t, "")
	f.HandleFunc("GET /orgs/acme/teams/core/members", func(writer http.ResponseWriter, _ *http.Request) { answer(writer, 503, message("x")) })
	if _, err := f.repository(t, "").TeamMembers(t.Context(), "acme/core"); err == nil || errors.Is(err, jobs.ErrGone) {
		t.Errorf("a server that fails: %v", err)
	}
}
