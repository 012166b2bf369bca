// Package github is golive's edge to GitHub: one client for each installation,
// what GitHub's errors and limits mean for a task, and bare mirrors of the
// repositories on this machine's disk.
//
// Hub and Repository implement what jobs and checks ask of a forge. Publishing
// is what app/publish writes check runs and comments with. The webhook side is
// app/webhook; what is written on GitHub, and when, app/publish decides.
//
// Everything that comes from GitHub is data of strangers: it is bounded here in
// pages and bytes, and judged elsewhere. Nothing here sleeps for a rate limit,
// because a sleeping worker serves nobody: a jobs.LimitedError goes up, and the
// task comes back later.
package github
