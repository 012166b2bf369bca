// Package launch judges the items of the checklist's last section, which it
// calls "Other": one file an item. Each check gathers its facts and states what
// they mean as an observation; the verdict is checks.Judge's. checks/catalogue
// binds the checks to their items.
package launch
