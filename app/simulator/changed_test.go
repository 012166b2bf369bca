package simulator

import (
	"testing"

	"github.com/google/go-github/v66/github"
)

// happened reports whether a change was told of.
func happened(changed <-chan struct{}) bool {
	select {
	case <-changed:
		return true
	default:
		return false
	}
}

func TestChangesAreToldOf(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	opened := w.open("release/v1")
	w.events()
	for name, act := range map[string]func() error{
		"a person comments": func() error {
			_, err := w.Comment("acme/shop", opened.Number, "lee", "hello")
			return err
		},
		"the App writes a check run": func() error {
			_, _, err := w.client.Checks.CreateCheckRun(w.ctx, "acme", "shop", github.CreateCheckRunOptions{Name: "golive / ready", HeadSHA: opened.HeadSHA})
			return err
		},
	} {
		changed := w.Changed()
		check(t, act())
		if !happened(changed) {
			t.Errorf("%s, and nobody is told", name)
		}
		w.events()
	}
	changed := w.Changed()
	_, _, err := w.client.Repositories.Get(w.ctx, "acme", "shop")
	check(t, err)
	if happened(changed) {
		t.Error("reading is no change")
	}
}

func TestReviewsAreListed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	opened := w.open("release/v1")
	id, err := w.Review("acme/shop", opened.Number, "dana", "APPROVED", "Read it all.")
	check(t, err)
	reviews, err := w.Reviews("acme/shop", opened.Number)
	check(t, err)
	if len(reviews) != 1 || reviews[0].ID != id || reviews[0].User != "dana" || reviews[0].State != "APPROVED" || reviews[0].Commit != opened.HeadSHA || reviews[0].SubmittedAt.IsZero() {
		t.Errorf("reviews are %+v", reviews)
	}
}
