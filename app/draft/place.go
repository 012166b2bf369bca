package draft

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/config"
)

// Root returns the directory that a policy for the given one belongs to, without
// symbolic links in its path: the top of the repository that it is in, because
// golive reads the file nowhere else; the directory itself outside of a
// repository. ErrUsage where it is no directory.
func Root(ctx context.Context, directory string) (string, error) {
	absolute, err := filepath.Abs(directory)
	if err != nil {
		return "", fmt.Errorf("find %s: %w", directory, err)
	}
	resolved, err := filepath.EvalSymlinks(absolute)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%w: there is no directory %s", ErrUsage, directory)
	}
	if err != nil {
		return "", fmt.Errorf("%w: %s: %w", ErrUsage, directory, err)
	}
	if info, err := os.Stat(resolved); err != nil || !info.IsDir() {
		return "", fmt.Errorf("%w: %s is not a directory", ErrUsage, directory)
	}
	if _, _, err := source.Resolve(ctx, resolved, "HEAD"); errors.Is(err, source.ErrNoRepository) {
		return resolved, nil
	}
	for folder := resolved; ; folder = filepath.Dir(folder) {
		// A work tree added by `git worktree` and a submodule have a file here.
		// https://git-scm.com/docs/gitrepository-layout
		if _, err := os.Lstat(filepath.Join(folder, ".git")); err == nil {
			return folder, nil
		}
		if folder == filepath.Dir(folder) {
			return resolved, nil
		}
	}
}

// Refused returns why the policy file must not be written: there is one already
// and overwriting was not asked for, or something else stands in its place. The
// error is an ErrUsage; nil where it may be written.
func Refused(path string, overwrite bool) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("%w: %s: %w", ErrUsage, path, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf("%w: %s is a symbolic link, and golive reads none; remove it first", ErrUsage, path)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%w: %s is not a file", ErrUsage, path)
	case !overwrite:
		return fmt.Errorf("%w: %s is there already and was not touched; --force overwrites it, --print shows a draft instead", ErrUsage, path)
	}
	return nil
}

// Write puts a policy file in its place as a whole: a reader sees the old file,
// or none, or all of the new one. Everybody may read it.
func Write(path string, data []byte, overwrite bool) error {
	if err := Refused(path, overwrite); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), config.PolicyFile+".*")
	if err != nil {
		return fmt.Errorf("write the policy: %w", err)
	}
	defer os.Remove(temporary.Name()) //nolint:errcheck // gone after the rename
	_, err = temporary.Write(data)
	err = errors.Join(err, temporary.Chmod(0o644), temporary.Sync(), temporary.Close())
	if err != nil {
		return fmt.Errorf("write the policy: %w", err)
	}
	if overwrite {
		err = os.Rename(temporary.Name(), path)
	} else if err = os.Link(temporary.Name(), path); errors.Is(err, fs.ErrExist) {
		// A link never replaces what somebody wrote in the meantime.
		return Refused(path, false)
	} else if err != nil { // a file system without hard links
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write the policy: %w", err)
	}
	return nil
}
