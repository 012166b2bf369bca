// Package junit reads the JUnit XML that test runners write: which tests there were,
// and which of them failed, were skipped or ended in an error. The format has no
// standard; what is read is what Surefire, pytest, Jest, Mocha, gotestsum, PHPUnit,
// RSpec and .NET's loggers have in common.
//
// Cases are counted, never the totals that a suite declares of itself: runners
// disagree about what those hold, and a total is easily written. Entities that a
// document declares are not expanded. It gathers and never judges.
package junit
