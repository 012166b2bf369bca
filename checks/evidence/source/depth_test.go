package source

import (
	"reflect"
	"testing"

	"github.com/golive-app/golive/checks"
)

func TestOfTestsOnlyWhatWasLeftBehindIsRead(t *testing.T) {
	t.Parallel()
	reader := newReader(t, ReaderCommand, nil)
	content := &files{content: map[string]string{
		"src/app.ts":      "import express from 'express'\nexpress().get('/orders', (_, res) => res.send(''))\nconsole.log(1)\n",
		"src/quiet.ts":    "import express from 'express'\nexpress().get('/orders', (_, res) => res.send(''))\n",
		"src/App.vue":     "<template><p v-html=\"$route.query.q\"/></template>\n<script>\ndebugger\n</script>\n",
		"src/views.py":    "import pdb as d\nimport requests\ndef f(): requests.get('https://example.com'); d.set_trace()\n",
		"schema.sql":      "create table a (id int primary key);\n",
		"page.ejs":        "<%- query.q %>",
		"src/focused.mjs": "it.only('works', () => {}) // golive-allow debug-leftovers: until it does\n",
	}}
	read := func(class checks.PathClass) map[string]Facts {
		t.Helper()
		var listed []checks.File
		for _, file := range content.Files() {
			file.Class = class
			listed = append(listed, file)
		}
		facts, skipped, err := reader.FactsOf(t.Context(), content, listed, all)
		if err != nil || len(skipped) > 0 {
			t.Fatal(skipped, err)
		}
		return facts
	}
	product := read(checks.ClassProduction)
	for _, class := range []checks.PathClass{checks.ClassTest, checks.ClassFixture, checks.ClassVendored} {
		for path, got := range read(class) {
			want := Facts{Language: product[path].Language, DebugCalls: product[path].DebugCalls, Allows: product[path].Allows, Serves: product[path].Serves, Command: product[path].Command}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s as %s:\n%+v\nwant\n%+v", path, class, got, want)
			}
		}
	}
	for path, calls := range map[string]int{"src/app.ts": 1, "src/quiet.ts": 0, "src/App.vue": 1, "src/views.py": 1, "src/focused.mjs": 1} {
		if got := len(product[path].DebugCalls); got != calls {
			t.Errorf("%s has %d debug calls", path, got)
		}
	}
	if len(product["src/app.ts"].Routes.Steps) == 0 || len(product["src/App.vue"].Taint.Raws) == 0 || product["schema.sql"].Schema == nil {
		t.Error("of the product not everything is read")
	}
	if again := read(checks.ClassProduction); !reflect.DeepEqual(again, product) {
		t.Error("what was read of a test stands for the product")
	}
}
