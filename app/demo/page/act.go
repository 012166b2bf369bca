package page

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/golive-app/golive/app/demo"
)

// act does what a button says. The page's script asks for plain text; a browser
// without it gets back to the page.
func (p *Page) act(writer http.ResponseWriter, request *http.Request) {
	if err := request.ParseForm(); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			http.Error(writer, "That is too much text.", http.StatusRequestEntityTooLarge)
			return
		}
		http.Error(writer, "The form could not be read.", http.StatusBadRequest)
		return
	}
	form := request.PostForm
	run, err := strconv.ParseInt(form.Get("run"), 10, 64)
	if err != nil && form.Get("run") != "" {
		http.Error(writer, "A check run has a number.", http.StatusBadRequest)
		return
	}
	done, err := p.options.Demo.Act(request.Context(), demo.Act{
		Name: demo.ActName(form.Get("act")), User: form.Get("user"), Text: form.Get("text"), Tag: strings.TrimSpace(form.Get("tag")),
		Run: run, Button: form.Get("button"),
	})
	switch {
	case errors.Is(err, demo.ErrNotNow):
		http.Error(writer, sentence(err), http.StatusConflict)
	case errors.Is(err, demo.ErrBadForm):
		http.Error(writer, sentence(err), http.StatusBadRequest)
	case err != nil:
		p.fail(writer, request, err)
	case strings.Contains(request.Header.Get("Accept"), "text/html"):
		http.Redirect(writer, request, "/", http.StatusSeeOther)
	default:
		writer.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = writer.Write([]byte(done)) // a browser that went away needs no answer
	}
}

// sentence words an error for the page.
func sentence(err error) string {
	words := err.Error()
	return strings.ToUpper(words[:1]) + words[1:] + "."
}
