// Package webhook takes GitHub's deliveries in: it proves the signature, reduces
// the event to triggers (ids, nothing else of the payload) and puts them into
// the queue, then answers. Nothing else happens on the request path.
//
// TriggersOf is a pure function of event and payload. It reads its own minimal
// structs, because a delivery is mostly text that golive never looks at and
// whatever is decided later is read again from GitHub. jobs holds the queue and
// works on the triggers; app/command owns the grammar of comments and here only
// says which comments are addressed to golive; app/web serves the handler.
//
// GitHub never delivers again by itself. A delivery that could not be queued is
// answered with 503, so that GitHub marks it as failed and jobs' sweep finds it.
package webhook
