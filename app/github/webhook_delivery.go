package github

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/jobs"
)

// FailedDeliveries lists webhook deliveries since a time of which no attempt
// was answered with success, one for each GUID, oldest first. An attempt of
// the same delivery has the same GUID and another id; the id returned is that
// of the newest attempt, the time that of the oldest. Of more than 10,000
// attempts the newest are looked at.
// https://docs.github.com/en/webhooks/using-webhooks/automatically-redelivering-failed-deliveries-for-a-github-app-webhook
func (h *Hub) FailedDeliveries(ctx context.Context, since time.Time) ([]jobs.Delivery, error) {
	delivered := map[string]bool{}
	failed := map[string]*jobs.Delivery{}
	options := gh.ListCursorOptions{PerPage: perPage}
	for range maxPages {
		page, response, err := h.app.api.Apps.ListHookDeliveries(ctx, &options)
		if err != nil {
			return nil, h.explain(h.app, "webhook deliveries", err, "")
		}
		past := len(page) == 0
		for _, attempt := range page { // newest first
			at := attempt.GetDeliveredAt().Time
			if at.Before(since) {
				past = true
				continue
			}
			guid := attempt.GetGUID()
			if code := attempt.GetStatusCode(); code >= 200 && code <= 299 {
				delivered[guid] = true
			}
			if newer := failed[guid]; newer != nil {
				newer.DeliveredAt = at
				continue
			}
			failed[guid] = &jobs.Delivery{ID: attempt.GetID(), GUID: guid, Event: attempt.GetEvent(), Action: attempt.GetAction(), DeliveredAt: at}
		}
		if past || response.Cursor == "" || response.Cursor == options.Cursor {
			return undelivered(failed, delivered), nil
		}
		options.Cursor = response.Cursor
	}
	h.options.Logger.WarnContext(ctx, "there are more webhook deliveries than are looked at", "looked_at", perPage*maxPages, "since", since)
	return undelivered(failed, delivered), nil
}

func undelivered(failed map[string]*jobs.Delivery, delivered map[string]bool) []jobs.Delivery {
	var left []jobs.Delivery
	for guid, delivery := range failed {
		if !delivered[guid] {
			left = append(left, *delivery)
		}
	}
	slices.SortFunc(left, func(a, b jobs.Delivery) int {
		return cmp.Or(a.DeliveredAt.Compare(b.DeliveredAt), cmp.Compare(a.ID, b.ID))
	})
	return left
}

// Redeliver asks GitHub to deliver again. GitHub answers 202: it will.
// https://docs.github.com/en/rest/apps/webhooks#redeliver-a-delivery-for-an-app-webhook
func (h *Hub) Redeliver(ctx context.Context, delivery int64) error {
	request, err := h.app.api.NewRequest(http.MethodPost, "app/hook/deliveries/"+strconv.FormatInt(delivery, 10)+"/attempts", nil)
	if err != nil {
		return err
	}
	_, err = h.app.api.Do(ctx, request, nil)
	return h.explain(h.app, "redeliver "+strconv.FormatInt(delivery, 10), err, "")
}
