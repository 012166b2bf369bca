package setup_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/github"
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
