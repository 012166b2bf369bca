package setup_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
	"github.com/golive-app/golive/config"
)

// The tables of README.md and docs/setup.md are those that the review page shows.
func TestTheTablesOfTheDocumentation(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/setup.md")
	if err != nil {
		t.Fatal(err)
	}
	permissions, events := github.Wanted()
	why := func(need github.Need) string {
		if need.Optional {
			return need.Why + " (optional)"
		}
		return need.Why
	}
	var table strings.Builder
	table.WriteString("| Permission | Access | Why |\n|:--|:--|:--|\n")
	for _, need := range permissions {
		fmt.Fprintf(&table, "| `%s` | %s | %s |\n", need.Name, need.Level, why(need))
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), table.String()) {
		t.Errorf("README.md has another table than:\n%s", table.String())
	}
	table.WriteString("\n| Event | Why |\n|:--|:--|\n")
	for _, need := range events {
		fmt.Fprintf(&table, "| `%s` | %s |\n", need.Name, why(need))
	}
	if !strings.Contains(string(page), table.String()) {
		t.Errorf("docs/setup.md has other tables than:\n%s", table.String())
	}
}

func TestTheDocumentationSaysWhatPermissionsUnlock(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/setup.md")
	if err != nil {
		t.Fatal(err)
	}
	var wanted []string
	permissions, _ := github.Wanted()
	for _, need := range permissions {
		wanted = append(wanted, need.Name)
	}
	checklist := catalogue.New(catalogue.Tools{})
	var table strings.Builder
	table.WriteString("| Without this permission | these items say so, and name it |\n|:--|:--|\n")
	for _, unlock := range github.Unlocks() {
		fmt.Fprintf(&table, "| `%s` | `%s` |\n", unlock.Permission, strings.Join(unlock.Items, "`, `"))
		if !slices.Contains(wanted, unlock.Permission) {
			t.Errorf("golive does not ask for %s", unlock.Permission)
		}
		for _, item := range unlock.Items {
			if _, found := checklist.Find(checks.ItemID(item)); !found {
				t.Errorf("no item %s", item)
			}
		}
	}
	if !strings.Contains(string(page), table.String()) {
		t.Errorf("docs/setup.md has another table than:\n%s", table.String())
	}
}

func TestTheDocumentationKnowsEverySetting(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/setup.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, setting := range config.AllSettings() {
		if !strings.Contains(string(page), "`"+setting.Environment()+"`") {
			t.Errorf("docs/setup.md says nothing of %s", setting.Environment())
		}
	}
}
