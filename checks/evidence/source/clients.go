package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// DatabaseClients lists the database clients that a release's manifests name, and
// how many manifests were read. What others wrote and what only tests use does not
// count; a manifest that cannot be read is passed over.
func DatabaseClients(ctx context.Context, src checks.Source) (clients []schema.Client, manifests int, err error) {
	for _, file := range src.Files() {
		switch file.Class {
		case checks.ClassVendored, checks.ClassFixture, checks.ClassExample, checks.ClassTest:
			continue
		}
		if !schema.Manifest(file.Path) {
			continue
		}
		content, err := src.Read(ctx, file.Path)
		switch {
		case ctx.Err() != nil:
			return nil, 0, ctx.Err()
		case errors.Is(err, checks.ErrTooLarge), errors.Is(err, fs.ErrNotExist), errors.Is(err, ErrChanged):
			continue
		case err != nil:
			return nil, 0, fmt.Errorf("reading %s: %w", file.Path, err)
		}
		manifests++
		clients = append(clients, schema.Clients(file.Path, content)...)
	}
	return clients, manifests, nil
}
