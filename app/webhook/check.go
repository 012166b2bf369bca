package webhook

import "github.com/golive-app/golive/jobs"

// "Re-run" has three forms on the wire. None of them is resolved by the list of
// pull requests it carries, which is empty for forks and tags, nor by the branch,
// which may be null: jobs finds the releases by commit.
// https://docs.github.com/en/webhooks/webhook-events-and-payloads#check_run

func readCheckRun(payload []byte, app AppIdentity) ([]jobs.Trigger, string, error) {
	event, err := decode[checkRunPayload](payload)
	if err != nil {
		return nil, "", err
	}
	run := event.CheckRun
	kind := jobs.TriggerRerunCheckRun
	switch {
	case event.Action == "requested_action":
		kind = jobs.TriggerAction
	case event.Action != "rerequested":
		return nil, unusedAction, nil
	}
	switch {
	case app.ID == 0 || run.App.ID != app.ID:
		return nil, otherApp, nil
	case run.ID <= 0 || run.HeadSHA == "":
		return nil, noSubject, nil
	}
	return event.one(kind, func(trigger *jobs.Trigger) {
		trigger.CheckRun, trigger.CheckName, trigger.SHA, trigger.External = run.ID, run.Name, run.HeadSHA, run.ExternalID
		if kind == jobs.TriggerAction {
			trigger.Action = event.RequestedAction.Identifier
		}
	})
}

func readCheckSuite(payload []byte, app AppIdentity) ([]jobs.Trigger, string, error) {
	event, err := decode[checkSuitePayload](payload)
	if err != nil {
		return nil, "", err
	}
	ours := app.ID != 0 && event.CheckSuite.App.ID == app.ID
	switch {
	case event.Action != "rerequested" && (event.Action != "completed" || ours):
		return nil, unusedAction, nil
	case event.CheckSuite.HeadSHA == "":
		return nil, noSubject, nil
	case event.Action == "completed":
		return event.one(jobs.TriggerCI, func(trigger *jobs.Trigger) { trigger.SHA = event.CheckSuite.HeadSHA })
	case !ours:
		return nil, otherApp, nil
	}
	return event.one(jobs.TriggerRerunCheckSuite, func(trigger *jobs.Trigger) { trigger.SHA = event.CheckSuite.HeadSHA })
}
