package simulator

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
)

// The page of the App's webhook API.
const hookPage = "https://docs.github.com/rest/apps/webhooks"

func (g *GitHub) deliveryRoutes() []route {
	return []route{
		{"GET", "/app/hook/config", asApp, func(c *call) *answer {
			return ok(object{"content_type": "json", "insecure_ssl": "0", "secret": "********", "url": c.g.queue.address()})
		}},
		{"GET", "/app/hook/deliveries", asApp, listDeliveries},
		{"GET", "/app/hook/deliveries/{id}", asApp, getDelivery},
		{"POST", "/app/hook/deliveries/{id}/attempts", asApp, func(c *call) *answer {
			if !c.g.queue.redeliver(c.number("id"), c.g.id()) {
				return fail(http.StatusNotFound, "Not Found", hookPage+"#redeliver-a-delivery-for-an-app-webhook")
			}
			return &answer{status: http.StatusAccepted, body: object{}}
		}},
	}
}

// listDeliveries pages with a cursor, newest first.
// https://docs.github.com/rest/apps/webhooks#list-deliveries-for-an-app-webhook
func listDeliveries(c *call) *answer {
	c.g.queue.mutex.Lock()
	all := slices.Clone(c.g.queue.attempts)
	c.g.queue.mutex.Unlock()
	slices.Reverse(all)
	if text := c.query.Get("cursor"); text != "" {
		decoded, err := base64.RawURLEncoding.DecodeString(text)
		last, parsed := strconv.ParseInt(string(decoded), 10, 64)
		at := slices.IndexFunc(all, func(d Delivery) bool { return d.ID == last })
		if err != nil || parsed != nil || at < 0 {
			return fail(http.StatusUnprocessableEntity, "Invalid cursor", hookPage+"#list-deliveries-for-an-app-webhook")
		}
		all = all[at+1:]
	}
	size := min(positive(c.query.Get("per_page"), 30), 100)
	header := http.Header{}
	if len(all) > size {
		query := c.request.URL.Query()
		query.Set("cursor", base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(all[size-1].ID, 10))))
		header.Set("Link", fmt.Sprintf(`<%s%s?%s>; rel="next"`, c.g.options.PublicURL, c.request.URL.EscapedPath(), query.Encode()))
	}
	return &answer{status: http.StatusOK, header: header, body: list(all[:min(size, len(all))], renderDelivery)}
}

func renderDelivery(d Delivery) object {
	var action, installation, repository any = orNull(d.Action), nil, nil
	if d.InstallationID != 0 {
		installation = d.InstallationID
	}
	if d.RepositoryID != 0 {
		repository = d.RepositoryID
	}
	return object{
		"id": d.ID, "guid": d.GUID, "delivered_at": stamp(d.DeliveredAt), "redelivery": d.Redelivery, "duration": d.Duration.Seconds(),
		"status": d.Status, "status_code": d.StatusCode, "event": d.Event, "action": action,
		"installation_id": installation, "repository_id": repository, "throttled_at": nil,
	}
}

// https://docs.github.com/rest/apps/webhooks#get-a-delivery-for-an-app-webhook
func getDelivery(c *call) *answer {
	c.g.queue.mutex.Lock()
	defer c.g.queue.mutex.Unlock()
	for _, d := range c.g.queue.attempts {
		if d.ID != c.number("id") {
			continue
		}
		flat := func(header http.Header) object {
			single := object{}
			for name := range header {
				single[name] = header.Get(name)
			}
			return single
		}
		rendered := renderDelivery(d)
		rendered["url"] = d.URL
		rendered["request"] = object{"headers": flat(d.RequestHeaders), "payload": json.RawMessage(d.Payload)}
		rendered["response"] = object{"headers": flat(d.ResponseHeaders), "payload": d.ResponseBody}
		return ok(rendered)
	}
	return fail(http.StatusNotFound, "Not Found", hookPage)
}
