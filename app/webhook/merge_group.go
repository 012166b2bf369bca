package webhook

import (
	"strconv"

	"github.com/golive-app/golive/config/regex"
	"github.com/golive-app/golive/jobs"
)

// queuedBranch is the branch that a merge queue makes for a pull request:
// "refs/heads/gh-readonly-queue/main/pr-12-<sha of the base>".
var queuedBranch = regex.New(`^refs/heads/gh-readonly-queue/.+/pr-(\d{1,9})-[0-9a-f]{40,64}$`)

// readMergeGroup reads that a merge queue wants its checks. That a group ended asks for
// nothing: what it merged comes as a push.
// https://docs.github.com/en/webhooks/webhook-events-and-payloads#merge_group
func readMergeGroup(payload []byte, _ AppIdentity) ([]jobs.Trigger, string, error) {
	event, err := decode[mergeGroupPayload](payload)
	if err != nil {
		return nil, "", err
	}
	match := queuedBranch.FindStringSubmatch(event.Group.HeadRef)
	switch {
	case event.Action != "checks_requested":
		return nil, unusedAction, nil
	case match == nil || event.Group.HeadSHA == "":
		return nil, noSubject, nil
	}
	return event.one(jobs.TriggerQueued, func(trigger *jobs.Trigger) {
		trigger.Number, _ = strconv.Atoi(match[1])
		trigger.SHA = event.Group.HeadSHA
	})
}
