package draft

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// stage is one of the two environments that a policy knows.
type stage string

const (
	staging    stage = "staging"
	production stage = "production"
)

// stageWords are the words of a name that say which environment it is, the
// surest first.
var stageWords = map[stage][]string{
	staging:    {"staging", "stage", "stg", "preproduction", "preprod", "uat", "acceptance", "acc"},
	production: {"production", "prod", "prd", "live"},
}

// notProduction are words in front of "production" that turn it around.
var notProduction = []string{"pre", "non", "not", "no", "post", "like"}

// stageOf tells which environment a name speaks of and how surely: 0 is the word
// alone, then the words in their order; false where none does, or several do.
func stageOf(text string) (found stage, rank int, ok bool) {
	parts := strings.FieldsFunc(strings.ToLower(text), func(character rune) bool {
		return strings.ContainsRune("-_/. ()[]:", character)
	})
	for index, part := range parts {
		if index > 0 && slices.Contains(notProduction, parts[index-1]) && slices.Contains(stageWords[production], part) {
			parts[index] = parts[index-1] + part
		}
	}
	for _, one := range []stage{staging, production} {
		for order, word := range stageWords[one] {
			if !slices.Contains(parts, word) {
				continue
			}
			if ok && found != one {
				return "", 0, false
			}
			if !ok {
				found, rank, ok = one, 2*order, true
				if len(parts) > 1 {
					rank++
				}
			}
		}
	}
	return found, rank, ok
}

// deployment is an environment of GitHub's that workflows deploy to.
type deployment struct {
	name  string
	where string // "deploy.yml:12"
	rank  int
	url   string // literal, where a workflow says one
}

// hint is a thing that points at an environment without naming it for GitHub.
type hint struct {
	stage stage
	text  string // for people: where, and what
	url   string // empty, or a suggestion
}

// places are the environments that the files speak of.
type places struct {
	deployments map[stage][]deployment
	others      []string // names of other environments
	computed    []string // where a name has an expression
	hints       []hint
}

// readEnvironments gathers environments from workflows and hints from what
// deploys elsewhere.
func readEnvironments(ctx context.Context, r *repository, flows []workflow) *places {
	found := &places{deployments: map[stage][]deployment{}}
	for _, flow := range flows {
		for _, used := range flow.environments {
			found.add(flow.path, used)
		}
	}
	for _, deployments := range found.deployments {
		slices.SortStableFunc(deployments, func(a, b deployment) int { return a.rank - b.rank })
	}
	readHints(ctx, r, flows, found)
	return found
}

// add takes a job's environment in. A name that GitHub computes is not guessed.
func (p *places) add(path string, used environmentUse) {
	where := fmt.Sprintf("%s:%d", path, used.line)
	if expression(used.name) {
		p.computed = append(p.computed, where)
		return
	}
	one, rank, ok := stageOf(used.name)
	if !ok || !accepted(used.name, "environments", string(one), "deployment") {
		if !slices.Contains(p.others, used.name) {
			p.others = append(p.others, used.name)
		}
		return
	}
	address := ""
	if !expression(used.url) && publicURL(used.url) {
		address = used.url
	}
	for index, known := range p.deployments[one] {
		if known.name == used.name {
			if known.url == "" {
				p.deployments[one][index].url = address
			}
			return
		}
	}
	p.deployments[one] = append(p.deployments[one], deployment{name: used.name, where: where, rank: rank, url: address})
}

// publicURL reports whether a text is the plain https address of a host that
// others can reach by name: no credentials, nothing local, no template.
func publicURL(text string) bool {
	if !accepted(text, "environments", string(staging), "url") || strings.ContainsAny(text, "<>{}$\"'`\\| *") {
		return false
	}
	parsed, err := url.Parse(text)
	if err != nil || parsed.Scheme != "https" || parsed.User != nil || parsed.RawQuery != "" || parsed.Fragment != "" || parsed.Opaque != "" {
		return false
	}
	host := strings.ToLower(parsed.Hostname())
	last := host[strings.LastIndex(host, ".")+1:]
	return last != host && strings.ContainsFunc(last, func(character rune) bool { return character >= 'a' && character <= 'z' }) &&
		!slices.Contains([]string{"localhost", "local", "internal", "test", "invalid", "example", "localdomain", "lan"}, last) &&
		!strings.HasSuffix(host, "example.com") && !strings.HasSuffix(host, "example.org")
}

