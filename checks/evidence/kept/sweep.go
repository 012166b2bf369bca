package kept

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	// abandonedAfter is how long a segment may stay unsealed without a word being
	// written: its process is gone then.
	abandonedAfter = 24 * time.Hour
	// touchedAfter is how old the time of a segment that is used may become.
	touchedAfter = time.Hour
	// manySegments is from how many on the small ones are made one.
	manySegments = 24
	smallSegment = 4 << 20
)

// sweep takes away what processes left behind and, where all segments together
// are beyond the limit, those that were not used for longest. It returns the
// paths of those that stay.
func (s *Store) sweep() ([]string, error) {
	listed, err := os.ReadDir(s.options.Directory)
	if err != nil {
		return nil, err
	}
	type file struct {
		path string
		size int64
		used time.Time
	}
	var found []file
	var total int64
	for _, entry := range listed {
		info, err := entry.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		path := filepath.Join(s.options.Directory, entry.Name())
		switch {
		case strings.HasSuffix(path, sealed):
			found = append(found, file{path, info.Size(), info.ModTime()})
			total += info.Size()
		case strings.HasSuffix(path, unsealed) && s.options.Now().Sub(info.ModTime()) > abandonedAfter:
			_ = os.Remove(path)
		}
	}
	slices.SortFunc(found, func(a, b file) int { return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.path, b.path)) })
	var paths []string
	for _, one := range found {
		if total > s.options.Limit {
			total -= one.size
			_ = os.Remove(one.path)
			continue
		}
		paths = append(paths, one.path)
	}
	return paths, nil
}

// touch marks the segments that were used, so that they outlive the others.
func (s *Store) touch() {
	now := s.options.Now()
	for _, one := range s.segments {
		if !one.used.Load() {
			continue
		}
		if info, err := one.file.Stat(); err == nil && now.Sub(info.ModTime()) > touchedAfter {
			_ = os.Chtimes(one.path, now, now)
		}
	}
}

// merge makes one segment of many small ones: every run that met something new
// leaves one. Another process may do the same at the same time, and both keep
// everything.
func (s *Store) merge() {
	var small []*segment
	var total int64
	for _, one := range s.segments {
		if one.size < smallSegment && total+one.size < segmentSize {
			small = append(small, one)
			total += one.size
		}
	}
	if len(small) < manySegments || s.broken {
		return
	}
	merged, err := newWriter(s.options.Directory)
	if err != nil {
		return
	}
	for key, at := range s.index {
		if !slices.Contains(small, at.segment) {
			continue
		}
		value, err := at.segment.value(at.row)
		if err != nil {
			continue
		}
		if merged.add(key, value) != nil {
			merged.abandon()
			return
		}
	}
	if _, err := merged.seal(); err != nil {
		return
	}
	for _, one := range small {
		_ = os.Remove(one.path)
	}
}
