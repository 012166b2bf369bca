package github

import "context"

type deliveryKey struct{}

// WithDelivery remembers the webhook delivery that a context works for. Its
// GUID is logged with every request, and sent along as X-Golive-Delivery, so
// that the logs of a proxy or of a GitHub Enterprise Server can be joined with
// golive's.
func WithDelivery(ctx context.Context, guid string) context.Context {
	if guid == "" {
		return ctx
	}
	return context.WithValue(ctx, deliveryKey{}, guid)
}

func deliveryOf(ctx context.Context) string {
	guid, _ := ctx.Value(deliveryKey{}).(string)
	return guid
}
