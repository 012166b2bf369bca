package jobs

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// PolicyEffect is one thing that a policy edit would do once it is merged.
type PolicyEffect struct {
	Text    string // a sentence; words between backticks are code
	Weakens bool   // less would be held back than today, or by fewer people
}

// Affected is the pull request that edits a policy, as far as the effects depend
// on it.
type Affected struct {
	Release checks.Release // of a pull request that is none too: its branch, title and labels
	// Would is the verdict that the release has by now, of the sections that the edited
	// policy enforces, for a sentence: "NOT READY, 9 items". Empty: it has none.
	Would string
	// Words of people count on the release today.
	Words []checks.Word
}

// Effects says in plain words what an edit would do; nothing of one that could
// not be used.
func (e PolicyEdit) Effects(on Affected) []PolicyEffect {
	if e.Wrong > 0 {
		return nil
	}
	var effects []PolicyEffect
	if e.Mends {
		effects = append(effects, PolicyEffect{Text: "`" + e.File + "` could be used again: the one on `" + e.Ref + "` cannot"})
	}
	effects = append(effects, e.modeEffect(on)...)
	effects = append(effects, e.releaseEffects(on.Release)...)
	effects = append(effects, e.roleEffects(on.Words)...)
	effects = append(effects, e.minimumEffects()...)
	effects = append(effects, e.limitEffects()...)
	effects = append(effects, e.loadEffects()...)
	effects = append(effects, e.probeEffects()...)
	return append(effects, e.secretEffects()...)
}

// secretEffects tells which secrets would be closed and which would count again.
func (e PolicyEdit) secretEffects() []PolicyEffect {
	texts := func(entries []config.ClosedSecret) []string {
		list := make([]string, len(entries))
		for index, entry := range entries {
			list[index] = entry.Terms()
		}
		return list
	}
	before, after := texts(e.Before.Secrets.Closed), texts(e.After.Secrets.Closed)
	var effects []PolicyEffect
	if came := without(after, before); len(came) > 0 {
		effects = append(effects, PolicyEffect{Text: "secrets that are found would be closed: " + listed(came), Weakens: true})
	}
	if gone := without(before, after); len(gone) > 0 {
		effects = append(effects, PolicyEffect{Text: "secrets would no longer be closed as before: " + listed(gone)})
	}
	return effects
}

// releaseEffects tells what would count as a release.
func (e PolicyEdit) releaseEffects(pull checks.Release) []PolicyEffect {
	var effects []PolicyEffect
	if pull.Kind == checks.ReleasePullRequest {
		_, was := e.Before.Release.MatchPullRequest(pull.HeadBranch, pull.Title, pull.Labels)
		_, is := e.After.Release.MatchPullRequest(pull.HeadBranch, pull.Title, pull.Labels)
		switch {
		case was && !is:
			effects = append(effects, PolicyEffect{Text: "this pull request would no longer count as a release, nor would others like it", Weakens: true})
		case !was && is:
			effects = append(effects, PolicyEffect{Text: "this pull request would count as a release, and so would others like it"})
		}
	}
	const alone = " for that alone" // another pattern may match as well
	for _, kind := range []struct {
		what          string
		before, after []string
		alone         string
	}{
		{"pull requests from branches like", e.Before.Release.Branches, e.After.Release.Branches, alone},
		{"tags like", e.Before.Release.Tags, e.After.Release.Tags, ""},
		{"pull requests with the label", e.Before.Release.Labels, e.After.Release.Labels, alone},
		{"pull requests with titles like", e.Before.Release.Titles, e.After.Release.Titles, alone},
	} {
		if gone := without(kind.before, kind.after); len(gone) > 0 {
			effects = append(effects, PolicyEffect{Text: kind.what + " " + listed(gone) + " would no longer count as releases" + kind.alone, Weakens: true})
		}
		if added := without(kind.after, kind.before); len(added) > 0 {
			effects = append(effects, PolicyEffect{Text: kind.what + " " + listed(added) + " would count as releases"})
		}
	}
	return effects
}

