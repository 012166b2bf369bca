// Package export writes a report for other programs and for where their output
// is read: Markdown for a job's summary, SARIF for code scanning, JUnit for the
// test views of CI systems, and JSON as golive's own format.
//
// It decides nothing: the verdicts come with the report, and what one format
// cannot hold is said in it, never left out in silence. Whatever the report
// quotes of foreign content (paths, messages, commit titles) is made harmless
// for the format it goes into.
//
// Neighbours: checks holds the report and its JSON, app/publish renders the
// Markdown from the same parts as the comment of a pull request, app/terminal
// writes text for people at a terminal, cmd/golive picks the format.
package export
