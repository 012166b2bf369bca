package browser

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/golive-app/golive/checks"
)

// visit is a page that is open.
type visit struct {
	tab      context.Context
	answer   checks.PageFetch
	patience time.Duration

	mutex   sync.Mutex
	pending int
	asked   int
	threw   int
	changed time.Time // when a request began or ended last
}

func newVisit(tab context.Context, answer checks.PageFetch, patience time.Duration) *visit {
	return &visit{tab: tab, answer: answer, patience: patience, changed: time.Now()}
}

// mostAsked is how many requests of one page are answered.
const mostAsked = 300

// hear takes what the browser tells of the page. It must not wait.
func (v *visit) hear(event any) {
	switch event := event.(type) {
	case *fetch.EventRequestPaused:
		v.mutex.Lock()
		v.pending, v.asked, v.changed = v.pending+1, v.asked+1, time.Now()
		refused := v.asked > mostAsked
		v.mutex.Unlock()
		go v.serve(event, refused)
	case *runtime.EventExceptionThrown:
		v.mutex.Lock()
		v.threw++
		v.mutex.Unlock()
	case *page.EventJavascriptDialogOpening:
		go func() { _ = page.HandleJavaScriptDialog(false).Do(v.executor()) }()
	}
}

func (v *visit) executor() context.Context {
	return cdp.WithExecutor(v.tab, chromedp.FromContext(v.tab).Target)
}

// serve answers a request that the browser holds.
func (v *visit) serve(event *fetch.EventRequestPaused, refused bool) {
	defer func() {
		v.mutex.Lock()
		defer v.mutex.Unlock()
		v.pending, v.changed = v.pending-1, time.Now()
	}()
	exchange, answered := checks.Exchange{}, false
	if !refused {
		exchange, answered = v.answer(v.tab, checks.PageRequest{Method: event.Request.Method, URL: event.Request.URL, Script: ofScript(event.ResourceType)})
	}
	// What cannot be told to the browser is a page that is closing.
	if !answered || exchange.Status == 0 {
		_ = fetch.FailRequest(event.RequestID, network.ErrorReasonConnectionRefused).Do(v.executor())
		return
	}
	var headers []*fetch.HeaderEntry
	for name, values := range exchange.Answer() {
		if name == "Content-Length" || name == "Content-Encoding" || name == "Transfer-Encoding" {
			continue // the body is whole and plain here
		}
		for _, value := range values {
			headers = append(headers, &fetch.HeaderEntry{Name: name, Value: value})
		}
	}
	_ = fetch.FulfillRequest(event.RequestID, int64(exchange.Status)).WithResponseHeaders(headers).
		WithBody(base64.StdEncoding.EncodeToString(exchange.Body())).WithResponsePhrase(http.StatusText(exchange.Status)).Do(v.executor())
}

// ofScript reports whether a script asks for data, and not the page for a part of itself.
func ofScript(kind network.ResourceType) bool {
	switch kind {
	case network.ResourceTypeXHR, network.ResourceTypeFetch, network.ResourceTypeEventSource, network.ResourceTypeWebSocket, network.ResourceTypePing:
		return true
	default:
		return false
	}
}

// How long nothing may change for a page to rest, and how often it is looked at.
const (
	stillness = 2 * time.Second
	between   = 250 * time.Millisecond
)

// rest waits until nothing of the page changes and it says that nothing is to come.
func (v *visit) rest(ctx context.Context) (checks.Shown, error) {
	ticker := time.NewTicker(between)
	defer ticker.Stop()
	var last checks.Shown
	same := time.Now()
	for {
		select {
		case <-ctx.Done():
			return checks.Shown{}, ctx.Err()
		case <-ticker.C:
		}
		now, ready, err := look(ctx)
		if err != nil {
			return checks.Shown{}, err
		}
		if now.Text != last.Text || now.Pictures != last.Pictures || now.Busy != last.Busy {
			last, same = now, time.Now()
		}
		v.mutex.Lock()
		last.Threw = v.threw
		quiet, pending := time.Since(v.changed), v.pending
		v.mutex.Unlock()
		settled := ready && pending == 0 && quiet > stillness && time.Since(same) > stillness
		empty := strings.TrimSpace(last.Text) == "" && last.Pictures == 0
		if settled && !empty && !last.Busy {
			last.Rested = true
			return last, nil
		}
		if pending == 0 && quiet > v.patience {
			last.Rested = settled
			return last, nil
		}
	}
}
