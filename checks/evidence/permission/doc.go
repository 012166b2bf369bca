// Package permission tries on staging who may do what: for each route that a
// repository's .golive/authz.yml names, it asks as each role that may and as each that
// may not. It judges nothing.
//
// The file is read by the reader of load scenarios (checks/evidence/load/scenario). Who
// may be asked, how often, and what is left out of what is shown is the visit's business
// (checks/evidence/probe).
package permission
