package delivery

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// observeNaming states what the facts mean for the item.
func observeNaming(facts namingFacts, release checks.Release, now time.Time) checks.Observation {
	judged := naming{facts: facts, release: release, now: now}
	switch {
	case release.Kind == checks.ReleaseTag && release.Tag != nil:
		judged.tag(*release.Tag)
	case release.Kind == checks.ReleasePullRequest:
		judged.pullRequest()
	default:
		judged.directory()
	}
	return judged.finish()
}

// naming collects what is said of one release.
type naming struct {
	facts    namingFacts
	release  checks.Release
	now      time.Time
	seen     []string // what speaks for the name
	findings []checks.Finding
	notes    []string
	missing  []checks.Missing
	headline string // for what speaks neither for nor against the name
}

func (n *naming) find(rule string, severity checks.Severity, message, remedy string) {
	n.findings = append(n.findings, checks.Finding{
		Rule: "naming." + rule, Severity: severity, Message: message, Remedy: remedy, Grade: n.grade(), Fingerprint: checks.Fingerprint(rule, n.release.Ref),
	})
}

// grade is that of what the forge says, or of what is read here.
func (n *naming) grade() checks.Grade {
	if n.facts.forge {
		return checks.E3
	}
	return checks.E2
}

// tag judges a pushed tag.
func (n *naming) tag(tag checks.Tag) {
	if tag.Moved {
		n.find("moved", checks.SeverityError, "tag "+wording.Quoted(tag.Name)+" was moved: it pointed at other content before",
			"Leave the tag where it was first, and release this content under a new version.")
	}
	if n.facts.ambiguous {
		n.find("ambiguous", checks.SeverityError, "a branch is named "+wording.Quoted(tag.Name)+" too: git cannot tell the two apart",
			"Rename or delete the branch: `git push origin :refs/heads/"+wording.Argument(tag.Name, "BRANCH")+"`.")
	}
	if !tag.Annotated {
		n.find("lightweight", checks.SeverityWarning, "tag "+wording.Quoted(tag.Name)+" is lightweight: it tells neither who tagged nor when",
			"Use `git tag -s` for the next release.")
	} else if !tag.Verified && n.facts.forge {
		n.find("unsigned", checks.SeverityWarning, "tag "+wording.Quoted(tag.Name)+" has no signature that GitHub verifies", "Use `git tag -s` for the next release.")
	}
	own, complete := parseTag(tag.Name)
	if !wellNamed(tag.Name, n.facts.patterns) {
		better := suggestion(tag.Name, n.release.Version)
		n.find("pattern", checks.SeverityError, "tag "+wording.Quoted(tag.Name)+" is not named as a release: `release/v1.4.0`"+otherPatterns(n.facts.patterns),
			fmt.Sprintf("Tag %s → use `%s`: `git tag -s %s %s && git push origin %s`.", wording.Quoted(tag.Name), better, better, wording.ShortSHA(tag.Commit), better)+n.custom(own, complete, tag))
	} else {
		n.seen = append(n.seen, wording.Quoted(tag.Name)+" names a release")
	}
	if complete {
		n.order(own, tag)
		n.versionFiles(own.text, packageOf(own.family))
	}
	n.place(tag)
}

// custom names the policy's line where the tags before this one are named like
// it: the repository's own way, which golive can be told of.
func (n *naming) custom(own version, complete bool, tag checks.Tag) string {
	if !complete || len(before(n.facts.tags, own, tag)) == 0 {
		return ""
	}
	return " Tags before it are named so too: `release: {tags: [\"" + globOf(own.family) + "\"]}` in .golive.yml lets golive take them for releases."
}

// order judges the version against the tags before it.
func (n *naming) order(own version, tag checks.Tag) {
	if !n.facts.listed {
		return
	}
	others := before(n.facts.tags, own, tag)
	for _, other := range others {
		if other.version.compare(own) == 0 {
			n.find("reused", checks.SeverityError, fmt.Sprintf("version %s is used already by tag %s on `%s`", own.text, wording.Quoted(other.tag.Name), wording.ShortSHA(other.tag.Commit)),
				"Release this content under a version that was never used.")
			return
		}
	}
	increasing, last := increases(own, others)
	switch {
	case !increasing:
		n.find("not-increasing", checks.SeverityError, fmt.Sprintf("version %s is not greater than the last release of its line: %s is there", own.text, wording.Quoted(last.Name)),
			"Tag the commit with a version after "+wording.Quoted(last.Name)+", or, for a fix of an older line, after the highest of that line.")
	case last.Name == "":
		n.seen = append(n.seen, fmt.Sprintf("it is the first of its name (%s read)", wording.Counted(len(n.facts.tags), "tag", "tags")))
	default:
		n.seen = append(n.seen, fmt.Sprintf("it follows %s (%s read)", wording.Quoted(last.Name), wording.Counted(len(n.facts.tags), "tag", "tags")))
	}
}

