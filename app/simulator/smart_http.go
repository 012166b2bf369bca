package simulator

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/cgi"
	"os/exec"
	"path/filepath"
	"strings"
)

// isGitPath tells git's smart HTTP (/OWNER/NAME.git/…) from the REST API.
func isGitPath(path string) bool {
	parts := strings.SplitN(strings.TrimPrefix(path, "/"), "/", 3)
	return len(parts) == 3 && strings.HasSuffix(parts[1], ".git")
}

// serveGit hands a fetch to git http-backend. Installation tokens come as the
// password of x-access-token and need contents:read for private repositories;
// nobody pushes this way.
// https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation#about-authentication-as-a-github-app-installation
func (g *GitHub) serveGit(writer http.ResponseWriter, request *http.Request) {
	parts := strings.SplitN(strings.TrimPrefix(request.URL.Path, "/"), "/", 3)
	logged := g.logRequest(request, request.URL.EscapedPath(), nil) // bodies of fetches are not kept
	if injected, abort := g.applyFault(request, request.URL.EscapedPath()); abort {
		panic(http.ErrAbortHandler) // the documented way to cut a connection
	} else if injected != nil {
		g.finishRequest(logged, g.write(writer, request, injected))
		return
	}
	directory, status := g.openGit(request, parts[0], strings.TrimSuffix(parts[1], ".git"))
	g.finishRequest(logged, status)
	switch {
	case status == http.StatusUnauthorized:
		writer.Header().Set("WWW-Authenticate", `Basic realm="GitHub"`)
		fallthrough
	case status != http.StatusOK:
		http.Error(writer, http.StatusText(status), status)
		return
	}
	if strings.Contains(request.URL.RawQuery, "git-receive-pack") || strings.HasSuffix(parts[2], "git-receive-pack") {
		http.Error(writer, "Permission to this repository denied to golive[bot].", http.StatusForbidden)
		return
	}
	backend, err := g.backend()
	if err != nil {
		g.logger.Error("git http-backend is missing", "error", err)
		http.Error(writer, "git http-backend is missing", http.StatusInternalServerError)
		return
	}
	root, folder := filepath.Split(directory.path)
	inner := request.Clone(request.Context())
	if request.ContentLength < 0 { // git sends long requests in chunks, which CGI does not know
		body, err := io.ReadAll(http.MaxBytesReader(writer, request.Body, maxRequestBody))
		if err != nil {
			http.Error(writer, err.Error(), http.StatusRequestEntityTooLarge)
			return
		}
		inner.Body, inner.ContentLength, inner.TransferEncoding = io.NopCloser(bytes.NewReader(body)), int64(len(body)), nil
	}
	inner.URL.Path = "/" + folder + "/" + parts[2]
	handler := &cgi.Handler{
		Path: backend, Root: "/", Stderr: slogWriter{g.logger},
		Env: append(gitEnvironment(), "GIT_PROJECT_ROOT="+filepath.Clean(root), "GIT_HTTP_EXPORT_ALL=1",
			"GIT_PROTOCOL="+request.Header.Get("Git-Protocol"), // ask for protocol 2 as GitHub grants it
			// Directories that another user owns (a mounted demo) are served too.
			"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=*"),
	}
	handler.ServeHTTP(writer, inner)
}

// openGit checks who fetches and brings the merge refs up to date.
func (g *GitHub) openGit(request *http.Request, owner, name string) (gitDirectory, int) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	r := g.repositories[g.names[nameKey(owner, name)]]
	if r == nil {
		r = g.repositories[g.moved[nameKey(owner, name)]] // git follows the former name silently
	}
	_, password, given := request.BasicAuth()
	known := g.tokens[password]
	valid := known != nil && known.expires.After(g.options.ClientNow()) && (known.person != "" || g.installations[known.installation] != nil)
	switch {
	case given && !valid:
		return gitDirectory{}, http.StatusUnauthorized
	case r == nil && !given, r != nil && r.private && !given:
		return gitDirectory{}, http.StatusUnauthorized // whether it exists is not told
	case r == nil:
		return gitDirectory{}, http.StatusNotFound
	}
	if r.private {
		if !g.reaches(known, r) {
			return gitDirectory{}, http.StatusNotFound
		}
		if i := g.installations[known.installation]; i != nil && !i.suspendedAt.IsZero() || !known.allows("contents:read") {
			return gitDirectory{}, http.StatusForbidden
		}
	}
	for _, i := range r.issues {
		if i.pull == nil {
			continue
		}
		if err := g.refreshMerge(r, i); err != nil {
			g.logger.Error("cannot update the merge ref", "repository", r.fullName(), "number", i.number, "error", err)
		}
	}
	return r.git, http.StatusOK
}

// gitBackend finds git's CGI program.
func gitBackend() (string, error) {
	output, err := exec.Command("git", "--exec-path").Output()
	if err != nil {
		return "", err
	}
	return exec.LookPath(filepath.Join(strings.TrimSpace(string(output)), "git-http-backend"))
}

// slogWriter gives a program's standard error to the log.
type slogWriter struct{ logger *slog.Logger }

func (w slogWriter) Write(text []byte) (int, error) {
	w.logger.Warn("git http-backend", "stderr", strings.TrimSpace(string(text)))
	return len(text), nil
}
