// Package checks is the model of the go-live checklist: items and sections,
// evidence and its grades, findings, the one function that turns what was seen
// into a verdict, the ready rows and the report. It also holds the runner,
// which isolates one item from another.
//
// The package decides and never looks: evidence is gathered by the packages
// under checks/evidence, judged item by item in one folder a section
// (checks/code, checks/delivery, …) and bound together by checks/catalogue.
// What a check may ask of the outside world (a source tree, a forge) is
// declared here as interfaces and implemented elsewhere. The package knows no
// GitHub client, no queue and no web framework.
package checks
