package setup_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/app/setup"
	"github.com/golive-app/golive/app/simulator"
)

func TestPlaces(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		public, api, web string
		err              error
		reachable        bool
		pages            string
	}{
		"GitHub":                       {"https://golive.acme.dev/", "https://api.github.com", "", nil, true, "https://github.com"},
		"GitHub Enterprise Server":     {"https://golive.acme.dev", "https://ghe.acme.dev/api/v3", "", nil, true, "https://ghe.acme.dev"},
		"with pages of its own":        {"https://golive.acme.dev", "https://ghe.acme.dev/api/v3", "https://git.acme.dev", nil, true, "https://git.acme.dev"},
		"GitHub with data residency":   {"https://golive.acme.dev", "https://api.acme.ghe.com", "", nil, true, "https://acme.ghe.com"},
		"this machine":                 {"http://127.0.0.1:8080", "https://api.github.com", "", nil, false, "https://github.com"},
		"this machine by its name":     {"http://localhost:8080", "https://api.github.com", "", nil, false, "https://github.com"},
		"this machine, GitHub as well": {"http://127.0.0.1:8080", "http://127.0.0.1:9000", "", nil, true, "http://127.0.0.1:9000"},
		"under a path":                 {"https://acme.dev/golive", "https://api.github.com", "", nil, true, "https://github.com"},
		"none":                         {"", "https://api.github.com", "", setup.ErrNoPublicURL, false, ""},
		"without TLS":                  {"http://golive.acme.dev", "https://api.github.com", "", setup.ErrInsecureURL, false, ""},
		"without TLS, almost local":    {"http://127.0.0.1.acme.dev", "https://api.github.com", "", setup.ErrInsecureURL, false, ""},
		"with a password":              {"https://a:b@golive.acme.dev", "https://api.github.com", "", setup.ErrUnusedInURLs, false, ""},
	} {
		place, err := setup.NewPlace(test.public, test.api, test.web)
		if !errors.Is(err, test.err) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err == nil && (place.Reachable != test.reachable || place.Web.String() != test.pages || place.Origin() != test.pages) {
			t.Errorf("%s: %+v", name, place)
		}
	}
	for listen, local := range map[string]bool{"127.0.0.1:8080": true, "[::1]:8080": true, "localhost:1": true, "0.0.0.0:8080": false, ":8080": false, "10.0.0.1:80": false, "x": false} {
		if _, got := setup.Local(listen); got != local {
			t.Errorf("%s: %v", listen, got)
		}
	}
}

func manifestFor(t *testing.T, public string) setup.Manifest {
	t.Helper()
	place, err := setup.NewPlace(public, "https://api.github.com", "")
	if err != nil {
		t.Fatal(err)
	}
	return setup.NewManifest(place, "golive")
}

// The file is for those who register the App by other means; it says what set-up
// sends.
func TestTheManifestOfTheDeployment(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("../../deploy/app-manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	if want := manifestFor(t, "https://golive.example.com").JSON(); string(file) != want {
		t.Errorf("golive app manifest > deploy/app-manifest.json:\n%s", want)
	}
}

// The App of the simulator is that of the manifest.
func TestTheManifestAsksForWhatGoliveNeeds(t *testing.T) {
	t.Parallel()
	manifest := manifestFor(t, "https://golive.example.com")
	if lacking := github.Lacking(github.App{Permissions: manifest.Permissions, Events: manifest.Events}); len(lacking) > 0 {
		t.Errorf("it lacks %q", lacking)
	}
	if len(manifest.Permissions) != len(simulator.DefaultPermissions()) || len(manifest.Events) != len(simulator.DefaultEvents()) {
		t.Errorf("%v %v", manifest.Permissions, manifest.Events)
	}
	if manifest.Permissions["contents"] != "read" || manifest.Public {
		t.Error("the App could do more than it says")
	}
}

// GitHub takes an App without a webhook address only if it has no events.
func TestTheManifestOfATryOut(t *testing.T) {
	t.Parallel()
	var fields map[string]any
	if err := json.Unmarshal([]byte(manifestFor(t, "http://127.0.0.1:8080").JSON()), &fields); err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"hook_attributes", "default_events"} {
		if _, found := fields[field]; found {
			t.Errorf("it has %s", field)
		}
	}
}

