package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/golive-app/golive/checks"
)

// Chromium opens pages, one at a time, each in a browser of its own that keeps nothing.
type Chromium struct {
	program  string
	options  []chromedp.ExecAllocatorOption
	turn     chan struct{}
	patience time.Duration // with a page that shows nothing or says that more is to come
}

// errRoot says why a browser is not started.
var errRoot = errors.New("golive runs as root, and Chromium's sandbox does not: run it as a user of its own")

// Find returns the browser at a path, or of a name in PATH. It refuses root, for whom
// Chromium has no sandbox: pages of staging are foreign content.
func Find(program string) (*Chromium, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return nil, fmt.Errorf("no browser %s: %w", program, err)
	}
	if os.Geteuid() == 0 {
		return nil, errRoot
	}
	return newChromium(path), nil
}

// newChromium prepares a browser that is patient enough for libraries which try a few
// times before they tell, with a proxy that nobody serves and a resolver that knows
// nobody, so that what is not answered for it fails.
// https://source.chromium.org/chromium/chromium/src/+/main:net/docs/proxy.md
func newChromium(path string, more ...chromedp.ExecAllocatorOption) *Chromium {
	flag := chromedp.Flag
	return &Chromium{program: path, turn: make(chan struct{}, 1), patience: 15 * time.Second, options: append([]chromedp.ExecAllocatorOption{
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Headless, chromedp.ExecPath(path), chromedp.WindowSize(1280, 900),
		flag("proxy-server", "http://127.0.0.1:9"), flag("proxy-bypass-list", "<-loopback>"), flag("host-resolver-rules", "MAP * ~NOTFOUND"),
		flag("force-webrtc-ip-handling-policy", "disable_non_proxied_udp"), flag("webrtc-ip-handling-policy", "disable_non_proxied_udp"), flag("disable-quic", true),
		flag("block-new-web-contents", true), flag("no-pings", true), flag("disable-background-networking", true), flag("disable-component-update", true),
		flag("disable-domain-reliability", true), flag("disable-sync", true), flag("disable-default-apps", true), flag("disable-extensions", true), flag("disable-breakpad", true),
		flag("disable-client-side-phishing-detection", true), flag("disable-gpu", true), flag("disable-dev-shm-usage", true), flag("mute-audio", true),
		flag("metrics-recording-only", true), flag("password-store", "basic"), flag("use-mock-keychain", true), flag("js-flags", "--max-old-space-size=256"),
		flag("disable-features", "Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider,AutofillServerCommunication,CertificateTransparencyComponentUpdater"),
	}, more...)}
}

// mostTime that a page gets, whatever it does.
const mostTime = 90 * time.Second

// Open opens a page.
func (c *Chromium) Open(ctx context.Context, address string, answer checks.PageFetch) (checks.Shown, error) {
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return checks.Shown{}, ctx.Err()
	}
	limited, cancel := context.WithTimeout(ctx, mostTime)
	defer cancel()
	started, end := chromedp.NewExecAllocator(limited, c.options...)
	defer end()
	tab, closeTab := chromedp.NewContext(started)
	defer closeTab()
	visit := newVisit(tab, answer, c.patience)
	chromedp.ListenTarget(tab, visit.hear)
	shown := checks.Shown{}
	err := chromedp.Run(tab,
		runtime.Enable(), page.Enable(), network.Enable(), network.SetBypassServiceWorker(true), network.SetCacheDisabled(true),
		browser.SetDownloadBehavior(browser.SetDownloadBehaviorBehaviorDeny),
		fetch.Enable().WithPatterns([]*fetch.RequestPattern{{URLPattern: "*"}}),
		chromedp.ActionFunc(func(ctx context.Context) error {
			_, _, failed, _, err := page.Navigate(address).Do(ctx)
			if err == nil && failed != "" {
				err = fmt.Errorf("it could not be opened: %s", failed)
			}
			return err
		}),
		chromedp.ActionFunc(func(ctx context.Context) (err error) {
			shown, err = visit.rest(ctx)
			return err
		}),
	)
	if ctx.Err() != nil {
		return checks.Shown{}, ctx.Err()
	}
	if err != nil {
		return checks.Shown{}, fmt.Errorf("opening a page in %s: %s", c.program, plain(err))
	}
	return shown, nil
}

// plain is the first line of an error: Chromium's own come with its log.
func plain(err error) string {
	const most = 200
	line, _, _ := strings.Cut(strings.ToValidUTF8(err.Error(), ""), "\n")
	return line[:min(len(line), most)]
}
