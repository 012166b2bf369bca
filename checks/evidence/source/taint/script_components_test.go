package taint_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/taint"
)

// TestComponentsOfVue puts what a component's script holds into its template.
// https://vuejs.org/api/sfc-spec.html
func TestComponentsOfVue(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		script, template string
		want             []string
	}{
		"ref":                        {"import { ref } from 'vue'\nconst query = new URLSearchParams(window.location.search)\nconst message = ref(query.get('welcome') || 'Hello')", `<div v-html="message"></div>`, []string{"App.vue:1 xss"}},
		"computed, as Nuxt has it":   {"const path = computed(() => {\n  const href = window.location.href.split('?')\n  return new URLSearchParams(href[1]).get('name') || 'UNKNOWN'\n})", `<div v-html="path" />`, []string{"App.vue:1 xss"}},
		"a plain variable":           {"const hash = location.hash", `<p v-html="hash"></p>`, []string{"App.vue:1 xss"}},
		"another variable":           {"const hash = location.hash, other = 'a'", `<p v-html="other"></p>`, nil},
		"a text":                     {"import { ref } from 'vue'\nconst message = ref(location.hash)", `<p>{{ message }}</p><p v-html="other"></p>`, nil},
		"what is made safe":          {"import { computed } from 'vue'\nconst clean = computed(() => DOMPurify.sanitize(location.hash))", `<p v-html="clean"></p>`, nil},
		"what a function calls so":   {"function show() { const html = location.hash; return html }", `<p v-html="html"></p>`, nil},
		"what stands in the program": {"const message = computed({ get() { return 'a' } })", `<p v-html="message"></p>`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, err := lowering.Parse("JavaScript", []byte(test.script+"\n// beside a template with v-html\n"))
			if err != nil {
				t.Fatal(err)
			}
			facts := taint.Read(file).With(taint.ReadTemplate("Vue", []byte("<template>"+test.template+"</template>")))
			var found []string
			for _, one := range taint.Link(map[string]taint.Facts{"App.vue": facts}, func(string, taint.Call) (string, int, bool) { return "", 0, false }) {
				found = append(found, fmt.Sprintf("%s:%d %s", one.Path, one.Flow.Sink.Line, one.Flow.Sink.Class))
			}
			if !slices.Equal(found, test.want) {
				t.Errorf("found %q, want %q", found, test.want)
			}
		})
	}
}
