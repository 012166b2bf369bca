// Package web is golive's HTTP surface: the router with what every request goes
// through (log line, recovery, security headers), the pages that say how golive
// is (/health, /ready, /status, /version and a plain /), and the servers that
// carry it and the metrics.
//
// app/webhook registers its route here. How the parts of golive are is asked
// through Probes and Options.Status, which cmd fills; this package knows neither
// Redis nor the queue. It shows no host names, addresses or secrets: whoever
// reaches the port may read everything it answers.
package web
