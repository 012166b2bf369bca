package checks

import (
	"cmp"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Related is another repository that declares how the release runs, as the policy names
// it.
type Related struct {
	Repository string // "acme/infrastructure"
	Folder     string // in it; empty: all of it
	Ref        string // what is read, in words: "`main`", "what production runs"
	Source     Source // nil: it cannot be read, and Reason says why
	Reason     string
	Remedy     string
}

// relatedMark stands between a related repository's name and a path in it.
const relatedMark = ":/"

// OfRelated tells whether a path is one in a related repository.
func OfRelated(path string) bool {
	repository, _, is := strings.Cut(path, relatedMark)
	return is && strings.Count(repository, "/") == 1
}

// Declaring is what tells how the release runs: its own content, with that of related
// repositories beside it under paths such as "acme/infrastructure:/shop/main.tf".
func (s Subject) Declaring() Source {
	if len(s.Related) == 0 || s.Source == nil {
		return s.Source
	}
	return declaring{Source: s.Source, related: s.Related}
}

// declaring is a release's content with that of related repositories.
type declaring struct {
	Source
	related []Related
}

// Tree implements Source: it is another where one of them is.
func (d declaring) Tree() string {
	sum := sha1.New()
	fmt.Fprintln(sum, d.Source.Tree())
	for _, one := range d.related {
		tree := ""
		if one.Source != nil {
			tree = one.Source.Tree()
		}
		fmt.Fprintf(sum, "%s\x00%s\x00%s\x00%s\n", one.Repository, one.Folder, tree, one.Reason)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Files implements Source.
func (d declaring) Files() []File {
	files := slices.Clone(d.Source.Files())
	for _, one := range d.related {
		if one.Source == nil {
			continue
		}
		for _, file := range one.Source.Files() {
			if one.holds(file.Path) {
				file.Path = one.Repository + relatedMark + file.Path
				files = append(files, file)
			}
		}
	}
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return files
}

func (r Related) holds(path string) bool {
	folder := strings.TrimSuffix(r.Folder, "/")
	return folder == "" || strings.HasPrefix(path, folder+"/")
}

// Read implements Source.
func (d declaring) Read(ctx context.Context, path string) ([]byte, error) {
	repository, inside, is := strings.Cut(path, relatedMark)
	for _, one := range d.related {
		if is && one.Source != nil && one.Repository == repository && one.holds(inside) {
			return one.Source.Read(ctx, inside)
		}
	}
	if OfRelated(path) && !slices.ContainsFunc(d.Source.Files(), func(file File) bool { return file.Path == path }) {
		return nil, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	}
	return d.Source.Read(ctx, path)
}

// Unreachable are the related repositories that cannot be read, with the reasons.
func (d declaring) Unreachable() []Skipped {
	var found []Skipped
	for _, one := range d.related {
		if one.Source == nil {
			found = append(found, Skipped{Path: one.Repository, Reason: one.Reason})
		}
	}
	return found
}
