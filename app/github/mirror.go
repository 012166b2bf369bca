package github

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// mirrors are bare repositories on this machine, one for each repository id.
// Several processes may share them: each change is made under a file lock.
type mirrors struct {
	root string
	most int64 // bytes that one may have
	now  func() time.Time
}

var errMirrorTooLarge = errors.New("the repository is larger than golive mirrors")

func newMirrors(options Options) (*mirrors, error) {
	root, err := filepath.Abs(filepath.Join(options.DataDirectory, "mirrors"))
	if err != nil {
		return nil, fmt.Errorf("github: %w", err)
	}
	if err := os.MkdirAll(root, 0o700); err != nil {
		return nil, fmt.Errorf("github: mirrors: %w", err)
	}
	return &mirrors{root: root, most: options.MaxRepositoryBytes, now: options.Now}, nil
}

func (m *mirrors) directory(repository int64) string {
	return filepath.Join(m.root, strconv.FormatInt(repository, 10)+".git")
}

// lock waits until nobody else, in this or another process, changes a mirror.
// The waiting itself cannot be interrupted; where the context ends first, the
// lock is given back as soon as it is had.
func (m *mirrors) lock(ctx context.Context, repository int64) (unlock func(), err error) {
	file, err := m.lockFile(repository)
	if err != nil {
		return nil, err
	}
	had := make(chan error, 1)
	go func() {
		for {
			if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != syscall.EINTR {
				had <- err
				return
			}
		}
	}()
	select {
	case err := <-had:
		if err != nil {
			file.Close()
			return nil, fmt.Errorf("lock mirror %d: %w", repository, err)
		}
		return func() { file.Close() }, nil // closing gives the lock back
	case <-ctx.Done():
		go func() {
			<-had
			file.Close()
		}()
		return nil, ctx.Err()
	}
}

// tryLock returns false where somebody has the lock.
func (m *mirrors) tryLock(repository int64) (unlock func(), ok bool) {
	file, err := m.lockFile(repository)
	if err != nil {
		return nil, false
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		return nil, false
	}
	return func() { file.Close() }, true
}

// The lock file stays when the mirror goes: who removes a file that another
// waits for ends with two locks.
func (m *mirrors) lockFile(repository int64) (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(m.root, strconv.FormatInt(repository, 10)+".lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock mirror %d: %w", repository, err)
	}
	return file, nil
}

// ensure makes an empty mirror where there is none, whole or not at all.
func (m *mirrors) ensure(ctx context.Context, directory string) error {
	if _, err := os.Stat(directory); err == nil {
		return m.tidyUp(directory)
	}
	made, err := os.MkdirTemp(m.root, "new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(made)
	if _, err := (&git{}).run(ctx, "init", "--quiet", "--bare", "--template=", "--initial-branch=golive", made); err != nil {
		return err
	}
	return os.Rename(made, directory)
}

// tidyUp removes what a killed git left, which would else stay for ever.
func (m *mirrors) tidyUp(directory string) error {
	for _, pattern := range []string{"objects/pack/tmp_*", "objects/pack/.tmp-*", "*.lock", "refs/golive/*.lock"} {
		left, err := filepath.Glob(filepath.Join(directory, pattern))
		if err != nil {
			return err
		}
		for _, path := range left {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

// missing returns those of the commits that a mirror does not have; all of them
// where there is no mirror. Whatever was fetched came with what leads to it: git
// does not accept a pack that lacks something.
func (m *mirrors) missing(ctx context.Context, directory string, commits []string) ([]string, error) {
	if _, err := os.Stat(directory); errors.Is(err, fs.ErrNotExist) {
		return commits, nil
	}
	output, err := (&git{directory: directory, input: strings.Join(commits, "\n") + "\n"}).run(ctx, "cat-file", "--batch-check=%(objectname) %(objecttype)")
	if err != nil {
		return nil, err
	}
	var missing []string
	lines := strings.Split(strings.TrimRight(string(output), "\n"), "\n")
	for _, commit := range commits {
		if !slices.Contains(lines, commit+" commit") {
			missing = append(missing, commit)
		}
	}
	return missing, nil
}

// used remembers when a mirror was last asked for.
func (m *mirrors) used(directory string) {
	now := m.now()
	// Without it the mirror only looks older than it is.
	_ = os.Chtimes(directory, now, now)
}

// remove takes a mirror away at once, so that nobody sees half of one.
func (m *mirrors) remove(directory string) error {
	away, err := os.MkdirTemp(m.root, "old-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(away)
	if err := os.Rename(directory, filepath.Join(away, "mirror")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.RemoveAll(away)
}

// watch cancels with errMirrorTooLarge when a mirror outgrows its bound.
func (m *mirrors) watch(ctx context.Context, directory string, cancel context.CancelCauseFunc) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if sizeOf(directory) > m.most {
				cancel(errMirrorTooLarge)
				return
			}
		}
	}
}

// sizeOf adds up the files below a folder, as far as they can be seen: git
// removes some while this looks.
func sizeOf(directory string) int64 {
	var size int64
	_ = filepath.WalkDir(directory, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil
		}
		if info, err := entry.Info(); err == nil {
			size += info.Size()
		}
		return nil
	})
	return size
}
