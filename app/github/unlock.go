package github

// Unlock is a permission with the items that it decides, or helps to decide: without it
// they say so and name it, and nothing fails for want of it.
type Unlock struct {
	Permission string // as GitHub's API spells it
	Items      []string
}

// Unlocks lists what permissions unlock. Metadata, contents and what golive writes with
// are no choice: without them it cannot work at all.
func Unlocks() []Unlock {
	return []Unlock{
		{"pull_requests", []string{"code.review", "delivery.naming", "launch.changelog"}},
		{"members", []string{"code.review"}},
		{"actions", []string{"code.coverage"}},
		{"environments", []string{"delivery.env-config"}},
		{"actions_variables", []string{"delivery.env-config"}},
		{"secrets", []string{"delivery.env-config"}},
		{"security_events", []string{"security.injection"}},
		{"secret_scanning_alerts", []string{"code.secrets"}},
		{"vulnerability_alerts", []string{"security.injection"}},
	}
}
