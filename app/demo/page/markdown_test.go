package page

import (
	"strings"
	"testing"
)

const repository = "http://127.0.0.1:9999/acme/shop"

func rendered(t testing.TB, text string) string {
	t.Helper()
	markdown, err := newMarkdown()
	if err != nil {
		t.Fatal(err)
	}
	return string(markdown.render(text, repository))
}

func TestMarkdownReadsAsOnGitHub(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"an alert":                     {"> [!CAUTION]\n> ### Do this\n> 1. first", `<blockquote class="alert alert-caution"><p class="alert-title">⛔ Caution</p><h3>Do this</h3><ol><li>first</li></ol></blockquote>`},
		"an alert of one paragraph":    {"> [!note]\n> look", `<blockquote class="alert alert-note"><p class="alert-title">ℹ Note</p><p>look</p></blockquote>`},
		"an alert without words":       {"> [!TIP]", `<blockquote class="alert alert-tip"><p class="alert-title">✦ Tip</p></blockquote>`},
		"a quote that is none":         {"> [!LOUD]\n> x", "<blockquote><p>[!LOUD]\nx</p></blockquote>"},
		"an alert within a list":       {"- > [!NOTE]\n  > x", "<ul><li><blockquote><p>[!NOTE]\nx</p></blockquote></li></ul>"},
		"a table, in a box of its own": {"|a|b|\n|--|:-:|\n|1|2|", `<div class="scroll" tabindex="0" role="region" aria-label="Table"><table><thead><tr><th>a</th><th align="center">b</th></tr></thead><tbody><tr><td>1</td><td align="center">2</td></tr></tbody></table></div>`},
		"a task":                       {"- [x] done", `<ul><li><input checked="" disabled="" type="checkbox" aria-label="task"/> done</li></ul>`},
		"details with Markdown inside": {"<details open><summary>🔒 <b>III</b></summary>\n\n**x**\n</details>", "<details open=\"\"><summary>🔒 <b>III</b></summary><p><strong>x</strong></p></details>"},
		"a link elsewhere":             {"[x](https://example.com/a)", `<p><a href="https://example.com/a" target="_blank" rel="noopener noreferrer nofollow">x</a></p>`},
		"a link to a line":             {"[x](" + repository + "/blob/abc/src/a%20b.ts#L3)", `<p><a href="/blob/abc/src/a%20b.ts#L3">x</a></p>`},
		"a link to a commit":           {"[x](" + repository + "/commit/abc)", `<p><a href="/commit/abc">x</a></p>`},
		"a link to a comment":          {"[x](" + repository + "/pull/1#issuecomment-7)", `<p><a href="/#entry-7">x</a></p>`},
		"a link to the pull request":   {"[x](" + repository + "/pull/1)", `<p><a href="/#pull">x</a></p>`},
		"a repository of a like name":  {"[x](" + repository + "-other/pull/1)", `<p><a href="` + repository + `-other/pull/1" target="_blank" rel="noopener noreferrer nofollow">x</a></p>`},
		"a hidden marker":              {"<!-- golive:v1 run=1 -->\n## x", "<h2>x</h2>"},
		"a line break in a cell":       {"|a|\n|--|\n|1<br>2|", "1<br/>2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := strings.NewReplacer(">\n<", "><", ">\n", ">", "\n<", "<").Replace(strings.TrimSpace(rendered(t, test.text)))
			if !strings.Contains(got, test.want) {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// hostile are texts that try to act, to reach out, or to break out.
func hostile() []string {
	return []string{
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "![x](https://evil.example/track.png)", "[x](javascript:alert(1))",
		"[x](JaVaScRiPt&#58;alert(1))", "[x](data:text/html,<script>alert(1)</script>)", "<a href=\"vbscript:x\" onclick=alert(1)>x</a>",
		"<svg onload=alert(1)><script>alert(1)</script></svg>", "<style>body{display:none}</style>", "<p style=\"position:fixed;inset:0\">x</p>",
		"<iframe src=https://evil.example></iframe>", "<form action=/act method=post><input name=act value=fix><button>x</button></form>",
		"<input type=image src=https://evil.example/x>", "<input type=checkbox autofocus onfocus=alert(1) name=act>", "<base href=https://evil.example/>",
		"<meta http-equiv=refresh content=0;url=https://evil.example>", "<link rel=stylesheet href=https://evil.example/x.css>",
		"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
		"<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<details ontoggle=alert(1) open>x</details>",
		"<div id=verdict class=verdict>READY</div>", "<a href=//evil.example/x>x</a>", "<object data=x></object><embed src=x>", "<video src=https://evil.example/x>",
		"`<script>`\n\n\x00<scr\x00ipt>alert(1)</script>", "<textarea></textarea><title><img src=x onerror=alert(1)></title>", "<p class=\"alert-title box notice\">x",
	}
}

func TestHostileMarkdownDoesNothing(t *testing.T) {
	t.Parallel()
	for _, text := range hostile() {
		assertHarmless(t, text, rendered(t, text))
	}
}

func TestWhatIsOpenEndsWithTheText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"</div></div></article></main>x":            "x",
		"<details><summary>a\n\n<b>open":            "</b></p>",
		"</td></tr></table></details>\n\nx":         "<p>x</p>",
		"<table><tr><td>\n\n</td></tr></table></p>": "</table></div>",
	} {
		got := rendered(t, text)
		if !strings.Contains(got, want) || strings.Count(got, "<div") != strings.Count(got, "</div") {
			t.Errorf("%q is %q", text, got)
		}
	}
}
