// Package demo tells golive's story on one machine: a simulated GitHub with a
// repository, people who work on a release of it, and a staging environment. It
// arranges what happens outside of golive and watches what golive answers; it
// never stands in for golive itself.
//
// The repository is the sample shop of app/demo/shop, or any local git
// repository, which is read and not changed.
//
// Neighbours: app/simulator is the GitHub, cmd/golive starts golive beside it
// and prints the verdict with app/terminal.
package demo
