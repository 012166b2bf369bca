package catalogue_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
)

func newCatalogue() catalogue.Catalogue { return catalogue.New(catalogue.Tools{}) }

// The checklist has 38 checkboxes; the one for alerts has four of its own, which
// stand for it: 41 items.
func TestTheChecklistIsWhole(t *testing.T) {
	t.Parallel()
	want := map[checks.SectionID]int{
		checks.SectionCode: 6, checks.SectionDelivery: 5, checks.SectionSecurity: 6, checks.SectionPerformance: 6,
		checks.SectionMonitoring: 7, checks.SectionInfrastructure: 5, checks.SectionLaunch: 6,
	}
	checklist := newCatalogue()
	if len(checklist.Entries) != 41 || len(checklist.Rows) != 5 || len(checklist.Post) != 4 {
		t.Fatalf("%d items, %d ready rows, %d post go-live actions", len(checklist.Entries), len(checklist.Rows), len(checklist.Post))
	}
	var order []checks.SectionID
	for _, entry := range checklist.Entries {
		if len(order) == 0 || order[len(order)-1] != entry.Section {
			order = append(order, entry.Section)
		}
		want[entry.Section]--
	}
	for section, left := range want {
		if left != 0 {
			t.Errorf("%s lacks %d items", section, left)
		}
	}
	for index, section := range checks.Sections() {
		if index >= len(order) || order[index] != section.ID {
			t.Errorf("sections stand in the order %q", order)
			break
		}
	}
}

func TestEveryItemSaysWhatItIs(t *testing.T) {
	t.Parallel()
	seen := map[checks.ItemID]bool{}
	for _, entry := range newCatalogue().Entries {
		problems := map[string]bool{
			"its id stands there twice":              seen[entry.ID],
			"its id does not begin with its section": !strings.HasPrefix(string(entry.ID), string(entry.Section)+"."),
			"no title":                               entry.Title == "",
			"no kind":                                !slices.Contains([]checks.Kind{checks.KindAuto, checks.KindMix, checks.KindHuman}, entry.Kind),
			"no level":                               entry.Level != checks.LevelBlock && entry.Level != checks.LevelWarn,
			"nothing may pass it":                    entry.Minimum == checks.Minimum{},
			"it needs nothing":                       len(entry.Needs) == 0,
			"nobody signs it":                        entry.Role == "",
			"who signs it has no words":              strings.HasPrefix(entry.Role.Somebody(), "somebody of the role"),
			"nothing re-checks it":                   len(entry.Recheck) == 0,
			"no check":                               entry.Check == nil,
			"a connection without a name":            slices.ContainsFunc(entry.Needs, func(c checks.Connection) bool { return c.Title() == string(c) }),
			"never waived, and yet signed by another role": entry.NeverWaive && checks.SigningRole(entry.Item) != checks.RoleSecurity,
		}
		for problem, wrong := range problems {
			if wrong {
				t.Errorf("%s: %s", entry.ID, problem)
			}
		}
		seen[entry.ID] = true
	}
}

func TestReadyRowsAreMadeOfItems(t *testing.T) {
	t.Parallel()
	checklist := newCatalogue()
	for _, row := range checklist.Rows {
		if len(row.Members) == 0 || row.Title == "" {
			t.Errorf("%s: %+v", row.ID, row)
		}
		for _, member := range row.Members {
			if _, found := checklist.Find(member); !found {
				t.Errorf("%s names %s, which is no item", row.ID, member)
			}
		}
	}
}