func TestChoices(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		choice      setup.Choice
		fine        bool
		called, why string
	}{
		"an organisation":             {setup.Choice{Organisation: true, Login: " acme "}, true, "golive-acme", ""},
		"a name of their own":         {setup.Choice{Organisation: true, Login: "acme", Name: "Ready?"}, false, "Ready?", "letters"},
		"a long organisation":         {setup.Choice{Organisation: true, Login: strings.Repeat("a", 39)}, true, "golive-" + strings.Repeat("a", 27), ""},
		"an organisation with dashes": {setup.Choice{Organisation: true, Login: "a-b-c"}, true, "golive-a-b-c", ""},
		"no organisation":             {setup.Choice{Organisation: true, Name: "golive"}, false, "golive", "Write the organisation"},
		"a path":                      {setup.Choice{Organisation: true, Login: "../settings", Name: "x"}, false, "x", "no name of an organisation"},
		"a dash at the end":           {setup.Choice{Organisation: true, Login: "acme-", Name: "x"}, false, "x", "no name of an organisation"},
		"a script":                    {setup.Choice{Organisation: true, Login: "<script>", Name: "x"}, false, "x", "no name of an organisation"},
		"a person":                    {setup.Choice{Login: "ignored", Name: "golive of dana"}, true, "golive of dana", ""},
		"a person without a name":     {setup.Choice{}, false, "", "Give the App a name"},
		"a name of 35":                {setup.Choice{Name: strings.Repeat("g", 35)}, false, strings.Repeat("g", 35), "34 characters"},
	} {
		normal := test.choice.Normal()
		login, called := normal.Check()
		if (login+called == "") != test.fine || !strings.Contains(login+called, test.why) || normal.Name != test.called {
			t.Errorf("%s: %+v, %q %q", name, normal, login, called)
		}
	}
}

func FuzzChoice(f *testing.F) {
	f.Add("acme", "golive-acme")
	f.Add("../x?y#z", "\x00")
	place, err := setup.NewPlace("https://golive.acme.dev", "https://api.github.com", "")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, login, name string) {
		choice := setup.Choice{Organisation: true, Login: login, Name: name}.Normal()
		if wrongLogin, wrongName := choice.Check(); wrongLogin+wrongName != "" {
			return
		}
		if address := place.Registration(choice, "state"); address != "https://github.com/organizations/"+choice.Login+"/settings/apps/new?state=state" {
			t.Errorf("%q leads to %s", login, address)
		}
	})
}

func TestExchange(t *testing.T) {
	t.Parallel()
	const secretCode = "thecode"
	for name, test := range map[string]struct {
		code   string
		status int
		body   string
		want   error
		says   string
	}{
		"a code that is gone":       {secretCode, 404, `{"message":"Not Found"}`, setup.ErrCodeRefused, "used already"},
		"a code that is refused":    {secretCode, 422, `{"message":"Validation Failed"}`, setup.ErrCodeRefused, "422"},
		"GitHub is ill":             {secretCode, 502, "bad gateway", setup.ErrNoAnswer, "502"},
		"a limit":                   {secretCode, 429, `{}`, setup.ErrNoAnswer, "429"},
		"an answer that breaks off": {secretCode, 201, `{"id":`, setup.ErrNoAnswer, "broke off"},
		"a redirect":                {secretCode, 307, ``, setup.ErrCodeRefused, "307"},
		"no code":                   {"", 201, `{}`, setup.ErrCodeRefused, "none of GitHub's"},
		"a code that is a path":     {"../../user", 201, `{}`, setup.ErrCodeRefused, "none of GitHub's"},
	} {
		asked := 0
		server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
			asked++
			if request.URL.Path != "/api/v3/app-manifests/thecode/conversions" || request.Method != http.MethodPost {
				t.Errorf("%s: %s %s", name, request.Method, request.URL.Path)
			}
			writer.Header().Set("Location", "/elsewhere")
			writer.WriteHeader(test.status)
			_, _ = writer.Write([]byte(test.body))
		}))
		exchanger, err := setup.NewExchanger(server.URL+"/api/v3", "golive/test", nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = exchanger.Exchange(t.Context(), test.code)
		if !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), secretCode) {
			t.Errorf("%s: %v", name, err)
		}
		if want := 1; test.code == secretCode && asked != want || test.code != secretCode && asked != 0 {
			t.Errorf("%s: asked %d times", name, asked)
		}
		server.Close()
		if _, err := exchanger.Exchange(context.Background(), secretCode); !errors.Is(err, setup.ErrNoAnswer) || strings.Contains(err.Error(), secretCode) {
			t.Errorf("nobody listens: %v", err)
		}
	}
}
