package code

import (
	"context"
	"path"
	"slices"

	"golang.org/x/mod/modfile"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/coverage"
)

// readModules tells where the Go modules of the content are.
func readModules(ctx context.Context, subject checks.Subject, paths *coverage.Paths) error {
	for _, file := range subject.Source.Files() {
		folder, base := split(file.Path)
		if base != "go.mod" || file.Class != checks.ClassProduction && file.Class != checks.ClassScript {
			continue
		}
		text, err := subject.Source.Read(ctx, file.Path)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			continue // its paths are mapped by how they end, as others are
		}
		if module := modfile.ModulePath(text); module != "" {
			paths.Module(module, folder)
		}
	}
	return nil
}

// leaveNoCov leaves out what SimpleCov does by marks in the source.
func (f *coverageFacts) leaveNoCov(ctx context.Context, subject checks.Subject) error {
	if !slices.ContainsFunc(f.left.reports, func(one foundReport) bool { return one.report.Format == coverage.SimpleCov }) {
		return nil
	}
	for _, file := range f.set.Files() {
		if path.Ext(file.Path) != ".rb" {
			continue
		}
		text, err := subject.Source.Read(ctx, file.Path)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			f.set.LeaveNoCov(file.Path, text)
		}
	}
	return nil
}
