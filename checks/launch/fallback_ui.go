package launch

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/project"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/config/regex"
)

// Projects reads the code of a release, once for all items.
type Projects interface {
	Project(ctx context.Context, src checks.Source) (*project.Project, error)
}

// FallbackUI checks launch.fallback-ui: people see a page when something breaks, and
// neither they nor a client of the API see the inside of the program.
type FallbackUI struct {
	Projects Projects
}

// NewFallbackUI returns the check.
func NewFallbackUI(projects Projects) *FallbackUI { return &FallbackUI{Projects: projects} }

// fallbackFacts are what was seen.
type fallbackFacts struct {
	usage.Overview
	interfaces []usage.Place // what people see: components, templates; Library says which
	pages      []usage.Place // what is shown in place of what broke
	handlers   []usage.Place // what turns errors into answers
}

// Observe reads the code for error boundaries and handlers, and the names of files for
// the pages that frameworks show.
func (f *FallbackUI) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return checks.Observation{Missing: []checks.Missing{{
			Connection: checks.ConnectionForge, Reason: "the content of the release cannot be read", Remedy: "Let golive read the repository's contents.",
		}}}, nil
	}
	code, err := f.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("looking for error pages: %w", err)
	}
	overview := code.Usage()
	facts := fallbackFacts{Overview: overview}
	facts.interfaces = slices.Clone(overview.Signs[usage.View])
	facts.pages = slices.Clone(overview.Signs[usage.ErrorPage])
	facts.handlers = overview.Some(usage.ErrorHandler, func(one usage.Place) bool { return one.Callee != "handleError" || handlesErrors.MatchString(one.Path) })
	for _, file := range subject.Source.Files() {
		facts.readName(file)
	}
	return liveFallback(ctx, subject, code.Routes().Routes, len(facts.interfaces) > 0, observeFallback(subject, facts))
}

// handlesErrors matches the files in which a function named handleError is the
// framework's
// (https://svelte.dev/docs/kit/hooks#Shared-hooks-handleError, https://reactrouter.com/how-to/error-reporting).
var handlesErrors = regex.New(`(?:^|/)(?:hooks\.(?:server|client)|entry\.server)\.[jt]sx?$`)

// pageNames are the files that a framework shows in place of what broke.
var pageNames = []struct {
	name    *regex.Expression
	library string
}{
	// https://nextjs.org/docs/app/getting-started/error-handling
	{regex.New(`(?:^|/)app/(?:.*/)?(?:error|global-error|not-found)\.[jt]sx$`), "Next.js"},
	{regex.New(`(?:^|/)pages/(?:_error|404|500)\.[jt]sx?$`), "Next.js"},
	{regex.New(`(?:^|/)\+error\.svelte$`), "SvelteKit"},            // https://svelte.dev/docs/kit/routing#error
	{regex.New(`(?:^|/)(?:layouts/)?error\.vue$`), "Nuxt"},         // https://nuxt.com/docs/guide/directory-structure/error
	{regex.New(`(?:^|/)templates/(?:.*/)?(?:404|500)\.html$`), ""}, // https://docs.djangoproject.com/en/stable/ref/views/#error-views
	{regex.New(`(?:^|/)(?:public|static|views|errors?)/(?:.*/)?(?:404|500|50x|error)\.(?:html|ejs|hbs|pug|njk|tmpl|gohtml|erb)$`), ""},
	{regex.New(`(?:^|/)src/pages/(?:404|500)\.(?:astro|md|mdx)$`), "Astro"},
}

// templates are the endings of files that a server fills in for people.
var templates = map[string]bool{".ejs": true, ".hbs": true, ".pug": true, ".njk": true, ".tmpl": true, ".gohtml": true, ".jinja": true, ".jinja2": true, ".j2": true}

// readName takes what a file's name tells.
func (f *fallbackFacts) readName(file checks.File) {
	switch file.Class {
	case checks.ClassProduction, checks.ClassCommand:
	default:
		return
	}
	seen := func(list *[]usage.Place, library, callee string) {
		*list = append(*list, usage.Place{Path: file.Path, Sign: usage.Sign{Library: library, Callee: callee}})
	}
	extension := path.Ext(file.Path)
	switch {
	case file.Language == "Vue" || file.Language == "Svelte" || file.Language == "Astro":
		seen(&f.interfaces, file.Language, "")
	case path.Base(file.Path) == "index.html":
		seen(&f.interfaces, "HTML", "")
	case templates[extension], extension == ".html" && slices.Contains(strings.Split(file.Path, "/"), "templates") && !strings.Contains(strings.ToLower(file.Path), "email"):
		seen(&f.interfaces, "templates", "")
	}
	for _, one := range pageNames {
		if one.name.MatchString(file.Path) {
			seen(&f.pages, one.library, path.Base(file.Path))
			return
		}
	}
}
