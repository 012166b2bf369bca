package project

import (
	"context"
	"errors"
	"io/fs"
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/graphql"
	"github.com/golive-app/golive/checks/evidence/source/openapi"
)

// documents are the product's own descriptions of what it answers.
type documents struct {
	read    []openapi.Document // in path order
	schemas []graphql.Schema   // in path order
	unread  []checks.Skipped
}

// document reports whether a file may describe what the product answers. Those of
// tests and examples describe something else.
func document(file checks.File) bool {
	switch file.Class {
	case checks.ClassVendored, checks.ClassFixture, checks.ClassTest, checks.ClassExample:
		return false
	}
	return openapi.Named(file.Path) || graphql.Named(file.Path)
}

// Schemas reads what one of the documents says that requests are asked and answered
// with. It is read anew each time: who asks keeps it no longer than needed.
func (p *Project) Schemas(document string) (*openapi.Schemas, error) {
	return openapi.ReadSchemas(document, p.manifests[document], func(path string) ([]byte, bool) {
		content, found := p.referred[path]
		return content, found
	})
}

// UnreadDocuments lists the documents that could not be read, with why.
func (p *Project) UnreadDocuments() []checks.Skipped { return p.documents().unread }

func (p *Project) readDocuments() documents {
	var found documents
	lost := map[string]checks.Skipped{}
	for _, one := range p.lost {
		lost[one.Path] = one
	}
	for _, file := range p.Files {
		if !document(file) {
			continue
		}
		if one, skipped := lost[file.Path]; skipped {
			found.unread = append(found.unread, one)
			continue
		}
		content, known := p.manifests[file.Path]
		if !known {
			continue
		}
		if graphql.Named(file.Path) {
			switch schema, err := graphql.Read(file.Path, content); {
			case errors.Is(err, graphql.ErrNotSchema):
			case err != nil:
				found.unread = append(found.unread, checks.Skipped{Path: file.Path, Reason: err.Error()})
			default:
				found.schemas = append(found.schemas, schema)
			}
			continue
		}
		switch read, err := openapi.Read(file.Path, content, func(path string) ([]byte, bool) { content, found := p.referred[path]; return content, found }); {
		case errors.Is(err, openapi.ErrNotOpenAPI):
		case err != nil:
			found.unread = append(found.unread, checks.Skipped{Path: file.Path, Reason: err.Error()})
		default:
			if at := slices.IndexFunc(found.read, read.Same); at >= 0 { // swag writes both swagger.json and swagger.yaml
				found.read[at].Copies = append(found.read[at].Copies, read.Path)
				continue
			}
			found.read = append(found.read, read)
		}
	}
	return found
}

// readReferred reads the files that paths of OpenAPI documents stand in. What cannot be
// read is counted where the document is.
func readReferred(ctx context.Context, src checks.Source, files []checks.File, manifests map[string][]byte) (map[string][]byte, error) {
	classes := make(map[string]checks.PathClass, len(files))
	for _, file := range files {
		classes[file.Path] = file.Class
	}
	referred := map[string][]byte{}
	for _, file := range files {
		content, read := manifests[file.Path]
		if !read || !document(file) || graphql.Named(file.Path) {
			continue
		}
		for _, path := range openapi.References(file.Path, content) {
			if _, known := classes[path]; !known || len(referred) >= maxReferred {
				continue
			}
			switch content, err := src.Read(ctx, path); {
			case err == nil:
				referred[path] = content
			case ctx.Err() != nil:
				return nil, ctx.Err()
			case errors.Is(err, checks.ErrTooLarge), errors.Is(err, source.ErrChanged), errors.Is(err, fs.ErrNotExist):
			default:
				return nil, err
			}
		}
	}
	return referred, nil
}

// maxReferred bounds the files that documents of one release refer to.
const maxReferred = 2000
