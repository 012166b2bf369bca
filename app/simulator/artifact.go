package simulator

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// artifactsFor is how long artifacts are kept unless an owner says otherwise.
// https://docs.github.com/organizations/managing-organization-settings/configuring-the-retention-period-for-github-actions-artifacts-and-logs-in-your-organization
const artifactsFor = 90 * 24 * time.Hour

// downloadsFor is how long the address of a download is good.
// https://docs.github.com/rest/actions/artifacts#download-an-artifact
const downloadsFor = time.Minute

// artifact is what a job of a workflow run left behind.
type artifact struct {
	id        int64
	run       int64
	sha       string
	branch    string
	name      string
	content   []byte
	loose     bool // uploaded as it is, without an archive around it
	createdAt time.Time
	expiresAt time.Time
}

// NewArtifact says what a job uploads.
type NewArtifact struct {
	Repository string // "owner/name"
	Run        int64  // workflow run
	SHA        string // head of the run: a commit, branch or tag
	Name       string
	Files      map[string]string // packed, in the order of their names
	Content    []byte            // instead of Files: the archive as it is
	Loose      bool              // Content is one file that was uploaded without an archive around it
}

// UploadArtifact records an artifact and returns its id. GitHub sends no event
// for it.
func (g *GitHub) UploadArtifact(uploaded NewArtifact) (int64, error) {
	content := uploaded.Content
	if content == nil {
		var err error
		if content, err = zipped(uploaded.Files); err != nil {
			return 0, err
		}
	}
	var id int64
	err := g.withRepository(uploaded.Repository, func(r *repository) error {
		sha := r.git.commit(uploaded.SHA)
		if sha == "" {
			return fmt.Errorf("simulator: no commit %q", uploaded.SHA)
		}
		made := &artifact{
			id: g.id(), run: uploaded.Run, sha: sha, branch: r.defaultBranch, name: uploaded.Name, content: content, loose: uploaded.Loose,
			createdAt: g.now(), expiresAt: g.now().Add(artifactsFor),
		}
		r.artifacts, id = append(r.artifacts, made), made.id
		return nil
	})
	return id, err
}

// ExpireArtifact ends the time for which an artifact is kept.
func (g *GitHub) ExpireArtifact(fullName string, id int64) error {
	return g.withRepository(fullName, func(r *repository) error {
		found := r.artifact(id)
		if found == nil {
			return fmt.Errorf("simulator: no artifact %d", id)
		}
		found.expiresAt = g.now()
		return nil
	})
}

func zipped(files map[string]string) ([]byte, error) {
	var buffer bytes.Buffer
	writer := zip.NewWriter(&buffer)
	for _, name := range sortedKeys(files) {
		into, err := writer.Create(name)
		if err != nil {
			return nil, fmt.Errorf("simulator: %w", err)
		}
		if _, err := io.WriteString(into, files[name]); err != nil {
			return nil, fmt.Errorf("simulator: %w", err)
		}
	}
	if err := writer.Close(); err != nil {
		return nil, fmt.Errorf("simulator: %w", err)
	}
	return buffer.Bytes(), nil
}

func (r *repository) artifact(id int64) *artifact {
	at := slices.IndexFunc(r.artifacts, func(a *artifact) bool { return a.id == id })
	if at < 0 {
		return nil
	}
	return r.artifacts[at]
}

func (g *GitHub) expired(a *artifact) bool { return !a.expiresAt.After(g.options.Now()) }

func (g *GitHub) renderArtifact(r *repository, a *artifact) object {
	self := fmt.Sprintf("%s/repos/%s/actions/artifacts/%d", g.apiURL(), r.fullName(), a.id)
	sum := sha256.Sum256(a.content)
	return object{
		"id": a.id, "node_id": nodeID("Artifact", a.id), "name": a.name, "size_in_bytes": len(a.content), "url": self, "archive_download_url": self + "/zip",
		"expired": g.expired(a), "created_at": stamp(a.createdAt), "expires_at": stamp(a.expiresAt), "updated_at": stamp(a.createdAt),
		"digest":       "sha256:" + hex.EncodeToString(sum[:]),
		"workflow_run": object{"id": a.run, "repository_id": r.id, "head_repository_id": r.id, "head_branch": a.branch, "head_sha": a.sha},
	}
}

func (g *GitHub) artifactRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/actions/runs/{run}/artifacts", "actions:read", listArtifacts},
		{"GET", "/repos/{owner}/{repo}/actions/artifacts/{id}", "actions:read", func(c *call) *answer {
			found := c.repository.artifact(c.number("id"))
			if found == nil {
				return notFound()
			}
			return ok(c.g.renderArtifact(c.repository, found))
		}},
		{"GET", "/repos/{owner}/{repo}/actions/artifacts/{id}/zip", "actions:read", downloadArtifact},
	}
}

// https://docs.github.com/rest/actions/artifacts#list-workflow-run-artifacts
func listArtifacts(c *call) *answer {
	var found []*artifact
	for _, a := range c.repository.artifacts {
		if name := c.query.Get("name"); a.run == c.number("run") && (name == "" || name == a.name) {
			found = append(found, a)
		}
	}
	slices.Reverse(found)
	return paginateIn(c, "artifacts", found, func(a *artifact) object { return c.g.renderArtifact(c.repository, a) })
}

// storedDownload is an address that opens one artifact for a while.
type storedDownload struct {
	artifact *artifact
	until    time.Time
}

// storagePath is where downloads lie: beside the API, and on another host.
const storagePath = "/_storage/"

// downloadArtifact redirects to the storage.
// https://docs.github.com/rest/actions/artifacts#download-an-artifact
func downloadArtifact(c *call) *answer {
	found := c.repository.artifact(c.number("id"))
	switch {
	case found == nil:
		return notFound()
	case c.g.expired(found):
		return fail(http.StatusGone, "Artifact has expired", "https://docs.github.com/rest/actions/artifacts#download-an-artifact")
	}
	signature := rand.Text()
	c.g.downloads[signature] = storedDownload{found, c.g.options.ClientNow().Add(downloadsFor)}
	return &answer{status: http.StatusFound, header: http.Header{"Location": {c.g.storageURL() + storagePath + "artifact?sig=" + signature}}}
}

// storageURL is the address of this server under another name of its host, as
// GitHub's storage is on another host than its API.
func (g *GitHub) storageURL() string {
	address, err := url.Parse(g.options.PublicURL)
	if err == nil && address.Hostname() == "127.0.0.1" {
		address.Host = "localhost:" + address.Port()
		return address.String()
	}
	return g.options.PublicURL
}

// serveStorage answers as the storage does: it knows its signatures alone, and
// a token of GitHub's makes it refuse.
// https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes
func (g *GitHub) serveStorage(writer http.ResponseWriter, request *http.Request) {
	if request.Header.Get("Authorization") != "" {
		http.Error(writer, "InvalidAuthenticationInfo", http.StatusBadRequest)
		return
	}
	g.mutex.Lock()
	found, known := g.downloads[request.URL.Query().Get("sig")]
	now := g.options.ClientNow()
	g.mutex.Unlock()
	if !known || !strings.HasPrefix(request.URL.Path, storagePath) || !found.until.After(now) {
		http.Error(writer, "AuthenticationFailed", http.StatusForbidden)
		return
	}
	kind, ending := "application/zip", ".zip"
	if found.artifact.loose {
		kind, ending = "application/octet-stream", ""
	}
	writer.Header().Set("Content-Type", kind)
	writer.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", found.artifact.name+ending))
	http.ServeContent(writer, request, "", time.Time{}, bytes.NewReader(found.artifact.content))
}
