// Package probe asks a running service over HTTP, with the manners of a guest: at most
// five requests a second, a budget and a deadline for all of them, methods that change
// nothing, answers read to a bound. It says how it went and what it knows by sight (a
// page for everything, a wall before the service, a start that takes its time) and
// judges nothing of the checklist.
//
// What leaves the package for people is redacted: values of secrets that golive sends,
// and whatever looks like one in an answer.
package probe
