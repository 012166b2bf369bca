package smoke_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/probetest"
	"github.com/golive-app/golive/checks/evidence/smoke"
)

// Two items that judge by the steps, each with a visit of its own, have them played once:
// what a step writes is written once.
func TestStepsArePlayedOnceInARun(t *testing.T) {
	t.Parallel()
	const password = `open "sesame" 4711`
	service := &shop{password: password}
	address := "" // of the first visit's service: both visit one
	visit := func() *probe.Visit {
		change := func(options *probe.Options) {
			options.Writes.May = true
			options.Secrets = func(string) (string, error) { return password, nil }
		}
		if address == "" {
			first := probetest.Serve(t, service, change)
			address = first.Address()
			return first
		}
		return probetest.Visit(t, address, nil, change)
	}
	var kept []byte
	memory := checks.NewOnce()
	subject := checks.Subject{Now: time.Now, Release: checks.Release{SHA: "a1b2c3d"}, Once: func(ctx context.Context, name string, work func(context.Context) ([]byte, error)) (came []byte, err error) {
		kept, err = memory(ctx, name, work)
		return kept, err
	}}
	play := func(subject checks.Subject, text string) smoke.Played {
		t.Helper()
		made, err := smoke.PlayOnce(t.Context(), subject, visit(), smoke.Parse([]byte(text)))
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	first, second := play(subject, steps), play(subject, steps)
	one, _ := json.Marshal(first)
	other, _ := json.Marshal(second)
	if held, _, _, _ := second.Count(); held != 3 || string(one) != string(other) || second.Steps[2].Line != 12 {
		t.Errorf("%s\n%s", one, other)
	}
	logins := func() (count int) {
		for _, asked := range service.asked {
			if strings.HasPrefix(asked, http.MethodPost) {
				count++
			}
		}
		return count
	}
	if logins() != 1 {
		t.Errorf("asked %s", strings.Join(service.asked, ", "))
	}
	// What is kept opens nothing.
	for _, secret := range []string{"sesame", "4711", session, "c00kie"} {
		if strings.Contains(string(kept), secret) {
			t.Errorf("%s is kept", secret)
		}
	}
	// Other steps and another content are played; a run without a memory plays each time.
	play(subject, steps+"\n")
	subject.Release.SHA = "b2c3d4e"
	play(subject, steps)
	subject.Once = nil
	play(subject, steps)
	if logins() != 4 {
		t.Errorf("asked %s", strings.Join(service.asked, ", "))
	}
}

// A play that golive stopped is none, and what is kept of another file is not taken.
func TestWhatIsKeptIsHeldAgainstItsFile(t *testing.T) {
	t.Parallel()
	file := smoke.Parse([]byte("steps: [{path: /}]"))
	stopped := errors.New("stopped")
	for name, test := range map[string]struct {
		kept  string
		fails error
	}{
		"stopped": {fails: stopped}, "no JSON": {kept: "{"}, "fewer steps": {kept: "{}"}, "more steps": {kept: `{"steps":[{},{}]}`},
	} {
		once := func(context.Context, string, func(context.Context) ([]byte, error)) ([]byte, error) {
			return []byte(test.kept), test.fails
		}
		visit := probetest.Serve(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Errorf("%s: asked", name) }), nil)
		if made, err := smoke.PlayOnce(t.Context(), checks.Subject{Now: time.Now, Once: once}, visit, file); err == nil || test.fails != nil && !errors.Is(err, test.fails) {
			t.Errorf("%s: %+v, %v", name, made, err)
		}
	}
	lacking := func(context.Context, string, func(context.Context) ([]byte, error)) ([]byte, error) {
		return []byte(`{"lacks":"a secret"}`), nil
	}
	made, err := smoke.PlayOnce(t.Context(), checks.Subject{Now: time.Now, Once: lacking}, probetest.Serve(t, http.NotFoundHandler(), nil), file)
	if err != nil || made.Lacks != "a secret" || !slices.Equal(made.Steps, nil) {
		t.Errorf("%+v, %v", made, err)
	}
}
