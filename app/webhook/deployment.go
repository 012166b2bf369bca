package webhook

import (
	"slices"

	"github.com/golive-app/golive/jobs"
)

// notEnded says that something is still under way.
const notEnded = "it has not ended yet"

// readStatus reads commit statuses, by which older continuous integration reports.
// https://docs.github.com/en/webhooks/webhook-events-and-payloads#status
func readStatus(payload []byte, _ AppIdentity) ([]jobs.Trigger, string, error) {
	event, err := decode[statusPayload](payload)
	if err != nil {
		return nil, "", err
	}
	switch {
	case event.State == "pending":
		return nil, notEnded, nil
	case event.SHA == "":
		return nil, noSubject, nil
	}
	return event.one(jobs.TriggerCI, func(trigger *jobs.Trigger) { trigger.SHA = event.SHA })
}

// readDeploymentStatus reads how deployments end. "inactive" is an end too: what was
// live is not any more.
// https://docs.github.com/en/webhooks/webhook-events-and-payloads#deployment_status
func readDeploymentStatus(payload []byte, _ AppIdentity) ([]jobs.Trigger, string, error) {
	event, err := decode[deploymentStatusPayload](payload)
	if err != nil {
		return nil, "", err
	}
	switch {
	case !slices.Contains([]string{"success", "failure", "error", "inactive"}, event.Status.State):
		return nil, notEnded, nil
	case event.Deployment.SHA == "" || event.Deployment.Environment == "":
		return nil, noSubject, nil
	}
	return event.one(jobs.TriggerDeployed, func(trigger *jobs.Trigger) {
		trigger.SHA, trigger.Environment = event.Deployment.SHA, event.Deployment.Environment
	})
}
