package demo

import (
	"fmt"
	"slices"

	"github.com/golive-app/golive/app/demo/shop"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// offers says of every act whether it is possible now.
func (s *Stage) offers(seen Snapshot, reviews []simulator.Review) []Offer {
	next, left := s.Scene.nextFix()
	return []Offer{
		{Name: ActFix, Reason: fixReason(seen, left), Next: fixMends(next, left)},
		{Name: ActApprove, Reason: approveReason(seen, reviews)},
		{Name: ActSecrets, Reason: s.secretsReason(seen, left)},
		{Name: ActLoad, Reason: loadReason(seen)},
		{Name: ActDecide, Reason: s.decideReason(seen, left)},
		{Name: ActComment},
		{Name: ActRerun, Reason: rerunReason(seen)},
		{Name: ActButton, Reason: rerunReason(seen)},
		{Name: ActTag, Next: freeTag(seen)},
		{Name: ActEnforce, Reason: modeReason(seen, config.ModeEnforce)},
		{Name: ActObserve, Reason: modeReason(seen, config.ModeObserve)},
		{Name: ActMerge, Reason: mergeReason(seen)},
		{Name: ActClose, Reason: unless(seen.Pull.State == "open", "it is closed")},
		{Name: ActReopen, Reason: reopenReason(seen)},
		{Name: ActStartOver},
	}
}

func unless(possible bool, reason string) string {
	if possible {
		return ""
	}
	return reason
}

func fixReason(seen Snapshot, left bool) string {
	switch {
	case !seen.IsShop:
		return "only the sample shop has fixes; a repository of yours is only read"
	case !left:
		return "both fixes are pushed"
	default:
		return unless(seen.Pull.State == "open", "the pull request is closed")
	}
}

// fixMends says what a fix mends.
func fixMends(next shop.State, left bool) string {
	switch {
	case !left:
		return ""
	case next == shop.Fixed:
		return "removes debug output and the committed secrets, writes the changelog"
	default:
		return "protects the export, limits requests, loads items in one query: it shows on staging"
	}
}

func approveReason(seen Snapshot, reviews []simulator.Review) string {
	approved := slices.ContainsFunc(reviews, func(review simulator.Review) bool {
		return review.User == shop.ReleaseManager && review.State == "APPROVED" && review.Commit == seen.Pull.HeadSHA
	})
	if approved {
		return shop.ReleaseManager + " approved this commit"
	}
	return unless(seen.Pull.State == "open", "the pull request is closed")
}

// secretsReason says why the planted secrets cannot be closed now.
func (s *Stage) secretsReason(seen Snapshot, fixesLeft bool) string {
	if reason := mendedReason(seen, fixesLeft); reason != "" {
		return reason
	}
	return unless(seen.Verdicts[SecretsItem] == checks.Fail, "no secret is open")
}

// loadReason says why a load test cannot be asked for now.
func loadReason(seen Snapshot) string {
	switch {
	case !seen.IsShop:
		return "only the sample shop has a staging environment"
	case seen.AsksForLoad:
		return "the policy asks for one already"
	case seen.Ready.Status != "completed":
		return "golive still checks this commit"
	default:
		return unless(seen.Pull.State == "open", "the pull request is closed")
	}
}

// decideReason says why people have nothing to decide now.
func (s *Stage) decideReason(seen Snapshot, fixesLeft bool) string {
	if reason := mendedReason(seen, fixesLeft); reason != "" {
		return reason
	}
	return unless(len(s.Scene.decisions(seen.Pull.Number, seen.Verdicts)) > 0, "nothing waits for a person")
}

// mendedReason says why what comes after the fixes is not possible yet.
func mendedReason(seen Snapshot, fixesLeft bool) string {
	switch {
	case !seen.IsShop:
		return "only the sample shop has this part of the story"
	case seen.Pull.State != "open":
		return "the pull request is closed"
	case fixesLeft:
		return "push the fixes first"
	default:
		return unless(seen.Ready.Status == "completed", "golive still checks this commit")
	}
}

func rerunReason(seen Snapshot) string {
	return unless(len(seen.CheckRuns) > 0, "golive has no check run on this commit yet")
}

func modeReason(seen Snapshot, mode config.Mode) string {
	if seen.Mode == string(mode) {
		return "the policy says so already"
	}
	if seen.Ready.Status != "completed" { // there is no check run yet that could be run again
		return "golive still checks this commit"
	}
	return unless(seen.Pull.State == "open", "the pull request is closed")
}

// mergeReason is what a ruleset that requires golive / ready says.
func mergeReason(seen Snapshot) string {
	switch {
	case seen.Pull.State != "open":
		return "the pull request is closed"
	case seen.Ready.Status != "completed":
		return checks.ReadyCheck + " is not completed"
	default:
		return unless(seen.Ready.Conclusion == "success", checks.ReadyCheck+" is not successful")
	}
}

func reopenReason(seen Snapshot) string {
	if seen.Pull.Merged {
		return "it is merged"
	}
	return unless(seen.Pull.State == "closed", "it is open")
}

// freeTag returns the name of a release of the shop that is not tagged yet.
func freeTag(seen Snapshot) string {
	if !seen.IsShop {
		return "" // its owner knows what comes next
	}
	for patch := 0; ; patch++ {
		name := shop.ReleaseBranch
		if patch > 0 {
			name = fmt.Sprintf("release/v1.4.%d", patch)
		}
		if !slices.ContainsFunc(seen.Tags, func(tag Tag) bool { return tag.Name == name }) {
			return name
		}
	}
}
