// Package loadreport keeps the result of a load test in a directory: a page that
// opens without a network (report.html), golive.load/1 (result.json), a line for
// every second (seconds.csv), and the response times as a histogram log
// (response.hlog).
//
// It decides nothing: what it shows comes from a load.Result.
//
// Neighbours: checks/evidence/load measures and judges, app/terminal shows the same
// on a terminal, cmd/golive names the directory.
package loadreport
