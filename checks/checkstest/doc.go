// Package checkstest has in-memory stand-ins for what a check asks of the
// outside world, for the tests of every section: a source tree, a history, a
// forge, a subject that holds them, and a helper that observes and judges in
// one step. Nothing but tests imports it. The real ones live in
// checks/evidence/source and in app/github.
package checkstest
