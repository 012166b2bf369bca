package github

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// world is a simulated GitHub with the private repository acme/shop, and a Hub
// that talks to it.
type world struct {
	*simulator.GitHub
	t            *testing.T
	ctx          context.Context
	hub          *Hub
	installation int64
	id           int64
	first        string // the first commit of main
}

func newWorld(t *testing.T, change ...func(*simulator.Options, *Options)) *world {
	t.Helper()
	simulated := simulator.Options{Directory: t.TempDir(), BasePath: "/api/v3"}
	options := Options{DataDirectory: t.TempDir(), Random: func() float64 { return 0 }}
	for _, c := range change {
		c(&simulated, &options)
	}
	if options.Transport == nil { // the simulator answers when the machine lets it; the context bounds that
		options.Transport = http.DefaultTransport.(*http.Transport).Clone()
	}
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Minute)
	made, err := simulator.New(simulated)
	must(t, err)
	address, err := made.Start("127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() {
		must(t, made.Close(ctx))
		cancel()
	})
	options.AppID, options.PrivateKey, options.APIURL = made.AppID(), made.PrivateKeyPEM(), address+simulated.BasePath
	w := &world{GitHub: made, t: t, ctx: ctx}
	w.hub, err = NewHub(options)
	must(t, err)
	created, err := made.CreateRepository("acme", "shop", "")
	must(t, err)
	w.id = created.ID
	w.installation = made.CreateInstallation("acme", nil)
	w.first = w.push("main", map[string]string{"README.md": "# shop\n"})
	return w
}

func (w *world) push(branch string, files map[string]string) string {
	w.t.Helper()
	sha, err := w.Push("acme/shop", branch, "ada", simulator.Commit{Message: "change " + branch, Files: files})
	must(w.t, err)
	return sha
}

func (w *world) repository() *Repository {
	w.t.Helper()
	found, err := w.hub.open(w.ctx, w.installation, w.id)
	must(w.t, err)
	return found
}

func (w *world) publishing() *Publishing {
	w.t.Helper()
	found, err := w.hub.Publishing(w.ctx, jobs.Target{Installation: w.installation, Repository: checks.Repository{ID: w.id}})
	must(w.t, err)
	return found
}

// paths lists the requests since the last call, "GET /repos/acme/shop".
func (w *world) paths() []string {
	var paths []string
	for _, request := range w.Requests() {
		paths = append(paths, request.Method+" "+request.Path)
	}
	w.ForgetRequests()
	return paths
}

// fake is a GitHub that answers what a test says, for shapes and failures that
// the simulation does not have.
type fake struct {
	*http.ServeMux
	server *httptest.Server
	mutex  sync.Mutex
	minted int
}

const fakeID = 81

// newFake answers for tokens and for acme/shop under the base path.
func newFake(t *testing.T, base string) *fake {
	t.Helper()
	f := &fake{ServeMux: http.NewServeMux()}
	f.HandleFunc("POST "+base+"/app/installations/{id}/access_tokens", func(writer http.ResponseWriter, request *http.Request) {
		f.mutex.Lock()
		f.minted++
		f.mutex.Unlock()
		if !strings.HasPrefix(request.Header.Get("Authorization"), "Bearer ey") {
			t.Errorf("a token is asked for with %q", request.Header.Get("Authorization"))
		}
		answer(writer, http.StatusCreated, map[string]any{"token": "ghs_of_" + request.PathValue("id"), "expires_at": time.Now().Add(time.Hour)})
	})
	f.HandleFunc("GET "+base+"/repositories/{id}", func(writer http.ResponseWriter, _ *http.Request) {
		answer(writer, http.StatusOK, map[string]any{"id": fakeID, "name": "shop", "default_branch": "main", "owner": map[string]any{"login": "acme", "type": "Organization"}})
	})
	f.server = httptest.NewServer(f)
	t.Cleanup(f.server.Close)
	return f
}

func (f *fake) mints() int {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.minted
}

func (f *fake) hub(t *testing.T, base string, change ...func(*Options)) *Hub {
	t.Helper()
	options := Options{AppID: 7, PrivateKey: testKey(), APIURL: f.server.URL + base, DataDirectory: t.TempDir(), Random: func() float64 { return 0 }}
	for _, c := range change {
		c(&options)
	}
	hub, err := NewHub(options)
	must(t, err)
	return hub
}

func (f *fake) repository(t *testing.T, base string) *Repository {
	t.Helper()
	found, err := f.hub(t, base).open(t.Context(), 5, fakeID)
	must(t, err)
	return found
}

// answer writes JSON.
func answer(writer http.ResponseWriter, status int, body any) {
	writer.Header().Set("Content-Type", "application/json; charset=utf-8")
	writer.WriteHeader(status)
	if err := json.NewEncoder(writer).Encode(body); err != nil {
		panic(err)
	}
}

func message(text string) map[string]any { return map[string]any{"message": text} }

var testKey = sync.OnceValue(func() []byte {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
})

// gitOut runs git on a directory the plain way.
func gitOut(t *testing.T, directory string, arguments ...string) string {
	t.Helper()
	command := exec.Command("git", append([]string{"--git-dir", directory}, arguments...)...)
	command.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=*")
	output, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v: %s", strings.Join(arguments, " "), err, output)
	}
	return strings.TrimSpace(string(output))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal(t testing.TB, what string, got, want any) {
	t.Helper()
	if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
		t.Errorf("%s:\n got %#v\nwant %#v", what, got, want)
	}
}
