package web

import (
	"context"
	"embed"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"github.com/golive-app/golive/app/doctor"
	"github.com/golive-app/golive/app/setup"
)

//go:embed setup
var setupFiles embed.FS

var setupPages = template.Must(template.New("setup").Funcs(template.FuncMap{"word": stateWord, "sign": stateSign}).ParseFS(setupFiles, "setup/*.html"))

// sessionCookie holds the session of the one person who had the token.
const sessionCookie = "golive-setup"

// SetupOptions are what the pages of set-up need.
type SetupOptions struct {
	Flow *setup.Flow
	// Diagnose says how golive is; false: it does not work yet.
	Diagnose func(ctx context.Context) ([]doctor.Diagnosis, bool)
	Logger   *slog.Logger
}

// SetupPages are the pages on which somebody registers golive's App. They are
// there before golive has one, and stay until the process ends, so that the
// self-check can be seen to its end.
type SetupPages struct{ options SetupOptions }

// NewSetupPages returns the pages.
func NewSetupPages(options SetupOptions) (*SetupPages, error) {
	if options.Flow == nil || options.Diagnose == nil || options.Logger == nil {
		return nil, errors.New("web: flow, diagnosis and logger are needed for set-up")
	}
	return &SetupPages{options}, nil
}

// Register adds the routes.
func (p *SetupPages) Register(router gin.IRoutes) {
	router.GET(setup.Path+"/style.css", serveSetupStyle)
	router.GET(setup.Path, p.enter, p.serveChoice)
	router.GET(setup.Path+"/review", p.guard, p.serveReview)
	router.GET(setup.Path+"/created", p.guard, p.serveCreated)
	router.POST(setup.Path+"/retry", p.guard, p.serveRetry)
	router.GET(setup.Path+"/credentials", p.guard, p.serveCredentials)
	router.GET(setup.Path+"/check", p.guard, p.serveCheck)
}

// NewSetup returns the handler of golive's listener while it has no App. What
// needs one answers 503, so that GitHub's deliveries count as failed and can be
// asked for again; everything else leads to the pages.
func NewSetup(options Options, pages *SetupPages) (http.Handler, error) {
	engine, err := newEngine(options)
	if err != nil {
		return nil, err
	}
	engine.NoRoute(func(c *gin.Context) { pages.show(c, http.StatusNotFound, "door.html", doorView{Lost: true}) })
	engine.NoMethod(func(c *gin.Context) { pages.show(c, http.StatusMethodNotAllowed, "door.html", doorView{Lost: true}) })
	engine.RedirectTrailingSlash = false // gin would believe X-Forwarded-Prefix for it
	notYet := func(c *gin.Context) {
		answer(c, http.StatusServiceUnavailable, problem{"golive is not set up yet", "The terminal or log that golive was started in has the address that sets it up."})
	}
	engine.GET("/ready", func(c *gin.Context) {
		answer(c, http.StatusServiceUnavailable, readyAnswer{Status: "not set up", Checks: []probeState{}})
	})
	engine.GET("/health", serveHealth)
	engine.HEAD("/health", serveHealth)
	engine.GET("/version", serveVersion(options.Build))
	engine.GET("/status", notYet)
	engine.POST(doctor.WebhookPath, notYet)
	engine.GET("/", func(c *gin.Context) { c.Redirect(http.StatusSeeOther, pages.path("")) })
	pages.Register(engine)
	return engine, nil
}

// path returns the path of one of the pages as browsers see it.
func (p *SetupPages) path(page string) string {
	return p.options.Flow.Place().Root() + setup.Path + page
}

// enter lets the token in, and takes it out of the address.
func (p *SetupPages) enter(c *gin.Context) {
	if p.knows(c) {
		if c.Query("token") != "" {
			c.Redirect(http.StatusSeeOther, p.path(""))
			c.Abort()
		}
		return
	}
	defer c.Abort()
	token := c.Query("token")
	if token == "" {
		p.show(c, http.StatusForbidden, "door.html", doorView{})
		return
	}
	session, err := p.options.Flow.Enter(token)
	if err != nil {
		p.options.Logger.WarnContext(c.Request.Context(), "set-up: somebody was not let in", "reason", err.Error())
		p.show(c, http.StatusForbidden, "door.html", doorView{Wrong: errors.Is(err, setup.ErrWrongToken), Spent: errors.Is(err, setup.ErrSpentToken)})
		return
	}
	// Lax, since GitHub sends people back here by a link of its own.
	http.SetCookie(c.Writer, &http.Cookie{
		Name: sessionCookie, Value: session, Path: p.path(""),
		HttpOnly: true, Secure: p.options.Flow.Place().Secure(), SameSite: http.SameSiteLaxMode,
	})
	c.Redirect(http.StatusSeeOther, p.path(""))
}

// guard keeps everybody out who did not have the token.
func (p *SetupPages) guard(c *gin.Context) {
	if !p.knows(c) {
		p.show(c, http.StatusForbidden, "door.html", doorView{})
		c.Abort()
	}
}

// knows looks at every cookie of the name: a neighbour of this host may have set
// one, which browsers send first and which would shut people out.
func (p *SetupPages) knows(c *gin.Context) bool {
	return slices.ContainsFunc(c.Request.CookiesNamed(sessionCookie), func(cookie *http.Cookie) bool { return p.options.Flow.Knows(cookie.Value) })
}

// doorView is what somebody sees who is not let in.
type doorView struct{ Wrong, Spent, Lost bool }

// shown is what every page is made of.
type shown struct {
	Root  string // of the pages
	Style string
	Place setup.Place
	View  any
}

// show writes a page. A form may lead to golive itself and to the origins that
// are named.
func (p *SetupPages) show(c *gin.Context, status int, page string, view any, forms ...string) {
	allowed := "'self'"
	for _, origin := range forms {
		allowed += " " + origin
	}
	c.Header("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action "+allowed)
	c.Header("Content-Type", "text/html; charset=utf-8")
	c.Status(status)
	body := shown{Root: p.path(""), Style: p.path("/style.css"), Place: p.options.Flow.Place(), View: view}
	if err := setupPages.ExecuteTemplate(c.Writer, page, body); err != nil {
		_ = c.Error(err) // the reader is gone
	}
}

// serveSetupStyle is the one thing that the pages load. It is no secret.
func serveSetupStyle(c *gin.Context) {
	style, err := setupFiles.ReadFile("setup/style.css")
	if err != nil {
		panic(err) // it is part of the program
	}
	c.Header("Cache-Control", "public, max-age=300")
	c.Data(http.StatusOK, "text/css; charset=utf-8", style)
}

// stateWord says a state in a word.
func stateWord(state doctor.State) string {
	switch state {
	case doctor.Good:
		return "in order"
	case doctor.Advice:
		return "advice"
	case doctor.Waiting:
		return "waiting"
	case doctor.Bad:
		return "to mend"
	}
	return "not known"
}

// stateSign is a state's mark, beside the word.
func stateSign(state doctor.State) string {
	switch state {
	case doctor.Good:
		return "✓"
	case doctor.Advice:
		return "!"
	case doctor.Waiting:
		return "…"
	case doctor.Bad:
		return "✕"
	}
	return "?"
}
