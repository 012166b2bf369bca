package performance_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
)

// depot is a service that takes files in and answers them.
type depot struct {
	token string                                  // that it asks for; empty: it asks for none
	says  string                                  // to an upload, with ID and NAME in it
	takes func(name string) bool                  // nil: everything
	serve func(header http.Header, name string)   // headers of a file; nil: its own type
	turn  map[string]http.HandlerFunc             // in place of what it does by itself, by method
	reads func(w http.ResponseWriter, n int) bool // the n-th request for a file, from 1; true: answered
	mark  func(body []byte, name string) []byte   // what it makes of a file
	mutex sync.Mutex
	files map[string]kept
	asked []string
	known []string // tokens that came with requests for files
	read  int
}

// kept is a file that a depot has.
type kept struct {
	name, kind string
	body       []byte
}

func (d *depot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if r.URL.Path == "/" {
		answer(200, "text/html", "<h1>Shop</h1>")(w, r)
		return
	}
	upload, file := r.URL.Path == "/api/files", strings.HasPrefix(r.URL.Path, "/files/")
	deletes := strings.HasPrefix(r.URL.Path, "/api/files/")
	if !upload && !file && !deletes {
		answer(404, "application/json", `{"error":"not found"}`)(w, r)
		return
	}
	d.asked = append(d.asked, r.Method+" "+r.URL.Path)
	turn := d.turn[r.Method]
	if turn != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		d.mutex.Unlock()
		defer d.mutex.Lock()
		turn(w, r)
		return
	}
	switch {
	case r.Method == http.MethodPost && upload:
		d.take(w, r)
	case r.Method == http.MethodDelete && deletes:
		delete(d.files, strings.TrimPrefix(r.URL.Path, "/api/files/"))
		w.WriteHeader(http.StatusNoContent)
	case r.Method == http.MethodGet && file:
		d.give(w, r)
	default:
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

func (d *depot) take(w http.ResponseWriter, r *http.Request) {
	if d.token != "" && r.Header.Get("Authorization") != "Bearer "+d.token {
		answer(401, "application/json", `{"error":"who is `+r.Header.Get("Authorization")+`"}`)(w, r)
		return
	}
	part, header, err := r.FormFile("file")
	if err != nil {
		answer(400, "application/json", `{"error":"no file"}`)(w, r)
		return
	}
	body, _ := io.ReadAll(part)
	if d.takes != nil && !d.takes(header.Filename) {
		answer(415, "application/json", `{"error":"no picture"}`)(w, r)
		return
	}
	if d.mark != nil {
		body = d.mark(body, header.Filename)
	}
	if d.files == nil {
		d.files = map[string]kept{}
	}
	id := fmt.Sprintf("f%d", len(d.asked))
	d.files[id] = kept{header.Filename, header.Header.Get("Content-Type"), body}
	says := d.says
	if says == "" {
		says = `{"id":"ID","url":"/files/ID/NAME"}`
	}
	answer(201, "application/json", strings.NewReplacer("ID", id, "NAME", header.Filename, "TOKEN", d.token).Replace(says))(w, r)
}

func (d *depot) give(w http.ResponseWriter, r *http.Request) {
	d.known = append(d.known, r.Header.Get("Authorization"))
	d.read++
	if d.reads != nil && d.reads(w, d.read) {
		return
	}
	id, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/files/"), "/")
	one, found := d.files[id]
	if !found {
		answer(404, "application/json", `{"error":"not found"}`)(w, r)
		return
	}
	w.Header().Set("Content-Type", one.kind)
	w.Header().Set("Etag", `"1"`)
	w.Header().Set("Cache-Control", "public, max-age=60")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if d.serve != nil {
		d.serve(w.Header(), one.name)
	}
	_, _ = w.Write(one.body)
}

// came lists the requests for uploads and files, those of one method.
func (d *depot) came(method string) []string {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return slices.DeleteFunc(slices.Clone(d.asked), func(one string) bool { return !strings.HasPrefix(one, method+" ") })
}

// left lists the names of files that are still there.
func (d *depot) left(t *testing.T) []string {
	t.Helper()
	d.mutex.Lock()
	defer d.mutex.Unlock()
	var names []string
	for _, one := range d.files {
		if !strings.HasPrefix(one.name, "golive-") {
			t.Errorf("golive uploaded %q", one.name)
		}
		names = append(names, one.name[strings.LastIndexByte(one.name, '.'):])
	}
	slices.Sort(names)
	return names
}
