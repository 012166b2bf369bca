package project

import (
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
)

// Project is what the content of one release says of itself. It is shared: who gets
// it must not change it.
type Project struct {
	Files  []checks.File           // all of them, in path order
	Facts  map[string]source.Facts // by path, of those files whose language can be read
	Unread []checks.Skipped        // files in such a language whose facts could not be read

	manifests map[string][]byte
	referred  map[string][]byte // files that paths of OpenAPI documents stand in
	lost      []checks.Skipped  // manifests that could not be read
	joined
}
