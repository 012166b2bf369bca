package source

import (
	"slices"
	"sync"
)

// hold keeps the contents of a directory's files from when they were hashed: each is
// asked for again several times, and to open a file costs more than to keep most of
// them. It keeps what comes first, small files alone, until its room is used up. It is
// safe for concurrent use.
type hold struct {
	mutex    sync.RWMutex
	room     int64 // bytes
	contents map[string][]byte
}

// largestHeld is how long a content may be that is kept; longer ones are data or built.
const largestHeld = 128 << 10

func newHold(room int64) *hold { return &hold{room: room, contents: map[string][]byte{}} }

// keep keeps a copy of a file's content, where there is room for it.
func (h *hold) keep(path string, content []byte) {
	if len(content) > largestHeld {
		return
	}
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if h.room < int64(len(content)) {
		return
	}
	h.room -= int64(len(content))
	h.contents[path] = slices.Clone(content)
}

// get returns a file's content, which the caller must not change.
func (h *hold) get(path string) ([]byte, bool) {
	h.mutex.RLock()
	defer h.mutex.RUnlock()
	content, found := h.contents[path]
	return content, found
}

// close lets go of everything.
func (h *hold) close() {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.contents, h.room = nil, 0
}
