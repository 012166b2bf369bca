package catalogue

import (
	"fmt"
	"time"

	"github.com/golive-app/golive/checks/evidence/secret"
	"github.com/golive-app/golive/checks/evidence/source"
)

// OpenTools makes the gatherers of evidence. syntaxCommand starts a child of
// this program that parses foreign code. The function that is returned closes
// them.
func OpenTools(syntaxCommand []string) (Tools, func() error, error) {
	scanner, err := secret.NewScanner(secret.Options{})
	if err != nil {
		return Tools{}, nil, fmt.Errorf("prepare secret scanning: %w", err)
	}
	syntax, err := source.NewReader(source.ReaderOptions{Command: syntaxCommand, Now: time.Now})
	if err != nil {
		return Tools{}, nil, fmt.Errorf("prepare the reading of syntax: %w", err)
	}
	return Tools{Syntax: syntax, Secrets: scanner}, syntax.Close, nil
}
