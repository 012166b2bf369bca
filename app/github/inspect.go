package github

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	gh "github.com/google/go-github/v66/github"
)

// Identity is what came of asking GitHub who we are.
type Identity struct {
	App    App           // where Err is nil
	Status int           // of the answer; 0: there was none
	Dated  bool          // the answer said what time it is at GitHub
	Skew   time.Duration // how far this machine's clock is ahead of GitHub's; to the second
	Err    error
}

// Identify asks as App does and keeps what a diagnosis needs beside the answer:
// its status and GitHub's clock.
func (h *Hub) Identify(ctx context.Context) Identity {
	var identity Identity
	request, err := h.app.api.NewRequest(http.MethodGet, "app", nil)
	if err != nil {
		identity.Err = fmt.Errorf("github: the App: %w", err)
		return identity
	}
	response, err := h.app.api.Do(ctx, request, &identity.App)
	if response != nil && response.Response != nil {
		identity.Status = response.StatusCode
		if theirs, err := http.ParseTime(response.Header.Get("Date")); err == nil {
			identity.Dated, identity.Skew = true, h.options.Now().Sub(theirs).Round(time.Second)
		}
	}
	switch {
	case err != nil:
		identity.Err = h.explain(h.app, "the App", err, "")
	case identity.App.ID != h.options.AppID:
		identity.Err = fmt.Errorf("github: the App id is %d and the key is that of App %d", h.options.AppID, identity.App.ID)
	}
	return identity
}

// Hook is the App's webhook as GitHub knows it.
type Hook struct {
	URL         string
	ContentType string // "json" is what golive reads
	InsecureSSL bool   // GitHub does not verify our certificate
}

// Hook asks for the App's webhook.
// https://docs.github.com/en/rest/apps/webhooks#get-a-webhook-configuration-for-an-app
func (h *Hub) Hook(ctx context.Context) (Hook, error) {
	found, _, err := h.app.api.Apps.GetHookConfig(ctx)
	if err != nil {
		return Hook{}, h.explain(h.app, "the App's webhook", err, "")
	}
	return Hook{URL: found.GetURL(), ContentType: found.GetContentType(), InsecureSSL: found.GetInsecureSSL() == "1"}, nil
}

// Attempt is one attempt of GitHub's to deliver an event to us.
type Attempt struct {
	ID         int64
	GUID       string
	Event      string
	At         time.Time
	StatusCode int    // what we answered; 0 or a status of GitHub's own where we did not
	Status     string // GitHub's words for it
}

// RecentDeliveries lists the newest attempts, newest first; at most 100.
// https://docs.github.com/en/rest/apps/webhooks#list-deliveries-for-an-app-webhook
func (h *Hub) RecentDeliveries(ctx context.Context, most int) ([]Attempt, error) {
	page, _, err := h.app.api.Apps.ListHookDeliveries(ctx, &gh.ListCursorOptions{PerPage: min(most, perPage)})
	if err != nil {
		return nil, h.explain(h.app, "webhook deliveries", err, "")
	}
	attempts := make([]Attempt, len(page))
	for i, one := range page {
		attempts[i] = Attempt{
			ID: one.GetID(), GUID: one.GetGUID(), Event: one.GetEvent(), At: one.GetDeliveredAt().Time,
			StatusCode: one.GetStatusCode(), Status: clean(one.GetStatus(), 100),
		}
	}
	return attempts, nil
}

// Installation is the App on one account.
type Installation struct {
	ID          int64             `json:"id"`
	Account     string            `json:"-"`
	URL         string            `json:"html_url"` // where its owner changes it
	Selection   string            `json:"repository_selection"`
	Permissions map[string]string `json:"permissions"` // those that its owner accepted
	Events      []string          `json:"events"`
	Suspended   bool              `json:"-"`
}

// AllInstallations lists the installations with what they granted, the
// suspended ones too.
// https://docs.github.com/en/rest/apps/apps#list-installations-for-the-authenticated-app
func (h *Hub) AllInstallations(ctx context.Context) ([]Installation, error) {
	type listed struct {
		Installation
		Owner struct {
			Login string `json:"login"`
		} `json:"account"`
		SuspendedAt *time.Time `json:"suspended_at"`
	}
	found, err := pages(func(options gh.ListOptions) ([]listed, *gh.Response, error) {
		query := url.Values{"per_page": {strconv.Itoa(options.PerPage)}, "page": {strconv.Itoa(max(1, options.Page))}}
		request, err := h.app.api.NewRequest(http.MethodGet, "app/installations?"+query.Encode(), nil)
		if err != nil {
			return nil, nil, err
		}
		var page []listed
		response, err := h.app.api.Do(ctx, request, &page)
		return page, response, err
	})
	if err != nil {
		return nil, h.explain(h.app, "installations", err, "")
	}
	installations := make([]Installation, len(found))
	for i, one := range found {
		one.Installation.Account, one.Installation.Suspended = clean(one.Owner.Login, 100), one.SuspendedAt != nil
		installations[i] = one.Installation
	}
	return installations, nil
}

// WebURL returns the base of GitHub's pages for people, without a slash at its
// end: web where it is given, else derived from the API's address as NewHub does.
func WebURL(api, web string) (string, error) {
	found, err := newEndpoints(api, "", web)
	if err != nil {
		return "", err
	}
	return found.web, nil
}

// Lacks says in one line each what is missing of a set of permissions, as Lacking
// does for the App; those of optional ones come last.
func Lacks(permissions map[string]string) []string {
	_, events := Wanted()
	all := make([]string, len(events))
	for i, event := range events {
		all[i] = event.Name
	}
	return Lacking(App{Permissions: permissions, Events: all})
}
