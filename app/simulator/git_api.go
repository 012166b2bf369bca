package simulator

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
)

// The page of the git database API.
const gitPage = "https://docs.github.com/rest/git"

func (g *GitHub) renderReference(r *repository, found gitReference) object {
	api := fmt.Sprintf("%s/repos/%s/git/", g.apiURL(), r.fullName())
	return object{
		"ref": found.name, "node_id": nodeID("Ref:"+found.name, r.id), "url": api + found.name,
		"object": object{"sha": found.sha, "type": found.kind, "url": api + found.kind + "s/" + found.sha},
	}
}

func (g *GitHub) gitRoutes() []route {
	const one = "/repos/{owner}/{repo}"
	return []route{
		{"GET", one + "/git/ref/{ref*}", "contents:read", func(c *call) *answer {
			name := "refs/" + c.vars["ref"]
			found := c.repository.git.reference(name)
			if found.sha == "" || strings.ContainsAny(name, "^~:{ ") {
				return fail(http.StatusNotFound, "Not Found", gitPage+"/refs#get-a-reference")
			}
			return ok(c.g.renderReference(c.repository, gitReference{name: name, sha: found.sha, kind: found.kind}))
		}},
		{"GET", one + "/git/matching-refs/{ref*}", "contents:read", func(c *call) *answer {
			found, err := c.repository.git.references("refs/" + c.vars["ref"])
			if err != nil {
				return c.broken(err)
			}
			return paginate(c, found, func(found gitReference) object { return c.g.renderReference(c.repository, found) })
		}},
		{"GET", one + "/git/tags/{sha}", "contents:read", getTagObject},
		{"GET", one + "/git/commits/{sha}", "contents:read", func(c *call) *answer {
			if found := c.repository.git.commit(c.vars["sha"]); found == "" || found != c.vars["sha"] {
				return fail(http.StatusNotFound, "Not Found", gitPage+"/commits#get-a-commit-object")
			}
			found, err := c.repository.git.commitAt(c.vars["sha"], false)
			if err != nil {
				return c.broken(err)
			}
			rendered := c.g.renderGitCommit(c.repository, found)
			rendered["sha"], rendered["html_url"] = found.sha, c.g.options.PublicURL+"/"+c.repository.fullName()+"/commit/"+found.sha
			rendered["node_id"] = nodeID("Commit:"+found.sha, c.repository.id)
			rendered["parents"] = c.g.renderParents(c.repository, found)
			return ok(rendered)
		}},
		{"GET", one + "/git/trees/{sha*}", "contents:read", getTree},
		{"GET", one + "/git/blobs/{sha}", "contents:read", getBlob},
		{"GET", one + "/contents", "contents:read", getContents},
		{"GET", one + "/contents/", "contents:read", getContents},
		{"GET", one + "/contents/{path*}", "contents:read", getContents},
		{"GET", one + "/tags", "contents:read", listTags},
	}
}

// getTagObject answers one annotated tag; what it points at may be a tag again.
// https://docs.github.com/rest/git/tags#get-a-tag
func getTagObject(c *call) *answer {
	missing := fail(http.StatusNotFound, "Not Found", gitPage+"/tags#get-a-tag")
	if !isSHA(c.vars["sha"]) || c.repository.git.reference(c.vars["sha"]).kind != "tag" {
		return missing
	}
	content, err := c.repository.git.run(nil, "cat-file", "tag", c.vars["sha"])
	if err != nil {
		return c.broken(err)
	}
	head, message, _ := strings.Cut(content, "\n\n")
	fields := map[string]string{}
	for _, line := range strings.Split(head, "\n") {
		name, value, _ := strings.Cut(line, " ")
		fields[name] = value
	}
	api := fmt.Sprintf("%s/repos/%s/git/", c.g.apiURL(), c.repository.fullName())
	return ok(object{
		"node_id": nodeID("Tag:"+c.vars["sha"], c.repository.id), "tag": fields["tag"], "sha": c.vars["sha"], "url": api + "tags/" + c.vars["sha"],
		"message": message, "tagger": parseTagger(fields["tagger"]),
		"object":       object{"type": fields["type"], "sha": fields["object"], "url": api + fields["type"] + "s/" + fields["object"]},
		"verification": object{"verified": false, "reason": "unsigned", "signature": nil, "payload": nil, "verified_at": nil},
	})
}

