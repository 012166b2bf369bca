// Package safeguard says what a program does to protect its answers, and what it
// shows of itself: security headers, who may ask from other origins, the flags of
// cookies, limits of rates, and doors for developers (profilers, consoles,
// explorers).
//
// Read looks at one file in the child process that reads foreign code. Libraries are
// rows of tables, by the origin of what is called: script.go, python.go, golang.go.
// What Read answers depends on the content alone. It judges nothing: that a cookie
// lacks a flag is a fact, that it should have it the item's to say.
package safeguard
