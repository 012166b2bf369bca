package page

import (
	"bytes"
	"errors"
	"net/http"
	"strings"

	"github.com/golive-app/golive/app/demo"
)

// maxShown bounds how much of a file or change is shown.
const maxShown = 512 << 10

// sourceView is a file or a change, line by line.
type sourceView struct {
	Title, Commit string
	Lines         []sourceLine
	Cut, Binary   bool
}

// sourceLine is one line; Class tells what a change did with it.
type sourceLine struct {
	Number      int
	Text, Class string
}

// showFile shows a file at a commit: what golive's evidence links to.
func (p *Page) showFile(writer http.ResponseWriter, request *http.Request) {
	commit, path := request.PathValue("commit"), request.PathValue("path")
	content, err := p.options.Demo.File(request.Context(), commit, path)
	p.showSource(writer, request, sourceView{Title: path, Commit: commit}, content, err, func(string) string { return "" })
}

// showChange shows what a commit changed.
func (p *Page) showChange(writer http.ResponseWriter, request *http.Request) {
	commit := request.PathValue("commit")
	content, err := p.options.Demo.Change(request.Context(), commit)
	p.showSource(writer, request, sourceView{Title: "Commit " + short(commit), Commit: commit}, content, err, changeClass)
}

func (p *Page) showSource(writer http.ResponseWriter, request *http.Request, shown sourceView, content string, err error, class func(line string) string) {
	if errors.Is(err, demo.ErrNoSuchFile) {
		http.Error(writer, "There is no such file or commit in this play.", http.StatusNotFound)
		return
	}
	if err != nil {
		p.fail(writer, request, err)
		return
	}
	if shown.Binary = strings.Contains(content, "\x00"); shown.Binary {
		content = ""
	}
	if shown.Cut = len(content) > maxShown; shown.Cut {
		content = content[:maxShown]
	}
	number := 0
	for line := range strings.Lines(content) {
		number++
		line = strings.ToValidUTF8(strings.TrimRight(line, "\r\n"), "\ufffd")
		shown.Lines = append(shown.Lines, sourceLine{number, line, class(line)})
	}
	p.render(writer, "source.html", http.StatusOK, shown)
}

// changeClass tells what a line of a patch is.
func changeClass(line string) string {
	switch {
	case strings.HasPrefix(line, "+++"), strings.HasPrefix(line, "---"), strings.HasPrefix(line, "diff --git"):
		return "file"
	case strings.HasPrefix(line, "+"):
		return "added"
	case strings.HasPrefix(line, "-"):
		return "removed"
	case strings.HasPrefix(line, "@@"):
		return "hunk"
	default:
		return ""
	}
}

// render answers with a template; nothing is written where it fails.
func (p *Page) render(writer http.ResponseWriter, name string, status int, data any) {
	var content bytes.Buffer
	if err := p.templates.ExecuteTemplate(&content, name, data); err != nil {
		p.options.Logger.Error("render the demo's page", "template", name, "error", err)
		http.Error(writer, "The page could not be rendered. The terminal says why.", http.StatusInternalServerError)
		return
	}
	writer.Header().Set("Content-Type", "text/html; charset=utf-8")
	writer.WriteHeader(status)
	_, _ = writer.Write(content.Bytes()) // a browser that went away needs no answer
}
