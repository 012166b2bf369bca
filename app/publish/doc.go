// Package publish shows runs to people on the forge: eight check runs on a
// release's commit, one comment on its pull request (or on an issue of its own
// for a tag that came from none), and the buttons and annotations beside them.
// It implements jobs.Publisher.
//
// What is shown is a pure function of runs and the catalogue: the files named
// after what they render (headline, ready_table, steps, sections, …) know no
// network, and the comment and the check runs are built from the same parts.
// The files named after what they write (check_runs, sticky, issue, closing)
// compare that with what the forge shows and send only what differs, so that
// everything may be repeated after it failed half way.
//
// Two rules hold for all that is rendered. Whatever came from outside, a path, a
// title, a headline, passes through escape.go, so that it can neither format nor
// link nor ping nor hide. And all of it fits the forge's limits by leaving out
// detail in a fixed order (budget.go), never by being cut in the middle.
//
// Neighbours: jobs says when to publish and keeps the state, app/github carries
// the requests, app/command reads what people answer.
package publish
