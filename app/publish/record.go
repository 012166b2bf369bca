package publish

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// Record is what each check run carries, hidden in its text, so that the
// verdicts of a commit can be read again from the forge after everything else
// was lost. Only our App can write its check runs.
type Record struct {
	Releases []ReleaseRecord `json:"releases"`
}

// ReleaseRecord is the record of one release.
type ReleaseRecord struct {
	Key        string `json:"key"` // jobs.Key.String
	Run        string `json:"run"`
	Generation int64  `json:"generation"`
	Policy     string `json:"policy"` // hash of the policy that held

	Approval *ForkApprovalRecord `json:"approval,omitempty"` // of a fork's commit

	Items []ItemRecord `json:"items"`
}

// ItemRecord is what was decided of one item, on which content and by what.
type ItemRecord struct {
	Item       checks.ItemID  `json:"item"`
	Verdict    checks.Verdict `json:"verdict"`
	Grade      checks.Grade   `json:"grade"` // of the evidence that weighs most
	Commit     string         `json:"commit"`
	Tree       string         `json:"tree"`
	ObservedAt time.Time      `json:"observed_at,omitzero"`
	SignOff    *SignOffRecord `json:"sign_off,omitempty"`
	Waiver     *WaiverRecord  `json:"waiver,omitempty"`

	Exclusion *ExclusionRecord `json:"exclusion,omitempty"`
}

// SignOffRecord points at the comment by which a person signed, and says on which
// content. That may be an earlier one than the run's.
type SignOffRecord struct {
	By      string      `json:"by"`
	Role    checks.Role `json:"role"`
	Comment int64       `json:"comment"`
	Commit  string      `json:"commit"`
	Tree    string      `json:"tree"`
	At      time.Time   `json:"at,omitzero"`
	Link    string      `json:"link,omitempty"`
	Note    string      `json:"note,omitempty"`

	Unreachable string `json:"unreachable,omitempty"` // why nothing answered at the link
}

// WaiverRecord points at the comment by which a person waived an item, and says
// what of which content was accepted until when.
type WaiverRecord struct {
	By      string         `json:"by"`
	Role    checks.Role    `json:"role"`
	Comment int64          `json:"comment"`
	Commit  string         `json:"commit"`
	Tree    string         `json:"tree"`
	At      time.Time      `json:"at,omitzero"`
	Until   time.Time      `json:"until"`
	Accepts checks.Verdict `json:"accepts"`
	Reason  string         `json:"reason"`
}

// ExclusionRecord points at the comment by which a person called an item n/a, and
// at the one that approved it, where there is one.
type ExclusionRecord struct {
	By       string          `json:"by"`
	Comment  int64           `json:"comment"`
	Commit   string          `json:"commit"`
	Tree     string          `json:"tree"`
	At       time.Time       `json:"at,omitzero"`
	Reason   string          `json:"reason"`
	Approval *ApprovalRecord `json:"approval,omitempty"`
}

// ApprovalRecord points at the comment of the second person.
type ApprovalRecord struct {
	By      string      `json:"by"`
	Role    checks.Role `json:"role"`
	Comment int64       `json:"comment"`
	At      time.Time   `json:"at,omitzero"`
	Note    string      `json:"note,omitempty"`
}

// maxRecordedWords bounds a link, a note and a reason in a record, in bytes. A longer
// link is left out, since a part of it leads elsewhere; all stand in the comment.
const maxRecordedWords = 200

func signOffRecord(signed checks.SignOff) *SignOffRecord {
	record := &SignOffRecord{
		By: signed.By, Role: signed.Role, Comment: signed.Comment, Commit: signed.SHA, Tree: signed.Tree, At: signed.At.UTC(),
		Note: plain(signed.Note, maxRecordedWords), Unreachable: plain(signed.Unreachable, maxRecordedWords),
	}
	if len(signed.Link) <= maxRecordedWords {
		record.Link = signed.Link
	}
	return record
}

func waiverRecord(waiver checks.Waiver) *WaiverRecord {
	return &WaiverRecord{
		By: waiver.By, Role: waiver.Role, Comment: waiver.Comment, Commit: waiver.SHA, Tree: waiver.Tree, At: waiver.At.UTC(),
		Until: waiver.Until.UTC(), Accepts: waiver.Accepts, Reason: plain(waiver.Reason, maxRecordedWords),
	}
}

func exclusionRecord(said checks.Exclusion) *ExclusionRecord {
	record := &ExclusionRecord{
		By: said.By, Comment: said.Comment, Commit: said.SHA, Tree: said.Tree, At: said.At.UTC(), Reason: plain(said.Reason, maxRecordedWords),
	}
	if approval := said.Approval; approval != nil {
		record.Approval = &ApprovalRecord{
			By: approval.By, Role: approval.Role, Comment: approval.Comment, At: approval.At.UTC(), Note: plain(approval.Note, maxRecordedWords),
		}
	}
	return record
}

