package simulator

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/bradleyfalzon/ghinstallation/v2"
	"github.com/google/go-github/v66/github"
)

// world is a started GitHub with one installation on "acme" and the repository
// acme/shop, a receiver of webhooks and a client with an installation token.
type world struct {
	*GitHub
	t            *testing.T
	ctx          context.Context
	url          string
	installation int64
	client       *github.Client
	app          *github.Client
	received     *receiver
}

type received struct {
	event, guid string
	header      http.Header
	body        []byte
}

// receiver records deliveries and answers 202, or what status says.
type receiver struct {
	mutex  sync.Mutex
	events []received
	status int
}

func (r *receiver) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	body, _ := io.ReadAll(request.Body)
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.events = append(r.events, received{request.Header.Get("X-GitHub-Event"), request.Header.Get("X-GitHub-Delivery"), request.Header, body})
	status := http.StatusAccepted
	if r.status != 0 {
		status = r.status
	}
	writer.WriteHeader(status)
}

func (r *receiver) answerWith(status int) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.status = status
}

func (r *receiver) take() []received {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	taken := r.events
	r.events = nil
	return taken
}

func newWorld(t *testing.T, options Options) *world {
	t.Helper()
	if options.Directory == "" {
		options.Directory = t.TempDir()
	}
	simulated, err := New(options)
	check(t, err)
	w := &world{GitHub: simulated, t: t, received: &receiver{}}
	var cancel context.CancelFunc
	w.ctx, cancel = context.WithTimeout(context.Background(), 10*time.Minute)
	t.Cleanup(func() {
		check(t, simulated.Close(w.ctx))
		cancel()
	})
	w.url, err = simulated.Start("127.0.0.1:0")
	check(t, err)
	hook := httptest.NewServer(w.received)
	t.Cleanup(hook.Close)
	simulated.DeliverTo(hook.URL)
	_, err = simulated.CreateRepository("acme", "shop", "")
	check(t, err)
	w.installation = simulated.CreateInstallation("acme", nil)
	w.commit("main", "Initial commit", "README.md", "# shop\n")
	w.client, w.app = w.clientOf(w.installation), w.appClient()
	w.events()
	return w
}

// clientOf is a go-github client through ghinstallation, as golive makes it.
func (w *world) clientOf(installation int64) *github.Client {
	w.t.Helper()
	transport, err := ghinstallation.New(http.DefaultTransport, w.AppID(), installation, w.PrivateKeyPEM())
	check(w.t, err)
	transport.BaseURL = w.url + w.options.BasePath
	return w.pointed(github.NewClient(&http.Client{Transport: transport}))
}

func (w *world) appClient() *github.Client {
	w.t.Helper()
	transport, err := ghinstallation.NewAppsTransport(http.DefaultTransport, w.AppID(), w.PrivateKeyPEM())
	check(w.t, err)
	return w.pointed(github.NewClient(&http.Client{Transport: transport}))
}

func (w *world) pointed(client *github.Client) *github.Client {
	base, err := client.BaseURL.Parse(w.APIURL())
	check(w.t, err)
	client.BaseURL = base
	return client
}

// commit pushes one file and returns the new tip.
func (w *world) commit(branch, message, path, content string) string {
	w.t.Helper()
	sha, err := w.Push("acme/shop", branch, "kim", Commit{Message: message, Files: map[string]string{path: content}})
	check(w.t, err)
	return sha
}

// open opens a pull request from a new branch with one commit.
func (w *world) open(branch string) PullRequest {
	w.t.Helper()
	w.commit(branch, "Change "+branch, "app.js", "console.log('"+branch+"')\n")
	opened, err := w.OpenPullRequest(NewPullRequest{Repository: "acme/shop", Title: "Release " + branch, Head: branch, User: "kim"})
	check(w.t, err)
	return opened
}

// events flushes deliveries and returns what arrived since the last call.
func (w *world) events() []received {
	w.t.Helper()
	check(w.t, w.Flush(w.ctx))
	return w.received.take()
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
