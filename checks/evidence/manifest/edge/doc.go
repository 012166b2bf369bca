// Package edge reads how what stands before a program is configured: nginx by its
// grammar, Caddy by its lines. It says what takes effect where, and judges nothing.
package edge
