package project_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/link"
	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/project"
)

// syntax reads programs in this process, and counts.
type syntax struct {
	asked  atomic.Int32
	failed error
	hold   chan struct{}
}

func (s *syntax) FactsOf(ctx context.Context, src checks.Source, files []checks.File, want func(checks.File) bool) (map[string]source.Facts, []checks.Skipped, error) {
	s.asked.Add(1)
	if s.hold != nil {
		<-s.hold
	}
	if s.failed != nil {
		return nil, nil, s.failed
	}
	facts := map[string]source.Facts{}
	var unread []checks.Skipped
	for _, file := range files {
		if !source.ReadsSyntax(file.Language) || !want(file) {
			continue
		}
		content, err := src.Read(ctx, file.Path)
		if err != nil || strings.Contains(string(content), "UNREAD") {
			unread = append(unread, checks.Skipped{Path: file.Path, Reason: "for a test"})
			continue
		}
		program, err := lowering.Parse(file.Language, content)
		if err != nil {
			return nil, nil, err
		}
		facts[file.Path] = source.Facts{Language: file.Language, Link: link.Read(program)}
	}
	return facts, unread, nil
}

func TestAProjectHoldsWhatItsFilesSay(t *testing.T) {
	t.Parallel()
	tree := checkstest.Tree(map[string]string{
		"tsconfig.json": `{"compilerOptions": {"paths": {"@app/*": ["src/*"]}}}`, "README.md": "#",
		"src/a.ts": "import { find } from '@app/b';\n", "src/b.ts": "export function find() {}\n", "src/c.ts": "UNREAD",
		"node_modules/x/package.json": "{}", "package.json": "{}",
	})
	tree.Failing = map[string]error{"package.json": checks.ErrTooLarge}
	read, err := project.NewReader(&syntax{}).Project(t.Context(), tree)
	if err != nil {
		t.Fatal(err)
	}
	if len(read.Files) != 7 || len(read.Facts) != 2 || !slices.Equal(read.Unread, []checks.Skipped{{Path: "src/c.ts", Reason: "for a test"}}) {
		t.Errorf("%d files, %d facts, unread %v", len(read.Files), len(read.Facts), read.Unread)
	}
	if target, found := read.Index().Callee("src/a.ts", "@app/b.find"); !found || target.Path != "src/b.ts" {
		t.Errorf("%+v, %t", target, found)
	}
}

func TestDependenciesAreTheProductsOwn(t *testing.T) {
	t.Parallel()
	tree := checkstest.Tree(map[string]string{
		"package.json": `{"dependencies": {"express": "4"}}`, "tests/package.json": `{"dependencies": {"koa": "4"}}`,
		"examples/a/package.json": `{"dependencies": {"koa": "4"}}`, "api/requirements.txt": "django\n", "yarn.lock": "",
	})
	tree.Failing = map[string]error{"yarn.lock": checks.ErrTooLarge}
	read, err := project.NewReader(&syntax{}).Project(t.Context(), tree)
	if err != nil {
		t.Fatal(err)
	}
	set := read.Dependencies()
	var names []string
	for _, one := range set.All {
		names = append(names, one.Name)
	}
	if !slices.Equal(names, []string{"django", "express"}) || len(set.Unread) != 1 || set.Unread[0].Path != "yarn.lock" {
		t.Errorf("%v, unread %v", names, set.Unread)
	}
}

func TestDocumentsAreTheProductsOwn(t *testing.T) {
	t.Parallel()
	const document = "openapi: 3.0.0\npaths: {/a: {get: {}}}\n"
	tree := checkstest.Tree(map[string]string{
		"docs/openapi.yaml": document, "tests/openapi.yaml": document, "examples/a/openapi.yaml": document, "node_modules/a/openapi.yaml": document, "testdata/openapi.json": document, "src/client/openapi.yaml": document,
		"swagger.json": "{", "swagger-config/swagger.json": `{"url": "/openapi.json"}`, "api/openapi.json": "{}",
	})
	tree.Failing = map[string]error{"api/openapi.json": checks.ErrTooLarge}
	read, err := project.NewReader(&syntax{}).Project(t.Context(), tree)
	if err != nil {
		t.Fatal(err)
	}
	documents, unread := read.Routes().Documents, read.UnreadDocuments()
	if len(documents) != 1 || documents[0].Path != "docs/openapi.yaml" || len(documents[0].Unmatched) != 1 {
		t.Errorf("%+v", documents)
	}
	if len(unread) != 2 || unread[0].Path != "api/openapi.json" || unread[1].Path != "swagger.json" {
		t.Errorf("unread %v", unread)
	}
}

func TestEachContentIsReadOnce(t *testing.T) {
	t.Parallel()
	counted := &syntax{hold: make(chan struct{})}
	reader := project.NewReader(counted)
	tree := checkstest.Tree(map[string]string{"a.ts": "export const a = 1"})
	var waiting sync.WaitGroup
	results := make([]*project.Project, 5)
	for i := range results {
		waiting.Go(func() { results[i], _ = reader.Project(t.Context(), tree) })
	}
	counted.hold <- struct{}{}
	close(counted.hold)
	waiting.Wait()
	later, err := reader.Project(t.Context(), checkstest.Tree(map[string]string{"a.ts": "export const a = 1"}))
	if err != nil || counted.asked.Load() != 1 {
		t.Errorf("read %d times, %v", counted.asked.Load(), err)
	}
	for _, one := range results {
		if one == nil || one != later {
			t.Error("not the same project")
		}
	}
	for name, other := range map[string]*checkstest.Source{
		"other content":   checkstest.Tree(map[string]string{"a.ts": "export const a = 2"}),
		"another class":   {Content: tree.Content, Classes: map[string]checks.PathClass{"a.ts": checks.ClassTest}},
		"another name":    checkstest.Tree(map[string]string{"b.ts": "export const a = 1"}),
		"a larger source": tree.With("c.ts", ""),
	} {
		before := counted.asked.Load()
		if got, err := reader.Project(t.Context(), other); err != nil || got == later || counted.asked.Load() != before+1 {
			t.Errorf("%s: taken for the same, %v", name, err)
		}
	}
}

func TestAFailureIsNotKept(t *testing.T) {
	t.Parallel()
	failing := &syntax{failed: errors.New("no")}
	reader := project.NewReader(failing)
	tree := checkstest.Tree(map[string]string{"a.ts": ""})
	if _, err := reader.Project(t.Context(), tree); !errors.Is(err, failing.failed) {
		t.Error(err)
	}
	failing.failed = nil
	if _, err := reader.Project(t.Context(), tree); err != nil {
		t.Error(err)
	}
	tree = checkstest.Tree(map[string]string{"package.json": "{}"})
	tree.Failing = map[string]error{"package.json": errors.New("the disk is gone")}
	if _, err := reader.Project(t.Context(), tree); err == nil {
		t.Error("an error of golive's own was swallowed")
	}
}
