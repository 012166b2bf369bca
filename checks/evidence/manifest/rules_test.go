package manifest_test

import "testing"

// A file that is meant for rules is refused as Prometheus does, also where it has none.
func TestGroupsWithoutRulesAreRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		path, text string
		refused    bool
	}{
		"a group twice":             {"prometheus/rules/shop.yml", "groups:\n  - name: a\n  - name: a\n", true},
		"one group that is empty":   {"prometheus/rules/shop.yml", "groups:\n  - name: a\n    rules: []\n", false},
		"groups of something else":  {"config/groups.yml", "groups:\n  - name: a\n  - name: a\n", false},
		"groups with other fields":  {"alerts/people.yml", "groups:\n  - name: a\n    members: [b]\n  - name: a\n", false},
		"groups beside other parts": {"alerts/people.yml", "groups:\n  - name: a\n  - name: a\nusers: []\n", false},
	} {
		if found := declared(t, map[string]string{test.path: test.text}); len(found.Alerts.Problems) > 0 != test.refused {
			t.Errorf("%s: %+v", name, found.Alerts.Problems)
		}
	}
}
