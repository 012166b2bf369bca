package webhook

import (
	"strings"

	"github.com/golive-app/golive/jobs"
)

// tagPrefix begins the full name of a tag. The full name is what tells the tag
// release/v1 from the branch release/v1.
const tagPrefix = "refs/tags/"

// readPush reads tags only: the commits of a pull request arrive as
// pull_request.synchronize. GitHub sends no push for more than three tags that
// are pushed at once; jobs' sweep finds those.
// https://docs.github.com/en/webhooks/webhook-events-and-payloads#push
func readPush(payload []byte, _ AppIdentity) ([]jobs.Trigger, string, error) {
	event, err := decode[pushPayload](payload)
	if err != nil {
		return nil, "", err
	}
	tag, found := strings.CutPrefix(event.Ref, tagPrefix)
	if !found || tag == "" {
		return nil, "push of no tag", nil
	}
	kind := jobs.TriggerTag
	if event.Deleted || zero(event.After) {
		kind = jobs.TriggerTagDeleted
	}
	return event.one(kind, func(trigger *jobs.Trigger) {
		trigger.Tag = tag
		// "forced" is false for a tag that was moved to a later commit.
		trigger.Forced = kind == jobs.TriggerTag && !event.Created && event.Before != "" && !zero(event.Before)
	})
}

// zero reports whether an object id stands for nothing: zeros only, 40 of them or
// 64 in a repository of SHA-256 ids.
func zero(id string) bool { return id != "" && strings.Trim(id, "0") == "" }
