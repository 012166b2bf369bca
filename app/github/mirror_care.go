package github

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	// undisturbed is how long a mirror is left alone after it was asked for:
	// whoever asked may be reading it, and readers take no lock.
	undisturbed = 2 * time.Hour
	// manyPacks is when a mirror's packs are joined: each fetch adds one, and
	// looking for an object goes through all of them.
	manyPacks = 40
)

// RemoveMirror deletes a repository's mirror, as is owed when the App loses it.
func (h *Hub) RemoveMirror(ctx context.Context, repository int64) error {
	unlock, err := h.mirrors.lock(ctx, repository)
	if err != nil {
		return fmt.Errorf("github: %w", err)
	}
	defer unlock()
	if err := h.mirrors.remove(h.mirrors.directory(repository)); err != nil {
		return fmt.Errorf("github: remove mirror %d: %w", repository, err)
	}
	return nil
}

// TidyMirrors removes the mirrors that were not asked for the longest until
// all together have at most so many bytes, joins the packs of others, and
// clears what crashes left. Mirrors that are being changed, or that were asked
// for within the last two hours, stay. It returns how many bytes were freed.
func (h *Hub) TidyMirrors(ctx context.Context, most int64) (freed int64, err error) {
	m := h.mirrors
	if err := m.sweep(); err != nil {
		return 0, fmt.Errorf("github: mirrors: %w", err)
	}
	found, err := m.all()
	if err != nil {
		return 0, fmt.Errorf("github: mirrors: %w", err)
	}
	var total int64
	for _, mirror := range found {
		total += mirror.size
	}
	idle := m.now().Add(-undisturbed)
	for _, mirror := range found {
		if err := ctx.Err(); err != nil {
			return freed, err
		}
		if mirror.used.After(idle) {
			break // the rest is younger still
		}
		unlock, ok := m.tryLock(mirror.repository)
		if !ok {
			continue
		}
		if total > most {
			if err := m.remove(mirror.directory); err != nil {
				unlock()
				return freed, fmt.Errorf("github: mirrors: %w", err)
			}
			total -= mirror.size
			freed += mirror.size
		} else if err := m.join(ctx, mirror.directory); err != nil {
			h.options.Logger.WarnContext(ctx, "packs of a mirror could not be joined", "repository", mirror.repository, "error", err)
		}
		unlock()
	}
	return freed, nil
}

type mirror struct {
	repository int64
	directory  string
	size       int64
	used       time.Time
}

// all lists the mirrors, those first that were not asked for the longest.
func (m *mirrors) all() ([]mirror, error) {
	entries, err := os.ReadDir(m.root)
	if err != nil {
		return nil, err
	}
	var found []mirror
	for _, entry := range entries {
		name, isMirror := strings.CutSuffix(entry.Name(), ".git")
		repository, err := strconv.ParseInt(name, 10, 64)
		info, infoErr := entry.Info()
		if !isMirror || err != nil || infoErr != nil || !entry.IsDir() {
			continue
		}
		directory := filepath.Join(m.root, entry.Name())
		found = append(found, mirror{repository: repository, directory: directory, size: sizeOf(directory), used: info.ModTime()})
	}
	slices.SortFunc(found, func(a, b mirror) int {
		return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.repository, b.repository))
	})
	return found, nil
}

// sweep removes folders that a crash left half made or half removed.
func (m *mirrors) sweep() error {
	entries, err := os.ReadDir(m.root)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), "new-") && !strings.HasPrefix(entry.Name(), "old-") {
			continue
		}
		if info, err := entry.Info(); err != nil || info.ModTime().After(m.now().Add(-undisturbed)) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(m.root, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

// join makes one pack of many.
func (m *mirrors) join(ctx context.Context, directory string) error {
	packs, err := filepath.Glob(filepath.Join(directory, "objects/pack/*.pack"))
	if err != nil || len(packs) < manyPacks {
		return err
	}
	info, err := os.Stat(directory)
	if err != nil {
		return err
	}
	_, err = (&git{directory: directory}).run(ctx, "repack", "-a", "-d", "--quiet")
	// Joining is no use of it.
	_ = os.Chtimes(directory, info.ModTime(), info.ModTime())
	return err
}
