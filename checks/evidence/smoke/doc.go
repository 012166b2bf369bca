// Package smoke plays the steps of a repository's .golive/smoke.yml on staging, one after
// another, as one visitor with cookies and values of their own, and says what each was
// answered. It judges nothing.
//
// The file is written as a scenario of a load test is, and read by the same reader
// (checks/evidence/load/scenario). Who may be asked, how often, and what is left out of
// what is shown is the visit's business (checks/evidence/probe).
package smoke
