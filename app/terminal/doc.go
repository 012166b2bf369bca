// Package terminal shows golive's words to a person at a terminal, or to
// whoever reads the same words from a file: the report of a check, the comment
// of a pull request, and the progress of a run.
//
// It decides nothing and computes no verdict: what it prints comes from a
// checks.Report or from Markdown that app/publish wrote. All of it may quote
// foreign text (file names, commit messages, branch names), so everything that
// is printed loses its control characters first: a file name must not move the
// cursor, recolour a verdict or set the window's title.
//
// Neighbours: checks holds the report, cmd/golive asks Detect what the streams
// are and passes the answers in.
package terminal
