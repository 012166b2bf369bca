package github

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

func TestEnvironmentsAndWhatProtectsThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(t, w.SetEnvironment("acme/shop", simulator.Environment{Name: "production", Reviewers: []string{"ada", "kim"}, Wait: 30 * time.Minute, Branches: "custom"}))
	must(t, w.SetEnvironment("acme/shop", simulator.Environment{Name: "staging", Branches: "protected"}))
	for number := range 120 { // as previews do
		must(t, w.SetEnvironment("acme/shop", simulator.Environment{Name: fmt.Sprintf("preview/%d", number)}))
	}
	found, err := w.repository().Environments(w.ctx)
	must(t, err)
	if len(found) != 122 {
		t.Fatalf("%d environments", len(found))
	}
	one := found[0]
	if one.Name != "production" || one.Reviewers != 2 || one.Wait != 30*time.Minute || one.Branches != checks.SelectedBranches || !one.Protected() || one.Link == "" {
		t.Errorf("%+v", one)
	}
	if found[1].Branches != checks.ProtectedBranches || found[2].Protected() {
		t.Errorf("%+v", found[1:3])
	}
}

func TestSettingsOfEnvironmentsAndOfTheRepository(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for number := range 35 { // more than a page
		must(t, w.SetVariable("acme/shop", "eu/production", fmt.Sprintf("FLAG_%02d", number), "on"))
	}
	must(t, w.SetVariable("acme/shop", "eu/production", "database_host", "db.internal"))
	must(t, w.SetSecret("acme/shop", "eu/production", "STRIPE_KEY"))
	must(t, w.SetVariable("acme/shop", "", "REGION", "eu"))
	must(t, w.SetSecret("acme/shop", "", "NPM_TOKEN"))
	must(t, w.ShareSecret("acme", "SENTRY_TOKEN"))
	must(t, w.ShareVariable("acme", "DOMAIN", "acme.dev"))
	r := w.repository()
	names := func(settings []checks.Setting, err error) string {
		t.Helper()
		must(t, err)
		var names []string
		for _, setting := range settings {
			name := setting.Name + "=" + setting.Value.Reveal()
			if setting.Shared {
				name += " shared"
			}
			names = append(names, name)
			if setting.UpdatedAt.IsZero() {
				t.Errorf("%s was never set", name)
			}
			if shown := fmt.Sprintf("%v %+v %#v %s", setting, setting, setting.Value, setting.Value); setting.Kind == checks.KindVariable && (strings.Contains(shown, "db.internal") || strings.Contains(shown, "acme.dev")) {
				t.Errorf("a value is printed: %s", shown)
			}
		}
		return strings.Join(names, ", ")
	}
	variables, err := r.EnvironmentSettings(w.ctx, "eu/production", checks.KindVariable)
	if len(variables) != 36 {
		t.Errorf("%d variables, %v", len(variables), err)
	}
	equal(t, "the first", names(variables[:1], err), "DATABASE_HOST=db.internal")
	equal(t, "secrets", names(r.EnvironmentSettings(w.ctx, "eu/production", checks.KindSecret)), "STRIPE_KEY=")
	equal(t, "the repository's variables", names(r.RepositorySettings(w.ctx, checks.KindVariable)), "REGION=eu, DOMAIN=acme.dev shared")
	equal(t, "the repository's secrets", names(r.RepositorySettings(w.ctx, checks.KindSecret)), "NPM_TOKEN=, SENTRY_TOKEN= shared")
	if _, err := r.EnvironmentSettings(w.ctx, "nowhere", checks.KindSecret); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("of an environment that is not there: %v", err)
	}
	w.Inject(simulator.Fault{Kind: simulator.ServerError, Status: http.StatusInternalServerError, Path: regexp.MustCompile("/organization-")})
	if _, err := r.RepositorySettings(w.ctx, checks.KindSecret); err == nil || errors.Is(err, jobs.ErrForbidden) {
		t.Errorf("half a list is none: %v", err)
	}
}

func TestTheGrantThatLacksIsNamed(t *testing.T) {
	t.Parallel()
	for lacks, ask := range map[string]func(*Repository, *world) error{
		"actions": func(r *Repository, w *world) error { _, err := r.Environments(w.ctx); return err },
		"environments": func(r *Repository, w *world) error {
			_, err := r.EnvironmentSettings(w.ctx, "production", checks.KindSecret)
			return err
		},
		"actions_variables": func(r *Repository, w *world) error {
			_, err := r.RepositorySettings(w.ctx, checks.KindVariable)
			return err
		},
		"secrets": func(r *Repository, w *world) error {
			_, err := r.RepositorySettings(w.ctx, checks.KindSecret)
			return err
		},
	} {
		w := newWorld(t, func(simulated *simulator.Options, _ *Options) {
			simulated.Permissions = simulator.DefaultPermissions()
			delete(simulated.Permissions, lacks)
		})
		must(t, w.SetSecret("acme/shop", "production", "KEY"))
		if err := ask(w.repository(), w); !errors.Is(err, checks.ErrForbidden) || !strings.Contains(err.Error(), lacks+": read") {
			t.Errorf("without %s: %v", lacks, err)
		}
	}
}

func TestDistanceOfCommits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	second := w.push("main", map[string]string{"a.txt": "a"})
	third := w.push("main", map[string]string{"a.txt": "b"})
	again := w.push("main", map[string]string{"a.txt": "a"})
	r := w.repository()
	for _, c := range []struct {
		from, to string
		want     checks.Distance
	}{
		{third, third, checks.Distance{SameTree: true}},
		{second, third, checks.Distance{Behind: 1}},
		{third, w.first, checks.Distance{Ahead: 2}},
		{again, second, checks.Distance{SameTree: true, Ahead: 2}},
	} {
		found, err := r.Distance(w.ctx, c.from, c.to)
		must(t, err)
		equal(t, "distance", found, c.want)
	}
	if _, err := r.Distance(w.ctx, strings.Repeat("1", 40), third); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("from nowhere: %v", err)
	}
}
