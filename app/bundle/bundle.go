package bundle

import (
	"encoding/json"
	"time"

	"github.com/golive-app/golive/checks"
)

// Schema names the format of a bundle.
const Schema = "golive.bundle/1"

// file is a bundle with its signature. The bundle stays as it is written, since that
// is what was signed.
type file struct {
	Bundle    json.RawMessage `json:"bundle"`
	Signature *Signature      `json:"signature"` // nil: nobody has signed it
}

// content is what is signed.
type content struct {
	Schema  string          `json:"schema"`
	About   json.RawMessage `json:"about"` // an about, which the first record follows
	Records []record        `json:"records"`
	Head    string          `json:"head"` // hash of the last record
	Words   []word          `json:"words"`
	Report  json.RawMessage `json:"report"` // golive.report/1
	Verdict checks.Standing `json:"verdict"`
}

// about is what the records are about.
type about struct {
	Tool      string               `json:"tool"` // golive's version
	Release   checks.Release       `json:"release"`
	Approval  *checks.ForkApproval `json:"approval,omitempty"` // of a fork's commit
	Run       Run                  `json:"run"`
	Policy    policy               `json:"policy"`
	Range     *span                `json:"range"`
	Checklist []item               `json:"checklist"`
	Rows      []row                `json:"rows"`
	Skipped   []checks.Skipped     `json:"skipped"`
}

// Run names the run that came to the results.
type Run struct {
	ID         string    `json:"id"` // empty: of `golive check`
	Generation int64     `json:"generation"`
	Started    time.Time `json:"started"`
	Finished   time.Time `json:"finished"` // when the last item was settled
}

// policy is what held, with all that it says.
type policy struct {
	checks.PolicySource
	Text string `json:"text"` // as config.Policy.Snapshot writes it
}

type span struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Reason string `json:"reason"`
}

// item is what of a checklist's line decides what counts: a later golive may know it
// otherwise.
type item struct {
	ID         checks.ItemID    `json:"id"`
	Section    checks.SectionID `json:"section"`
	Title      string           `json:"title"`
	Kind       checks.Kind      `json:"kind"`
	Level      checks.Level     `json:"level"`
	Minimum    checks.Minimum   `json:"minimum"`
	TagsOnly   bool             `json:"blocks_only_tags"`
	NeverWaive bool             `json:"never_waived"`
}

// row is a row of the READY TO GO LIVE? table.
type row struct {
	ID      checks.ReadyID  `json:"id"`
	Title   string          `json:"title"`
	Members []checks.ItemID `json:"members"`
}

// word is what a person said of an item, and by which comment.
type word struct {
	Kind    checks.WordKind `json:"kind"`
	Item    checks.ItemID   `json:"item"`
	By      string          `json:"by"`
	Role    checks.Role     `json:"role,omitempty"`
	Comment int64           `json:"comment"`
	SHA     string          `json:"sha"`
	Tree    string          `json:"tree"`
}

func newItem(of checks.Item) item {
	return item{of.ID, of.Section, of.Title, of.Kind, of.Level, of.Minimum, of.BlocksOnlyTags, of.NeverWaive}
}

func (i item) item() checks.Item {
	return checks.Item{
		ID: i.ID, Section: i.Section, Title: i.Title, Kind: i.Kind, Level: i.Level, Minimum: i.Minimum,
		BlocksOnlyTags: i.TagsOnly, NeverWaive: i.NeverWaive,
	}
}

// wordsOf lists what people said, in the checklist's order.
func wordsOf(report checks.Report, approval *checks.ForkApproval) []word {
	words := []word{}
	add := func(said checks.Word) {
		words = append(words, word{said.Kind, said.Item, said.By, said.Role, said.Comment, said.SHA, said.Tree})
	}
	if approval != nil {
		add(approval.Word())
	}
	for _, item := range report.Items {
		result := report.Results[item.ID]
		for _, said := range (checks.Attestations{SignOff: result.SignOff, Waiver: result.Waiver, Exclusion: result.Exclusion}).Words() {
			add(said)
		}
	}
	return words
}
