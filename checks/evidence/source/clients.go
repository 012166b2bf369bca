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
	manifests, err = eachManifest(ctx, src, func(file string, content []byte) {
		clients = append(clients, schema.Clients(file, content)...)
	})
	return clients, manifests, err
}

// Library is a dependency that a manifest names.
type Library struct{ Name, Path string }

// Libraries lists those dependencies of a release's manifests that are wanted, likewise.
func Libraries(ctx context.Context, src checks.Source, wanted func(kind, name string) bool) (libraries []Library, manifests int, err error) {
	manifests, err = eachManifest(ctx, src, func(file string, content []byte) {
		for _, name := range schema.Named(file, content, wanted) {
			libraries = append(libraries, Library{name, file})
		}
	})
	return libraries, manifests, err
}

// eachManifest calls with every manifest of dependencies, and counts them.
func eachManifest(ctx context.Context, src checks.Source, call func(file string, content []byte)) (manifests int, err error) {
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
			return 0, ctx.Err()
		case errors.Is(err, checks.ErrTooLarge), errors.Is(err, fs.ErrNotExist), errors.Is(err, ErrChanged):
			continue
		case err != nil:
			return 0, fmt.Errorf("reading %s: %w", file.Path, err)
		}
		manifests++
		call(file.Path, content)
	}
	return manifests, nil
}
