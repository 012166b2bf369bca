package project

import (
	"errors"

	"github.com/golive-app/golive/checks"
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
		switch read, err := openapi.Read(file.Path, content); {
		case errors.Is(err, openapi.ErrNotOpenAPI):
		case err != nil:
			found.unread = append(found.unread, checks.Skipped{Path: file.Path, Reason: err.Error()})
		default:
			found.read = append(found.read, read)
		}
	}
	return found
}
