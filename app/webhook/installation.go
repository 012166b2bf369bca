package webhook

import (
	"slices"

	"github.com/golive-app/golive/jobs"
)

// maxRepositories bounds the ids in one trigger: an organisation may install the
// App on thousands of repositories at once, and a queue's payload stays small.
const maxRepositories = 500

// https://docs.github.com/en/webhooks/webhook-events-and-payloads#installation
func readInstallation(payload []byte, _ AppIdentity) ([]jobs.Trigger, string, error) {
	event, err := decode[installationPayload](payload)
	if err != nil {
		return nil, "", err
	}
	switch event.Action {
	case "created", "unsuspend", "new_permissions_accepted":
		return event.of(jobs.TriggerInstalled, event.Repositories, true)
	case "deleted", "suspend":
		return event.of(jobs.TriggerUninstalled, nil, true)
	default:
		return nil, unusedAction, nil
	}
}

// https://docs.github.com/en/webhooks/webhook-events-and-payloads#installation_repositories
func readInstallationRepositories(payload []byte, _ AppIdentity) ([]jobs.Trigger, string, error) {
	event, err := decode[installationPayload](payload)
	if err != nil {
		return nil, "", err
	}
	switch event.Action {
	case "added":
		return event.of(jobs.TriggerRepositories, event.Added, false)
	case "removed":
		return event.of(jobs.TriggerRepositoriesOut, event.Removed, false)
	default:
		return nil, unusedAction, nil
	}
}

// of returns triggers about an installation, each with a bounded part of the
// repositories; without any, one where the event says something by itself.
func (p installationPayload) of(kind jobs.TriggerKind, repositories []identified, alone bool) ([]jobs.Trigger, string, error) {
	if p.Installation.ID <= 0 {
		return nil, noInstallation, nil
	}
	var ids []int64
	for _, repository := range repositories {
		if repository.ID > 0 {
			ids = append(ids, repository.ID)
		}
	}
	trigger := jobs.Trigger{Kind: kind, Installation: p.Installation.ID, Sender: p.Sender.Login}
	if len(ids) == 0 {
		if alone {
			return []jobs.Trigger{trigger}, "", nil
		}
		return nil, noSubject, nil
	}
	var triggers []jobs.Trigger
	for part := range slices.Chunk(ids, maxRepositories) {
		trigger.Repositories = part
		triggers = append(triggers, trigger)
	}
	return triggers, "", nil
}