// parseTagger reads "name <address> seconds zone".
func parseTagger(text string) object {
	name, rest, _ := strings.Cut(text, " <")
	address, date, _ := strings.Cut(rest, "> ")
	seconds, _, _ := strings.Cut(date, " ")
	return object{"name": name, "email": address, "date": unixStamp(seconds)}
}

// getTree takes a tree, a commit or a branch; recursive is on for any value.
// https://docs.github.com/rest/git/trees#get-a-tree
func getTree(c *call) *answer {
	git := c.repository.git
	tree := git.reference(c.vars["sha"])
	if !isSHA(c.vars["sha"]) || tree.kind != "tree" {
		commit := git.commit(c.vars["sha"])
		if commit == "" {
			return fail(http.StatusNotFound, "Not Found", gitPage+"/trees#get-a-tree")
		}
		tree = git.reference(commit + "^{tree}")
	}
	arguments := []string{"ls-tree", "-l", "-z", tree.sha}
	if c.query.Has("recursive") {
		arguments = []string{"ls-tree", "-l", "-z", "-r", "-t", tree.sha}
	}
	entries, err := git.entries(arguments...)
	if err != nil {
		return c.broken(err)
	}
	// The limit for the tree array is 100,000 entries:
	truncated := len(entries) > 100_000
	entries = entries[:min(len(entries), 100_000)]
	api := fmt.Sprintf("%s/repos/%s/git/", c.g.apiURL(), c.repository.fullName())
	return ok(object{"sha": tree.sha, "url": api + "trees/" + tree.sha, "truncated": truncated, "tree": list(entries, func(e treeEntry) object {
		rendered := object{"path": e.path, "mode": e.mode, "type": e.kind, "sha": e.sha, "url": api + e.kind + "s/" + e.sha}
		if e.kind == "blob" {
			rendered["size"] = e.size
		}
		return rendered
	})})
}

type treeEntry struct {
	mode, kind, sha, path string
	size                  int
}

func (d gitDirectory) entries(arguments ...string) ([]treeEntry, error) {
	output, err := d.run(nil, arguments...)
	if err != nil {
		return nil, err
	}
	var entries []treeEntry
	for _, record := range strings.Split(output, "\x00") {
		meta, name, found := strings.Cut(record, "\t")
		fields := strings.Fields(meta)
		if !found || len(fields) != 4 {
			continue
		}
		size, _ := strconv.Atoi(fields[3]) // "-" for trees
		entries = append(entries, treeEntry{fields[0], fields[1], fields[2], name, size})
	}
	return entries, nil
}

// https://docs.github.com/rest/git/blobs#get-a-blob
func getBlob(c *call) *answer {
	sha := c.vars["sha"]
	if !isSHA(sha) || c.repository.git.reference(sha).kind != "blob" {
		return notFound()
	}
	content, err := c.repository.git.output(nil, nil, "cat-file", "blob", sha)
	if err != nil {
		return c.broken(err)
	}
	if wantsRaw(c.request) {
		return rawAnswer(content)
	}
	return ok(object{
		"sha": sha, "node_id": nodeID("Blob:"+sha, c.repository.id), "size": len(content), "encoding": "base64", "content": base64.StdEncoding.EncodeToString(content),
		"url": fmt.Sprintf("%s/repos/%s/git/blobs/%s", c.g.apiURL(), c.repository.fullName(), sha),
	})
}

func wantsRaw(request *http.Request) bool {
	return strings.Contains(request.Header.Get("Accept"), "raw")
}

func rawAnswer(content []byte) *answer {
	return &answer{status: http.StatusOK, raw: append([]byte{}, content...), header: http.Header{"Content-Type": {"application/vnd.github.raw; charset=utf-8"}}}
}

