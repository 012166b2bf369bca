package launch

import (
	"context"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
)

// opened is a page as it is with what it asks for, and with its API cut off.
type opened struct {
	whole, cut checks.Shown
	asked      int      // requests of scripts that were cut off
	foreign    []string // hosts of parts that golive may not ask for
	unsent     bool     // it asks for more than golive asks for it
}

// Bounds of what is asked for a page.
const (
	mostParts = 80
	mostBytes = 32 << 20
)

// parts answers what a page asks for, from staging alone and with GET alone.
type parts struct {
	look *probe.Look
	base *url.URL
	cut  bool

	mutex sync.Mutex
	known map[string]checks.Exchange
	bytes int
	seen  opened
}

// openPage opens staging's first page twice.
func openPage(ctx context.Context, look *probe.Look, service string, browser checks.Browser) (opened, error) {
	base, err := url.Parse(service + "/")
	if err != nil {
		return opened{}, err
	}
	all := &parts{look: look, base: base, known: map[string]checks.Exchange{}}
	whole, err := browser.Open(ctx, base.String(), all.answer)
	if err != nil {
		return opened{}, err
	}
	all.cut, all.seen.asked = true, 0
	cut, err := browser.Open(ctx, base.String(), all.answer)
	if err != nil {
		return opened{}, err
	}
	all.mutex.Lock()
	defer all.mutex.Unlock()
	all.seen.whole, all.seen.cut = whole, cut
	return all.seen, nil
}

// answer asks staging for what a page asks for.
func (p *parts) answer(ctx context.Context, request checks.PageRequest) (checks.Exchange, bool) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	at, err := url.Parse(request.URL)
	if err != nil {
		return checks.Exchange{}, false
	}
	data := request.Script && !isFile(at.Path)
	below, inside := strings.CutPrefix(at.EscapedPath(), strings.TrimSuffix(p.base.EscapedPath(), "/"))
	switch {
	case at.Scheme != p.base.Scheme || !strings.EqualFold(at.Host, p.base.Host) || !inside:
		if data {
			p.seen.asked++
		} else if at.Hostname() != "" && !slices.Contains(p.seen.foreign, at.Hostname()) && len(p.seen.foreign) < 10 {
			p.seen.foreign = append(p.seen.foreign, at.Hostname())
		}
		return checks.Exchange{}, false
	case request.Method != http.MethodGet, data && p.cut:
		if data {
			p.seen.asked++
		}
		return checks.Exchange{}, false
	}
	if at.RawQuery != "" {
		below += "?" + at.RawQuery
	}
	if known, found := p.known[below]; found {
		return known, known.Status != 0
	}
	if len(p.known) >= mostParts || p.bytes >= mostBytes {
		p.seen.unsent = true
		return checks.Exchange{}, false
	}
	exchanges, err := p.look.Ask(ctx, checks.Probe{Path: below, Whole: true})
	if err != nil {
		return checks.Exchange{}, false
	}
	p.known[below], p.bytes = exchanges[0], p.bytes+len(exchanges[0].Body())
	p.seen.unsent = p.seen.unsent || exchanges[0].Cut
	return exchanges[0], exchanges[0].Status != 0
}

// fileEndings are those of files that scripts load beside data: translations, drawings,
// parts of the program.
var fileEndings = []string{".js", ".mjs", ".css", ".html", ".svg", ".png", ".webp", ".woff2", ".wasm", ".map", ".txt", ".md", ".webmanifest", ".lottie", ".yaml", ".yml"}

// isFile reports whether a script loads a file rather than data. JSON is one where its
// folder says so.
func isFile(name string) bool {
	ending := strings.ToLower(path.Ext(name))
	if ending == ".json" {
		return !strings.Contains(name, "/api/") && strings.Count(name, "/") > 1
	}
	return slices.Contains(fileEndings, ending)
}
