package webhook

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

var someFields = fields{"a": nil, "b": {"c": nil}, "d": {}}

func TestPrune(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		`{}`:                                     `{}`,
		` { "x" : 1 } `:                          `{}`,
		`{"a":1,"x":{"a":2}}`:                    `{"a":1}`,
		`{"x":[1,{"a":2}],"a":"s"}`:              `{"a":"s"}`,
		`{"a": {"any" : [1, 2]} }`:               `{"a":{"any" : [1, 2]}}`,
		`{"b":{"c":1,"d":2},"a":3}`:              `{"b":{"c":1},"a":3}`,
		`{"b":[{"c":1,"x":2},{},{"x":3,"c":4}]}`: `{"b":[{"c":1},{},{"c":4}]}`,
		`{"b":null,"d":7}`:                       `{"b":null,"d":7}`,
		`{"b":"a string instead"}`:               `{"b":"a string instead"}`,
		`{"d":{"a":1}}`:                          `{"d":{}}`,
		`{"A":1,"\u0061":2}`:                     `{}`, // names are exact
		`{"a":1,"a":2}`:                          `{"a":1,"a":2}`,
		`[{"a":1,"x":2}]`:                        `[{"a":1}]`,
		`null`:                                   `null`,
		`-0.5e+10`:                               `-0.5e+10`,
	}
	for text, want := range cases {
		if got, err := prune([]byte(text), someFields); err != nil || string(got) != want {
			t.Errorf("%s: %s, %v; want %s", text, got, err, want)
		}
	}
}

func TestPruneRefusesWhatIsNoJSON(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		``, ` `, `{`, `}`, `[`, `{"a"}`, `{"a":}`, `{"a":1,}`, `[1,]`, `[,1]`, `{,}`, `{"a":1 "b":2}`, `{a:1}`, `{'a':1}`, `{"a":1}}`, `{} {}`,
		`"`, `"\x"`, `"\u12g4"`, `"\u12`, "\"\n\"", `01`, `1.`, `.5`, `+1`, `1e`, `-`, `nul`, `True`, `NaN`, `{"a":1}` + "\x00", `/* */{}`,
		strings.Repeat("[", deepest+1) + strings.Repeat("]", deepest+1), strings.Repeat(`{"x":`, deepest+1),
	} {
		if got, err := prune([]byte(text), someFields); !errors.Is(err, ErrPayload) {
			t.Errorf("%s: taken as %s, %v", text[:min(len(text), 20)], got, err)
		}
	}
	if _, err := prune([]byte(strings.Repeat("[", deepest)+strings.Repeat("]", deepest)), someFields); err != nil {
		t.Error(err)
	}
}

func TestFieldsOf(t *testing.T) {
	t.Parallel()
	want := fields{
		"action": nil, "installation": {"id": nil}, "repository": {"id": nil}, "sender": {"login": nil, "type": nil},
		"issue":   {"number": nil},
		"comment": {"id": nil, "body": nil, "user": {"login": nil, "type": nil}, "performed_via_github_app": {"id": nil}},
	}
	if got := fieldsOf(reflect.TypeFor[issueCommentPayload]()); !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
	if got := fieldsOf(reflect.TypeFor[installationPayload]())["repositories_added"]; !reflect.DeepEqual(got, fields{"id": nil}) {
		t.Errorf("%v", got)
	}
}

// FuzzPrune holds prune to encoding/json: both take the same texts for JSON, and
// what prune leaves is the same value without what is not asked for.
func FuzzPrune(f *testing.F) {
	for _, seed := range []string{
		`{"a":1,"b":{"c":[1,{"c":"\u00e9\n"}]},"x":[true,false,null,-1.5E-3]}`, `[[{"b":[{"c":{}}]}]]`, `{"d":{"d":0}}`, " \t\r\n\"\xff\"", `{"a":}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		pruned, err := prune([]byte(text), someFields)
		if (err == nil) != json.Valid([]byte(text)) {
			t.Fatalf("%q: %v", text, err)
		}
		if err != nil || strings.ContainsRune(text, '\\') {
			return // encoding/json unescapes names, prune takes them as they are
		}
		var whole, rest any
		if json.Unmarshal([]byte(text), &whole) != nil || json.Unmarshal(pruned, &rest) != nil {
			return // a number beyond float64
		}
		if want := without(whole, someFields); !reflect.DeepEqual(rest, want) && utf8.ValidString(text) {
			t.Fatalf("%q: %v, want %v", text, rest, want)
		}
	})
}

// without is prune over decoded values.
func without(value any, kept fields) any {
	switch value := value.(type) {
	case map[string]any:
		if kept == nil {
			return value
		}
		left := map[string]any{}
		for name, member := range value {
			if below, found := kept[name]; found {
				left[name] = without(member, below)
			}
		}
		return left
	case []any:
		left := make([]any, len(value))
		for index, element := range value {
			left[index] = without(element, kept)
		}
		return left
	default:
		return value
	}
}
