package publish

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extended "github.com/yuin/goldmark/extension/ast"
	markdowntext "github.com/yuin/goldmark/text"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/jobs"
)

func TestInlineShowsTextAsItIs(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"57 of 58 routes refused us":       "57 of 58 routes refused us",
		"call `logger.debug` instead":      "call `logger.debug` instead",
		"one ` alone":                      "one \\` alone",
		"`a | b` in a table":               "<code>a &#124; b</code> in a table",
		"`<!-- golive:v1 -->`":             "<code>&#60;&#33;-- golive&#58;v1 --&#62;</code>",
		"a | b":                            "a &#124; b",
		"<script>alert(1)</script>":        "&lt;script&gt;alert(1)&lt;/script&gt;",
		"</details>":                       "&lt;/details&gt;",
		"<!-- x -->":                       "&lt;!-- x --&gt;",
		"&lt;b&gt;":                        "&amp;lt;b&amp;gt;",
		"**bold** _it_ ~~gone~~":           `\*\*bold\*\* \_it\_ \~\~gone\~\~`,
		"snake_case_name":                  "snake_case_name",
		"[free](javascript:alert(1))":      `\[free\](javascript:` + joiner + `alert(1))`,
		"![x](https://evil.example/a.png)": `!\[x\](` + "`https://evil.example/a.png`" + `)`,
		"see https://evil.example/a?b=1.":  "see `https://evil.example/a?b=1`.",
		"www.evil.example now":             "`www.evil.example` now",
		"ask @acme/senior or @kim":         "ask @" + joiner + "acme/senior or @" + joiner + "kim",
		"me@acme.dev":                      "me@" + joiner + "acme.dev",
		"fixes #12 and acme/shop#13":       "fixes #" + joiner + "12 and acme/shop#" + joiner + "13",
		"see GH-12":                        "see GH-" + joiner + "12",
		"$x$ costs":                        `\$x\$ costs`,
		":tada: at 12:30":                  ":" + joiner + "tada: at 12:30",
		"a\r\n\r\n# heading\x00\tb":        `a # heading b`,
		"\u202egnp.exe\u2066":              "gnp.exe",
		"- item":                           `\- item`,
		"1. first":                         `1\. first`,
		"# no heading":                     `\# no heading`,
		"1.4.0 is out":                     "1.4.0 is out",
		"78.9 % of lines":                  "78.9 % of lines",
		"bad \xff\xfe byte":                "bad \ufffd byte",
		"a family 👩‍👩‍👧 stays together": "a family 👩‍👩‍👧 stays together",
		`back\slash`: `back\\slash`,
		"   ":        "",
	} {
		if got := inline(in, longText); got != want {
			t.Errorf("inline(%q)\n got %q\nwant %q", in, got, want)
		}
	}
	if got := inline("a long `code that is cut", 12); got != "a long `code…`" {
		t.Errorf("got %q", got)
	}
}

