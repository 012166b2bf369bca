package workflow

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
)

// Limits of what is read. A workflow is written by hand: what is beyond them is
// none, or is meant to cost time.
const (
	maxFiles     = 200
	maxFileBytes = 512 << 10
	maxNodes     = 100_000 // of a file, with its aliases written out
	maxSteps     = 500     // of a job
	maxScript    = 64 << 10
	maxCalls     = 4 // how deep local reusable workflows and composite actions are followed
)

// directory holds the workflows of GitHub Actions.
const directory = ".github/workflows/"

// Read reads what the source declares. Its error is that of the context: a file
// that cannot be read is in Unread.
func Read(ctx context.Context, source checks.Source) (Pipelines, error) {
	r := reader{ctx: ctx, source: source, files: map[string]checks.File{}, parsed: map[string]*parsed{}, scripts: map[string]map[string]string{}}
	for _, file := range source.Files() {
		r.files[file.Path] = file
	}
	var paths []string
	for name := range r.files {
		if isWorkflow(name) {
			paths = append(paths, name)
		}
	}
	slices.Sort(paths)
	var found Pipelines
	for i, name := range paths {
		if err := ctx.Err(); err != nil {
			return Pipelines{}, fmt.Errorf("read workflows: %w", err)
		}
		if i >= maxFiles {
			found.Unread = append(found.Unread, checks.Skipped{Path: name, Reason: fmt.Sprintf("there are more than %d workflows", maxFiles)})
			continue
		}
		workflow, why := r.workflow(name)
		if why != "" {
			found.Unread = append(found.Unread, checks.Skipped{Path: name, Reason: why})
			continue
		}
		found.Workflows = append(found.Workflows, workflow)
	}
	for _, skipped := range source.Skipped() {
		if isWorkflow(skipped.Path) {
			found.Unread = append(found.Unread, skipped)
		}
	}
	found.Others = r.others()
	return found, ctx.Err()
}

func isWorkflow(name string) bool {
	extension := path.Ext(name)
	return strings.HasPrefix(name, directory) && !strings.Contains(name[len(directory):], "/") && (extension == ".yml" || extension == ".yaml")
}

// reader reads the files of one source.
type reader struct {
	ctx     context.Context
	source  checks.Source
	files   map[string]checks.File
	parsed  map[string]*parsed
	scripts map[string]map[string]string // of package.json, by directory
}

// text returns a file, or why it cannot be read.
func (r *reader) text(name string, limit int64) (data []byte, why string) {
	file, found := r.files[name]
	switch {
	case !found:
		return nil, "it is not there"
	case file.Size > limit:
		return nil, fmt.Sprintf("it is larger than %d KiB", limit>>10)
	}
	data, err := r.source.Read(r.ctx, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, "it is not there"
	case err != nil:
		return nil, "it could not be read: " + err.Error()
	case int64(len(data)) > limit:
		return nil, fmt.Sprintf("it is larger than %d KiB", limit>>10)
	}
	return data, ""
}
