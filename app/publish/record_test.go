package publish

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
)

func TestRecordIsReadBackAsItWasWritten(t *testing.T) {
	t.Parallel()
	told := notReady(t)
	page := told.page()
	want := Record{Releases: []ReleaseRecord{page.record(page.Items)}}
	got, err := ParseRecord(want.String() + "\n\n| table |")
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("%v\n got %+v\nwant %+v", err, got, want)
	}
	for _, item := range got.Releases[0].Items {
		if item.Verdict != told.run.Results[item.Item].Verdict() || item.Commit != headSHA || item.Tree != headTree {
			t.Errorf("%+v", item)
		}
		if item.Item == "infrastructure.backup" && (item.Grade != checks.Attested || item.SignOff == nil || *item.attestations().SignOff != *told.run.Results[item.Item].SignOff) {
			t.Errorf("the sign-off: %+v\nwant %+v", item.SignOff, told.run.Results[item.Item].SignOff)
		}
		if item.Item == "infrastructure.autoscaling" {
			want := *told.run.Results[item.Item].Waiver
			want.Instead = checks.Unknown // which Judge finds out
			if got := item.attestations().Waiver; got == nil || *got != want {
				t.Errorf("the waiver: %+v\nwant %+v", got, want)
			}
		}
	}
}

func TestRecordTellsWhatPeopleCallNotApplicable(t *testing.T) {
	t.Parallel()
	told := calledNotApplicable(t)
	page := told.page()
	got, err := ParseRecord(Record{Releases: []ReleaseRecord{page.record(page.Items)}}.String())
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range got.Releases[0].Items {
		want := told.run.Results[item.Item].Exclusion
		if want != nil {
			kept := *want
			kept.Outdated = "" // which is found out anew
			want = &kept
		}
		if said := item.attestations().Exclusion; !reflect.DeepEqual(said, want) {
			t.Errorf("%s: %+v\nwant %+v", item.Item, said, want)
		}
	}
}

func TestRecordCannotEndItsComment(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"-->", "--!>", "<!--", "]]>", "</details>", "\u2028", "--", "\x00"} {
		record := Record{Releases: []ReleaseRecord{{Key: "81:pr:1", Run: word, Policy: word, Items: []ItemRecord{{Item: checks.ItemID(word), SignOff: &SignOffRecord{By: word}}}}}}
		text := record.String()
		inside := strings.TrimSuffix(strings.TrimPrefix(text, recordStart), recordEnd)
		if strings.ContainsAny(inside, "<>") || strings.Contains(inside, "\n") {
			t.Errorf("%q is written as %s", word, text)
		}
		if got, err := ParseRecord(text); err != nil || !reflect.DeepEqual(got, record) {
			t.Errorf("%q: %v, %+v", word, err, got)
		}
	}
}

func TestRecordLeavesOutReleasesThatDoNotFit(t *testing.T) {
	t.Parallel()
	page := notReady(t).page()
	var record Record
	for range 20 {
		record.Releases = append(record.Releases, page.record(page.Items))
	}
	text := record.String()
	got, err := ParseRecord(text)
	if err != nil || len(text) > maxRecord || len(got.Releases) < 2 || len(got.Releases) >= 20 {
		t.Errorf("%d bytes with %d releases, %v", len(text), len(got.Releases), err)
	}
}

func TestTextWithoutARecordIsRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"empty":                    "",
		"no record":                "| table |",
		"not at the beginning":     "text\n" + Record{}.String(),
		"no end":                   recordStart + `{"releases":[]}`,
		"no JSON":                  recordStart + "what" + recordEnd,
		"a verdict golive lacks":   recordStart + `{"releases":[{"key":"81:pr:1","items":[{"item":"a","verdict":"splendid"}]}]}` + recordEnd,
		"a grade golive lacks":     recordStart + `{"releases":[{"key":"81:pr:1","items":[{"item":"a","verdict":"pass","grade":"E9"}]}]}` + recordEnd,
		"no key":                   recordStart + `{"releases":[{"items":[]}]}` + recordEnd,
		"longer than any of ours":  recordStart + `{"releases":[]` + strings.Repeat(" ", maxRecord) + "}" + recordEnd,
		"an older or newer format": "<!-- golive-record:v2 {} -->",
	} {
		if record, err := ParseRecord(text); !errors.Is(err, ErrRecord) {
			t.Errorf("%s: %+v, %v", name, record, err)
		}
	}
}

func FuzzParseRecord(f *testing.F) {
	page := waiting(f).page()
	f.Add(Record{Releases: []ReleaseRecord{page.record(page.Items)}}.String())
	f.Add(recordStart + `{"releases":[{"key":"81:tag:v1%2D-","items":[{"item":"a","verdict":"n/a","grade":"A","observed_at":"2026-11-23T12:00:00Z"}]}]}` + recordEnd)
	f.Fuzz(func(t *testing.T, text string) {
		record, err := ParseRecord(text)
		if err != nil {
			if !errors.Is(err, ErrRecord) {
				t.Fatalf("an error of another kind: %v", err)
			}
			return
		}
		written := record.String()
		again, err := ParseRecord(written)
		if err != nil || again.String() != written {
			t.Fatalf("%q became %q: %v", text, written, err)
		}
	})
}
