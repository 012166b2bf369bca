package bundle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
)

func TestABundleHoldsAndIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	data := built(t, judged(), signer(t))
	if !bytes.Equal(data, built(t, judged(), signer(t))) {
		t.Error("the same run gives another file")
	}
	found, err := Verify(data, Options{Fingerprint: signer(t).Fingerprint(), Items: items()})
	if err != nil || len(found.Problems) > 0 || len(found.Notes) > 0 {
		t.Fatalf("%+v, %q, error %v", found.Problems, found.Notes, err)
	}
	if found.Verdict != checks.StandingReady || found.Records != 12 || found.Words != 5 || found.Fingerprint != signer(t).Fingerprint() || found.Release.SHA != head {
		t.Errorf("%+v", found)
	}
}

func TestSpacesAreNoChange(t *testing.T) {
	t.Parallel()
	var spaced bytes.Buffer
	if err := json.Indent(&spaced, built(t, judged(), signer(t)), "", "  "); err != nil {
		t.Fatal(err)
	}
	if found, err := Verify(spaced.Bytes(), Options{}); err != nil || len(found.Problems) > 0 {
		t.Errorf("%+v, error %v", found.Problems, err)
	}
}

// flip returns, for each word, number and truth in a bundle, the bundle with that one
// changed and every other byte as it was.
func flip(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	flipped := map[string][]byte{}
	decoder := json.NewDecoder(bytes.NewReader(data))
	type level struct {
		list  bool
		index int
		key   string
	}
	var levels []level
	where := func() string {
		var place strings.Builder
		for _, one := range levels {
			if one.list {
				fmt.Fprintf(&place, "[%d]", one.index)
			} else {
				place.WriteString("." + one.key)
			}
		}
		return strings.TrimPrefix(place.String(), ".")
	}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return flipped
		}
		if err != nil {
			t.Fatal(err)
		}
		end := int(decoder.InputOffset())
		last := len(levels) - 1
		switch token := token.(type) {
		case json.Delim:
			switch token {
			case '{', '[':
				levels = append(levels, level{list: token == '['})
				continue
			default:
				levels = levels[:last]
			}
		default:
			if word, isWord := token.(string); isWord && !levels[last].list && levels[last].key == "" {
				levels[last].key = word
				continue
			}
			start, changed := end-len(fmt.Sprint(token)), "1"
			switch token := token.(type) {
			case string:
				start, changed = end-1, `x"`
			case bool:
				changed = fmt.Sprint(!token)
			case nil:
				start = end - len("null")
			case float64:
				start, changed = end, "1"
			}
			flipped[where()] = slices.Concat(data[:start], []byte(changed), data[end:])
		}
		if last = len(levels) - 1; last >= 0 {
			if levels[last].index++; !levels[last].list {
				levels[last].key = ""
			}
		}
	}
}

func TestWhateverIsChangedIsToldWithItsPlace(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		by      *Signer
		options Options
	}{
		"signed":     {signer(t), Options{}},
		"not signed": {nil, Options{Unsigned: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			flipped := flip(t, built(t, judged(), test.by))
			if len(flipped) < 300 {
				t.Fatalf("%d values were changed", len(flipped))
			}
			for where, data := range flipped {
				found, err := Verify(data, test.options)
				if errors.Is(err, ErrUnreadable) {
					continue
				}
				if err != nil || len(found.Problems) == 0 {
					t.Errorf("%s was changed, and nothing is told (error %v)", where, err)
					continue
				}
				area := where
				if cut := strings.Index(where, "."); cut >= 0 { // "bundle.records" of "bundle.records[3].hash"
					part, _, _ := strings.Cut(where[cut+1:], ".")
					part, _, _ = strings.Cut(part, "[")
					area = where[:cut+1] + part
				}
				if strings.HasPrefix(where, "signature.") {
					area = "signature"
				}
				if !slices.ContainsFunc(found.Problems, func(one Problem) bool { return strings.HasPrefix(one.Where, area) }) {
					t.Errorf("%s was changed, and told is %+v", where, found.Problems)
				}
			}
		})
	}
}

func TestWhatIsTakenOutOrMovedIsTold(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*content)
		where  string
	}{
		"a record":                {func(c *content) { c.Records = slices.Delete(c.Records, 3, 4) }, "bundle.records[3]"},
		"the last record":         {func(c *content) { c.Records = c.Records[:len(c.Records)-1] }, "bundle.head"},
		"all records":             {func(c *content) { c.Records = nil }, "bundle.records"},
		"two records swapped":     {func(c *content) { c.Records[0], c.Records[1] = c.Records[1], c.Records[0] }, "bundle.records[0]"},
		"a record twice":          {func(c *content) { c.Records = slices.Insert(c.Records, 1, c.Records[0]) }, "bundle.records[1]"},
		"a word":                  {func(c *content) { c.Words = c.Words[1:] }, "bundle.words"},
		"the last word":           {func(c *content) { c.Words = c.Words[:len(c.Words)-1] }, "bundle.words"},
		"a word that nobody said": {func(c *content) { c.Words = append(c.Words, c.Words[0]) }, "bundle.words"},
		"what it is about":        {func(c *content) { c.About = json.RawMessage(`{}`) }, "bundle.about"},
		"the report":              {func(c *content) { c.Report = json.RawMessage(`{}`) }, "bundle.report"},
		"the kind of a record":    {func(c *content) { c.Records[0].Kind = "rumour" }, "bundle.records[0]"},
	} {
		var read file
		var changed content
		if err := json.Unmarshal(built(t, judged(), nil), &read); err != nil {
			t.Fatal(err)
		}
		err := json.Unmarshal(read.Bundle, &changed)
		test.change(&changed)
		data, marshalErr := json.Marshal(map[string]any{"bundle": changed, "signature": nil})
		found, verifyErr := Verify(data, Options{Unsigned: true})
		if err := errors.Join(err, marshalErr, verifyErr); err != nil || !slices.ContainsFunc(found.Problems, func(one Problem) bool { return strings.HasPrefix(one.Where, test.where) }) {
			t.Errorf("%s: told is %+v, error %v", name, found.Problems, err)
		}
	}
}

