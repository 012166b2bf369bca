package browser

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/golive-app/golive/checks"
)

// chromium is the browser of this machine.
func chromium(t *testing.T) *Chromium {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no Chromium on this machine")
	}
	browser := newChromium(path)
	if os.Geteuid() == 0 { // its sandbox refuses root; pages of these tests are our own
		browser = newChromium(path, chromedp.NoSandbox)
	}
	browser.patience = 8 * time.Second
	return browser
}

// answers are what a service has, by path.
type answers map[string]string

func (a answers) fetch(cut bool, asked func(checks.PageRequest)) checks.PageFetch {
	return func(_ context.Context, request checks.PageRequest) (checks.Exchange, bool) {
		asked(request)
		at, err := url.Parse(request.URL)
		if err != nil || at.Host != "staging.invalid" || cut && request.Script {
			return checks.Exchange{}, false
		}
		body, found := a[at.Path]
		if !found {
			return checks.NewExchange(checks.Exchange{Status: http.StatusNotFound}, []byte("not here"), http.Header{"Content-Type": {"text/plain"}}), true
		}
		kind := "text/html; charset=utf-8"
		switch {
		case strings.HasSuffix(at.Path, ".js"):
			kind = "text/javascript"
		case strings.HasPrefix(at.Path, "/api/"):
			kind = "application/json"
		}
		return checks.NewExchange(checks.Exchange{Status: http.StatusOK}, []byte(body), http.Header{"Content-Type": {kind}}), true
	}
}

const appPage = `<!doctype html><title>Shop</title><div id="root"></div><script src="/app.js"></script>`

func TestAPageIsShownAsPeopleSeeIt(t *testing.T) {
	browser := chromium(t)
	for name, test := range map[string]struct {
		page, script string
		cut          bool
		text         string
		busy         bool
		threw        int
	}{
		"what a script draws":             {appPage, `fetch('/api/hats').then(r => r.json()).then(hats => { root.textContent = hats.length + ' hats' })`, false, "2 hats", false, 0},
		"nothing, where its data is away": {appPage, `fetch('/api/hats').then(r => r.json()).then(hats => { root.textContent = hats.length + ' hats' })`, true, "", false, 1},
		"a message in its place":          {appPage, `fetch('/api/hats').then(r => r.json()).catch(() => { root.textContent = 'Hats are away. Try again.' })`, true, "Hats are away. Try again.", false, 0},
		"what goes on loading":            {appPage, `root.innerHTML = '<div class="spinner">Loading…</div>'; fetch('/api/hats').then(r => r.json()).then(() => { root.textContent = 'hats' }, () => {})`, true, "Loading…", true, 0},
		"no script":                       {`<!doctype html><h1>Hats</h1><p style="display:none">hidden</p>`, ``, false, "Hats", false, 0},
		"a dialogue that nobody answers":  {appPage, `alert('hello'); root.textContent = 'after'`, false, "after", false, 0},
		"its own idea of what it shows":   {appPage, `root.textContent = 'true'; Object.defineProperty(HTMLElement.prototype, 'innerText', { get: () => 'false' })`, false, "true", false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			service := answers{"/": test.page, "/app.js": test.script, "/api/hats": `[1,2]`}
			shown, err := browser.Open(context.Background(), "https://staging.invalid/", service.fetch(test.cut, func(checks.PageRequest) {}))
			if err != nil {
				t.Fatal(err)
			}
			if shown.Text != test.text || shown.Busy != test.busy || shown.Threw != test.threw {
				t.Errorf("%+v", shown)
			}
		})
	}
}

func TestAPageReachesNothingByItself(t *testing.T) {
	browser := chromium(t)
	var reached atomic.Int32
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			reached.Add(1)
			_ = connection.Close()
		}
	}()
	packets, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = packets.Close() })
	go func() {
		buffer := make([]byte, 1500)
		for {
			if _, _, err := packets.ReadFrom(buffer); err != nil {
				return
			}
			reached.Add(1)
		}
	}()
	inside, datagrams := listener.Addr().String(), packets.LocalAddr().String()
	script := strings.NewReplacer("INSIDE", inside, "DATAGRAMS", datagrams).Replace(`
const tried = []
const attempt = (name, act) => { try { act(); tried.push(name) } catch (error) { tried.push(name + ': ' + error.message) } }
attempt('fetch', () => fetch('http://INSIDE/fetch', { mode: 'no-cors' }).catch(() => {}))
attempt('post', () => fetch('http://INSIDE/post', { method: 'POST', mode: 'no-cors', body: 'x' }).catch(() => {}))
attempt('image', () => { new Image().src = 'http://INSIDE/image' })
attempt('socket', () => new WebSocket('ws://INSIDE/socket'))
attempt('events', () => new EventSource('http://INSIDE/events'))
attempt('beacon', () => navigator.sendBeacon('http://INSIDE/beacon', 'x'))
attempt('frame', () => { const f = document.createElement('iframe'); f.src = 'http://INSIDE/frame'; document.body.append(f) })
attempt('form', () => { const f = document.createElement('form'); f.action = 'http://INSIDE/form'; f.target = 'other'; f.method = 'post'; document.body.append(f); f.submit() })
attempt('window', () => window.open('http://INSIDE/window'))
attempt('worker', () => new Worker(URL.createObjectURL(new Blob(["fetch('http://INSIDE/worker', { mode: 'no-cors' }).catch(() => {})"]))))
attempt('preload', () => { for (const rel of ['preload', 'prefetch', 'preconnect', 'dns-prefetch', 'icon', 'manifest']) { const l = document.createElement('link'); l.rel = rel; l.href = 'http://INSIDE/' + rel; l.as = 'script'; document.head.append(l) } })
attempt('rtc', async () => { const c = new RTCPeerConnection({ iceServers: [{ urls: 'stun:DATAGRAMS' }, { urls: 'turn:INSIDE?transport=tcp', username: 'a', credential: 'b' }] }); c.createDataChannel('x'); await c.setLocalDescription(await c.createOffer()) })
document.body.append('tried ' + tried.length)
`)
	service := answers{"/": `<!doctype html><title>x</title><body><script src="/app.js"></script>`, "/app.js": script}
	var mutex sync.Mutex
	asked := map[string]bool{}
	shown, err := browser.Open(context.Background(), "https://staging.invalid/", service.fetch(false, func(request checks.PageRequest) {
		mutex.Lock()
		defer mutex.Unlock()
		asked[fmt.Sprint(request.Method, " ", request.URL)] = true
	}))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(shown.Text, "tried 12") || !asked["GET http://"+inside+"/fetch"] || !asked["GET http://"+inside+"/frame"] {
		t.Errorf("it tried less than it should: %q, %v", shown.Text, asked)
	}
	if reached.Load() != 0 {
		t.Errorf("it reached this machine %d times", reached.Load())
	}
}

func TestAPageThatCannotBeOpenedSaysSo(t *testing.T) {
	browser := chromium(t)
	_, err := browser.Open(context.Background(), "https://staging.invalid/", func(context.Context, checks.PageRequest) (checks.Exchange, bool) { return checks.Exchange{}, false })
	if err == nil || !strings.Contains(err.Error(), "could not be opened") {
		t.Errorf("error %v", err)
	}
}

func TestABrowserThatIsNotThereOrHasNoSandboxIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := Find("no-such-browser"); err == nil || !strings.Contains(err.Error(), "no-such-browser") {
		t.Errorf("error %v", err)
	}
	if os.Geteuid() == 0 {
		if _, err := Find("true"); err == nil || !strings.Contains(err.Error(), "root") {
			t.Errorf("error %v", err)
		}
	}
}
