package simulator

import "slices"

// send queues an event of a repository for the installation that covers it,
// if the App subscribes to it. fields are what the event has beside action,
// repository, sender and installation.
// https://docs.github.com/webhooks/webhook-events-and-payloads
func (g *GitHub) send(r *repository, event, action, by string, fields object) {
	if !slices.Contains(g.options.Events, event) {
		return
	}
	for _, id := range sortedKeys(g.installations) {
		i := g.installations[id]
		if !i.sees(r) || !i.suspendedAt.IsZero() || !g.mayReceive(i, event) {
			continue
		}
		payload := object{
			"sender": g.renderAccount(g.account(by)), "repository": g.renderRepository(r),
			"installation": object{"id": i.id, "node_id": nodeID("IntegrationInstallation", i.id)},
		}
		if action != "" {
			payload["action"] = action
		}
		if r.owner.kind == "Organization" {
			payload["organization"] = g.renderOrganization(r.owner)
		}
		for name, value := range fields {
			payload[name] = value
		}
		if event == "push" { // the only event that dates repositories in seconds
			rendered := payload["repository"].(object)
			rendered["created_at"], rendered["pushed_at"] = r.createdAt.Unix(), r.pushedAt.Unix()
			rendered["master_branch"], rendered["stargazers"] = r.defaultBranch, 0
			owner := rendered["owner"].(object)
			owner["name"], owner["email"] = r.owner.login, noReply(r.owner.login)
		}
		g.queue.add(g, event, action, i.id, r.id, payload)
		return
	}
}

// mayReceive tells whether an installation's permissions allow an event.
func (g *GitHub) mayReceive(i *installation, event string) bool {
	needed := map[string]string{
		"check_run": "checks", "check_suite": "checks", "deployment": "deployments", "deployment_status": "deployments",
		"issue_comment": "issues", "issues": "issues", "merge_group": "merge_queues", "pull_request": "pull_requests",
		"pull_request_review": "pull_requests", "push": "contents", "create": "contents", "delete": "contents",
		"release": "contents", "status": "statuses", "workflow_run": "actions",
	}[event]
	if event == "issue_comment" && i.permissions["pull_requests"] != "" {
		return true
	}
	return needed == "" || i.permissions[needed] != ""
}

func (g *GitHub) renderOrganization(a *account) object {
	api := g.apiURL() + "/orgs/" + a.login
	return object{
		"login": a.login, "id": a.id, "node_id": nodeID("Organization", a.id), "description": "",
		"url": api, "repos_url": api + "/repos", "events_url": api + "/events", "hooks_url": api + "/hooks", "issues_url": api + "/issues",
		"members_url": api + "/members{/member}", "public_members_url": api + "/public_members{/member}", "avatar_url": g.options.PublicURL + "/" + a.login + ".png",
	}
}