func (r ExclusionRecord) exclusion(item checks.ItemID) *checks.Exclusion {
	said := &checks.Exclusion{Item: item, By: r.By, Comment: r.Comment, SHA: r.Commit, Tree: r.Tree, At: r.At, Reason: r.Reason}
	if approval := r.Approval; approval != nil && approval.Comment > 0 {
		said.Approval = &checks.Approval{By: approval.By, Role: approval.Role, Comment: approval.Comment, At: approval.At, Note: approval.Note}
	}
	return said
}

// attestations are the words of people that a record tells of.
func (r ItemRecord) attestations() checks.Attestations {
	var said checks.Attestations
	if signed := r.SignOff; signed != nil && signed.Comment > 0 {
		said.SignOff = &checks.SignOff{
			Item: r.Item, By: signed.By, Role: signed.Role, Comment: signed.Comment,
			SHA: signed.Commit, Tree: signed.Tree, At: signed.At, Link: signed.Link, Note: signed.Note, Unreachable: signed.Unreachable,
		}
	}
	if waiver := r.Waiver; waiver != nil && waiver.Comment > 0 {
		said.Waiver = &checks.Waiver{
			Item: r.Item, By: waiver.By, Role: waiver.Role, Comment: waiver.Comment, SHA: waiver.Commit, Tree: waiver.Tree,
			At: waiver.At, Until: waiver.Until, Accepts: waiver.Accepts, Reason: waiver.Reason,
		}
	}
	if r.Exclusion != nil && r.Exclusion.Comment > 0 {
		said.Exclusion = r.Exclusion.exclusion(r.Item)
	}
	return said
}

// ErrRecord is returned for a text that carries no record, or none of ours.
var ErrRecord = errors.New("no golive record")

const (
	recordStart = "<!-- golive-record:v1 "
	recordEnd   = " -->"
	// maxRecord bounds a record, in bytes, so that a text always has room for
	// something to read as well.
	maxRecord = 48 << 10
)

// String writes the record as an HTML comment. The JSON cannot end the comment:
// encoding/json writes "<", ">" and "&" as escapes. Releases that do not fit are
// left out, last first; what is written is whole.
func (r Record) String() string {
	for {
		data, err := json.Marshal(r)
		if err == nil && len(data) <= maxRecord-len(recordStart)-len(recordEnd) {
			return recordStart + string(data) + recordEnd
		}
		if len(r.Releases) == 0 {
			return ""
		}
		r.Releases = r.Releases[:len(r.Releases)-1]
	}
}

// ParseRecord reads the record that stands at the beginning of a check run's
// text; ErrRecord where there is none or it cannot be one of ours.
func ParseRecord(text string) (Record, error) {
	rest, found := strings.CutPrefix(text, recordStart)
	if !found {
		return Record{}, fmt.Errorf("%w: the text does not begin with one", ErrRecord)
	}
	data, _, found := strings.Cut(rest, recordEnd)
	if !found || len(data) > maxRecord {
		return Record{}, fmt.Errorf("%w: it has no end", ErrRecord)
	}
	var record Record
	if err := json.Unmarshal([]byte(data), &record); err != nil {
		return Record{}, fmt.Errorf("%w: %w", ErrRecord, err)
	}
	for _, release := range record.Releases {
		if _, err := jobs.ParseKey(release.Key); err != nil {
			return Record{}, fmt.Errorf("%w: %w", ErrRecord, err)
		}
	}
	return record, nil
}

// record makes the record of some of a run's items.
func (p page) record(items []checks.Item) ReleaseRecord {
	record := ReleaseRecord{
		Key: p.run.Key.String(), Run: p.run.ID, Generation: p.run.Generation, Policy: p.run.Policy.Hash, Items: []ItemRecord{},
	}
	if approval := p.run.Release.Approval; approval != nil {
		record.Approval = forkApprovalRecord(*approval)
	}
	for _, item := range items {
		result := p.result(item)
		one := ItemRecord{Item: item.ID, Verdict: result.Verdict(), Commit: p.run.Release.SHA, Tree: p.run.Release.Tree}
		if best, found := strongest(result); found {
			one.Grade, one.ObservedAt = best.Grade, best.ObservedAt.UTC()
		}
		if signed := result.SignOff; signed != nil {
			one.SignOff = signOffRecord(*signed)
		}
		if waiver := result.Waiver; waiver != nil {
			one.Waiver = waiverRecord(*waiver)
		}
		if said := result.Exclusion; said != nil {
			one.Exclusion = exclusionRecord(*said)
		}
		record.Items = append(record.Items, one)
	}
	return record
}
