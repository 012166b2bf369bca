// Package delivery judges the items of the checklist's second section, CI/CD
// and deployment: one file an item. Each check gathers its facts and states
// what they mean as an observation; the verdict is checks.Judge's.
// checks/catalogue binds the checks to their items.
package delivery
