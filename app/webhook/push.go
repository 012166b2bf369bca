package webhook

import (
	"strings"

	"github.com/golive-app/golive/jobs"
)

// tagPrefix begins the full name of a tag. The full name is what tells the tag
// release/v1 from the branch release/v1.
const tagPrefix = "refs/tags/"

// Full names of branches begin with this.
const branchPrefix = "refs/heads/"

// readPush reads tags, and which branch or tag leads elsewhere now, which releases of
// other repositories may read. The commits of a pull request arrive as
// pull_request.synchronize. GitHub sends no push for more than three tags that
// are pushed at once; jobs' sweep finds those.
// https://docs.github.com/en/webhooks/webhook-events-and-payloads#push
func readPush(payload []byte, _ AppIdentity) ([]jobs.Trigger, string, error) {
	event, err := decode[pushPayload](payload)
	if err != nil {
		return nil, "", err
	}
	moved := func(ref string) ([]jobs.Trigger, string, error) {
		return event.one(jobs.TriggerRefMoved, func(trigger *jobs.Trigger) { trigger.Ref = ref })
	}
	if branch, found := strings.CutPrefix(event.Ref, branchPrefix); found && branch != "" {
		return moved(branch)
	}
	tag, found := strings.CutPrefix(event.Ref, tagPrefix)
	if !found || tag == "" {
		return nil, "push of no branch or tag", nil
	}
	kind := jobs.TriggerTag
	if event.Deleted || zero(event.After) {
		kind = jobs.TriggerTagDeleted
	}
	// "forced" is false for a tag that was moved to a later commit.
	forced := kind == jobs.TriggerTag && !event.Created && event.Before != "" && !zero(event.Before)
	triggers, skipped, err := event.one(kind, func(trigger *jobs.Trigger) { trigger.Tag, trigger.Forced = tag, forced })
	if err != nil || !forced {
		return triggers, skipped, err
	}
	also, _, err := moved(tag)
	return append(triggers, also...), skipped, err
}

// zero reports whether an object id stands for nothing: zeros only, 40 of them or
// 64 in a repository of SHA-256 ids.
func zero(id string) bool { return id != "" && strings.Trim(id, "0") == "" }
