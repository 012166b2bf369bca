package code

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// readSeniors asks who is in the teams that the policy names senior, where anybody's
// approval may hang on it.
func readSeniors(ctx context.Context, forge checks.Forge, named []string, reviews []checks.Review) checks.Holders {
	approved := slices.ContainsFunc(reviews, func(review checks.Review) bool {
		return review.State == checks.ReviewApproved && !review.Bot && !departed(review)
	})
	if !approved {
		return checks.Holders{Named: named}
	}
	return checks.ReadHolders(ctx, forge, named)
}

// departed reports whether a review is by an account that was deleted: whoever it
// was is known to nobody, so it counts neither for nor against.
func departed(review checks.Review) bool {
	return review.Login == "" || strings.EqualFold(review.Login, checks.Ghost)
}

// reviewerKey tells reviewers apart. Deleted accounts share a name, and each of
// their reviews may be another person's.
func reviewerKey(review checks.Review) string {
	if departed(review) {
		return checks.Ghost + " " + strconv.FormatInt(review.ID, 10) + " " + review.SubmittedAt.String()
	}
	return strings.ToLower(review.Login)
}

// inDoubt reports whether an approval would count if its author were in a team whose
// members could not be read, and counts by nothing else.
func (f reviewFacts) inDoubt(review checks.Review, permission checks.Permission, known bool, who authors, release checks.Release) bool {
	if len(f.roles) == 0 {
		return false
	}
	if holds, certain := f.holders.Hold(review.Login); holds || certain {
		return false
	}
	_, refusal := f.refuseUnlessSenior(review, permission, known, who, release, true)
	return !refusal
}

// missingSeniors says which teams could not be read, and the one thing that mends it.
func (f reviewFacts) missingSeniors() checks.Missing {
	return checks.Missing{
		Connection: checks.ConnectionForge,
		Reason:     fmt.Sprintf("%s, so whether a senior approved #%d is not known.", wording.Capital(f.holders.Reason()), f.pull.Number),
		Remedy:     f.holders.Remedy() + ", then `/golive rerun code.review`.",
	}
}
