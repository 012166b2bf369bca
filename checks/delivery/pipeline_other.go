package delivery

import (
	"path"
	"slices"

	"github.com/golive-app/golive/checks/evidence/manifest/workflow"
	"github.com/golive-app/golive/checks/wording"
)

// flows are the workflows of GitHub Actions, and those of other systems whose jobs are
// read.
func (p *pipeline) flows() []workflow.Workflow {
	flows := slices.Clone(p.facts.declared.Workflows)
	for _, other := range p.facts.declared.Others {
		if len(other.Jobs) > 0 {
			flows = append(flows, workflow.Workflow{Path: other.Path, Name: other.System, Jobs: other.Jobs})
		}
	}
	return flows
}

// howFar says how far the configuration of another system is read.
func howFar(other workflow.Other) string {
	if len(other.Jobs) == 0 {
		return other.System + "'s configuration is read for its commands alone"
	}
	text := other.System + "'s configuration is read as it is written: " + wording.Counted(len(other.Jobs), "job", "jobs") + " with their commands and their order, without variables and conditions"
	if len(other.Left) > 0 {
		text += "; not read, for it stands elsewhere: " + wording.Listed(quotedAll(other.Left), 3)
	}
	return text
}

// bySystem joins what several files of one system hold.
func bySystem(others []workflow.Other) []workflow.Other {
	var joined []workflow.Other
	for _, one := range others {
		at := slices.IndexFunc(joined, func(known workflow.Other) bool {
			return known.System == one.System && (len(known.Jobs) > 0) == (len(one.Jobs) > 0)
		})
		if at < 0 {
			one.Jobs, one.Left = slices.Clone(one.Jobs), slices.Clone(one.Left)
			joined = append(joined, one)
			continue
		}
		joined[at].Jobs = append(joined[at].Jobs, one.Jobs...)
		for _, left := range one.Left {
			if !slices.Contains(joined[at].Left, left) {
				joined[at].Left = append(joined[at].Left, left)
			}
		}
	}
	return joined
}

func quotedAll(names []string) []string {
	all := make([]string, len(names))
	for index, name := range names {
		all[index] = wording.Quoted(name)
	}
	return all
}

// waiting is what lets a job wait for another one, in the words of its system.
func waiting(file string) string {
	switch {
	case path.Base(path.Dir(file)) == ".circleci":
		return "`requires`"
	case path.Dir(path.Dir(file)) == ".github":
		return "`needs`"
	}
	return "`needs`, or put it into a later stage"
}
