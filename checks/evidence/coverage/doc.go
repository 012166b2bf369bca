// Package coverage reads the reports that coverage tools write, into one form: which
// lines of which file ran, how often, and how many there are. It computes shares of its
// own and takes none that a report declares, except where a report has nothing else.
//
// Formats are recognised by what a document holds, not by its name: profiles of Go,
// LCOV, Cobertura, JaCoCo, Clover, the JSON of coverage.py and gcovr, Istanbul's coverage-final and
// coverage-summary, SimpleCov's result set and last run.
//
// Paths of a report are mapped to those of the repository, since a report was made on
// another machine, in a folder within, or knows packages alone. Reports of several
// jobs are joined: a line ran if it ran in one of them. It gathers and never judges.
package coverage
