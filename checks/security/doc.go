// Package security judges the items of the checklist's third section. Its files are
// named after what they judge.
package security