func TestWhoWritesAllAnewHasNoKey(t *testing.T) {
	t.Parallel()
	report := judged()
	original := built(t, report, signer(t))
	delete(report.Results, "code.debug-leftovers")
	report.Items = slices.DeleteFunc(report.Items, func(item checks.Item) bool { return item.ID == "code.debug-leftovers" })
	var forged, signed file
	for data, into := range map[*file][]byte{&forged: built(t, report, nil), &signed: original} {
		if err := json.Unmarshal(into, data); err != nil {
			t.Fatal(err)
		}
	}
	forged.Signature = signed.Signature
	data, err := json.Marshal(forged)
	if err != nil {
		t.Fatal(err)
	}
	found, err := Verify(data, Options{Items: items()})
	if err != nil || len(found.Problems) != 1 || found.Problems[0].Where != "signature" || !strings.Contains(found.Problems[0].What, "not of this bundle") {
		t.Errorf("%+v, error %v", found.Problems, err)
	}
	if !slices.ContainsFunc(found.Notes, func(note string) bool { return strings.Contains(note, "lacks code.debug-leftovers") }) {
		t.Errorf("notes %q", found.Notes)
	}
}

func TestAVerdictThatCountsNeedsItsGrounds(t *testing.T) {
	t.Parallel()
	change := func(id checks.ItemID, what func(result *checks.Result)) func(*checks.Report) {
		return func(report *checks.Report) {
			result := report.Results[id]
			what(&result)
			report.Results[id] = result
		}
	}
	for name, test := range map[string]struct {
		change func(*checks.Report)
		what   string
	}{
		"a pass without evidence":           {change("code.review", func(r *checks.Result) { r.Evidence = nil }), "stands at pass with no evidence"},
		"a pass below its minimum":          {change("code.review", func(r *checks.Result) { r.Evidence = r.Evidence[1:] }), "no evidence of the grade that it takes"},
		"a pass by evidence against it":     {change("code.review", func(r *checks.Result) { r.Evidence[0].Outcome = checks.Refutes }), "no evidence of the grade that it takes"},
		"attested by nobody":                {change("delivery.rollback", func(r *checks.Result) { r.SignOff = nil }), "no sign-off that holds"},
		"attested by a word that is over":   {change("delivery.rollback", func(r *checks.Result) { said := *r.SignOff; said.Outdated = "gone"; r.SignOff = &said }), "no sign-off that holds"},
		"attested by a word on another":     {change("delivery.rollback", func(r *checks.Result) { said := *r.SignOff; said.Item = "code.review"; r.SignOff = &said }), "no sign-off that holds"},
		"waived by nobody":                  {change("code.debug-leftovers", func(r *checks.Result) { r.Waiver = nil }), "no waiver that holds"},
		"waived until before it was judged": {change("code.debug-leftovers", func(r *checks.Result) { said := *r.Waiver; said.Until = noon; r.Waiver = &said }), "no waiver that holds"},
		"n/a for no reason":                 {change("launch.changelog", func(r *checks.Result) { r.Why = "" }), "neither a rule nor two people"},
		"another level than the checklist":  {change("code.review", func(r *checks.Result) { r.Level = checks.LevelWarn }), `has the level "warn", and the checklist says block`},
		"a waiver of what never is waived": {func(report *checks.Report) {
			report.Items[1].NeverWaive = true
		}, "it can never be"},
	} {
		report := judged()
		test.change(&report)
		found, err := Verify(built(t, report, signer(t)), Options{})
		if err != nil || !slices.ContainsFunc(found.Problems, func(one Problem) bool { return strings.Contains(one.What, test.what) }) {
			t.Errorf("%s: told is %+v, error %v", name, found.Problems, err)
		}
	}
}

