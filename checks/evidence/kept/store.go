package kept

import (
	"cmp"
	"fmt"
	"os"
	"sync"
	"time"
)

// Options say where and how much. Zero fields take the defaults.
type Options struct {
	Directory string           // required; made where it is not there
	Limit     int64            // bytes of all segments; 256 MiB
	Now       func() time.Time // time.Now
}

// segmentSize is from where on a segment is sealed and the next one begun.
const segmentSize = 32 << 20

// Store keeps values. It is safe for concurrent use until Close, and other
// processes may have the same directory open.
type Store struct {
	options Options

	mutex    sync.RWMutex
	segments []*segment
	index    map[Key]place
	writer   *writer      // nil until something is added
	written  map[Key]bool // what the writer holds
	broken   bool         // nothing can be written
	closed   bool
}

// place is a segment and the row in it.
type place struct {
	segment *segment
	row     row
}

// Open opens the store in a directory.
func Open(options Options) (*Store, error) {
	options.Limit = cmp.Or(options.Limit, 256<<20)
	if options.Now == nil {
		options.Now = time.Now
	}
	if err := os.MkdirAll(options.Directory, 0o700); err != nil {
		return nil, fmt.Errorf("opening what is kept: %w", err)
	}
	store := &Store{options: options, index: map[Key]place{}, written: map[Key]bool{}}
	paths, err := store.sweep()
	if err != nil {
		return nil, fmt.Errorf("opening what is kept: %w", err)
	}
	for _, path := range paths {
		store.load(path)
	}
	return store, nil
}

// load takes a segment into the index. One that another process took away, or
// that is damaged, is none; what is damaged is taken away.
func (s *Store) load(path string) {
	opened, rows, err := openSegment(path)
	if err != nil {
		if !os.IsNotExist(err) {
			_ = os.Remove(path)
		}
		return
	}
	s.segments = append(s.segments, opened)
	for _, row := range rows {
		s.index[row.key] = place{opened, row}
	}
}

// Get returns the value of a key.
func (s *Store) Get(key Key) ([]byte, bool) {
	s.mutex.RLock()
	at, found := s.index[key]
	if !found || s.closed {
		s.mutex.RUnlock()
		return nil, false
	}
	value, err := at.segment.value(at.row)
	s.mutex.RUnlock()
	if err != nil {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		delete(s.index, key)
		return nil, false
	}
	at.segment.used.Store(true)
	return value, true
}

// Add keeps a value, which others find once the segment is sealed. A key that is
// known keeps the value that it has.
func (s *Store) Add(key Key, value []byte) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if _, known := s.index[key]; known || s.written[key] || s.closed || s.broken || len(value) > segmentSize {
		return
	}
	if s.writer == nil {
		made, err := newWriter(s.options.Directory)
		if err != nil {
			s.broken = true
			return
		}
		s.writer = made
	}
	if err := s.writer.add(key, value); err != nil {
		s.writer.abandon()
		s.writer, s.broken = nil, true
		return
	}
	s.written[key] = true
	if s.writer.offset >= segmentSize {
		s.seal()
	}
}

// seal ends the segment that is being written; its values are found from here on.
func (s *Store) seal() {
	if s.writer == nil {
		return
	}
	path, err := s.writer.seal()
	s.writer = nil
	clear(s.written)
	if err != nil {
		s.broken = true
		return
	}
	s.load(path)
}

// Close keeps what was added and ends the store. The error is always nil: what
// could not be kept is worked out again.
func (s *Store) Close() error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.closed {
		return nil
	}
	s.seal()
	s.closed = true
	s.touch()
	s.merge()
	for _, one := range s.segments {
		_ = one.file.Close()
	}
	s.segments, s.index = nil, nil
	return nil
}
