package server

import (
	"context"
	"log/slog"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/jobs"
)

type idsKey struct{}

// trace makes what is done in a context say what it is done for: log lines carry
// the ids, and requests to GitHub the delivery.
func trace(ctx context.Context, ids jobs.IDs) context.Context {
	return context.WithValue(github.WithDelivery(ctx, ids.Delivery), idsKey{}, ids)
}

// tracedHandler adds the ids of a context to its log lines.
type tracedHandler struct{ slog.Handler }

// Handle adds the ids and hands the line on.
func (h tracedHandler) Handle(ctx context.Context, record slog.Record) error {
	if ids, found := ctx.Value(idsKey{}).(jobs.IDs); found {
		for _, id := range []struct{ name, value string }{{"delivery", ids.Delivery}, {"release", ids.Release}, {"run", ids.Run}} {
			if id.value != "" && !has(record, id.name) {
				record.AddAttrs(slog.String(id.name, id.value))
			}
		}
	}
	return h.Handler.Handle(ctx, record)
}

// WithAttrs keeps adding ids.
func (h tracedHandler) WithAttrs(attributes []slog.Attr) slog.Handler {
	return tracedHandler{h.Handler.WithAttrs(attributes)}
}

// WithGroup keeps adding ids.
func (h tracedHandler) WithGroup(name string) slog.Handler {
	return tracedHandler{h.Handler.WithGroup(name)}
}

// has reports whether a line says something already.
func has(record slog.Record, name string) bool {
	found := false
	record.Attrs(func(attribute slog.Attr) bool {
		found = attribute.Key == name
		return !found
	})
	return found
}
