package catalogue

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/secret"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/project"
)

// OpenTools makes the gatherers of evidence. syntaxCommand starts a child of
// this program that parses foreign code. The function that is returned closes
// them.
func OpenTools(syntaxCommand []string) (Tools, func() error, error) {
	syntax, err := source.NewReader(source.ReaderOptions{Command: syntaxCommand, Now: time.Now})
	if err != nil {
		return Tools{}, nil, fmt.Errorf("prepare the reading of syntax: %w", err)
	}
	scanner := lateScanner(sync.OnceValues(func() (*secret.Scanner, error) { return secret.NewScanner(secret.Options{}) }))
	return Tools{Projects: project.NewReader(syntax), Secrets: scanner}, syntax.Close, nil
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