// roleEffects tells who could sign and who could not any more.
func (e PolicyEdit) roleEffects(words []checks.Word) []PolicyEffect {
	var effects []PolicyEffect
	for _, role := range rolesOf(e.Before, e.After) {
		before, after := people(e.Before.Roles[role]), people(e.After.Roles[role])
		gained, lost := without(after, before), without(before, after)
		if role == config.RoleLoadTesters {
			continue // it signs nothing
		}
		named := "`" + role + "`"
		switch {
		case len(before) > 0 && len(after) == 0:
			effects = append(effects, PolicyEffect{Weakens: true,
				Text: "everybody who may maintain the repository could sign for " + named + ", not only " + mentioned(before)})
			continue // who was named may be among them
		case len(before) == 0 && len(gained) > 0:
			effects = append(effects, PolicyEffect{Weakens: e.include(gained),
				Text: "only " + mentioned(gained) + " could sign for " + named + ", no longer everybody who may maintain the repository" + e.authored(gained)})
		case len(gained) > 0:
			effects = append(effects, PolicyEffect{Weakens: e.include(gained), Text: mentioned(gained) + " could sign for " + named + e.authored(gained)})
		}
		if len(lost) > 0 {
			effects = append(effects, PolicyEffect{Text: mentioned(lost) + " could not sign for " + named + " any more"})
		}
		for _, word := range words {
			if string(word.Role) == role && !holdsRole(e.After, word) && holdsRole(e.Before, word) {
				effects = append(effects, PolicyEffect{Text: fmt.Sprintf("the %s of %s as %s of `%s` would not count any more", word.Kind, mentioned([]string{bareLogin(word.By)}), named, word.Item)})
			}
		}
	}
	return effects
}

// include reports whether one of the people made the pull request.
func (e PolicyEdit) include(people []string) bool {
	return slices.ContainsFunc(people, func(login string) bool { return slices.Contains(e.Authors, login) })
}

// authored names those of the people who made the pull request.
func (e PolicyEdit) authored(people []string) string {
	var made []string
	for _, login := range people {
		if slices.Contains(e.Authors, login) {
			made = append(made, login)
		}
	}
	if len(made) == 0 {
		return ""
	}
	return fmt.Sprintf("; %s made this pull request", mentioned(made))
}

// holdsRole reports whether the role in which somebody spoke is theirs by a policy, or
// may be since it names a team. A role for which nobody is named goes by the
// repository's own roles, which were looked at when they spoke.
func holdsRole(policy config.Policy, word checks.Word) bool {
	holders := people(policy.Roles[string(word.Role)])
	return len(holders) == 0 || slices.Contains(holders, bareLogin(word.By)) ||
		slices.ContainsFunc(holders, func(holder string) bool {
			_, owners := config.CodeOwnersOf(holder)
			return owners || strings.Contains(holder, "/")
		})
}

func rolesOf(policies ...config.Policy) []string {
	named := map[string]bool{}
	for _, policy := range policies {
		for role := range policy.Roles {
			named[role] = true
		}
	}
	return slices.Sorted(maps.Keys(named))
}

func people(logins []string) []string {
	bare := make([]string, len(logins))
	for index, login := range logins {
		if _, is := config.CodeOwnersOf(login); is {
			bare[index] = login // of a path, in which case matters
			continue
		}
		bare[index] = bareLogin(login)
	}
	return bare
}

// without returns what is in the one list and not in the other.
func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(word string) bool { return slices.Contains(other, word) })
}

// fewWords is how many words a sentence lists.
const fewWords = 5

func mentioned(logins []string) string {
	return enumerate(logins, func(login string) string {
		switch path, is := config.CodeOwnersOf(login); {
		case is && path == "":
			return "the code owners of what is signed"
		case is:
			return "the code owners of `" + path + "`"
		}
		return "@" + login
	})
}

func listed(words []string) string {
	return enumerate(words, func(word string) string { return "`" + strings.ReplaceAll(word, "`", "'") + "`" })
}

// enumerate joins words: "a, b and c"; beyond a few, "a, b and 7 more".
func enumerate(words []string, shown func(string) string) string {
	var list []string
	for index, word := range words {
		if index == fewWords {
			list = append(list, fmt.Sprintf("%d more", len(words)-fewWords))
			break
		}
		list = append(list, shown(word))
	}
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}
