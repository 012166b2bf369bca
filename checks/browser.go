package checks

import "context"

// Browser shows pages as people see them. It reaches nothing by itself: whatever a page
// asks for is fetched for it, or fails.
type Browser interface {
	// Open opens the page at an address and returns what is to be seen of it once it
	// rests, or when its time is over. An error means that nothing was seen, and says why.
	Open(ctx context.Context, address string, fetch PageFetch) (Shown, error)
}

// PageFetch answers a request of a page; false: it gets no answer. It is called by
// several goroutines at once.
type PageFetch func(ctx context.Context, request PageRequest) (Exchange, bool)

// PageRequest is what a page asks for.
type PageRequest struct {
	Method string
	URL    string
	Script bool // a script of the page asks for data: fetch, XMLHttpRequest, a beacon or a socket
}

// Shown is what is to be seen of a page. It may hold anything: a page is foreign content.
type Shown struct {
	Text     string // as it is read, at most 20,000 characters
	Pictures int    // images, drawings and films that are to be seen
	Busy     bool   // something that is to be seen says that more is to come
	Threw    int    // errors that no script caught
	Rested   bool   // nothing changed any more before the time was over
}
