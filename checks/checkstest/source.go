package checkstest

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
)

// Source is a source tree in memory. Set its fields before the first use.
type Source struct {
	Content    map[string]string           // path → bytes
	Classes    map[string]checks.PathClass // overrides Classify for a path
	Executable map[string]bool
	Languages  map[string]string // overrides the language known from the extension
	NotRead    []checks.Skipped
	Limit      int              // Read refuses larger files with ErrTooLarge; 0: none
	Failing    map[string]error // what Read returns for a path
	TreeID     string           // overrides the id derived from the content
}

var _ checks.Source = (*Source)(nil)

// Tree returns a source with these files, classified by Classify.
func Tree(files map[string]string) *Source { return &Source{Content: files} }

// With returns a copy that has one more file, or other content of one.
func (s *Source) With(name, content string) *Source {
	other := *s
	other.Content = make(map[string]string, len(s.Content)+1)
	for existing, text := range s.Content {
		other.Content[existing] = text
	}
	other.Content[name] = content
	return &other
}

// Tree returns an id that is equal for equal content.
func (s *Source) Tree() string {
	if s.TreeID != "" {
		return s.TreeID
	}
	sum := sha1.New()
	for _, name := range s.paths() {
		fmt.Fprintf(sum, "%s\x00%s\n", name, Blob(s.Content[name]))
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Files lists the files in path order.
func (s *Source) Files() []checks.File {
	var files []checks.File
	for _, name := range s.paths() {
		class, found := s.Classes[name]
		if !found {
			class = Classify(name)
		}
		language, found := s.Languages[name]
		if !found {
			language = languages[path.Ext(name)]
		}
		files = append(files, checks.File{
			Path: name, Size: int64(len(s.Content[name])), Blob: Blob(s.Content[name]),
			Class: class, Language: language, Executable: s.Executable[name],
		})
	}
	return files
}

// Skipped returns NotRead.
func (s *Source) Skipped() []checks.Skipped { return s.NotRead }

// Read returns a file's bytes.
func (s *Source) Read(ctx context.Context, name string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := s.Failing[name]; err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	content, found := s.Content[name]
	if !found {
		return nil, fmt.Errorf("read %s: %w", name, fs.ErrNotExist)
	}
	if s.Limit > 0 && len(content) > s.Limit {
		return nil, fmt.Errorf("read %s: %w", name, checks.ErrTooLarge)
	}
	return []byte(content), nil
}

func (s *Source) paths() []string {
	names := make([]string, 0, len(s.Content))
	for name := range s.Content {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Blob returns the id that git gives to a file of this content.
func Blob(content string) string {
	sum := sha1.Sum([]byte(fmt.Sprintf("blob %d\x00%s", len(content), content)))
	return hex.EncodeToString(sum[:])
}

// languages names the languages that tests of checks need, by extension.
var languages = map[string]string{
	".go": "Go", ".js": "JavaScript", ".jsx": "JavaScript", ".mjs": "JavaScript", ".cjs": "JavaScript",
	".ts": "TypeScript", ".tsx": "TSX", ".py": "Python", ".rb": "Ruby", ".php": "PHP", ".java": "Java",
	".cs": "C#", ".rs": "Rust", ".sh": "Shell", ".sql": "SQL", ".yml": "YAML", ".yaml": "YAML",
	".json": "JSON", ".md": "Markdown", ".html": "HTML", ".ejs": "EJS", ".vue": "Vue", ".tf": "HCL", ".prisma": "Prisma",
}

// directories holds the folder names that alone decide a class here.
var directories = map[string]checks.PathClass{
	"test": checks.ClassTest, "tests": checks.ClassTest, "__tests__": checks.ClassTest, "spec": checks.ClassTest, "e2e": checks.ClassTest,
	"testdata": checks.ClassFixture, "fixtures": checks.ClassFixture, "__fixtures__": checks.ClassFixture,
	"example": checks.ClassExample, "examples": checks.ClassExample,
	"scripts": checks.ClassScript, "migrations": checks.ClassMigration, "bin": checks.ClassCommand, "cmd": checks.ClassCommand,
	"vendor": checks.ClassVendored, "node_modules": checks.ClassVendored,
	"docs": checks.ClassDocumentation, "doc": checks.ClassDocumentation,
}

// Classify is a plain classifier that is right for the paths that tests use.
// It is no specification: that is checks/evidence/source.
func Classify(name string) checks.PathClass {
	segments := strings.Split(name, "/")
	for _, segment := range segments[:len(segments)-1] {
		if class, found := directories[strings.ToLower(segment)]; found {
			return class
		}
	}
	base := segments[len(segments)-1]
	switch {
	case strings.HasSuffix(base, "_test.go"), strings.Contains(base, ".test."), strings.Contains(base, ".spec."), strings.HasPrefix(base, "test_"):
		return checks.ClassTest
	case path.Ext(base) == ".md", path.Ext(base) == ".rst":
		return checks.ClassDocumentation
	default:
		return checks.ClassProduction
	}
}
