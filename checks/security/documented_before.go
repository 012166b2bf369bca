package security

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/openapi"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/wording"
)

// before is what the product's own documents said before this release: a release that
// writes into a document that everybody may ask excuses nothing of its own by it.
type before struct {
	span      *checks.Range
	documents map[string]openapi.Document // by the path that they have now; of those that the release changed
	unread    map[string]bool             // those of which it is not known
}

// readBefore reads the documents that call a route public and that the release changed,
// as they were where its range begins.
func readBefore(ctx context.Context, subject checks.Subject, routes []route.Route) (before, error) {
	found := before{span: subject.Range, documents: map[string]openapi.Document{}, unread: map[string]bool{}}
	if subject.Range == nil || subject.Range.From == "" {
		return found, nil
	}
	history, reads := subject.History.(checks.PastReader)
	for _, one := range routes {
		said := one.Documented
		if said.Security != openapi.Public || !found.changed(said) {
			continue
		}
		if _, known := found.documents[said.Document]; known || found.unread[said.Document] {
			continue
		}
		if !reads {
			found.unread[said.Document] = true
			continue
		}
		at := func(path string) ([]byte, error) {
			return history.ReadAt(ctx, subject.Range.From, formerly(subject.Range, path))
		}
		content, err := at(said.Document)
		switch {
		case ctx.Err() != nil:
			return found, ctx.Err()
		case errors.Is(err, fs.ErrNotExist):
			found.documents[said.Document] = openapi.Document{} // it is new
			continue
		case err != nil:
			found.unread[said.Document] = true
			continue
		}
		document, err := openapi.Read(said.Document, content, func(path string) ([]byte, bool) {
			content, err := at(path)
			return content, err == nil
		})
		switch {
		case errors.Is(err, openapi.ErrNotOpenAPI):
			found.documents[said.Document] = openapi.Document{}
		case err != nil:
			found.unread[said.Document] = true
		default:
			found.documents[said.Document] = document
		}
	}
	return found, nil
}

// changed reports whether the release changed a document, or the file in it that an
// operation stands in.
func (b before) changed(said route.Documented) bool {
	return b.span.Adds(said.Document, 0) || b.span.Adds(said.File, 0) || b.touched(said.Document) || b.touched(said.File)
}

// touched reports whether a file is among those that differ, though it may have lost
// lines alone.
func (b before) touched(path string) bool {
	for _, change := range b.span.Changed {
		if change.Path == path {
			return true
		}
	}
	return false
}

// formerly is the path that a file had where the range begins.
func formerly(span *checks.Range, path string) string {
	for _, change := range span.Changed {
		if change.Path == path && change.OldPath != "" {
			return change.OldPath
		}
	}
	return path
}

// lifts reports whether a document excuses a route that asks nobody, and says why it
// does not.
func (b before) lifts(one route.Route) (bool, string) {
	said := one.Documented
	if b.span == nil || b.span.From == "" || !b.changed(said) {
		return true, ""
	}
	place := wording.QuotedPath(fmt.Sprintf("%s:%d", said.File, said.Line))
	document, known := b.documents[said.Document]
	if !known {
		return false, fmt.Sprintf("%s says that it is for everybody, and what it said before this release could not be read", place)
	}
	public := false
	for _, operation := range document.Operations {
		if strings.TrimRight(operation.Path, "/") != strings.TrimRight(said.Path, "/") || one.Method != "ANY" && one.Method != operation.Method {
			continue
		}
		if operation.Security != openapi.Public {
			return false, place + " says since this release alone that it is for everybody"
		}
		public = true
	}
	if !public {
		return false, place + " says since this release alone that it is for everybody"
	}
	return true, ""
}
