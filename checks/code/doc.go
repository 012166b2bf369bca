// Package code judges the items of the checklist's first section, code and
// functional quality: one file an item. Each check gathers its facts through
// what the subject offers and through the packages under checks/evidence, and
// states what they mean as an observation; the verdict is checks.Judge's.
// checks/catalogue binds the checks to their items.
package code
