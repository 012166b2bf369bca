package publish

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/golive-app/golive/jobs"
)

// bundling makes bundles, or fails to.
type bundling struct {
	made    Bundle
	failing error
}

func (b bundling) Bundle(context.Context, jobs.Run) (Bundle, error) { return b.made, b.failing }

func TestTheFooterNamesTheEvidenceBundle(t *testing.T) {
	t.Parallel()
	sum := strings.Repeat("4c1f", 16)
	address := "https://golive.example/bundles/81:pr:12/" + sum + ".json"
	for name, test := range map[string]struct {
		bundling
		change func(run *jobs.Run)
		want   string
	}{
		"with its address":             {bundling{made: Bundle{sum, address}}, nil, "evidence bundle [`sha256:4c1f4c1f4c1f`](" + address + ")"},
		"without an address":           {bundling{made: Bundle{Sum: sum}}, nil, "evidence bundle `sha256:" + sum + "`"},
		"none could be made":           {bundling{failing: errors.New("redis is away")}, nil, ""},
		"of a release that was closed": {bundling{made: Bundle{sum, address}}, func(run *jobs.Run) { run.Ended = jobs.EndClosed }, ""},
	} {
		told := notReady(t)
		if test.change != nil {
			test.change(&told.run)
		}
		publisher := New(Options{Bundler: test.bundling, Logger: slog.New(slog.DiscardHandler)})
		shown := told.page()
		shown.bundle = publisher.bundle(t.Context(), told.run)
		footer := shown.footer()
		if test.want != "" && !strings.Contains(footer, " · "+test.want+" · ") || test.want == "" && strings.Contains(footer, "bundle") {
			t.Errorf("%s: %s", name, footer)
		}
	}
	if made := New(Options{Bundler: bundling{made: Bundle{sum, ""}}}).bundle(t.Context(), inProgress(t).run); made.Sum != "" {
		t.Errorf("a run that is under way has the bundle %+v", made)
	}
}