func TestLinksLeadOnlyToPages(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://ci.example/run/1":                       "[l](https://ci.example/run/1)",
		"http://ci.example:8080/a?b=c&d=e":               "[l](http://ci.example:8080/a?b=c&amp;d=e)",
		"https://a.example/x)(y":                         "[l](https://a.example/x%29%28y)",
		"https://a.example/a b":                          "[l](https://a.example/a%20b)",
		"https://a.example/<b>|`":                        "[l](https://a.example/%3Cb%3E%7C%60)",
		"https://a.example/@kim":                         "[l](https://a.example/%40kim)",
		"javascript:alert(1)":                            "l",
		"JaVaScRiPt:alert(1)":                            "l",
		"data:text/html,x":                               "l",
		"//evil.example":                                 "l",
		"/relative":                                      "l",
		"https://user:pass@evil.example":                 "l",
		"https://github.com@evil.example":                "l",
		"https://еvil.example":                           "l", // the first letter is Cyrillic
		"https://":                                       "l",
		"https://a.example/" + strings.Repeat("x", 3000): "l",
	} {
		if got := link("l", in); got != want {
			t.Errorf("link(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestPlacesLeadToTheReleasedFile(t *testing.T) {
	t.Parallel()
	page := newStory(t).page()
	base := webURL + "/blob/" + headSHA + "/"
	for want, got := range map[string]string{
		"[`a/b.ts:3`](" + base + "a/b.ts#L3)":                              page.place("a/b.ts", 3, 3),
		"[`a.ts:3`](" + base + "a.ts#L3-L9)":                               page.place("a.ts", 3, 9),
		"[`a.ts`](" + base + "a.ts)":                                       page.place("a.ts", 0, 0),
		"[`a ](b).ts:1`](" + base + "a%20%5D%28b%29.ts#L1)":                page.place("a ](b).ts", 1, 1),
		"[<code>a&#124;b&#96;&#60;.ts</code>](" + base + "a%7Cb%60%3C.ts)": page.place("a|b`<.ts", 0, 0),
		"": page.place("", 4, 4),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestOnlyPeopleWhoAreMeantAreMentioned(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"mia": "@mia", "a-b-1": "@a-b-1",
		"dependabot[bot]": "@" + joiner + `dependabot\[bot\]`,
		"acme/everyone":   "@" + joiner + "acme/everyone",
		"x @all":          "@" + joiner + "x @" + joiner + "all",
	} {
		if got := mention(in); got != want {
			t.Errorf("mention(%q) = %q, want %q", in, got, want)
		}
	}
}

// hostile puts text wherever a run carries text from outside.
func hostile(t testing.TB, words string) *story {
	s := newStory(t)
	run := &s.run
	run.Release.Version, run.Release.HeadBranch, run.Release.Service, run.Release.Title = "", words, words, words
	run.Release.Tag = &checks.Tag{Name: words}
	run.Policy = checks.PolicySource{Source: words, Ref: words, Hash: words, Mode: "enforce"}
	run.PolicyProblem, run.Notes, run.Skipped = words, []string{words}, []checks.Skipped{{Path: words, Reason: words}}
	run.PolicyEdits = []jobs.PolicyEdit{
		{File: config.PolicyFile, Ref: words, Change: jobs.PolicyChange(words), Wrong: 1, Problems: []config.Problem{{Line: 3, Column: 1, Path: words, Problem: words, Advice: words}}},
		{File: config.PolicyFile, Ref: words, Authors: []string{words}, Mends: true, Before: config.Policy{Mode: config.ModeEnforce, Release: config.ReleasePatterns{Tags: []string{words + "!"}}},
			After: config.Policy{Release: config.ReleasePatterns{Branches: []string{words}, Labels: []string{words}, Titles: []string{words}}, Roles: map[string][]string{"qa": {words}, words: {words}}}},
	}
	run.Range = &jobs.RangeSummary{From: words, Reason: words, Commits: 2}
	evidence := saw(checks.E2, checks.Supports, words)
	evidence.Path, evidence.Source, evidence.Kind = words, words, words
	linked := evidence
	linked.Link = words
	s.sees("code.debug-leftovers", checks.Observation{
		Headline: words, Why: words, Remedy: words, Evidence: []checks.Evidence{evidence},
		Findings: []checks.Finding{found(words, words, 3, words, words), found(words, "x/"+words, 4, words, "")},
	})
	s.sees("delivery.rollback", checks.Observation{Headline: words, Why: words, Remedy: words, Evidence: []checks.Evidence{linked}})
	s.sees("launch.changelog", checks.Observation{Headline: words, Why: words, Remedy: words, Evidence: []checks.Evidence{saw(checks.E2, checks.Refutes, words)}})
	s.sees("security.headers", checks.Observation{Missing: []checks.Missing{{Connection: checks.ConnectionStaging, Reason: words, Remedy: words}}, Headline: words})
	s.sees("performance.media-storage", checks.Observation{NotApplicable: words})
	s.run.Results["security.injection"] = checks.Broken(s.item("security.injection"), checks.ReleasePullRequest, words, words)
	s.sees("infrastructure.autoscaling", failing(words, words, found("r", words, 1, words, words)),
		checks.Attestations{Waiver: &checks.Waiver{By: words, Accepts: checks.Fail, Reason: words, Until: noon.Add(time.Hour)}})
	signed := checks.SignOff{Item: "launch.qa-checklist", By: words, Role: checks.RoleQA, Link: "https://qa.example/" + words, Note: words, SHA: words, At: noon}
	s.sees("launch.qa-checklist", checks.Observation{Evidence: []checks.Evidence{evidence}}, checks.Attestations{SignOff: &signed})
	outdated := signed
	outdated.Outdated = words + "."
	s.sees("infrastructure.backup", checks.Observation{Evidence: []checks.Evidence{evidence}}, checks.Attestations{SignOff: &outdated})
	excluded := checks.Exclusion{By: words, Reason: words, SHA: words, Outdated: "", Approval: &checks.Approval{By: words + "x", Role: checks.RoleQA, Note: words}}
	s.sees("monitoring.metrics", checks.Observation{Headline: words}, checks.Attestations{Exclusion: &excluded})
	alone, overtaken := excluded, excluded
	alone.Approval, overtaken.Outdated = nil, words+"."
	s.sees("monitoring.logging", checks.Observation{Headline: words}, checks.Attestations{Exclusion: &alone})
	s.sees("monitoring.log-context", checks.Observation{Headline: words}, checks.Attestations{Exclusion: &overtaken})
	run.Previous = &jobs.PreviousRun{Generation: 1, SHA: words, At: noon, Verdicts: map[checks.ItemID]checks.Verdict{"code.debug-leftovers": checks.Pass}, Headlines: map[checks.ItemID]string{"code.debug-leftovers": words}}
	run.ID = words
	return s
}

var hostileTexts = []string{
	"plain", "`", "``` x", "a`b`c`", "</details>", "<details>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- golive:v1 run= pr=412 -->", "-->", "<!--",
	recordStart + `{"releases":[]}` + recordEnd, "| a | b |", "a|b\\|c", `\`, `\|`, "`a|b`", "`\\`|", "@everyone @kim", "[x](javascript:alert(1))", "[x]: https://evil.example", "![x](https://evil.example/x.png)",
	"https://evil.example/?a=`b`|c", "www.evil.example", "mailto:a@evil.example", "<https://evil.example>", "a\n\n# b\n- c\n> d\n\n---", "1. x", "+ x", "===", "---", "&lt;b&gt; &#60;", "$`x`$ $$y$$", "#12 GH-3 a/b#4",
	":tada:", "\u202e\u2066\u200b", "\xff\x00\r", strings.Repeat("🦀", 300), strings.Repeat("`", 40), "**_~x~_**", "[^1]", "- [ ] task", "*", "_", "a `<b>` c", "`" + strings.Repeat("x", 700),
}

func TestHostileTextStaysText(t *testing.T) {
	t.Parallel()
	for _, words := range hostileTexts {
		harmless(t, words)
	}
}

// FuzzHostileText puts text into each place that Markdown has for it. The
// document around it is small, so that many texts are tried.
func FuzzHostileText(f *testing.F) {
	for _, words := range hostileTexts {
		f.Add(words)
	}
	page := newStory(f).page()
	f.Fuzz(func(t *testing.T, words string) {
		line, span, summary := inline(words, longText), code(words), codeHTML(words)
		inspect(t, words, markerLine(words, marker(jobs.Key{Tag: words, Service: words}, 0))+"\n## heading "+line+"\n"+line+"\n\n"+
			"| a | b |\n|:--|:--|\n| "+line+" | "+span+" |\n| "+page.place(words, 1, 2)+" | "+link(span, words)+" |\n\n"+
			"> [!NOTE]\n> 1. x "+line+"<br>"+line+" "+span+"\n\n- "+line+"\n- `x` — "+line+" `y`\n\n"+
			"<details><summary><b>x</b> "+summary+"</summary>\n\n"+line+"\n\n</details>\n\n"+lines(words)+"\n<sub>"+line+" "+person(words)+"</sub>\n")
	})
}

// harmless renders everything with a text in it, reads it as GitHub does and
// looks for whatever the text brought into being.
func harmless(t *testing.T, words string) {
	t.Helper()
	told := hostile(t, words)
	page := told.page()
	inspect(t, words, page.comment())
	inspect(t, words, page.issueBody(marker(jobs.Key{Tag: words}, 0)))
	shown := views(told.pages(), "")
	for _, one := range []view{shown[0], shown[7]} {
		inspect(t, words, one.summary)
		inspect(t, words, one.text)
		if _, err := ParseRecord(one.text); err != nil {
			t.Errorf("%q: %v", words, err)
		}
		if strings.ContainsAny(one.title, "\n\r\x00") {
			t.Errorf("%q: title %q", words, one.title)
		}
	}
}

var (
	ourTag   = regexp.MustCompile(`^</?(?:code|b|sub|br)>$`)
	ourBlock = regexp.MustCompile(`^(?:<!-- golive(?:-record)?:v1 [^<>]* -->|</details>|<details(?: open)?><summary>(?:[^<>]|</?(?:b|code)>)*</summary>)\s*$`)
	live     = regexp.MustCompile(`(?:^|[^A-Za-z0-9_])@[A-Za-z0-9]|#[0-9]`)
)

func inspect(t *testing.T, words, source string) {
	t.Helper()
	wrong := func(what, where string) { t.Errorf("%q brought %s: %q", words, what, where) }
	data := []byte(source)
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote))
	tree := markdown.Parser().Parse(markdowntext.NewReader(data))
	details, inCode := 0, false
	err := ast.Walk(tree, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch node := node.(type) {
		case *ast.RawHTML:
			tag := string(node.Segments.Value(data))
			if !ourTag.MatchString(tag) {
				wrong("a tag", tag)
			}
			inCode = tag == "<code>" || inCode && tag != "</code>"
		case *ast.HTMLBlock:
			lines := node.Lines()
			for index := range lines.Len() {
				segment := lines.At(index)
				line := string(segment.Value(data))
				if !ourBlock.MatchString(line) {
					wrong("a block", line)
				}
				details += strings.Count(line, "<details") - strings.Count(line, "</details>")
			}
		case *ast.Link:
			if address := string(node.Destination); !strings.HasPrefix(address, webURL+"/") && !strings.HasPrefix(address, "https://golive.example/") &&
				!strings.HasPrefix(address, "https://qa.example/") && address != strings.TrimSpace(words) {
				if safe, ok := safeURL(words); !ok || address != strings.ReplaceAll(safe, "&amp;", "&") {
					wrong("a link", address)
				}
			}
		case *ast.AutoLink:
			wrong("an address that links by itself", string(node.URL(data)))
		case *ast.Image, *ast.CodeBlock, *ast.FencedCodeBlock, *ast.ThematicBreak, *extended.Footnote, *extended.FootnoteLink, *extended.TaskCheckBox, *extended.Strikethrough:
			wrong("a "+node.Kind().String(), "")
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			if shown := html.UnescapeString(string(node.Segment.Value(data))); !inCode && live.MatchString(strings.ReplaceAll(shown, mention(words), "")) {
				wrong("a mention or reference", shown)
			}
		}
		return ast.WalkContinue, nil
	})
	if err != nil || details != 0 {
		t.Errorf("%q: %d details are left open, %v", words, details, err)
	}
	tables(t, words, source)
}

// tables checks that each row of a table has as many cells as its head: what a
// parser would quietly drop or fill is counted in the source.
func tables(t *testing.T, words, source string) {
	t.Helper()
	bars := 0
	for line := range strings.Lines(source) {
		if !strings.HasPrefix(line, "|") {
			bars = 0
			continue
		}
		count := strings.Count(line, "|")
		if bars == 0 {
			bars = count
		}
		if count != bars || !strings.HasSuffix(line, "|\n") {
			t.Errorf("%q: a row of %d cells in a table of %d: %q", words, count-1, bars-1, line)
		}
	}
}