const nothingVisited = "Staging is visited where its host consents; production is read on GitHub alone."

// writeEnvironments writes where releases run.
func writeEnvironments(written *page, report *Draft, found *places) {
	written.gap()
	written.say(0, "Where releases run. %s", nothingVisited)
	if len(found.deployments) == 0 && len(found.computed) == 0 {
		written.say(0, "No workflow deploys to an environment called staging or production (jobs.….environment).")
	}
	if len(found.others) > 0 {
		written.say(0, "Workflows name other environments too, which are neither: %s.", words(found.others, 6))
	}
	if len(found.computed) > 0 {
		text := fmt.Sprintf("%s computed when the workflow runs, so not guessed: %s.", count(len(found.computed), "environment name is", "environment names are"), words(found.computed, 4))
		written.say(0, "%s", text)
		report.left("environments", "%s", text)
	}
	written.put(&entry{key: "environments", children: []*entry{
		stageEntry(report, found, staging), stageEntry(report, found, production),
	}})
}

// stageEntry writes one environment: by what workflows name, and with hints in
// comments.
func stageEntry(report *Draft, found *places, one stage) *entry {
	key := "environments." + string(one)
	named := &entry{key: "deployment", value: quoted(string(one)), example: true, note: "the name of the GitHub environment"}
	address := &entry{key: "url", value: quoted("https://" + string(one) + ".example.com"), example: true, note: "where it answers"}
	version := &entry{key: "version", value: quoted("/version"), example: true, note: "the path there that tells which version is deployed"}
	written := &entry{key: string(one), children: []*entry{address, named}}
	if one == staging {
		written.children = []*entry{address, version, named}
	}
	if suggestion := suggested(found, one); suggestion != "" {
		address.value, address.note = quoted(suggestion), "by the hint above; is it right?"
	}
	deployments := found.deployments[one]
	for _, hint := range found.hints {
		if hint.stage == one {
			written.because = append(written.because, "Hint: "+hint.text+".")
		}
	}
	if len(deployments) == 0 {
		report.left(key, "no workflow names such an environment%s", hinted(found, one))
		return written
	}
	chosen := deployments[0]
	if len(deployments) > 1 && deployments[1].rank == chosen.rank {
		text := fmt.Sprintf("Several could be it: %s. Write the one that releases go to.", listDeployments(deployments))
		named.value = quoted(chosen.name)
		named.because = append(named.because, text)
		report.left(key, "%s", text)
		return written
	}
	named.value, named.example = quoted(chosen.name), false
	because := "because " + chosen.where + " deploys to it."
	if len(deployments) > 1 {
		because = "because " + chosen.where + " deploys to it. Also there: " + listDeployments(deployments[1:]) + "."
	}
	named.because = append(named.because, because)
	report.noted(key+".deployment", "%q, %s", chosen.name, because)
	if chosen.url != "" {
		address.value, address.example = quoted(chosen.url), false
		address.because = append(address.because, "because "+chosen.where+" says so.")
		report.noted(key+".url", "%s, because %s says so", chosen.url, chosen.where)
	}
	return written
}

func listDeployments(deployments []deployment) string {
	var parts []string
	for _, one := range deployments {
		parts = append(parts, fmt.Sprintf("%q (%s)", name(one.name), one.where))
	}
	return words(parts, 4)
}

// suggested returns the first address that a hint names.
func suggested(found *places, one stage) string {
	for _, hint := range found.hints {
		if hint.stage == one && publicURL(hint.url) {
			return hint.url
		}
	}
	return ""
}

func hinted(found *places, one stage) string {
	for _, hint := range found.hints {
		if hint.stage == one {
			return "; hint: " + hint.text
		}
	}
	return ""
}
