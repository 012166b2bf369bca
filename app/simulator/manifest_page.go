package simulator

import (
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

// largestForm bounds what a page's form may send.
const largestForm = 1 << 20

// findPage returns the page that people are sent to under a path; nil: none.
func (g *GitHub) findPage(path string) http.HandlerFunc {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	switch {
	case strings.HasPrefix(path, storagePath):
		return g.serveStorage
	case path == "/settings/apps/new":
		return func(w http.ResponseWriter, r *http.Request) { g.serveNewApp(w, r, "") }
	case len(parts) == 5 && parts[0] == "organizations" && strings.Join(parts[2:], "/") == "settings/apps/new":
		return func(w http.ResponseWriter, r *http.Request) { g.serveNewApp(w, r, parts[1]) }
	case len(parts) == 4 && parts[0] == "apps" && parts[2] == "installations" && parts[3] == "new":
		return func(w http.ResponseWriter, r *http.Request) { g.serveInstall(w, r, parts[1]) }
	}
	return nil
}

// newAppView is what the page that registers an App shows.
type newAppView struct {
	Owner, Manifest, State string
	App                    manifest
	Problems               []string
}

// serveNewApp is the page that a manifest is posted to, and its button.
// https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest#implementing-the-github-app-manifest-flow
func (g *GitHub) serveNewApp(writer http.ResponseWriter, request *http.Request, organization string) {
	request.Body = http.MaxBytesReader(writer, request.Body, largestForm)
	if request.Method != http.MethodPost || request.ParseForm() != nil {
		http.Error(writer, "post a manifest", http.StatusMethodNotAllowed)
		return
	}
	g.mutex.Lock()
	defer g.mutex.Unlock()
	owner := g.signedIn()
	if organization != "" {
		if owner = g.accounts[strings.ToLower(organization)]; owner == nil || owner.kind != "Organization" {
			http.NotFound(writer, request)
			return
		}
	}
	view := newAppView{Owner: owner.login, Manifest: request.PostForm.Get("manifest"), State: request.URL.Query().Get("state")}
	view.App, view.Problems = g.readManifest(view.Manifest, request.PostForm.Get("name"))
	if len(view.Problems) > 0 {
		showPage(writer, http.StatusUnprocessableEntity, invalidAppPage, view)
		return
	}
	if request.PostForm.Get("create") == "" {
		showPage(writer, http.StatusOK, newAppPage, view)
		return
	}
	code, err := g.registerApp(view.App, owner)
	if err != nil {
		http.Error(writer, err.Error(), http.StatusInternalServerError)
		return
	}
	back, err := url.Parse(view.App.RedirectURL)
	if err != nil || view.App.RedirectURL == "" {
		http.Error(writer, "the App is registered; the manifest names no redirect_url", http.StatusOK)
		return
	}
	query := back.Query()
	query.Set("code", code)
	if view.State != "" {
		query.Set("state", view.State)
	}
	back.RawQuery = query.Encode()
	http.Redirect(writer, request, back.String(), http.StatusFound)
}

// serveInstall is the page on which somebody installs the App on an account.
func (g *GitHub) serveInstall(writer http.ResponseWriter, request *http.Request, slug string) {
	request.Body = http.MaxBytesReader(writer, request.Body, largestForm)
	if request.ParseForm() != nil {
		http.Error(writer, "no form", http.StatusBadRequest)
		return
	}
	g.mutex.Lock()
	known, owner := slug == g.slug, ""
	if app := g.apps[slug]; app != nil {
		owner = app.owner
	}
	g.mutex.Unlock()
	switch {
	case !known:
		http.NotFound(writer, request)
	case request.Method == http.MethodPost:
		// An App that is not public can be installed on its owner's account only.
		id := g.CreateInstallation(owner, nil)
		showPage(writer, http.StatusOK, installedPage, map[string]any{"ID": id, "Account": owner})
	default:
		showPage(writer, http.StatusOK, installPage, map[string]any{"Account": owner, "Slug": slug})
	}
}

func showPage(writer http.ResponseWriter, status int, page *template.Template, view any) {
	writer.Header().Set("Content-Type", "text/html; charset=utf-8")
	writer.Header().Set("Cache-Control", "no-store")
	writer.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
	writer.WriteHeader(status)
	_ = page.Execute(writer, view) // the reader is gone
}

func parsePage(name, body string) *template.Template {
	return template.Must(template.New(name).Parse(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Simulated GitHub</title></head><body>` + body + `</body></html>`))
}

var (
	newAppPage = parsePage("new", `<h1>Create GitHub App for {{.Owner}}</h1>
<form method="post"><input type="hidden" name="manifest" value="{{.Manifest}}"><input type="hidden" name="create" value="yes">
<p><label>GitHub App name <input name="name" value="{{.App.Name}}" maxlength="34" required></label></p>
<button type="submit">Create GitHub App for {{.Owner}}</button></form>`)
	invalidAppPage = parsePage("invalid", `<h1>Invalid GitHub App configuration</h1><ul>{{range .Problems}}<li>{{.}}</li>{{end}}</ul>`)
	installPage    = parsePage("install", `<h1>Install {{.Slug}}</h1>
<form method="post"><p>on all repositories of <strong>{{.Account}}</strong></p><button type="submit">Install</button></form>`)
	installedPage = parsePage("installed", `<h1>Installed on {{.Account}}</h1><p>Installation {{.ID}}</p>`)
)
