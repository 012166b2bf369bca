package simulator

import (
	"fmt"
	"slices"
	"time"
)

// deployment is one deployment with its statuses, oldest first.
type deployment struct {
	id          int64
	sha         string
	ref         string
	environment string
	description string
	creator     string
	createdAt   time.Time
	updatedAt   time.Time
	statuses    []deploymentStatus
}

type deploymentStatus struct {
	id             int64
	state          string
	environmentURL string
	description    string
	creator        string
	createdAt      time.Time
}

// CreateDeployment records a deployment of ref (a commit, branch or tag) and
// sends deployment.created. It returns the deployment's id.
func (g *GitHub) CreateDeployment(fullName, ref, environment, by string) (int64, error) {
	var id int64
	err := g.withRepository(fullName, func(r *repository) error {
		sha := r.git.commit(ref)
		if sha == "" {
			return fmt.Errorf("simulator: no commit %q", ref)
		}
		made := &deployment{id: g.id(), sha: sha, ref: ref, environment: environment, creator: by, createdAt: g.now(), updatedAt: g.now()}
		g.environment(r, environment)
		r.deployments = append(r.deployments, made)
		id = made.id
		g.send(r, "deployment", "created", by, object{"deployment": g.renderDeployment(r, made), "workflow": nil, "workflow_run": nil})
		return nil
	})
	return id, err
}

// SetDeploymentStatus adds a status (queued, in_progress, success, failure,
// error, inactive …) and sends deployment_status.created.
func (g *GitHub) SetDeploymentStatus(fullName string, id int64, state, environmentURL, by string) error {
	return g.withRepository(fullName, func(r *repository) error {
		at := slices.IndexFunc(r.deployments, func(d *deployment) bool { return d.id == id })
		if at < 0 {
			return fmt.Errorf("simulator: no deployment %d", id)
		}
		d := r.deployments[at]
		made := deploymentStatus{id: g.id(), state: state, environmentURL: environmentURL, creator: by, createdAt: g.now()}
		if state == "success" {
			g.retire(r, d)
		}
		d.statuses = append(d.statuses, made)
		d.updatedAt = g.now()
		g.send(r, "deployment_status", "created", by, object{
			"deployment": g.renderDeployment(r, d), "deployment_status": g.renderDeploymentStatus(r, d, made),
		})
		return nil
	})
}

// retire makes earlier successes inactive, as auto_inactive does by default:
// those of the same environment, unless it is production.
// https://docs.github.com/rest/deployments/statuses#create-a-deployment-status
func (g *GitHub) retire(r *repository, by *deployment) {
	for _, d := range r.deployments {
		last := len(d.statuses) - 1
		if d.id >= by.id || d.environment != by.environment || isProduction(d.environment) || last < 0 || d.statuses[last].state != "success" {
			continue
		}
		d.statuses = append(d.statuses, deploymentStatus{id: g.id(), state: "inactive", creator: by.creator, createdAt: g.now()})
	}
}

// isProduction is the default of production_environment.
// https://docs.github.com/rest/deployments/deployments#create-a-deployment
func isProduction(environment string) bool { return environment == "production" }

func (g *GitHub) renderDeployment(r *repository, d *deployment) object {
	self := fmt.Sprintf("%s/repos/%s/deployments/%d", g.apiURL(), r.fullName(), d.id)
	return object{
		"id": d.id, "node_id": nodeID("Deployment", d.id), "sha": d.sha, "ref": d.ref, "task": "deploy", "payload": object{},
		"environment": d.environment, "original_environment": d.environment, "description": orNull(d.description), "creator": g.renderLogin(d.creator),
		"created_at": stamp(d.createdAt), "updated_at": stamp(d.updatedAt), "url": self, "statuses_url": self + "/statuses",
		"repository_url":        fmt.Sprintf("%s/repos/%s", g.apiURL(), r.fullName()),
		"transient_environment": false, "production_environment": isProduction(d.environment), "performed_via_github_app": nil,
	}
}

func (g *GitHub) renderDeploymentStatus(r *repository, d *deployment, s deploymentStatus) object {
	deployment := fmt.Sprintf("%s/repos/%s/deployments/%d", g.apiURL(), r.fullName(), d.id)
	return object{
		"id": s.id, "node_id": nodeID("DeploymentStatus", s.id), "state": s.state, "creator": g.renderLogin(s.creator), "description": s.description,
		"environment": d.environment, "environment_url": s.environmentURL, "target_url": "", "log_url": "",
		"created_at": stamp(s.createdAt), "updated_at": stamp(s.createdAt), "deployment_url": deployment,
		"repository_url": fmt.Sprintf("%s/repos/%s", g.apiURL(), r.fullName()), "url": fmt.Sprintf("%s/statuses/%d", deployment, s.id),
		"performed_via_github_app": nil,
	}
}

func (g *GitHub) deploymentRoutes() []route {
	const one = "/repos/{owner}/{repo}/deployments/{id}"
	onDeployment := func(serve func(*call, *deployment) *answer) func(*call) *answer {
		return func(c *call) *answer {
			at := slices.IndexFunc(c.repository.deployments, func(d *deployment) bool { return d.id == c.number("id") })
			if at < 0 {
				return notFound()
			}
			return serve(c, c.repository.deployments[at])
		}
	}
	return []route{
		{"GET", "/repos/{owner}/{repo}/deployments", "deployments:read", listDeployments},
		{"GET", one, "deployments:read", onDeployment(func(c *call, d *deployment) *answer { return ok(c.g.renderDeployment(c.repository, d)) })},
		{"GET", one + "/statuses", "deployments:read", onDeployment(func(c *call, d *deployment) *answer {
			newest := slices.Clone(d.statuses)
			slices.Reverse(newest)
			return paginate(c, newest, func(s deploymentStatus) object { return c.g.renderDeploymentStatus(c.repository, d, s) })
		})},
	}
}

// https://docs.github.com/rest/deployments/deployments#list-deployments
func listDeployments(c *call) *answer {
	var found []*deployment
	for _, d := range c.repository.deployments {
		matches := func(parameter, value string) bool {
			wanted := c.query.Get(parameter)
			return wanted == "" || wanted == "none" || wanted == value
		}
		if matches("sha", d.sha) && matches("ref", d.ref) && matches("environment", d.environment) && matches("task", "deploy") {
			found = append(found, d)
		}
	}
	slices.Reverse(found)
	return paginate(c, found, func(d *deployment) object { return c.g.renderDeployment(c.repository, d) })
}
