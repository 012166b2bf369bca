package jobs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
)

// modeEffect tells by what golive would block, and by what not any more.
func (e PolicyEdit) modeEffect(on Affected) []PolicyEffect {
	before, after := enforcedBy(e.Before), enforcedBy(e.After)
	came := slices.DeleteFunc(slices.Clone(after), func(section checks.Section) bool { return slices.Contains(before, section) })
	gone := slices.DeleteFunc(slices.Clone(before), func(section checks.Section) bool { return slices.Contains(after, section) })
	var effects []PolicyEffect
	switch all := len(checks.Sections()); {
	case len(came)+len(gone) == 0:
		return nil
	case len(after) == 0:
		effects = append(effects, PolicyEffect{Text: "`" + checks.ReadyCheck + "` would stop blocking: it would succeed whatever golive finds", Weakens: true})
	default:
		if len(gone) > 0 {
			effects = append(effects, PolicyEffect{Text: named(gone) + " would stop blocking: " + pronoun(gone) + " would succeed whatever golive finds", Weakens: true})
		}
		counts := ""
		if len(after) < all {
			counts = fmt.Sprintf(", by %d of %d sections (%s)", len(after), all, ids(after))
		}
		if len(came) > 0 {
			effects = append(effects, PolicyEffect{Text: blocking(on.Would, counts)})
		} else {
			effects = append(effects, PolicyEffect{Text: "`" + checks.ReadyCheck + "` would go on blocking" + counts})
		}
	}
	return append(effects, e.pastEffect()...)
}

// blocking says what the check that carries the verdict would do to this release.
func blocking(would, counts string) string {
	ready := "`" + checks.ReadyCheck + "`"
	switch {
	case would == "":
		return ready + " would block releases that are not ready" + counts
	case strings.HasPrefix(would, "READY"):
		return ready + " would block releases that are not ready" + counts + "; this one would pass: " + would
	default:
		return ready + " would block" + counts + ": " + would
	}
}

func named(sections []checks.Section) string {
	names := make([]string, len(sections))
	for index, section := range sections {
		names[index] = section.Check
	}
	return listed(names)
}

func ids(sections []checks.Section) string {
	names := make([]string, len(sections))
	for index, section := range sections {
		names[index] = string(section.ID)
	}
	return strings.Join(names, ", ")
}

func pronoun(sections []checks.Section) string {
	if len(sections) == 1 {
		return "it"
	}
	return "they"
}
