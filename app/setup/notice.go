package setup

import (
	"fmt"
	"strings"
)

// Notice is what the terminal shows while golive has no App.
func (f *Flow) Notice() string {
	lines := []string{
		"golive has no GitHub App yet. Register one in your browser:",
		"",
		"    " + f.Link(),
		"",
		"The address lets one browser in, once, and is worth nothing after this process.",
		"The App's credentials will be written to",
		"",
		"    " + string(f.options.Directory),
	}
	if !f.options.Place.Reachable {
		lines = append(lines, "", fmt.Sprintf("GitHub cannot reach %s: the App gets no webhook, which does for a try-out.", f.options.Place.Public),
			"Set GOLIVE_PUBLIC_URL to the https address under which GitHub reaches this server.")
	}
	rule := strings.Repeat("─", 80)
	return "\n" + rule + "\n" + strings.Join(lines, "\n") + "\n" + rule + "\n\n"
}
