package manifest

import (
	"context"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/render"
	"github.com/golive-app/golive/checks/evidence/source"
)

// Renderer renders charts and overlays. *render.Renderer is one.
type Renderer interface {
	Render(ctx context.Context, request render.Request) (render.Answer, error)
}

// Reader reads what is declared, each content once. It is safe for concurrent use.
type Reader struct {
	renderer Renderer
	recent   *source.Recent[*Declared]
}

// NewReader returns a reader. Without a renderer, charts and overlays are told as what
// could not be read.
func NewReader(renderer Renderer) *Reader {
	return &Reader{renderer: renderer, recent: source.NewRecent[*Declared]()}
}

// Declared returns what the content of a release declares. Items that ask at the same
// time share the work, and those that ask later its result.
func (r *Reader) Declared(ctx context.Context, src checks.Source) (*Declared, error) {
	return r.recent.Of(ctx, src, func(ctx context.Context) (*Declared, error) { return gather(ctx, src, r.renderer) })
}
