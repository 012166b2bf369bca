package draft

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/pelletier/go-toml/v2"
	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
)

// repository is what is looked at, and what of it could not be understood.
type repository struct {
	source   checks.Source
	commit   string // that is checked out; empty where there is none
	git      bool   // the directory is under git, with or without commits
	tags     []checks.Tag
	branches []string // those of a known flow that exist here
	unread   []checks.Skipped
}

// readTags reads the tags of the repository, where there is one.
func (r *repository) readTags(ctx context.Context, directory string) error {
	tags, err := source.Tags{Directory: directory}.Tags(ctx)
	switch {
	case errors.Is(err, source.ErrNoRepository):
		return nil
	case err != nil:
		return fmt.Errorf("draft a policy: %w", err)
	}
	r.git, r.tags = true, tags
	return nil
}

// readBranches looks whether the branch exists that git-flow develops on. What
// cannot be told counts as not there.
func (r *repository) readBranches(ctx context.Context, directory string) {
	if !r.git {
		return
	}
	for _, branch := range []string{"develop"} {
		for _, place := range []string{"refs/heads/", "refs/remotes/origin/"} {
			if _, _, err := source.Resolve(ctx, directory, place+branch); err == nil {
				r.branches = append(r.branches, branch)
				break
			}
		}
	}
}

// has reports whether a file is there.
func (r *repository) has(name string) bool {
	files := r.source.Files()
	_, found := slices.BinarySearchFunc(files, name, func(file checks.File, name string) int {
		switch {
		case file.Path < name:
			return -1
		case file.Path > name:
			return 1
		}
		return 0
	})
	return found
}

// firstOf returns the first of the names that is there.
func (r *repository) firstOf(names ...string) (string, bool) {
	for _, name := range names {
		if r.has(name) {
			return name, true
		}
	}
	return "", false
}

// named lists the project's own files with a base name, the shallowest first, at
// most limit of them.
func (r *repository) named(limit int, wanted func(base string) bool) []string {
	var found []string
	for _, file := range r.source.Files() {
		if wanted(path.Base(file.Path)) && own(file) {
			found = append(found, file.Path)
		}
	}
	slices.SortStableFunc(found, func(a, b string) int { return depth(a) - depth(b) })
	return found[:min(len(found), limit)]
}

// own reports whether a file is part of what the project delivers or of what it
// is delivered with.
func own(file checks.File) bool {
	switch file.Class {
	case checks.ClassVendored, checks.ClassGenerated, checks.ClassFixture, checks.ClassTest, checks.ClassExample, checks.ClassDocumentation:
		return false
	}
	return true
}

func depth(name string) int { return bytes.Count([]byte(name), []byte("/")) }

// misread notes that a file was not understood.
func (r *repository) misread(name, reason string) {
	if !slices.ContainsFunc(r.unread, func(known checks.Skipped) bool { return known.Path == name }) {
		r.unread = append(r.unread, checks.Skipped{Path: name, Reason: reason})
	}
}

// read returns a file's content; false where there is none to be had.
func (r *repository) read(ctx context.Context, name string) ([]byte, bool) {
	data, err := r.source.Read(ctx, name)
	switch {
	case err == nil:
		return data, true
	case errors.Is(err, fs.ErrNotExist):
	case errors.Is(err, checks.ErrTooLarge):
		r.misread(name, "larger than 1 MiB")
	case errors.Is(err, source.ErrChanged):
		r.misread(name, "changed while it was read")
	default:
		r.misread(name, "cannot be read")
	}
	return nil, false
}

// readJSON decodes a file; false where it is none or not understood.
func (r *repository) readJSON(ctx context.Context, name string, into any) bool {
	data, found := r.read(ctx, name)
	if !found {
		return false
	}
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), into); err != nil {
		r.misread(name, "not the JSON that is expected there: "+err.Error())
		return false
	}
	return true
}

// readYAML is readJSON for the first document of a YAML file.
func (r *repository) readYAML(ctx context.Context, name string, into any) bool {
	data, found := r.read(ctx, name)
	if !found {
		return false
	}
	if err := yaml.Unmarshal(data, into); err != nil {
		r.misread(name, "not the YAML that is expected there: "+err.Error())
		return false
	}
	return true
}

// readTOML is readJSON for TOML.
func (r *repository) readTOML(ctx context.Context, name string, into any) bool {
	data, found := r.read(ctx, name)
	if !found {
		return false
	}
	if err := toml.Unmarshal(data, into); err != nil {
		r.misread(name, "not the TOML that is expected there: "+err.Error())
		return false
	}
	return true
}
