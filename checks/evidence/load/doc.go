// Package load sends requests to a service at a given rate and measures how it
// answers: the engine of `golive load`.
//
// It is an open model. When each request is due stands fixed before the first
// one goes out (Schedule), and a service that answers slowly does not make it
// send less. A request's response time counts from when it was due, so that a
// service which freezes for a second shows as a second in the results of all
// that came in that second ("coordinated omission", which tools that send the
// next request only after the last answer hide).
//
// Three times are kept of each request: its response time from when it was due,
// which thresholds are about; its service time from when it was sent; and its
// lag, by which this program itself was late. Where the lag or the processor
// says that the generator was the limit, nothing is decided (Judge).
//
// A run is bounded in memory whatever a service does: connections have a most,
// a request waits for one no longer than its timeout and then counts as an error,
// and what was measured is kept in histograms of a fixed size whose sums are
// exact (Tally).
//
// Neighbours: cmd/golive reads the command line and asks Permit whether a host may
// be loaded at all, app/terminal shows a Result to people.
package load
