// Package server puts golive together: the one place that knows how the webhook,
// the queue, the checks and GitHub are wired. `golive serve`, the demo and the
// end-to-end tests start the same server.
package server