// place judges where the tag's commit is, and whether it can be moved.
func (n *naming) place(tag checks.Tag) {
	if !n.facts.forge {
		return
	}
	uncertain := slices.ContainsFunc(n.facts.unread, func(what string) bool {
		return strings.HasPrefix(what, "whether ") && strings.HasSuffix(what, "contains the commit")
	})
	switch {
	case n.facts.branch != "":
		n.seen = append(n.seen, "its commit is on "+wording.Quoted(n.facts.branch))
	case !uncertain && len(n.facts.tried) > 0:
		n.find("off-branch", checks.SeverityError, fmt.Sprintf("commit `%s` of tag %s is on no release branch (looked at %s)", wording.ShortSHA(tag.Commit), wording.Quoted(tag.Name), strings.Join(wording.QuotedPaths(n.facts.tried), ", ")),
			"Merge the commit, and tag what was merged.")
	case !uncertain:
		n.facts.unread = append(n.facts.unread, "the default branch")
	}
	switch {
	case n.facts.known && n.facts.protected:
		n.seen = append(n.seen, "a ruleset keeps it from being moved")
	case n.facts.known:
		n.find("unprotected", checks.SeverityWarning, "no ruleset keeps release tags from being moved or deleted",
			"Settings → Rules → Rulesets → New tag ruleset: target `release/v*`, restrict updates and deletions.")
	default:
		n.notes = append(n.notes, "whether a ruleset protects release tags could not be read")
	}
}

// pullRequest judges the branch and the version that a tag will carry.
func (n *naming) pullRequest() {
	branch := n.release.HeadBranch
	if goodBranch(branch, n.facts.branches) {
		n.seen = append(n.seen, "branch "+wording.Quoted(branch)+" names a release")
	} else {
		better := suggestion(branch, n.release.Version)
		n.find("branch", checks.SeverityError, "branch "+wording.Quoted(branch)+" is not named as a release: `release/v1.4.0` or `hotfix/…`",
			fmt.Sprintf("Open the release from `%s`: `git push origin %s:%s`. Names of your own go under `release: branches:` in .golive.yml.", better, wording.Argument(branch, "BRANCH"), better))
	}
	title, named := checks.VersionIn(n.release.Title), checks.VersionIn(branch)
	if title != "" && named != "" && title != named {
		n.find("title", checks.SeverityWarning, fmt.Sprintf("the title says %s and the branch says %s", title, named), "Make both name the version that will be tagged.")
	}
	released := cmp.Or(n.release.Version, named, title)
	if released == "" {
		n.notes = append(n.notes, "neither branch, title nor files name a version yet")
		return
	}
	n.versionFiles(released, "")
	if own, complete := parseTag("release/v" + released); complete && n.facts.listed && !n.facts.merged && len(n.facts.unread) == 0 {
		n.upcoming(own)
	}
}

// upcoming judges the version of an open pull request against all release tags.
func (n *naming) upcoming(own version) {
	others := slices.DeleteFunc(releaseTags(n.facts.tags), func(other namedVersion) bool { return (other.version.number == nil) != (own.number == nil) })
	for _, other := range others {
		if other.version.compare(own) == 0 && other.tag.Commit != n.release.SHA {
			n.find("reused", checks.SeverityError, fmt.Sprintf("version %s is released already as %s", own.text, wording.Quoted(other.tag.Name)), "Choose a version that was never used.")
			return
		}
	}
	if increasing, last := increases(own, others); !increasing {
		n.find("not-increasing", checks.SeverityError, fmt.Sprintf("version %s is not greater than the last release of its line: %s is there", own.text, wording.Quoted(last.Name)),
			"Choose a version after "+wording.Quoted(last.Name)+".")
		return
	}
	n.seen = append(n.seen, fmt.Sprintf("version %s is new (%s read)", own.text, wording.Counted(len(n.facts.tags), "tag", "tags")))
}

