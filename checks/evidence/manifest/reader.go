package manifest

import (
	"context"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/render"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/flight"
)

// kept is how many contents are held in memory: those of the releases that are judged
// at the same time.
const kept = 3

// Renderer renders charts and overlays. *render.Renderer is one.
type Renderer interface {
	Render(ctx context.Context, request render.Request) (render.Answer, error)
}

// Reader reads what is declared, each content once. It is safe for concurrent use.
type Reader struct {
	renderer Renderer
	recent   *lru.Cache[source.ContentID, *Declared]
	reading  flight.Group[source.ContentID, *Declared]
}

// NewReader returns a reader. Without a renderer, charts and overlays are told as what
// could not be read.
func NewReader(renderer Renderer) *Reader {
	recent, err := lru.New[source.ContentID, *Declared](kept)
	if err != nil { // only where there is no room for one
		panic(err)
	}
	return &Reader{renderer: renderer, recent: recent}
}

// Declared returns what the content of a release declares. Items that ask at the same
// time share the work, and those that ask later its result.
func (r *Reader) Declared(ctx context.Context, src checks.Source) (*Declared, error) {
	id := source.IdentifyContent(src)
	return r.reading.Do(ctx, id, func(ctx context.Context) (*Declared, error) {
		if known, found := r.recent.Get(id); found {
			return known, nil
		}
		read, err := gather(ctx, src, r.renderer)
		if err == nil {
			r.recent.Add(id, read)
		}
		return read, err
	})
}
