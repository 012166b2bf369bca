// Package simulator is a stateful GitHub for golive's end-to-end tests and
// its demo: repositories are real local git repositories, people act through
// Go methods, the App talks to it through the REST API, webhooks and git's
// smart HTTP.
//
// It enforces the limits that GitHub enforces and names the documentation page
// of each in the error it answers with, so that a test which passes here does
// not fail there. What it does not know it answers with 404, never with an
// invented success.
//
// Neighbours: app/webhook receives its deliveries, app/github and app/publish
// call its REST API, cmd/golive runs it for the demo. It imports none of them.
//
// Every exported method may be called from several goroutines.
package simulator