// versionFiles holds the files that state a version against the release's.
func (n *naming) versionFiles(released, packageName string) {
	files := ofRelease(n.facts.files, n.release, packageName)
	agree := 0
	for _, file := range files {
		if file.version == released {
			agree++
			continue
		}
		n.findings = append(n.findings, checks.Finding{
			Rule: "naming.version-file", Severity: checks.SeverityWarning, Path: file.path, Line: file.line, EndLine: file.line,
			Message:     fmt.Sprintf("%s says %s, the release is %s", wording.Quoted(file.path), wording.Quoted(file.version), released),
			Remedy:      "Set the version to " + released + " before the tag is made.",
			Fingerprint: checks.Fingerprint("version-file", file.path), Grade: checks.E2,
		})
	}
	if agree > 0 && agree == len(files) {
		n.seen = append(n.seen, wording.Counted(agree, "version file agrees", "version files agree"))
	}
}

// finish puts the observation together.
func (n *naming) finish() checks.Observation {
	observation := checks.Observation{Findings: n.findings, Missing: n.missing}
	if len(n.facts.unread) > 0 {
		observation.Missing = append(observation.Missing, checks.Missing{
			Connection: checks.ConnectionForge,
			Reason:     "GitHub did not tell " + strings.Join(n.facts.unread, ", ") + ".",
			Remedy:     "Try `/golive rerun delivery.naming`; if it stays, see that the App may read the repository's contents.",
		})
	} else if !n.facts.forge && n.release.Kind != checks.ReleaseDirectory {
		observation.Missing = append(observation.Missing, checks.Missing{
			Connection: checks.ConnectionForge,
			Reason:     "The repository's other tags and branches are on GitHub, which golive is not connected to here.",
			Remedy:     "Install the GitHub App on the repository.",
		})
	}
	checks.SortFindings(observation.Findings)
	failed := len(observation.Findings) > 0 && observation.Findings[0].Severity == checks.SeverityError
	look := checks.Evidence{Grade: n.grade(), Outcome: checks.Supports, Kind: "name", Source: "golive", ObservedAt: n.now, Tree: n.release.Tree}
	if n.facts.forge {
		look.Source, look.Sample = "github", len(n.facts.tags)
	}
	switch {
	case failed:
		look.Outcome, look.Summary = checks.Refutes, observation.Findings[0].Message
		observation.Headline, observation.Why, observation.Remedy = headline(observation.Findings[0]), observation.Findings[0].Message, observation.Findings[0].Remedy
	case n.release.Kind == checks.ReleaseDirectory && len(n.seen) > 0:
		look.Source, look.Sample, look.Summary = "git", len(n.facts.tags), strings.Join(n.seen, "; ")
		observation.Headline, observation.Why, observation.Remedy = cmp.Or(n.headline, "as far as it can be seen here, in order"), n.missing[0].Reason, n.missing[0].Remedy
		if len(observation.Findings) > 0 {
			observation.Why, observation.Remedy = wording.Capital(observation.Findings[0].Message)+".", observation.Findings[0].Remedy
		}
	case len(observation.Missing) > 0:
		look.Outcome, look.Summary = checks.Neutral, strings.Join(n.seen, "; ")
		observation.Headline = n.headline
		if len(observation.Findings) > 0 {
			observation.Why, observation.Remedy = wording.Capital(observation.Findings[0].Message)+".", observation.Findings[0].Remedy
		}
	default:
		look.Summary = strings.Join(n.seen, "; ")
		observation.Headline = "named and numbered as a release"
		if len(observation.Findings) > 0 {
			observation.Headline, observation.Why, observation.Remedy = observation.Findings[0].Message, "", observation.Findings[0].Remedy
		}
	}
	if look.Summary != "" {
		observation.Evidence = append(observation.Evidence, look)
	}
	for _, note := range n.notes {
		observation.Evidence = append(observation.Evidence, checks.Evidence{
			Grade: n.grade(), Outcome: checks.Neutral, Kind: "name", Source: "golive", Summary: note, ObservedAt: n.now, Tree: n.release.Tree,
		})
	}
	return observation
}

func headline(finding checks.Finding) string {
	switch finding.Rule {
	case "naming.pattern", "naming.branch":
		return "not named as a release"
	case "naming.reused":
		return "the version is used already"
	case "naming.not-increasing":
		return "the version does not increase"
	case "naming.off-branch":
		return "the tag is off the release branches"
	case "naming.moved":
		return "the tag was moved"
	default:
		return "the name is ambiguous"
	}
}

func otherPatterns(patterns []string) string {
	var other []string
	for _, glob := range patterns {
		if glob != checklistTag {
			other = append(other, wording.Quoted(glob))
		}
	}
	if len(other) == 0 {
		return ""
	}
	return " or, by the policy, " + strings.Join(other, ", ") + " with a full version"
}
