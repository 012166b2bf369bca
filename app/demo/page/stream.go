package page

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

const (
	// pace is the least time between two states of the page: while golive judges,
	// there are dozens of changes in a second.
	pace = 120 * time.Millisecond
	// pulse keeps a silent stream known to be alive.
	pulse = 15 * time.Second
	// patience is how long a browser may take to read what was written.
	patience = 10 * time.Second
)

// streamEvents sends the live part of the page anew whenever it changed, as
// server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html
func (p *Page) streamEvents(writer http.ResponseWriter, request *http.Request) {
	select {
	case p.streams <- struct{}{}:
		defer func() { <-p.streams }()
	default:
		http.Error(writer, "Too many browsers follow this demo.", http.StatusServiceUnavailable)
		return
	}
	writer.Header().Set("Content-Type", "text/event-stream")
	control := http.NewResponseController(writer)
	var last []byte
	for {
		changed := p.options.Demo.Changed()
		content, err := p.live(request.Context())
		if err != nil {
			p.fail(writer, request, err)
			return
		}
		if message := content; !bytes.Equal(message, last) {
			last = message
		} else {
			message = []byte(": still here\n\n")
			content = message
		}
		if err := control.SetWriteDeadline(time.Now().Add(patience)); err != nil {
			p.options.Logger.Debug("no write deadline", "error", err)
		}
		if _, err := writer.Write(content); err != nil || control.Flush() != nil {
			return // the browser went away
		}
		if !p.await(request.Context(), changed) {
			return
		}
	}
}

// await waits for a change, but not shorter than the pace and not longer than the
// pulse. It returns false when ctx ends.
func (p *Page) await(ctx context.Context, changed <-chan struct{}) bool {
	rest := time.NewTimer(pace)
	defer rest.Stop()
	select {
	case <-rest.C:
	case <-ctx.Done():
		return false
	}
	silence := time.NewTimer(pulse)
	defer silence.Stop()
	select {
	case <-changed:
	case <-silence.C:
	case <-ctx.Done():
		return false
	}
	return true
}

// live returns the live part of the page as one event.
func (p *Page) live(ctx context.Context) ([]byte, error) {
	shown, err := p.look(ctx)
	if err != nil {
		return nil, err
	}
	var content bytes.Buffer
	if err := p.templates.ExecuteTemplate(&content, "live.html", shown); err != nil {
		return nil, fmt.Errorf("render the page: %w", err)
	}
	encoded, err := json.Marshal(content.String()) // a JSON text has no line breaks
	if err != nil {
		return nil, fmt.Errorf("render the page: %w", err)
	}
	return fmt.Appendf(nil, "event: page\ndata: %s\n\n", encoded), nil
}
