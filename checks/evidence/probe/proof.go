package probe

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// Content tells whether the service runs what is released.
func (v *Visit) Content(ctx context.Context) (checks.Deployed, error) {
	return v.contentOnce.get(func() (checks.Deployed, error) {
		if v.options.Prove == nil {
			return checks.Deployed{}, nil
		}
		return v.options.Prove(ctx, v)
	})
}

// Record tells what a forge records as deployed; Proof is ProofNone where it records
// nothing.
type Record func(ctx context.Context) (checks.Deployed, error)

// Prove returns what tells whether a service runs one of some commits: it says so at a
// path or in a header, or the forge has it on record. What the service says itself
// counts more than a record.
func Prove(path string, commits []checks.ContentCommit, record Record) Prover {
	paths := []string{path}
	if path == "" {
		paths = []string{"/version", "/version.json", "/health", "/"}
	}
	return func(ctx context.Context, visit *Visit) (checks.Deployed, error) {
		var probes []checks.Probe
		for _, one := range paths {
			probes = append(probes, checks.Probe{Path: one})
		}
		exchanges, err := visit.Ask(ctx, probes)
		if err != nil {
			return checks.Deployed{}, err
		}
		for _, exchange := range exchanges {
			if said, where := saidCommit(exchange); said != "" {
				return held(said, where, proofOf(where), commits), nil
			}
		}
		if record == nil {
			return checks.Deployed{}, nil
		}
		return record(ctx)
	}
}

func proofOf(where string) checks.Proof {
	if strings.HasPrefix(where, "`/") {
		return checks.ProofVersion
	}
	return checks.ProofHeader
}

// held holds what a service says against the commits of the release.
func held(said, where string, proof checks.Proof, commits []checks.ContentCommit) checks.Deployed {
	deployed := checks.Deployed{Proof: proof, Words: fmt.Sprintf("%s says `%s`", where, wording.ShortSHA(said))}
	index := slices.IndexFunc(commits, func(commit checks.ContentCommit) bool { return strings.HasPrefix(commit.SHA, said) })
	if index < 0 {
		deployed.Other = true
		return deployed
	}
	if words := commits[index].Words(); words != "" {
		deployed.Words += ", " + words
	}
	return deployed
}

// versionHeaders are where services say what they run.
var versionHeaders = []string{"X-Git-Sha", "X-Git-Commit", "X-Commit", "X-Commit-Sha", "X-Revision", "X-App-Revision", "X-App-Version", "X-Build-Commit", "X-Source-Version", "X-Version"}

// commitKeys are the names of fields that hold a commit, without case and marks.
var commitKeys = []string{"commit", "sha", "gitsha", "gitcommit", "commitsha", "commithash", "commitid", "githash", "revision", "gitrevision", "vcsrevision", "sourceversion", "buildcommit"}

// commit matches a commit, alone or at the end of what `git describe` says.
var commit = regex.New(`^(?:.*-g)?([0-9a-f]{7,40})$`)

// commitIn returns the commit that a text names; empty: none. Digits alone are a date
// or a number of a build unless there are forty.
func commitIn(text string) string {
	found := commit.FindStringSubmatch(strings.ToLower(strings.TrimSpace(text)))
	if found == nil || len(found[1]) < 40 && !strings.ContainsAny(found[1], "abcdef") {
		return ""
	}
	return found[1]
}

// saidCommit returns the commit that an answer names, and where.
func saidCommit(exchange checks.Exchange) (said, where string) {
	if exchange.Status >= 200 && exchange.Status < 300 && (JSON(exchange) || !HTML(exchange)) {
		if said := commitIn(string(exchange.Body()[:min(len(exchange.Body()), 200)])); said != "" {
			return said, "`/" + pathOf(exchange) + "`"
		}
		var document map[string]any
		if json.Unmarshal(exchange.Body(), &document) == nil {
			if said := inDocument(document, 0); said != "" {
				return said, "`/" + pathOf(exchange) + "`"
			}
		}
	}
	for _, name := range versionHeaders {
		if said := commitIn(exchange.Answer().Get(name)); said != "" {
			return said, "the header `" + http.CanonicalHeaderKey(name) + "`"
		}
	}
	return "", ""
}

// inDocument looks for a commit in a JSON object and in those within it.
func inDocument(document map[string]any, depth int) string {
	const deepest = 4
	if depth > deepest {
		return ""
	}
	var names []string
	for name := range document {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		plain := strings.NewReplacer("_", "", "-", "", ".", "").Replace(strings.ToLower(name))
		if text, is := document[name].(string); is && slices.Contains(commitKeys, plain) {
			if said := commitIn(text); said != "" {
				return said
			}
		}
	}
	for _, name := range names {
		if inner, is := document[name].(map[string]any); is {
			// Spring and others write {"commit": {"id": "…"}}.
			if id, is := inner["id"].(string); is && strings.EqualFold(name, "commit") {
				if said := commitIn(id); said != "" {
					return said
				}
			}
			if said := inDocument(inner, depth+1); said != "" {
				return said
			}
		}
	}
	return ""
}
