package page

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"

	"github.com/golive-app/golive/app/demo"
)

// Demo is what a page shows and acts on. demo.Live is one.
type Demo interface {
	Snapshot(ctx context.Context) (demo.Snapshot, error)
	Changed() <-chan struct{}
	Act(ctx context.Context, act demo.Act) (string, error)
	File(ctx context.Context, commit, path string) (string, error)
	Change(ctx context.Context, commit string) (string, error)
}

// Options are what a Page needs.
type Options struct {
	Demo    Demo
	Host    string // where it listens, without the port: decides which names it answers to
	Version string // golive's own
	Logger  *slog.Logger
}

// Page is the demo's page. It implements http.Handler.
type Page struct {
	options   Options
	templates *template.Template
	markdown  *markdown
	streams   chan struct{} // one for each event stream that is open
	handler   http.Handler
}

//go:embed templates
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

// maxStreams bounds the browsers that follow at a time.
const maxStreams = 32

// New returns a page.
func New(options Options) (*Page, error) {
	markdown, err := newMarkdown()
	if err != nil {
		return nil, err
	}
	parsed, err := template.New("").Funcs(functions()).ParseFS(templateFiles, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("read the page's templates: %w", err)
	}
	static, err := fs.Sub(staticFiles, "static")
	if err != nil {
		return nil, fmt.Errorf("read the page's files: %w", err)
	}
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	p := &Page{options: options, templates: parsed, markdown: markdown, streams: make(chan struct{}, maxStreams)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.showPage)
	mux.HandleFunc("GET /events", p.streamEvents)
	mux.HandleFunc("POST /act", p.act)
	mux.HandleFunc("GET /blob/{commit}/{path...}", p.showFile)
	mux.HandleFunc("GET /commit/{commit}", p.showChange)
	mux.Handle("GET /static/", http.StripPrefix("/static/", http.FileServerFS(static)))
	p.handler = p.guard(mux)
	return p, nil
}

// ServeHTTP answers a browser.
func (p *Page) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	p.handler.ServeHTTP(writer, request)
}

func (p *Page) showPage(writer http.ResponseWriter, request *http.Request) {
	shown, err := p.look(request.Context())
	if err != nil {
		p.fail(writer, request, err)
		return
	}
	p.render(writer, "page.html", http.StatusOK, shown)
}

// look returns what the page shows now.
func (p *Page) look(ctx context.Context) (view, error) {
	seen, err := p.options.Demo.Snapshot(ctx)
	if err != nil {
		return view{}, err
	}
	return view{Snapshot: seen, Version: p.options.Version, markdown: p.markdown}, nil
}

// fail answers a request that could not be served; the reason goes to the log.
func (p *Page) fail(writer http.ResponseWriter, request *http.Request, err error) {
	if errors.Is(err, context.Canceled) {
		return // nobody waits for the answer
	}
	p.options.Logger.Error("the demo's page", "path", request.URL.Path, "error", err)
	http.Error(writer, "The demo could not be read. The terminal says why.", http.StatusInternalServerError)
}
