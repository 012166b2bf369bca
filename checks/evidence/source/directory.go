package source

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
)

// OpenDirectory reads what is in a directory now: in a git working tree the
// tracked files and those that are neither tracked nor ignored, elsewhere every
// file except for installed dependencies; the snapshot's Note says which. A
// directory inside of a repository is read by itself, with paths relative to
// it. No symbolic link is followed.
//
// Every file is opened and hashed, whatever git's index says of it: the tree's
// id is what evidence is bound to. Each is read once, many at a time.
//
// A file counts as equal to what git has where its bytes do, or where they
// differ in line ends alone. Files that another filter rewrites on checkout
// (Git LFS) count as changed: running a filter would run a program.
func OpenDirectory(ctx context.Context, options Options) (*Snapshot, error) {
	return openDirectoryAs(ctx, options, false)
}

// ListDirectory lists what is in a directory now, the same paths as
// OpenDirectory, without opening a file, for those who read a few of them and
// judge nothing: class and language are told by the name alone, a Git LFS
// pointer passes for a file, and there are no ids, so Tree is empty, Clean
// false, and a read does not notice a change that keeps the size.
func ListDirectory(ctx context.Context, options Options) (*Snapshot, error) {
	return openDirectoryAs(ctx, options, true)
}

func openDirectoryAs(ctx context.Context, options Options, listed bool) (*Snapshot, error) {
	root, err := os.OpenRoot(options.Directory)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", options.Directory, err)
	}
	limits := options.Limits.withDefaults()
	held := newHold(limits.Held)
	snapshot := &Snapshot{
		directory: options.Directory, format: formatSHA1, limits: limits,
		listed: listed, held: held, content: diskContent{root, held},
	}
	if err := snapshot.readDirectory(ctx, root); err != nil {
		_ = root.Close()
		return nil, fmt.Errorf("opening %s: %w", options.Directory, err)
	}
	return snapshot, nil
}

func (s *Snapshot) readDirectory(ctx context.Context, root *os.Root) error {
	found, err := s.readWorkingTree(ctx, root)
	switch {
	case errors.Is(err, ErrNoRepository):
		s.prefix, s.format, s.Commit = "", formatSHA1, ""
		s.Note = "a directory that is not under git: every file in it but installed dependencies"
		listed, err := s.walk(ctx, root)
		if err != nil {
			return err
		}
		if found, err = s.identify(ctx, root, listed); err != nil {
			return err
		}
	case err != nil:
		return err
	}
	slices.SortFunc(found, func(a, b located) int { return cmp.Compare(a.path, b.path) })
	s.entries = make([]entry, len(found))
	described := make([]description, len(found))
	for i, one := range found {
		s.entries[i], described[i] = one.entry, one.description
	}
	if s.listed {
		return s.fill(ctx, described...)
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
	return s.fill(ctx, described...)
}

// readWorkingTree asks git for the paths and looks at them on disk;
// ErrNoRepository where there is none, or where all of the directory is ignored
// by the repository around it.
func (s *Snapshot) readWorkingTree(ctx context.Context, root *os.Root) ([]located, error) {
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
	s.Note = "working tree without commits"
	if commit, _, err := Resolve(ctx, s.directory, "HEAD"); err == nil {
		s.Commit = commit
		s.Note = "working tree of commit " + commit
	} else if !errors.Is(err, ErrNoCommits) && !errors.Is(err, ErrUnknownRevision) {
		return nil, err
	}
	cached, err := git(ctx, s.directory, "ls-files", "-z", "-t", "-s", "--cached")
	if err != nil {
		return nil, err
	}
	tracked, err := parseIndex(cached)
	if err != nil {
		return nil, err
	}
	// Git looks for untracked files while the tracked ones are read.
	var found []located
	var others []indexed
	var nested []string
	group, together := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		others, nested, err = s.untracked(together)
		return err
	})
	group.Go(func() (err error) {
		found, err = s.identify(together, root, tracked)
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	if len(tracked)+len(others) == 0 && s.prefix != "" {
		return nil, ErrNoRepository
	}
	for _, path := range nested {
		s.skip(path, ReasonRepository)
	}
	untracked, err := s.identify(ctx, root, others)
	if err != nil {
		return nil, err
	}
	return append(found, untracked...), nil
}

// untracked lists the paths that are neither tracked nor ignored, and the
// repositories inside of this one. The person's own list of ignored files
// counts, as it does for git: it is theirs, not the repository's.
func (s *Snapshot) untracked(ctx context.Context) (listed []indexed, nested []string, err error) {
	cmd := command(s.directory, [][2]string{{"core.excludesFile", personalIgnores(ctx)}},
		"ls-files", "-z", "--others", "--exclude-standard")
	err = stream(ctx, cmd, func(reader *bufio.Reader) error {
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
			if inner, found := strings.CutSuffix(path, "/"); found {
				nested = append(nested, inner)
				continue
			}
			listed = append(listed, indexed{entry: entry{path: path, size: -1}})
		}
	})
	return listed, nested, err
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
