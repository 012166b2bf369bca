package accuracy

import (
	"io/fs"
	"os"
	"path/filepath"

	"github.com/golive-app/golive/checks/evidence/source"
)

// eachFile visits the files below a folder of a checkout whose language is wanted, with
// their paths in the checkout, with slashes between.
func eachFile(checkout, folder string, wanted func(language string) bool, visit func(relative, content string) error) error {
	return filepath.WalkDir(filepath.Join(checkout, filepath.FromSlash(folder)), func(name string, one fs.DirEntry, err error) error {
		if err != nil || one.IsDir() || !wanted(source.Language(name, nil)) {
			return err
		}
		relative, err := filepath.Rel(checkout, name)
		if err != nil {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return visit(filepath.ToSlash(relative), string(content))
	})
}
