package shop

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

// handler returns what a route does once its caller may use it.
func (d *deployment) handler(route *route) (http.HandlerFunc, error) {
	switch route.Kind {
	case kindJSON, kindSlow, kindStatus:
		return d.json(route, route.Body)
	case kindHealth:
		return d.json(route, map[string]string{"status": "ok"})
	case kindVersion:
		return d.json(route, map[string]string{"service": d.file.Service, "version": d.version, "commit": d.commit})
	case kindText:
		body, isText := route.Body.(string)
		if !isText {
			return nil, fmt.Errorf("the body of a text is a text")
		}
		return respond(route, "text/plain; charset=utf-8", []byte(body)), nil
	case kindPage, kindStatic:
		content, found := d.files[route.File]
		if !found {
			return nil, fmt.Errorf("no file %q", route.File)
		}
		return respond(route, mime.TypeByExtension(path.Ext(route.File)), content), nil
	case kindMetrics:
		return d.requests.ServeHTTP, nil
	case kindError:
		return d.fail, nil
	case kindLogin:
		return d.login, nil
	case kindMe:
		return d.me, nil
	default:
		return nil, fmt.Errorf("no kind %q", route.Kind)
	}
}

func (d *deployment) json(route *route, body any) (http.HandlerFunc, error) {
	if route.Status == http.StatusNoContent {
		return func(writer http.ResponseWriter, _ *http.Request) { writer.WriteHeader(http.StatusNoContent) }, nil
	}
	content, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("the body is no JSON: %w", err)
	}
	return respond(route, "application/json; charset=utf-8", content), nil
}

// respond answers with a body in which "{name}" is the path's element of that
// name.
func respond(route *route, contentType string, body []byte) http.HandlerFunc {
	if route.ContentType != "" {
		contentType = route.ContentType
	}
	names := pathNames(route.Path)
	return func(writer http.ResponseWriter, request *http.Request) {
		writer.Header().Set("Content-Type", contentType)
		if route.Status != 0 {
			writer.WriteHeader(route.Status)
		}
		filled := body
		if len(names) > 0 {
			filled = fill(body, names, request, strings.HasPrefix(contentType, "application/json"))
		}
		_, _ = writer.Write(filled) // a client that went away needs no answer
	}
}

// pathNames returns the names of a path's variable elements.
func pathNames(path string) []string {
	var names []string
	for _, element := range strings.Split(path, "/") {
		if strings.HasPrefix(element, "{") && strings.HasSuffix(element, "}") {
			names = append(names, strings.TrimSuffix(element[1:len(element)-1], "..."))
		}
	}
	return names
}

func fill(body []byte, names []string, request *http.Request, quoted bool) []byte {
	var pairs []string
	for _, name := range names {
		value := request.PathValue(name)
		if quoted {
			// Foreign text within a JSON string: escaped as one, without its quotes.
			escaped, err := json.Marshal(value)
			if err != nil {
				continue
			}
			value = string(escaped[1 : len(escaped)-1])
		}
		pairs = append(pairs, "{"+name+"}", value)
	}
	return []byte(strings.NewReplacer(pairs...).Replace(string(body)))
}

// guard puts a route's own rules before it, in the order in which a service
// applies them: limit, identity, role, delay, database.
func (d *deployment) guard(route *route, serve http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		for name, value := range route.Headers {
			writer.Header().Set(name, value)
		}
		if !d.limiter.allow(route.RateLimit, route.Method+" "+route.Path, request) {
			d.tooMany(writer, route.RateLimit)
			return
		}
		if (route.Authenticated || len(route.Roles) > 0) && !d.admit(writer, request, route.Roles) {
			return
		}
		if !wait(request, route.Delay) || !d.query(writer, request, route.Query) {
			return
		}
		serve(writer, request)
	})
}

// admit reports whether the caller may use a route that asks for one of these
// roles, or for any user where there are none; else it answers.
func (d *deployment) admit(writer http.ResponseWriter, request *http.Request, roles []string) bool {
	user, known := d.user(request)
	if !known {
		writer.Header().Set("WWW-Authenticate", "Bearer")
		problem(writer, http.StatusUnauthorized, "no valid token")
		return false
	}
	if len(roles) == 0 {
		return true
	}
	for _, role := range roles {
		for _, held := range user.Roles {
			if role == held {
				return true
			}
		}
	}
	problem(writer, http.StatusForbidden, "for other roles only")
	return false
}

// wait waits for a slow route's delay and reports whether the caller is still
// there.
func wait(request *http.Request, delay time.Duration) bool {
	if delay <= 0 {
		return true
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-request.Context().Done():
		return false
	}
}
