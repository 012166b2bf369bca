package webhook

import "net/http"

// outcome is an answer. Its name is the metric's word for it.
type outcome struct {
	name   string
	status int
	body   any
}

type problem struct {
	Error    string `json:"error"`
	WhatToDo string `json:"what_to_do"`
}

type accepted struct {
	Status string `json:"status"` // "queued", "duplicate", "ignored" or "pong"
	Reason string `json:"reason,omitempty"`
}

var (
	queued    = outcome{"queued", http.StatusAccepted, accepted{Status: "queued"}}
	duplicate = outcome{"duplicate", http.StatusAccepted, accepted{"duplicate", "this delivery is queued or done already"}}
	pong      = outcome{"ping", http.StatusAccepted, accepted{Status: "pong"}}

	notJSON = outcome{"bad_request", http.StatusBadRequest, problem{
		"the content type is not application/json",
		"Set the webhook's content type to application/json in the App's settings; application/x-www-form-urlencoded is not read.",
	}}
	noHeaders = outcome{"bad_request", http.StatusBadRequest, problem{
		"X-GitHub-Event or X-GitHub-Delivery is missing or is no word that GitHub sends",
		"Only GitHub's own deliveries are taken here; check that no proxy drops their headers.",
	}}
	truncated = outcome{"bad_request", http.StatusBadRequest, problem{
		"the body ended early or could not be read",
		"Redeliver it from the App's page under Advanced; if it stays, look at the proxy in between.",
	}}
	unreadable = outcome{"bad_request", http.StatusBadRequest, problem{
		"the signature is right, but the body is not the JSON of this event",
		"Tell golive's maintainers the event and the delivery's id; golive's log has the reason.",
	}}
	unsigned = outcome{"unauthorized", http.StatusUnauthorized, problem{
		"X-Hub-Signature-256 is missing or has another form than sha256=… with 64 hexadecimal digits",
		"Set a webhook secret in the App's settings and the same one in GOLIVE_WEBHOOK_SECRETS.",
	}}
	wrongSignature = outcome{"unauthorized", http.StatusUnauthorized, problem{
		"the signature does not match",
		"Compare the webhook secret in the App's settings with GOLIVE_WEBHOOK_SECRETS, and check that no proxy changes the body.",
	}}
	tooLarge = outcome{"too_large", http.StatusRequestEntityTooLarge, problem{
		"the body is larger than the 25 MB that GitHub sends at most",
		"Nothing: a delivery of this size is not GitHub's.",
	}}
	queueDown = outcome{"queue_down", http.StatusServiceUnavailable, problem{
		"the delivery could not be queued",
		"Nothing: golive asks GitHub to deliver it again. If it goes on, look at /ready and at Redis.",
	}}
)

func nothingToDo(reason string) outcome {
	return outcome{"ignored", http.StatusAccepted, accepted{"ignored", reason}}
}
