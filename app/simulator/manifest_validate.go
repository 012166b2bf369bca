package simulator

import (
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
)

// longestAppName is how many characters the name of an App may have.
// https://docs.github.com/en/apps/creating-github-apps/registering-a-github-app/registering-a-github-app
const longestAppName = 34

// knownPermissions are those that an App can ask for; a test holds them against
// GitHub's description of the schema app-permissions, which lacks actions_variables
// (https://docs.github.com/rest/authentication/permissions-required-for-github-apps#repository-permissions-for-variables).
var knownPermissions = strings.Fields(`actions actions_variables administration artifact_metadata attestations checks code_quality codespaces contents
	custom_properties_for_organizations dependabot_secrets deployments discussions email_addresses
	enterprise_custom_properties_for_organizations environments followers git_ssh_keys gpg_keys interaction_limits issues
	members merge_queues metadata organization_administration organization_announcement_banners
	organization_copilot_agent_settings organization_copilot_seat_management organization_custom_org_roles
	organization_custom_properties organization_custom_roles organization_events organization_hooks organization_packages
	organization_personal_access_token_requests organization_personal_access_tokens organization_plan organization_projects
	organization_secrets organization_self_hosted_runners organization_user_blocking packages pages profile pull_requests
	repository_custom_properties repository_hooks repository_projects secret_scanning_alerts secrets security_events
	single_file starring statuses vulnerability_alerts workflows`)

// eventPermissions are the events that an App can subscribe to, and of which
// permission it needs one to do so; none stands for metadata.
// https://docs.github.com/en/webhooks/webhook-events-and-payloads
var eventPermissions = map[string][]string{
	"branch_protection_configuration": {"administration"}, "branch_protection_rule": {"administration"},
	"check_run": {"checks"}, "check_suite": {"checks"}, "code_scanning_alert": {"security_events"}, "commit_comment": {"contents"},
	"create": {"contents"}, "delete": {"contents"}, "dependabot_alert": {"vulnerability_alerts"}, "deploy_key": {"administration"},
	"deployment": {"deployments"}, "deployment_protection_rule": {"deployments"}, "deployment_review": {"deployments"},
	"deployment_status": {"deployments"}, "discussion": {"discussions"}, "discussion_comment": {"discussions"}, "fork": {"contents"},
	"gollum": {"contents"}, "issue_comment": {"issues", "pull_requests"}, "issues": {"issues"}, "label": nil, "member": {"members"},
	"membership": {"members"}, "merge_group": {"merge_queues"}, "meta": nil, "milestone": {"issues", "pull_requests"},
	"organization": {"members"}, "page_build": {"pages"}, "public": nil, "pull_request": {"pull_requests"},
	"pull_request_review": {"pull_requests"}, "pull_request_review_comment": {"pull_requests"},
	"pull_request_review_thread": {"pull_requests"}, "push": {"contents"}, "registry_package": {"packages"}, "release": {"contents"},
	"repository": nil, "repository_dispatch": {"contents"}, "repository_ruleset": {"administration"},
	"secret_scanning_alert": {"secret_scanning_alerts"}, "star": nil, "status": {"statuses"}, "team": {"members"}, "team_add": {"members"},
	"watch": nil, "workflow_dispatch": {"contents"}, "workflow_job": {"actions"}, "workflow_run": {"actions"},
}

// readManifest reads a manifest and lists what GitHub would refuse. name, where
// not empty, is the one that was typed on the page.
func (g *GitHub) readManifest(text, name string) (manifest, []string) {
	var wanted manifest
	if err := json.Unmarshal([]byte(text), &wanted); err != nil {
		return manifest{}, []string{"The configuration does not appear to be a valid GitHub App manifest."}
	}
	if name != "" {
		wanted.Name = name
	}
	var problems []string
	add := func(format string, arguments ...any) { problems = append(problems, fmt.Sprintf(format, arguments...)) }
	switch length := len([]rune(wanted.Name)); {
	case slugOf(wanted.Name) == "":
		add("Name can't be blank")
	case length > longestAppName:
		add("Name is too long (maximum is %d characters)", longestAppName)
	case g.apps[slugOf(wanted.Name)] != nil:
		add("Name is already taken")
	}
	if !isWebURL(wanted.URL) {
		add(`"url" wasn't supplied.`)
	}
	if wanted.RedirectURL != "" && !isWebURL(wanted.RedirectURL) {
		add("Redirect url must be a valid URL")
	}
	g.checkHook(wanted, add)
	for permission, level := range wanted.Permissions {
		if !slices.Contains(knownPermissions, permission) {
			add("Default permission records resource is not included in the list: %s", permission)
		} else if permissionRank(level) == 0 {
			add("Default permission %s has no such level: %s", permission, level)
		}
	}
	for _, event := range wanted.Events {
		permissions, known := eventPermissions[event]
		supported := known && (len(permissions) == 0 || slices.ContainsFunc(permissions, func(one string) bool { return wanted.Permissions[one] != "" }))
		if !supported {
			add("Default events unsupported: %s", event)
		}
	}
	slices.Sort(problems)
	return wanted, problems
}

// checkHook holds the webhook's address against what GitHub wants: one, as soon
// as hook_attributes or events are there, and one that it can reach.
func (g *GitHub) checkHook(wanted manifest, add func(string, ...any)) {
	if wanted.Hook == nil {
		if len(wanted.Events) > 0 {
			add("Hook url can't be blank when the App subscribes to events")
		}
		return
	}
	if !isWebURL(wanted.Hook.URL) {
		add(`"url" wasn't supplied.`)
		return
	}
	switch loopback := isLoopback(wanted.Hook.URL); {
	case loopback && !isLoopback(g.options.PublicURL):
		add("Hook url is not supported because it isn't reachable over the public Internet (%s)", wanted.Hook.URL)
	case !loopback && !strings.HasPrefix(wanted.Hook.URL, "https://"):
		// GitHub itself takes http. A simulation must not teach that.
		add("Hook url must be https")
	}
}

func isWebURL(text string) bool {
	parsed, err := url.Parse(text)
	return err == nil && (parsed.Scheme == "https" || parsed.Scheme == "http") && parsed.Host != ""
}

func isLoopback(text string) bool {
	parsed, err := url.Parse(text)
	if err != nil {
		return false
	}
	host := parsed.Hostname()
	address := net.ParseIP(host)
	return host == "localhost" || address != nil && address.IsLoopback()
}
