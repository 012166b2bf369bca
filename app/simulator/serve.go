package simulator

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// maxRequestBody bounds what one request may send.
const maxRequestBody = 25 << 20

// ServeHTTP answers the REST API under BasePath, git's smart HTTP under
// /OWNER/NAME.git/ and the few pages that set-up sends people to.
func (g *GitHub) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	if isGitPath(request.URL.Path) {
		g.serveGit(writer, request)
		return
	}
	if page := g.findPage(request.URL.Path); page != nil {
		page(writer, request)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(writer, request.Body, maxRequestBody))
	if err != nil {
		http.Error(writer, err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	path, under := strings.CutPrefix(request.URL.EscapedPath(), g.options.BasePath)
	// On GitHub Enterprise Server GraphQL stands beside the REST API, not under it:
	// https://docs.github.com/enterprise-server@latest/graphql/guides/forming-calls-with-graphql
	if beside, versioned := strings.CutSuffix(g.options.BasePath, "/v3"); versioned && request.URL.Path == beside+"/graphql" {
		path, under = "/graphql", true
	}
	logged := g.logRequest(request, path, body)
	var reply *answer
	switch injected, abort := g.applyFault(request, path); {
	case abort:
		g.finishRequest(logged, 0)
		panic(http.ErrAbortHandler) // the documented way to cut a connection
	case injected != nil:
		reply = injected
	case !under:
		reply = notFound()
	case strings.Contains(request.URL.Path+request.URL.RawQuery, "\x00") || strings.Contains(request.URL.RawQuery, "%00"):
		reply = fail(http.StatusBadRequest, "Bad Request", restPage) // no name has a NUL, and no program takes one
	default:
		reply = g.answer(request, path, body)
	}
	g.finishRequest(logged, g.write(writer, request, reply))
	if request.Method != http.MethodGet && path != "/graphql" && reply.status/100 == 2 {
		g.changed.Ring()
	}
}

// answer authenticates, counts, finds the repository and runs the route.
func (g *GitHub) answer(request *http.Request, path string, body []byte) *answer {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	c := &call{g: g, request: request, body: body, query: request.URL.Query()}
	path, moved := g.resolveAlias(path)
	found, vars := match(g.routes, request.Method, path)
	access := asToken
	if found != nil {
		access = found.access
	}
	if refused := c.authenticate(access); refused != nil {
		return refused
	}
	// Asking for the limit is free:
	// https://docs.github.com/rest/rate-limit/rate-limit
	if c.installation != nil && path != "/rate_limit" {
		if refused := c.installation.rate.take(c.installation.id); refused != nil {
			return refused
		}
	}
	reply := notFound()
	if moved != nil && c.token != nil && (c.g.reaches(c.token, moved) || !moved.private) {
		reply = c.redirect(moved, path)
	} else if found != nil {
		c.vars = vars
		if reply = c.authorize(access); reply == nil {
			reply = found.serve(c)
		}
	}
	return c.finish(reply)
}

// finish adds what every answer has: the rate limit and the entity tag. A
// conditional request that is answered with 304 does not count.
// https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
func (c *call) finish(reply *answer) *answer {
	if reply.header == nil {
		reply.header = http.Header{}
	}
	if reply.raw == nil && reply.body != nil {
		reply.raw = encode(reply.body)
	}
	if c.request.Method == http.MethodGet && reply.status == http.StatusOK {
		tag := fmt.Sprintf(`W/"%x"`, sha256.Sum256(reply.raw))
		reply.header.Set("ETag", tag)
		if matchesTag(c.request.Header.Get("If-None-Match"), tag) {
			reply.status, reply.raw, reply.body = http.StatusNotModified, nil, nil
			if c.installation != nil {
				c.installation.rate.giveBack()
			}
		}
	}
	if c.installation != nil {
		c.installation.rate.describe(reply.header)
	}
	return reply
}

func matchesTag(header, tag string) bool {
	for _, candidate := range strings.Split(header, ",") {
		if strings.TrimPrefix(strings.TrimSpace(candidate), "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

func encode(body any) []byte {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(body); err != nil {
		panic(fmt.Sprintf("simulator: an answer cannot be encoded: %v", err)) // only a programming error can do this
	}
	return bytes.TrimRight(buffer.Bytes(), "\n")
}

func (g *GitHub) write(writer http.ResponseWriter, request *http.Request, reply *answer) int {
	header := writer.Header()
	for name, values := range reply.header {
		header[name] = values
	}
	content := reply.raw
	if content == nil && reply.body != nil {
		content = encode(reply.body)
	}
	header.Set("Date", g.options.ClientNow().UTC().Format(http.TimeFormat))
	header.Set("X-GitHub-Request-Id", uuid.NewString())
	header.Set("X-GitHub-Media-Type", "github.v3; format=json")
	header.Set("Cache-Control", "private, max-age=60, s-maxage=60")
	header.Set("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP")
	if header.Get("Content-Type") == "" && len(content) > 0 {
		header.Set("Content-Type", "application/json; charset=utf-8")
	}
	if reply.status != http.StatusNoContent && reply.status != http.StatusNotModified {
		header.Set("Content-Length", strconv.Itoa(len(content)))
	}
	writer.WriteHeader(reply.status)
	if request.Method != http.MethodHead && len(content) > 0 {
		if _, err := writer.Write(content); err != nil {
			g.logger.Debug("client went away", "path", request.URL.Path, "error", err)
		}
	}
	return reply.status
}

// resolveAlias turns /repositories/ID/… into /repos/OWNER/NAME/…, and finds
// the repository whose former name a path has.
func (g *GitHub) resolveAlias(path string) (string, *repository) {
	if rest, isAlias := strings.CutPrefix(path, "/repositories/"); isAlias {
		number, tail, _ := strings.Cut(rest, "/")
		id, err := strconv.ParseInt(number, 10, 64)
		repository := g.repositories[id]
		if err != nil || repository == nil {
			return path, nil
		}
		path = "/repos/" + repository.fullName()
		if tail != "" {
			path += "/" + tail
		}
		return path, nil
	}
	parts := strings.SplitN(path, "/", 5) // "", repos, owner, name, rest
	if len(parts) < 4 || parts[1] != "repos" {
		return path, nil
	}
	return path, g.repositories[g.moved[nameKey(parts[2], parts[3])]]
}

// redirect answers for the former name of a repository: 301, or 307 where the
// method must be kept.
// https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
func (c *call) redirect(moved *repository, path string) *answer {
	target := fmt.Sprintf("%s/repositories/%d", c.g.apiURL(), moved.id)
	if parts := strings.SplitN(path, "/", 5); len(parts) == 5 {
		target += "/" + parts[4]
	}
	if c.request.URL.RawQuery != "" {
		target += "?" + c.request.URL.RawQuery
	}
	status, message := http.StatusMovedPermanently, "Moved Permanently"
	if c.request.Method != http.MethodGet && c.request.Method != http.MethodHead {
		status, message = http.StatusTemporaryRedirect, "Temporary Redirect"
	}
	return &answer{
		status: status, header: http.Header{"Location": {target}},
		body: object{"message": message, "url": target, "documentation_url": "https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects"},
	}
}
