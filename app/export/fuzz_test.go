package export_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	renderer "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"github.com/golive-app/golive/app/export"
	"github.com/golive-app/golive/checks"
)

// FuzzWriters puts any text everywhere: every format stays whole.
func FuzzWriters(f *testing.F) {
	f.Add("src/a.ts", "console.log", "Remove it.", "debug.console", 3, uint8(0))
	f.Add(evil, evil, evil, evil, -1, uint8(3))
	f.Add("a\\b:c?d#e", "]]>", "```\n</details>\n```", "", 1<<40, uint8(5))
	f.Fuzz(func(t *testing.T, path, message, remedy, rule string, line int, mix uint8) {
		severity := []checks.Severity{checks.SeverityError, checks.SeverityWarning, checks.SeverityNotice}[int(mix)%3]
		report := judged(told{
			"code.debug-leftovers": {
				Headline: message, Why: remedy, Remedy: remedy, Evidence: []checks.Evidence{{
					Grade: checks.E2, Outcome: checks.Refutes, Summary: message, Path: path, Line: line, Link: remedy, ObservedAt: noon, Tree: tree,
				}},
				Findings: []checks.Finding{{Rule: rule, Severity: severity, Path: path, Line: line, EndLine: line + int(mix), Column: int(mix), Message: message, Remedy: remedy}},
			},
			"launch.changelog": {NotApplicable: message},
		}, checks.Observation{Missing: []checks.Missing{{Connection: checks.ConnectionStaging, Reason: message, Remedy: remedy, Later: mix%2 == 0}}}, nil)
		report.Release.Repository.Name, report.Policy.Source = path, message
		report.Skipped = []checks.Skipped{{Path: path, Reason: remedy}}
		report = export.Local(report)

		// Whether the schema holds is a matter of the writer, not of the words: the
		// other tests ask it, which takes most of a second.
		document, err := sarif.FromBytes([]byte(written(t, report, export.SARIF)), sarif.WithStrictValidation())
		if err != nil {
			t.Fatal(err)
		}
		taken(t, document)
		readTree(t, written(t, report, export.JUnit))
		tame(t, written(t, report, export.Markdown))
	})
}

// tame renders Markdown as a page would, raw HTML included, and fails for every
// element that golive does not write itself.
func tame(t *testing.T, markdown string) {
	t.Helper()
	var page bytes.Buffer
	engine := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough), goldmark.WithRendererOptions(renderer.WithUnsafe()))
	if err := engine.Convert([]byte(markdown), &page); err != nil {
		t.Fatal(err)
	}
	const own = " h2 h3 p table thead tbody tr th td code pre details summary b strong sub br ol ul li blockquote em "
	open := 0
	for tokens := html.NewTokenizer(&page); tokens.Next() != html.ErrorToken; {
		token := tokens.Token()
		switch token.Type {
		case html.CommentToken, html.DoctypeToken:
			t.Errorf("the Markdown holds %s", token)
		case html.StartTagToken, html.SelfClosingTagToken:
			if !strings.Contains(own, " "+token.Data+" ") {
				t.Errorf("the Markdown holds %s", token)
			}
		}
		if token.Data == "details" {
			switch token.Type {
			case html.StartTagToken:
				open++
			case html.EndTagToken:
				open--
			}
		}
		if open < 0 || open > 1 {
			t.Errorf("a section is closed or opened by what stands in it")
			return
		}
	}
	if open != 0 {
		t.Errorf("%d sections stay open", open)
	}
}
