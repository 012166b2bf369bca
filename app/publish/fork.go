package publish

import (
	"fmt"
	"time"

	"github.com/golive-app/golive/checks"
)

// ForkApprovalRecord points at the comment by which a person approved a fork's commit.
type ForkApprovalRecord struct {
	By      string    `json:"by"`
	Comment int64     `json:"comment"`
	Commit  string    `json:"commit"`
	Tree    string    `json:"tree"`
	At      time.Time `json:"at,omitzero"`
	Note    string    `json:"note,omitempty"`
}

func forkApprovalRecord(approval checks.ForkApproval) *ForkApprovalRecord {
	return &ForkApprovalRecord{
		By: approval.By, Comment: approval.Comment, Commit: approval.SHA, Tree: approval.Tree, At: approval.At.UTC(), Note: plain(approval.Note, maxRecordedWords),
	}
}

func (r ForkApprovalRecord) approval() *checks.ForkApproval {
	return &checks.ForkApproval{By: r.By, Comment: r.Comment, SHA: r.Commit, Tree: r.Tree, At: r.At, Note: r.Note}
}

// forkRemark says of a pull request from a fork that nothing outside is touched for it
// before somebody approves its commit, and who may; or who did.
func (p page) forkRemark() string {
	release := p.run.Release
	if !release.Fork || p.run.Ended != "" {
		return ""
	}
	reach := "sends requests to staging, starts load tests and uses secrets"
	if release.MayReachOutside() {
		note := ""
		if release.Approval.Note != "" {
			note = " (" + inline(release.Approval.Note, longHeadline) + ")"
		}
		return fmt.Sprintf("> [!NOTE]\n> **From a fork, approved**: %s has approved %s%s, so golive %s for it where the policy says so. The next commit waits for an approval of its own.\n",
			person(release.Approval.By), p.commit(release.SHA), note, reach)
	}
	void := ""
	if release.Approval != nil {
		void = fmt.Sprintf(" The approval by %s was of %s and does not cover it.", person(release.Approval.By), p.commit(release.Approval.SHA))
	}
	return fmt.Sprintf("> [!IMPORTANT]\n> **From a fork**: golive reads %s and touches nothing outside: it %s for it only once somebody with write permission who wrote none of it has read it and comments `%s`.%s\n",
		p.commit(release.SHA), reach, release.ApproveCommand(), void)
}
