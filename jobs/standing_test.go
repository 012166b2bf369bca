package jobs

import (
	"testing"

	"github.com/golive-app/golive/checks"
)

func TestALinkThatWasTooLongForTheRecordIsInTheComment(t *testing.T) {
	t.Parallel()
	publisher := &fakePublisher{comments: map[int64]SignedComment{
		7: {Login: "dana", Link: "https://example.com/whole"}, 8: {Login: "dana", Link: "https://example.com/other"}, 9: {Login: "dana", Edited: true, Link: "https://example.com/edited"},
	}}
	given := map[checks.ItemID]checks.Attestations{
		"code.secrets":  {SignOff: &checks.SignOff{Item: "code.secrets", By: "dana", Comment: 7}},
		"code.review":   {SignOff: &checks.SignOff{Item: "code.review", By: "dana", Comment: 8, Link: "https://example.com/recorded"}},
		"code.coverage": {SignOff: &checks.SignOff{Item: "code.coverage", By: "dana", Comment: 9}},
	}
	left, err := standing(t.Context(), publisher, Target{}, given)
	if err != nil || len(left) != 2 {
		t.Fatalf("%+v, error %v", left, err)
	}
	if got := left["code.secrets"].SignOff.Link; got != "https://example.com/whole" {
		t.Errorf("the link is %q", got)
	}
	if got := left["code.review"].SignOff.Link; got != "https://example.com/recorded" {
		t.Errorf("the link that was recorded is %q", got)
	}
	if given["code.secrets"].SignOff.Link != "" {
		t.Error("what was given was changed")
	}
}
