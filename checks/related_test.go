package checks_test

import (
	"errors"
	"io/fs"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
)

func TestDeclaringHoldsRelatedRepositories(t *testing.T) {
	t.Parallel()
	own := checkstest.Tree(map[string]string{"main.go": "package main"})
	subject := checks.Subject{Source: own}
	if subject.Declaring().Tree() != own.Tree() {
		t.Error("without related repositories it is the content itself")
	}
	subject.Related = []checks.Related{
		{Repository: "acme/infrastructure", Folder: "shop", Source: checkstest.Tree(map[string]string{"shop/a.tf": "x", "shopping/b.tf": "y"})},
		{Repository: "acme/gone", Reason: "it is not there"},
	}
	whole := subject.Declaring()
	var paths []string
	for _, file := range whole.Files() {
		paths = append(paths, file.Path)
	}
	if len(paths) != 2 || paths[0] != "acme/infrastructure:/shop/a.tf" || paths[1] != "main.go" || whole.Tree() == own.Tree() {
		t.Errorf("%q, tree %s", paths, whole.Tree())
	}
	if text, err := whole.Read(t.Context(), "acme/infrastructure:/shop/a.tf"); err != nil || string(text) != "x" {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := whole.Read(t.Context(), "acme/infrastructure:/shopping/b.tf"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("outside of the folder: %v", err)
	}
	if !checks.OfRelated(paths[0]) || checks.OfRelated("a:/b") || checks.OfRelated("main.go") {
		t.Error("paths of related repositories are told apart from others")
	}
	if unreachable := whole.(interface{ Unreachable() []checks.Skipped }).Unreachable(); len(unreachable) != 1 || unreachable[0].Path != "acme/gone" {
		t.Errorf("%+v", unreachable)
	}
}
