package simulator

import (
	"fmt"
	"slices"
	"time"
)

// commitStatus is one status of a commit; the newest of a context counts.
type commitStatus struct {
	id          int64
	sha         string
	context     string
	state       string
	description string
	targetURL   string
	by          string
	createdAt   time.Time
}

// SetStatus reports a commit status (state error, failure, pending or
// success), as an external pipeline does, and sends status.
func (g *GitHub) SetStatus(fullName, sha, context, state, description, by string) error {
	return g.withRepository(fullName, func(r *repository) error {
		if !slices.Contains([]string{"error", "failure", "pending", "success"}, state) {
			return fmt.Errorf("simulator: no status state %q", state)
		}
		head, err := r.git.commitAt(sha, false)
		if err != nil {
			return err
		}
		made := &commitStatus{id: g.id(), sha: head.sha, context: context, state: state, description: description, by: by, createdAt: g.now()}
		r.statuses = append(r.statuses, made)
		fields := g.renderStatus(r, made)
		fields["sha"], fields["name"], fields["commit"], fields["branches"] = head.sha, r.fullName(), g.renderCommit(r, head), []object{}
		delete(fields, "node_id") // only the API has these two
		delete(fields, "url")
		g.send(r, "status", "", by, fields)
		return nil
	})
}

func (g *GitHub) renderStatus(r *repository, s *commitStatus) object {
	return object{
		"id": s.id, "node_id": nodeID("StatusContext", s.id), "state": s.state, "description": orNull(s.description), "target_url": orNull(s.targetURL),
		"context": s.context, "created_at": stamp(s.createdAt), "updated_at": stamp(s.createdAt), "avatar_url": nil,
		"url": fmt.Sprintf("%s/repos/%s/statuses/%s", g.apiURL(), r.fullName(), s.sha),
	}
}

func (g *GitHub) statusRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/commits/{ref*}/status", "statuses:read", combinedStatus},
		{"GET", "/repos/{owner}/{repo}/commits/{ref*}/statuses", "statuses:read", func(c *call) *answer {
			sha := c.repository.git.commit(c.vars["ref"])
			found := slices.DeleteFunc(slices.Clone(c.repository.statuses), func(s *commitStatus) bool { return s.sha != sha })
			slices.Reverse(found)
			return paginate(c, found, func(s *commitStatus) object {
				rendered := c.g.renderStatus(c.repository, s)
				rendered["creator"] = c.g.renderLogin(s.by)
				return rendered
			})
		}},
	}
}

// combinedStatus is failure when any context is error or failure, pending when
// there is none or any is pending, else success.
// https://docs.github.com/rest/commits/statuses#get-the-combined-status-for-a-specific-reference
func combinedStatus(c *call) *answer {
	sha := c.repository.git.commit(c.vars["ref"])
	if sha == "" {
		return notFound()
	}
	newest := map[string]*commitStatus{}
	for _, s := range c.repository.statuses {
		if s.sha == sha {
			newest[s.context] = s
		}
	}
	var found []*commitStatus
	state := "success"
	for _, context := range sortedKeys(newest) {
		s := newest[context]
		found = append(found, s)
		switch {
		case s.state == "error" || s.state == "failure":
			state = "failure"
		case s.state == "pending" && state == "success":
			state = "pending"
		}
	}
	if len(found) == 0 {
		state = "pending"
	}
	reply := paginateIn(c, "statuses", found, func(s *commitStatus) object { return c.g.renderStatus(c.repository, s) })
	body := reply.body.(object)
	self := fmt.Sprintf("%s/repos/%s/commits/%s", c.g.apiURL(), c.repository.fullName(), sha)
	body["state"], body["sha"], body["url"], body["commit_url"] = state, sha, self+"/status", self
	body["repository"] = c.g.renderRepository(c.repository)
	return reply
}
