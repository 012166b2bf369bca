package code_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/code"
	"github.com/golive-app/golive/checks/evidence/source"
)

func TestHand(t *testing.T) {
	for _, dir := range strings.Fields(os.Getenv("HAND")) {
		start := time.Now()
		var rng *checks.Range
		s, err := source.OpenDirectory(t.Context(), source.Options{Directory: dir})
		if base := os.Getenv("BASE"); base != "" {
			head, _, err1 := source.Resolve(t.Context(), dir, "HEAD")
			from, _, err2 := source.Resolve(t.Context(), dir, base)
			fmt.Println(err1, err2)
			s, err = source.OpenCommit(t.Context(), source.Options{Directory: dir, Commit: head})
			began := time.Now()
			rng, err = source.ReadRange(t.Context(), dir, from, head, "base")
			if err != nil { t.Fatal(err) }
			fmt.Println("range", len(rng.Commits), "commits", len(rng.Changed), "changes in", time.Since(began))
			began = time.Now()
			runs := 0
			for _, c := range rng.Commits { if err := (source.History{Directory: dir}).Added(t.Context(), c.SHA, func(checks.AddedText) error { runs++; return nil }); err != nil { fmt.Println(c.SHA, err) } }
			fmt.Println("history", runs, "runs in", time.Since(began))
		}
		if err != nil { t.Log(err); continue }
		opened := time.Since(start)
		subject := checks.Subject{Source: s, Range: rng, Now: time.Now, Release: checks.Release{Kind: checks.ReleaseDirectory, Tree: s.Tree()}}
		o, err := code.NewDebugLeftovers(syntax(t)).Observe(t.Context(), subject)
		if err != nil { t.Fatal(err) }
		r := checks.Judge(checks.Case{Item: debugLeftovers, Release: subject.Release, Observation: o, Now: time.Now()})
		classes := map[checks.PathClass]int{}
		for _, f := range s.Files() { if source.Code(f.Language) { classes[f.Class]++ } }
		fmt.Printf("=== %s: %s: %s | %s  (open %v, all %v) %v\n", dir, r.Verdict(), r.Headline, r.Why, opened.Round(time.Millisecond), time.Since(start).Round(time.Millisecond), classes)
		for _, m := range r.Missing { fmt.Println("  missing:", m.Reason) }
		for _, e := range r.Evidence { fmt.Println("  evidence:", e.Outcome, e.Path, e.Summary) }
		for i, f := range r.Findings { if i < 60 { fmt.Printf("  %s %s %s:%d:%d %s\n", f.Severity, f.Rule, f.Path, f.Line, f.Column, f.Message) } }
		fmt.Println("  findings:", len(r.Findings))
		s.Close()
	}
}
