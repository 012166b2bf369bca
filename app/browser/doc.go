// Package browser shows pages in a headless Chromium that reaches nothing: each request
// of a page is answered by whoever opens it, or fails. The program is the operator's to
// install and name; golive brings none.
package browser