// What this version cannot judge says so, with the connection the verdict will
// come from; nothing of it passes.
func TestWhatIsNotJudgedIsUnknown(t *testing.T) {
	t.Parallel()
	decided := []checks.ItemID{
		"code.review", "code.coverage", "code.edge-cases", "code.n-plus-one", "code.debug-leftovers", "code.secrets",
		"delivery.pipeline", "delivery.rollback", "delivery.staging", "delivery.env-config", "delivery.naming",
		"security.authentication", "security.authorization", "security.exposed-endpoints", "security.injection", "security.rate-limit", "security.headers",
		"performance.load", "performance.concurrency", "performance.indexes", "performance.caching", "performance.media-storage", "performance.payload",
		"monitoring.logging", "monitoring.log-context", "monitoring.metrics", "monitoring.alerts.error-rate", "monitoring.alerts.cpu", "monitoring.alerts.memory", "monitoring.alerts.queue",
		"infrastructure.load-balancer", "infrastructure.health", "infrastructure.backup", "infrastructure.autoscaling", "infrastructure.env-encryption",
		"launch.changelog", "launch.smoke-checklist", "launch.qa-checklist", "launch.fallback-ui", "launch.endpoints",
	}
	now := time.Date(2026, 11, 23, 14, 2, 0, 0, time.UTC)
	for _, entry := range newCatalogue().Entries {
		if slices.Contains(decided, entry.ID) {
			continue
		}
		observation, err := entry.Check.Observe(t.Context(), checks.Subject{Now: func() time.Time { return now }})
		if err != nil {
			t.Errorf("%s: %v", entry.ID, err)
			continue
		}
		result := checks.Judge(checks.Case{Item: entry.Item, Observation: observation, Now: now})
		if result.Verdict() != checks.Unknown || len(result.Missing) == 0 {
			t.Errorf("%s is %s", entry.ID, result.Verdict())
			continue
		}
		missing := result.Missing[0]
		if !missing.Later || missing.Reason == "" || missing.Remedy == "" || !slices.Contains(entry.Needs, missing.Connection) {
			t.Errorf("%s waits for %+v, and needs %q", entry.ID, missing, entry.Needs)
		}
	}
}

func TestSelect(t *testing.T) {
	t.Parallel()
	checklist := newCatalogue()
	for names, want := range map[string]int{
		"": 41, "code.secrets": 1, "code": 6, "III": 6, "iii": 6, "5": 7, "other": 6, "launch": 6, "code.secrets,code": 6, "other,VI": 11,
	} {
		var words []string
		if names != "" {
			words = strings.Split(names, ",")
		}
		entries, err := checklist.Select(words)
		if err != nil || len(entries) != want {
			t.Errorf("%q: %d items, error %v", names, len(entries), err)
		}
	}
	_, err := checklist.Select([]string{"code.secrets", "code.secret", "VIII"})
	var unknown *catalogue.UnknownNamesError
	if !errors.As(err, &unknown) || !slices.Equal(unknown.Names, []string{"code.secret", "VIII"}) {
		t.Errorf("error %v", err)
	}
	if want := `no such item or section: "code.secret" (did you mean code.secrets?), "VIII"`; err == nil || err.Error() != want {
		t.Errorf("error %q, want %q", err, want)
	}
}

func TestRecheckedBy(t *testing.T) {
	t.Parallel()
	var ids []checks.ItemID
	for _, entry := range newCatalogue().RecheckedBy(checks.EventReview) {
		ids = append(ids, entry.ID)
	}
	if !slices.Equal(ids, []checks.ItemID{"code.review"}) {
		t.Errorf("a review re-checks %q", ids)
	}
}

// What reads what related repositories declare is judged again once they changed.
func TestRecheckedByARelatedRepository(t *testing.T) {
	t.Parallel()
	var ids []string
	for _, entry := range newCatalogue().RecheckedBy(checks.EventRelated) {
		ids = append(ids, string(entry.ID))
	}
	slices.Sort(ids)
	if want := []string{
		"delivery.env-config", "infrastructure.autoscaling", "infrastructure.backup", "infrastructure.env-encryption", "infrastructure.health",
		"infrastructure.load-balancer", "monitoring.alerts.cpu", "monitoring.alerts.error-rate", "monitoring.alerts.memory", "monitoring.alerts.queue",
		"monitoring.metrics", "performance.caching", "performance.media-storage",
	}; !slices.Equal(ids, want) {
		t.Errorf("they re-check %q", ids)
	}
}
