package coverage

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// Set is what several reports say together, by the repository's paths.
type Set struct {
	files map[string]*File
	lines int
	// Unmapped are files of reports that are none of the repository's for certain, each once.
	Unmapped map[string]bool
	// Mapped is how many entries of reports were found in the repository.
	Mapped int
}

// NewSet returns an empty set.
func NewSet() *Set { return &Set{files: map[string]*File{}, Unmapped: map[string]bool{}} }

// Join adds a report: a line ran if one report says so. Where one report tells lines and
// another only counts, the lines are what is used; of two that count, the higher, since
// neither tells which lines they were. It returns how many files it added to or made.
func (s *Set) Join(report Report, paths *Paths, place Place) (int, error) {
	mapped := paths.Map(report, place)
	joined := 0
	for _, file := range report.Files {
		target, found := mapped[file.Path]
		if !found {
			if len(s.Unmapped) < maxFiles {
				s.Unmapped[file.Path] = true
			}
			continue
		}
		joined++
		if s.lines += len(file.Lines); s.lines > 2*maxLines {
			return joined, ErrTooLarge
		}
		s.join(target, file)
	}
	s.Mapped += joined
	return joined, nil
}

func (s *Set) join(target string, file File) {
	known := s.files[target]
	if known == nil {
		made := file
		made.Path, made.Lines, made.Blocks = target, maps.Clone(file.Lines), maps.Clone(file.Blocks)
		s.files[target] = &made
		return
	}
	known.Branches = widest(known.Branches, file.Branches)
	known.Declared = better(known.Declared, file.Declared)
	known.Lines, known.Aside = highest(known.Lines, file.Lines), max(known.Aside, file.Aside)
	known.Blocks = highest(known.Blocks, file.Blocks)
}

// better is the higher share of two that cannot be joined.
func better(a, b Counts) Counts {
	if b.Total > 0 && (a.Total == 0 || b.Percent() > a.Percent()) {
		return b
	}
	return a
}

func highest[K comparable](into, from map[K]int64) map[K]int64 {
	if into == nil {
		return maps.Clone(from)
	}
	for key, hits := range from {
		into[key] = max(into[key], hits)
	}
	return into
}

// Files lists the files in the order of their paths.
func (s *Set) Files() []File {
	files := make([]File, 0, len(s.files))
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		files = append(files, *s.files[name])
	}
	return files
}

// File returns what is known of a file.
func (s *Set) File(name string) (File, bool) {
	found := s.files[name]
	if found == nil {
		return File{}, false
	}
	return *found, true
}

// Package is a part of a repository with what ran of it.
type Package struct {
	Path string // a folder, "" for what stands in none
	Counts
}

// workspaces are the folders below which every folder is a package of its own.
var workspaces = []string{"packages", "apps", "services", "libs", "modules", "plugins", "crates", "components"}

// PackageOf returns the part of a repository that a file belongs to: the deepest of
// these roots around it (folders with a manifest of their own), else the folder below a
// usual folder of workspaces, else its first folder.
func PackageOf(name string, roots map[string]bool) string {
	for folder := path.Dir(name); folder != "."; folder = path.Dir(folder) {
		if roots[folder] {
			return folder
		}
	}
	parts := strings.Split(name, "/")
	if len(parts) > 2 && slices.Contains(workspaces, parts[0]) {
		return parts[0] + "/" + parts[1]
	}
	return ""
}
