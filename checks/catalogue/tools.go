package catalogue

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/kept"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/manifest/render"
	"github.com/golive-app/golive/checks/evidence/secret"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/project"
)

// ToolOptions say what the gatherers of evidence work with.
type ToolOptions struct {
	// Command starts a child of this program that parses foreign code; required.
	Command []string
	// Renderer starts a child of this program that renders charts and overlays; empty:
	// they are told as what could not be read.
	Renderer []string
	// Kept is the directory in which what was read of files is kept for the next
	// run of the program; empty: it is forgotten.
	Kept string
	// Edition tells this program from another that may read something else.
	Edition string
	// Once says that all items are about to be judged, once: a child is started at once,
	// and ends as soon as it has nothing to read.
	Once bool
}

// OpenTools makes the gatherers of evidence. The function that is returned closes
// them. A directory that cannot be used is an error.
func OpenTools(options ToolOptions) (Tools, func() error, error) {
	reading := source.ReaderOptions{Command: options.Command, Now: time.Now, Edition: options.Edition, Once: options.Once}
	searching := secret.Options{Edition: options.Edition}
	closeKept := func() error { return nil }
	if options.Kept != "" {
		store, err := kept.Open(kept.Options{Directory: options.Kept, Now: time.Now})
		if err != nil {
			return Tools{}, nil, err
		}
		gate := kept.NewGate(store)
		reading.Kept, searching.Kept, closeKept = gate, gate, store.Close
	}
	syntax, err := source.NewReader(reading)
	if err != nil {
		_ = closeKept()
		return Tools{}, nil, fmt.Errorf("prepare the reading of syntax: %w", err)
	}
	scanner := lateScanner(sync.OnceValues(func() (*secret.Scanner, error) { return secret.NewScanner(searching) }))
	end := func() error { return errors.Join(syntax.Close(), closeKept()) }
	var renderer manifest.Renderer
	if len(options.Renderer) > 0 {
		renderer = render.NewRenderer(options.Renderer)
	}
	return Tools{Projects: project.NewReader(syntax), Manifests: manifest.NewReader(renderer), Secrets: scanner}, end, nil
}

// lateScanner is a secret scanner that is made when it is first needed: its rules
// take a good part of a start's time, and memory that a server without work has
// no use for.
type lateScanner func() (*secret.Scanner, error)

// Tree searches every file of a source.
func (s lateScanner) Tree(ctx context.Context, source checks.Source, salt string) (secret.Tree, error) {
	scanner, err := s()
	if err != nil {
		return secret.Tree{}, err
	}
	return scanner.Tree(ctx, source, salt)
}

// History searches everything that commits added.
func (s lateScanner) History(ctx context.Context, history checks.History, commits []checks.Commit, salt string) (secret.History, error) {
	scanner, err := s()
	if err != nil {
		return secret.History{}, err
	}
	return scanner.History(ctx, history, commits, salt)
}
