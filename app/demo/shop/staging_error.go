package shop

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"strings"
)

// problem answers with an error in the form of RFC 9457.
func problem(writer http.ResponseWriter, status int, title string) {
	writer.Header().Set("Content-Type", "application/problem+json")
	writer.WriteHeader(status)
	body, err := json.Marshal(map[string]any{"title": title, "status": status})
	if err == nil {
		_, _ = writer.Write(body)
	}
}

// noRoute answers for a path, or a method of a path, that no route has.
// fallback is what http.ServeMux answers: a redirect to the clean path, 405
// with the methods that are there, or 404.
func (d *deployment) noRoute(writer http.ResponseWriter, request *http.Request, fallback http.Handler) {
	seen := &unsent{header: http.Header{}, status: http.StatusOK}
	fallback.ServeHTTP(seen, request)
	for _, name := range []string{"Allow", "Location"} {
		if value := seen.header.Get(name); value != "" {
			writer.Header().Set(name, value)
		}
	}
	page, found := d.files[d.file.Errors.NotFound]
	switch {
	case seen.status != http.StatusNotFound:
		problem(writer, seen.status, strings.ToLower(http.StatusText(seen.status)))
	case found && !strings.HasPrefix(request.URL.Path, "/api/"):
		writer.Header().Set("Content-Type", "text/html; charset=utf-8")
		writer.WriteHeader(http.StatusNotFound)
		_, _ = writer.Write(page)
	default:
		problem(writer, http.StatusNotFound, "not found")
	}
}

// tooMany answers a request above a limit.
func (d *deployment) tooMany(writer http.ResponseWriter, limit rateLimit) {
	writer.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(limit.Window.Seconds()))))
	problem(writer, http.StatusTooManyRequests, "too many requests")
}

// fail is a route whose code fails: with its stack trace where the deployed
// commit lets visitors see it.
func (d *deployment) fail(writer http.ResponseWriter, _ *http.Request) {
	if d.file.Errors.StackTrace {
		writer.Header().Set("Content-Type", "text/plain; charset=utf-8")
		writer.WriteHeader(http.StatusInternalServerError)
		_, _ = writer.Write([]byte(stackTrace))
		return
	}
	problem(writer, http.StatusInternalServerError, "something went wrong")
}

// stackTrace is what Node.js shows of a failed request in its development mode.
const stackTrace = `TypeError: Cannot read properties of undefined (reading 'id')
    at placeOrder (/shop/dist/services/orders.js:31:41)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)
    at async /shop/dist/routes/orders.js:14:19
`

// unsent takes an answer's status and headers and forgets its body.
type unsent struct {
	header http.Header
	status int
}

func (u *unsent) Header() http.Header               { return u.header }
func (u *unsent) WriteHeader(status int)            { u.status = status }
func (u *unsent) Write(content []byte) (int, error) { return len(content), nil }