// getContents answers a file or a directory. Files over 1 MB have content only
// in the raw form, and none over 100 MB.
// https://docs.github.com/rest/repos/contents#get-repository-content
func getContents(c *call) *answer {
	const page = "https://docs.github.com/rest/repos/contents#get-repository-content"
	ref := c.query.Get("ref")
	if ref == "" {
		ref = c.repository.defaultBranch
	}
	git := c.repository.git
	commit := git.commit(ref)
	if commit == "" {
		return fail(http.StatusNotFound, "No commit found for the ref "+ref, page)
	}
	name := strings.Trim(path.Clean("/"+c.vars["path"]), "/")
	found := git.reference(commit + ":" + name)
	switch found.kind {
	case "tree":
		entries, err := git.entries("ls-tree", "-l", "-z", found.sha)
		if err != nil {
			return c.broken(err)
		}
		return ok(list(entries, func(e treeEntry) object {
			e.path = path.Join(name, e.path)
			return c.g.renderContent(c.repository, e, ref)
		}))
	case "blob":
		content, err := git.output(nil, nil, "cat-file", "blob", found.sha)
		if err != nil {
			return c.broken(err)
		}
		if wantsRaw(c.request) {
			return rawAnswer(content)
		}
		if len(content) > 100<<20 {
			return fail(http.StatusForbidden, "This API returns blobs up to 100 MB in size. The requested blob is too large to fetch via the API.", page)
		}
		rendered := c.g.renderContent(c.repository, treeEntry{kind: "blob", sha: found.sha, path: name, size: len(content)}, ref)
		rendered["encoding"], rendered["content"] = "base64", wrapped(base64.StdEncoding.EncodeToString(content))
		if len(content) > 1<<20 {
			rendered["encoding"], rendered["content"] = "none", ""
		}
		return ok(rendered)
	}
	return fail(http.StatusNotFound, "Not Found", page)
}

// wrapped breaks base64 into lines of 60 characters, as GitHub does.
func wrapped(text string) string {
	var lines strings.Builder
	for part := range slices.Chunk([]byte(text), 60) {
		lines.Write(part)
		lines.WriteByte('\n')
	}
	return lines.String()
}

func (g *GitHub) renderContent(r *repository, e treeEntry, ref string) object {
	self := fmt.Sprintf("%s/repos/%s/contents/%s?ref=%s", g.apiURL(), r.fullName(), e.path, ref)
	web := fmt.Sprintf("%s/%s/blob/%s/%s", g.options.PublicURL, r.fullName(), ref, e.path)
	git := fmt.Sprintf("%s/repos/%s/git/%ss/%s", g.apiURL(), r.fullName(), e.kind, e.sha)
	kind := map[string]string{"tree": "dir", "blob": "file", "commit": "submodule"}[e.kind]
	if e.mode == "120000" {
		kind = "symlink"
	}
	return object{
		"type": kind, "name": path.Base(e.path), "path": e.path, "sha": e.sha, "size": e.size, "url": self, "html_url": web, "git_url": git,
		"download_url": nil, "_links": object{"self": self, "git": git, "html": web},
	}
}

// listTags answers tags with their commits, newest name first.
// https://docs.github.com/rest/repos/repos#list-repository-tags
func listTags(c *call) *answer {
	found, err := c.repository.git.references("refs/tags/")
	if err != nil {
		return c.broken(err)
	}
	slices.Reverse(found)
	api := fmt.Sprintf("%s/repos/%s", c.g.apiURL(), c.repository.fullName())
	return paginate(c, found, func(tag gitReference) object {
		sha, name := tag.sha, strings.TrimPrefix(tag.name, "refs/tags/")
		if tag.kind == "tag" {
			sha = c.repository.git.commit("tags/" + name)
		}
		return object{
			"name": name, "commit": object{"sha": sha, "url": c.g.commitURL(c.repository, sha)}, "node_id": nodeID("Ref:"+tag.name, c.repository.id),
			"zipball_url": api + "/zipball/" + tag.name, "tarball_url": api + "/tarball/" + tag.name,
		}
	})
}
