// Package practice finds the habits of a file that decide how a release behaves when
// things go wrong or grow: errors that are swallowed, calls that wait for ever, input
// without a bound, caches, uploads, answers that hold too much, logs, error pages.
//
// Read works on one program, in the child process that reads foreign code, and
// answers with located signs. A sign says what is written there; what it is worth is
// for those who judge a release as a whole.
package practice
