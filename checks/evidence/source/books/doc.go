// Package books tells differences in a release's own books from all others: the version
// that a release writes into manifests and lock files, its change log, documentation and
// tests. What it calls so changes nothing for whoever runs the content.
//
// A file's name decides nothing where its content can: a package.json whose version and
// dependencies changed is no book. Both sides are parsed, and whatever cannot be parsed,
// is larger than a limit or is no plain file is another difference. A wrong answer in that
// direction asks people to look once more; one in the other carries old evidence over to
// new code.
package books
