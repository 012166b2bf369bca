// Package project reads a release's code once, for every item that judges it. A
// Project holds the facts of all files and joins them: join.go is the one place
// where what spans files is put together. It gathers and never judges.
package project
