// Package page shows a live demo as a web page, as GitHub would show the release:
// pull request, conversation, check runs, and the buttons that people would
// press. Everything on it is read from the simulated GitHub, and every button
// acts on it, so that golive hears of it by a signed webhook.
//
// What the page shows is foreign: a repository's paths, titles and comments may
// be hostile. Markdown is rendered, sanitized and parsed again; the page's
// content policy allows no script, style or connection but its own. Who reaches
// the page can press its buttons, so it answers loopback names only unless it is
// told to listen elsewhere, and takes no request that another site started.
//
// Neighbours: app/demo plays the demo, cmd/golive listens.
package page
