package source

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// OpenDirectory reads what is in a directory now: in a git working tree the
// tracked files and those that are neither tracked nor ignored, elsewhere every
// file except for installed dependencies; the snapshot's Note says which. A
// directory inside of a repository is read by itself, with paths relative to
// it. No symbolic link is followed.
//
// A file counts as equal to what git has where its bytes do, or where they
// differ in line ends alone. Files that another filter rewrites on checkout
// (Git LFS) count as changed: running a filter would run a program.
func OpenDirectory(ctx context.Context, options Options) (*Snapshot, error) {
	root, err := os.OpenRoot(options.Directory)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", options.Directory, err)
	}
	snapshot := &Snapshot{
		directory: options.Directory, format: formatSHA1, limits: options.Limits.withDefaults(),
		content: diskContent{root},
	}
	if err := snapshot.readDirectory(ctx, root); err != nil {
		_ = root.Close()
		return nil, fmt.Errorf("opening %s: %w", options.Directory, err)
	}
	return snapshot, nil
}

func (s *Snapshot) readDirectory(ctx context.Context, root *os.Root) error {
	listed, err := s.listWorkingTree(ctx)
	switch {
	case errors.Is(err, ErrNoRepository):
		s.Note = "a directory that is not under git: every file in it but installed dependencies"
		if listed, err = s.walk(ctx, root); err != nil {
			return err
		}
	case err != nil:
		return err
	}
	if err := s.identify(ctx, root, listed); err != nil {
		return err
	}
	if s.tree, err = s.format.treeOf(s.entries, nil); err != nil {
		return err
	}
	if s.Commit != "" {
		committed, err := objectNamed(ctx, s.directory, s.Commit+":"+s.prefix)
		s.Clean = err == nil && committed == s.tree
		if !s.Clean {
			s.Note = "working tree with changes on top of commit " + s.Commit
		}
	}
	return s.fill(ctx)
}

// listWorkingTree asks git for the paths; ErrNoRepository where there is none,
// or where all of the directory is ignored by the repository around it.
func (s *Snapshot) listWorkingTree(ctx context.Context) ([]indexed, error) {
	output, err := git(ctx, s.directory, "rev-parse", "--is-inside-work-tree", "--show-prefix")
	if err != nil {
		if exitCode(err) > 0 {
			return nil, ErrNoRepository
		}
		return nil, err
	}
	inside, prefix, _ := strings.Cut(string(output), "\n")
	if inside != "true" {
		return nil, ErrBareRepository
	}
	s.prefix = strings.TrimSuffix(prefix, "\n")
	if s.format, err = repositoryFormat(ctx, s.directory); err != nil {
		return nil, err
	}
	cached, err := git(ctx, s.directory, "ls-files", "-z", "-t", "-s", "--cached")
	if err != nil {
		return nil, err
	}
	listed, err := parseIndex(cached)
	if err != nil {
		return nil, err
	}
	others, err := s.untracked(ctx)
	if err != nil {
		return nil, err
	}
	listed = append(listed, others...)
	if len(listed) == 0 && s.prefix != "" {
		s.prefix, s.format = "", formatSHA1
		return nil, ErrNoRepository
	}
	s.Note = "working tree without commits"
	if commit, _, err := Resolve(ctx, s.directory, "HEAD"); err == nil {
		s.Commit = commit
		s.Note = "working tree of commit " + commit
	} else if !errors.Is(err, ErrNoCommits) && !errors.Is(err, ErrUnknownRevision) {
		return nil, err
	}
	return listed, nil
}

// untracked lists the paths that are neither tracked nor ignored. The person's
// own list of ignored files counts, as it does for git: it is theirs, not the
// repository's.
func (s *Snapshot) untracked(ctx context.Context) ([]indexed, error) {
	cmd := command(s.directory, [][2]string{{"core.excludesFile", personalIgnores(ctx)}},
		"ls-files", "-z", "--others", "--exclude-standard")
	var listed []indexed
	err := stream(ctx, cmd, func(reader *bufio.Reader) error {
		for {
			path, err := reader.ReadString(0)
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if len(listed) > s.limits.Files {
				return fmt.Errorf("%w: %d are allowed", ErrTooManyFiles, s.limits.Files)
			}
			path = strings.TrimSuffix(path, "\x00")
			if nested, found := strings.CutSuffix(path, "/"); found {
				s.skip(nested, ReasonRepository)
				continue
			}
			listed = append(listed, indexed{entry: entry{path: path, size: -1}})
		}
	})
	return listed, err
}

// personalIgnores returns the person's own list of ignored files, as git finds
// it without a repository.
// https://git-scm.com/docs/gitignore
func personalIgnores(ctx context.Context) string {
	cmd := exec.CommandContext(ctx, "git", "config", "--global", "--type=path", "--get", "core.excludesFile")
	cmd.Dir = os.TempDir()
	if output, err := cmd.Output(); err == nil {
		if path := strings.TrimSuffix(string(output), "\n"); filepath.IsAbs(path) {
			return path
		}
	}
	if directory, err := os.UserConfigDir(); err == nil {
		return filepath.Join(directory, "git", "ignore")
	}
	return os.DevNull
}

// walk lists a directory that is not under git.
func (s *Snapshot) walk(ctx context.Context, root *os.Root) ([]indexed, error) {
	var listed []indexed
	err := fs.WalkDir(root.FS(), ".", func(path string, found fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && path == ".":
			return err
		case err != nil:
			s.skip(path, "cannot be opened")
			return fs.SkipDir
		case found.IsDir() && found.Name() == "node_modules":
			s.skip(path, ReasonDependency)
			return fs.SkipDir
		case found.IsDir() && strings.EqualFold(found.Name(), ".git"):
			return fs.SkipDir
		case found.IsDir():
			return nil
		case len(listed) >= s.limits.Files:
			return fmt.Errorf("%w: %d are allowed", ErrTooManyFiles, s.limits.Files)
		}
		listed = append(listed, indexed{entry: entry{path: path, size: -1}})
		return nil
	})
	return listed, err
}
