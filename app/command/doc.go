// Package command is what people type at golive and what comes of it: the
// grammar of `/golive …` in a comment, who may run what, and the executor that
// does it or refuses in one line.
//
// The grammar is pure: a Grammar knows the checklist's items and nothing of
// GitHub. The Executor implements jobs.Commander. It runs in the queue, never on
// the webhook's request path: app/webhook only sees that a comment is Addressed
// to golive, and everything that decides (the comment itself, who wrote it, what
// that person may do now, what the release stands at) is read again when the
// command is executed.
//
// What people wrote goes back to GitHub only through escape and code, so that no
// reply pings, links or formats on a stranger's behalf.
package command
