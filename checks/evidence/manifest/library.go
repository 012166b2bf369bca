package manifest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// published are the manifests by which a package says that others take it, and not that
// it is run: what a file has to hold, and what it must not.
//
//   - https://docs.npmjs.com/cli/configuring-npm/package-json
//   - https://packaging.python.org/en/latest/specifications/pyproject-toml/
//   - https://doc.rust-lang.org/cargo/reference/cargo-targets.html#library
//   - https://getcomposer.org/doc/04-schema.md#type
//   - https://guides.rubygems.org/specification-reference/
var published = []struct{ file, has, lacks *regex.Expression }{
	{regex.New(`^package\.json$`), regex.New(`"(?:main|module|exports|types|typings)"\s*:`), regex.New(`"private"\s*:\s*true`)},
	{regex.New(`^pyproject\.toml$`), regex.New(`(?m)^\[build-system\]`), nil},
	{regex.New(`^setup\.py$`), regex.New(`\bsetup\(`), nil},
	{regex.New(`^Cargo\.toml$`), regex.New(`(?m)^\[lib\]`), regex.New(`(?m)^\[\[bin\]\]`)},
	{regex.New(`^composer\.json$`), regex.New(`"type"\s*:\s*"library"`), nil},
	{regex.New(`\.gemspec$`), regex.New(`Gem::Specification`), nil},
}

// Library says why nothing of the release takes requests or is watched: it is a package
// that others take, no code of it answers anything, and nothing is declared that would
// run it. Empty where there may be something.
func (d *Declared) Library(ctx context.Context, src checks.Source, code usage.Overview) (string, error) {
	if d.Runs() || len(d.Dockerfiles)+len(d.Servers)+len(d.Unread)+len(d.Invalid)+len(d.Elsewhere) > 0 || code.NothingToDeploy(src.Files()) == "" {
		return "", nil
	}
	for _, file := range src.Files() {
		if file.Class == checks.ClassTest || file.Class == checks.ClassExample || file.Class == checks.ClassFixture || file.Class == checks.ClassVendored || file.Size > 1<<20 {
			continue
		}
		for _, one := range published {
			if !one.file.MatchString(path.Base(file.Path)) {
				continue
			}
			content, err := src.Read(ctx, file.Path)
			switch {
			case ctx.Err() != nil:
				return "", ctx.Err()
			case errors.Is(err, checks.ErrTooLarge), errors.Is(err, fs.ErrNotExist), errors.Is(err, source.ErrChanged):
				continue
			case err != nil:
				return "", fmt.Errorf("look for what is published: %w", err)
			}
			if one.has.Match(content) && (one.lacks == nil || !one.lacks.Match(content)) {
				return fmt.Sprintf("A library that others take (%s): nothing in %s answers requests, and no Dockerfile, manifest, Terraform or platform's file in %s declares how it would run.",
					wording.QuotedPath(file.Path), code.Searched(), wording.Counted(len(src.Files()), "file", "files")), nil
			}
		}
	}
	return "", nil
}
