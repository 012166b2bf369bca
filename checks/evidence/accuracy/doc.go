// Package accuracy measures items against labels that others wrote: the tests and
// fixtures of public linters and scanners, which say of small pieces of code what
// is wrong with them and what is not. Nothing of them is part of this project: they
// are read from checkouts that docs/accuracy.md lists by repository and commit, and
// never run.
//
// A label set is one file here, set_NAME.go: it reads a checkout and returns
// samples. What a foreign rule means for an item is decided in that file, by rule,
// before anything is measured. Samples are judged by the item's own check
// (cmd/accuracy), so an item needs no code of its own to be measured.
package accuracy
