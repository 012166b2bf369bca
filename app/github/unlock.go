package github

// Unlock is a permission with the items that it decides, or helps to decide: without it
// they say so and name it, and nothing fails for want of it.
type Unlock struct {
	Permission string // as GitHub's API spells it
	Items      []string
}

// Unlocks lists what permissions unlock, items in the order of their ids. Metadata, contents
// and pull requests are no choice, and neither is what golive writes with: without them it
// cannot work at all.
func Unlocks() []Unlock {
	return []Unlock{
		{"actions", []string{"code.coverage", "delivery.env-config", "delivery.pipeline", "delivery.staging", "launch.qa-checklist"}},
		{"statuses", []string{"delivery.pipeline", "delivery.staging"}},
		{"deployments", []string{"delivery.rollback", "delivery.staging"}},
		{"environments", []string{"delivery.env-config"}},
		{"actions_variables", []string{"delivery.env-config"}},
		{"secrets", []string{"delivery.env-config"}},
		{"security_events", []string{"security.injection"}},
		{"secret_scanning_alerts", []string{"code.secrets"}},
		{"vulnerability_alerts", []string{"security.injection"}},
		{"members", []string{"code.review"}},
	}
}