func TestWhoseSignatureItIs(t *testing.T) {
	t.Parallel()
	signed, unsigned := built(t, judged(), signer(t)), built(t, judged(), nil)
	for name, test := range map[string]struct {
		data    []byte
		options Options
		what    string
	}{
		"signed":                          {signed, Options{}, ""},
		"signed by the one asked for":     {signed, Options{Fingerprint: signer(t).Fingerprint()}, ""},
		"signed by another":               {signed, Options{Fingerprint: "SHA256:AAAA"}, "another key than was asked for"},
		"not signed":                      {unsigned, Options{}, "anybody can write such a file"},
		"not signed, which is all right":  {unsigned, Options{Unsigned: true}, ""},
		"not signed, and a key asked for": {unsigned, Options{Unsigned: true, Fingerprint: "SHA256:AAAA"}, "a key was asked for"},
		"signed in another way":           {bytes.Replace(signed, []byte(algorithm), []byte("none"), 1), Options{}, "a way that this golive does not know"},
		"by a key that is none":           {bytes.Replace(signed, []byte("BEGIN PUBLIC KEY"), []byte("BEGIN PUBLIC KEG"), 1), Options{}, "cannot be read"},
	} {
		found, err := Verify(test.data, test.options)
		ok := test.what == "" && len(found.Problems) == 0 || test.what != "" && len(found.Problems) == 1 && strings.Contains(found.Problems[0].What, test.what)
		if err != nil || !ok {
			t.Errorf("%s: %+v, error %v", name, found.Problems, err)
		}
	}
}

// The commands are those that the documentation names: nobody has to believe golive.
func TestOpenSSLSeesTheSame(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not here")
	}
	var read file
	if err := json.Unmarshal(built(t, judged(), signer(t)), &read); err != nil {
		t.Fatal(err)
	}
	directory := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(directory, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	decode := exec.Command("openssl", "base64", "-d", "-A")
	decode.Stdin = strings.NewReader(read.Signature.Value)
	value, err := decode.Output()
	if err != nil {
		t.Fatal(err)
	}
	compacted, err := compact(read.Bundle)
	if err != nil {
		t.Fatal(err)
	}
	output, err := exec.Command("openssl", "dgst", "-sha256", "-verify", write("key.pem", []byte(read.Signature.Key)), "-signature", write("value", value),
		write("signed", append([]byte("golive bundle 1\n"), compacted...))).CombinedOutput()
	if err != nil || !strings.Contains(string(output), "Verified OK") {
		t.Errorf("%s, error %v", output, err)
	}
}

func TestWhatIsNoBundleIsSaid(t *testing.T) {
	t.Parallel()
	whole := string(built(t, judged(), nil))
	for name, test := range map[string]struct{ text, words string }{
		"nothing":               {"", "EOF"},
		"no JSON":               {"PK\x03\x04", "invalid character"},
		"a report":              {`{"schema":"golive.report/1"}`, "unknown field"},
		"no schema":             {`{"bundle":{},"signature":null}`, "names no schema"},
		"a later schema":        {`{"bundle":{"schema":"golive.bundle/2"},"signature":null}`, "this golive reads golive.bundle/1"},
		"half a bundle":         {whole[:len(whole)/2], "EOF"},
		"something behind":      {whole + "{}", "behind its end"},
		"a key that is unknown": {strings.Replace(whole, `"verdict":"ready"}`, `"verdict":"ready","extra":1}`, 1), "unknown field"},
	} {
		if _, err := Verify([]byte(test.text), Options{}); !errors.Is(err, ErrUnreadable) || !strings.Contains(err.Error(), test.words) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// endless is a file that never ends.
type endless struct{}

func (endless) Read(into []byte) (int, error) {
	for index := range into {
		into[index] = '['
	}
	return len(into), nil
}

func TestAFileOfAnySizeIsBounded(t *testing.T) {
	t.Parallel()
	if _, err := Read(endless{}); !errors.Is(err, ErrUnreadable) || !strings.Contains(err.Error(), "larger than 64 MiB") {
		t.Error(err)
	}
	if _, err := Verify(bytes.Repeat([]byte("["), 1<<20), Options{}); !errors.Is(err, ErrUnreadable) {
		t.Error(err)
	}
}

func FuzzVerify(f *testing.F) {
	whole := built(f, judged(), signer(f))
	f.Add(whole)
	f.Add(built(f, judged(), nil))
	f.Add(bytes.Replace(whole, []byte(`"pass"`), []byte(`"fail"`), 1))
	f.Add(bytes.Replace(whole, []byte(`"records":[`), []byte(`"records":[null,`), 1))
	f.Add([]byte(`{"bundle":{"schema":"golive.bundle/1","about":null,"records":[{"content":null}],"report":null},"signature":{}}`))
	f.Add([]byte(`{"bundle":{"schema":"golive.bundle/1","about":{"checklist":[{"id":"a","minimum":"E9"}]},"records":null},"signature":null}`))
	f.Add([]byte(`{"bundle":{"schema":"golive.bundle/1","about":{"checklist":[{"id":"a","minimum":"A"}]},"records":[{"number":1,"item":"a","kind":"result","content":{"item":"a","verdict":"pass","level":"block","evidence":[]}}],"report":[]},"signature":null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		found, err := Verify(data, Options{Items: items()})
		if err == nil && len(found.Problems) == 0 && found.Fingerprint != signer(t).Fingerprint() {
			t.Error("what the key has not signed holds")
		}
	})
}
