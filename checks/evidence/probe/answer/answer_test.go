package answer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/probe/answer"
)

// told writes what a document holds on lines.
func told(document answer.Document) string {
	lines := []string{"root " + string(document.Root)}
	for _, one := range document.Fields {
		lines = append(lines, fmt.Sprintf("%s %s ×%d %s", one.Written(), one.Kind, one.Seen, one.Value))
	}
	for _, one := range document.Lists {
		line := fmt.Sprintf("list %q %d %s", answer.Field{Path: one.Path}.Written(), one.Count, one.Of)
		if one.Cut {
			line += " cut"
		}
		lines = append(lines, line)
	}
	if document.Cut {
		lines = append(lines, "cut")
	}
	return strings.Join(lines, "\n")
}

func TestReadJSON(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ body, want string }{
		"elements of an array are one":  {`[{"id":1,"name":"Mug"},{"id":2,"name":null,"tags":["a","b"]}]`, "root array\n[].id number ×2 1\n[].name text ×2 Mug\n[].tags array ×1 \nlist \"\" 2 object\nlist \"[].tags\" 2 text"},
		"an envelope":                   {`{"data":[{"user":{"email":"a@b"}}],"next":null}`, "root object\ndata array ×1 \ndata[].user object ×1 \ndata[].user.email text ×1 a@b\nnext null ×1 \nlist \"data\" 1 object"},
		"null first, then a text":       {`[{"a":null},{"a":"x"}]`, "root array\n[].a text ×2 x\nlist \"\" 2 object"},
		"a text alone":                  {`"hello"`, "root text"},
		"the longest of the lists":      {`[{"a":[1]},{"a":[1,2,3]},{"a":[]}]`, "root array\n[].a array ×3 \nlist \"\" 3 object\nlist \"[].a\" 3 number"},
		"one that breaks off":           {`[{"id":1},{"id":2},{"i`, "root array\n[].id number ×2 1\nlist \"\" 3 object cut\ncut"},
		"one that breaks off in a list": {`{"a":[1,2`, "root object\na array ×1 \nlist \"a\" 2 number cut\ncut"},
	} {
		document, err := answer.ReadJSON([]byte(test.body))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got := told(document); got != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, test.want)
		}
	}
	for _, body := range []string{"", "<html>", "OK", `{"a":1}{"b":2}`, `{"a":}`, `[1,]x`, "\x00"} {
		if document, err := answer.ReadJSON([]byte(body)); err == nil && !document.Cut {
			t.Errorf("%q: %s", body, told(document))
		}
	}
}

func TestHostileJSONEnds(t *testing.T) {
	t.Parallel()
	var wide strings.Builder
	wide.WriteByte('{')
	for index := range 20000 {
		fmt.Fprintf(&wide, `"k%d":1,`, index)
	}
	for name, body := range map[string]string{
		"deep": strings.Repeat("[", 200000), "deep objects": strings.Repeat(`{"a":`, 50000), "wide": wide.String() + `"z":1}`, "a long name": `{"` + strings.Repeat("x", 200000) + `":1}`,
		"many lists": "[" + strings.Repeat(`[1],`, 60000) + "1]",
	} {
		document, err := answer.ReadJSON([]byte(body))
		if err != nil || len(document.Fields) > 2000 || len(document.Lists) > 500 {
			t.Errorf("%s: %v, %d fields, %d lists", name, err, len(document.Fields), len(document.Lists))
		}
	}
}

func TestLoads(t *testing.T) {
	t.Parallel()
	const page = `<!doctype html><meta property="og:image" content="https://cdn.example.com/og.png"><img src="/uploads/a.jpg" srcset="/uploads/a.jpg 1x, /uploads/b.jpg 2x"><IMG src='/uploads/a.jpg'>
<video poster=/p.png><source src="/f.mp4"></video><a href="/terms.pdf?v=1">x</a><a href="/home">y</a><img src="data:image/png;base64,AAAA"><!-- <img src="/comment.png"> --><script>"<img src=/script.png>"</script><textarea><img src=/text.png></textarea>`
	want := []string{"https://cdn.example.com/og.png", "/uploads/a.jpg", "/uploads/b.jpg", "/p.png", "/f.mp4", "/terms.pdf?v=1"}
	if got := answer.Loads([]byte(page)); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestHas(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]bool{
		"<p>you searched for <glvx1></p>": true, `<input value=""><glvx1>">`: true, "<GLVX1 >": true,
		"<p>&lt;glvx1&gt;</p>": false, "<!-- <glvx1> -->": false, "<script>var q='<glvx1>'</script>": false, "<textarea><glvx1></textarea>": false, "<title><glvx1></title>": false, `<input value="<glvx1>">`: false, "<glvx12>": false, "": false,
	} {
		if got := answer.Has([]byte(body), "glvx1"); got != want {
			t.Errorf("%s: %t", body, got)
		}
	}
}

func FuzzReadJSON(f *testing.F) {
	for _, body := range []string{`[{"id":1,"a":[{}]}]`, `{"a":{"b":[1,"x",null,true]}}`, `[[[[[`, `{"a":1`, `"x"`, `{"a":"` + "\xff" + `"}`} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		document, err := answer.ReadJSON(body)
		if err != nil && (len(document.Fields) > 0 || document.Root != "") {
			t.Errorf("an error, and %s", told(document))
		}
		for _, one := range document.Fields {
			if one.Seen == 0 || len(one.Path) == 0 || len(one.Value) > 200 {
				t.Errorf("%+v", one)
			}
		}
		for _, one := range document.Lists {
			if (one.Count > 0) != (one.Of != "") {
				t.Errorf("%+v", one)
			}
		}
	})
}

func FuzzHTML(f *testing.F) {
	f.Add([]byte(`<img srcset="a 1x,,b" src=><a href=x.pdf><meta property=og:image content=y><glvx1>`))
	f.Add([]byte("<script><!--<script></script>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		answer.Has(body, "glvx1")
		if found := answer.Loads(body); len(found) > 500 {
			t.Errorf("%d", len(found))
		}
	})
}
