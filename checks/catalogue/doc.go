// Package catalogue is the one readable table of the go-live checklist: every
// item in the checklist's order and wording, what it needs, who signs it, what
// re-checks it, and the check that looks at it. It binds the sections' checks
// together and decides nothing itself.
package catalogue
