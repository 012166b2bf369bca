package terraform

import (
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/golive-app/golive/config/regex"
)

// Stage tells which environment a path speaks of.
type Stage int

// The stages.
const (
	Any Stage = iota
	Production
	Staging
	Local
)

// Input is what is read.
type Input struct {
	Files map[string][]byte
	Stage func(path string) Stage // of a path
	Stop  func() bool             // whether to end early
	// Other reads any other file of the same content, for what asks for it by name; nil:
	// none can be.
	Other func(path string) ([]byte, bool)
}

var (
	// environmentName matches variables that say for which environment something is.
	environmentName = regex.New(`(?i)^(?:env|environment|stage|deploy(?:ment)?_?env(?:ironment)?|env(?:ironment)?_?(?:name|type|slug)|app_?env(?:ironment)?|stage_?name|workspace|tier)$`)
	productive      = regex.New(`(?i)^(?:prod|production|prd|live)$`)
)

// Read reads all configuration of a content.
func Read(input Input) *Configuration {
	found := &Configuration{}
	if input.Stop == nil {
		input.Stop = func() bool { return false }
	}
	bodies, grunts, givens := map[string]*hclsyntax.Body{}, map[string]*hclsyntax.Body{}, map[string]map[string]Value{}
	names := make([]string, 0, len(input.Files))
	for name := range input.Files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if input.Stop() {
			return found
		}
		found.Files++
		if values(name) {
			values, problem := given(name, input.Files[name])
			if problem != nil {
				found.Problems = append(found.Problems, *problem)
			}
			givens[name] = values
			continue
		}
		body, problem := parse(name, input.Files[name])
		switch {
		case problem != nil:
			found.Problems = append(found.Problems, *problem)
		case terragrunt(name):
			grunts[name] = body
		default:
			bodies[name] = body
		}
	}
	all := reading{modules: modules(bodies), functions: functions(), budget: wholeBudget, stop: input.Stop, other: input.Other}
	for _, one := range roots(&all, grunts, givens, input.Stage, found) {
		all.assumed = false
		found.Sets = append(found.Sets, one.set(&all))
	}
	found.services = found.readServices()
	return found
}

// set computes what a root declares.
func (r root) set(all *reading) (set Set) {
	set = Set{Folder: r.module.folder, Other: map[string]int{}, Whole: true}
	defer func() {
		if recover() != nil {
			set.Whole = false
		}
		set.Name = r.name(all.assumed)
		set.Whole = set.Whole && !all.spent()
	}()
	whole := newScope(all, r.module, "", r.stage())
	whole.inputs = r.inputs
	whole.resources(&set)
	return set
}

// root is a module that is applied by itself.
type root struct {
	module *module
	at     string // the folder it is applied from
	inputs map[string]Value
	files  []string // that give it values
	of     Stage
}

// stage is what stands for the name of production in the module.
func (r root) stage() string { return r.module.production() }

func (r root) name(assumed bool) string {
	name := "`" + quoted(r.at) + "`"
	if len(r.files) > 0 {
		name += " with `" + quoted(r.files[len(r.files)-1]) + "`"
	}
	if assumed {
		name += ", read as the environment `" + r.stage() + "`"
	}
	return name
}

func quoted(name string) string { return strings.ReplaceAll(name, "`", "'") }

// roots finds the modules that are applied for production.
func roots(all *reading, grunts map[string]*hclsyntax.Body, givens map[string]map[string]Value, stage func(string) Stage, found *Configuration) []root {
	var every []root
	called := map[string]bool{}
	for name, body := range grunts {
		if one, is := grunt(all, name, body, grunts); is {
			one.of = stage(name)
			every = append(every, one)
			called[one.module.folder] = true
		}
	}
	for folder, one := range all.modules {
		for _, call := range one.calls {
			if inside, local := beside(folder, source(call)); local && inside != folder {
				called[inside] = true
			}
		}
	}
	for folder, one := range all.modules {
		switch {
		case called[folder]:
		case library(folder) && len(all.modules) > 1:
			found.Unused = append(found.Unused, folder)
		default:
			every = append(every, root{module: one, at: folder, of: stage(folder + "/x"), inputs: map[string]Value{}})
		}
	}
	slices.SortFunc(every, func(a, b root) int { return strings.Compare(a.at, b.at) })
	slices.Sort(found.Unused)
	var kept []root
	for _, wanted := range [][]Stage{{Any, Production}, {Staging}} {
		for _, one := range every {
			if slices.Contains(wanted, one.of) {
				kept = append(kept, one)
			}
		}
		if len(kept) > 0 {
			break
		}
	}
	for _, one := range every {
		if !slices.ContainsFunc(kept, func(other root) bool { return other.at == one.at }) {
			found.Elsewhere = append(found.Elsewhere, one.at)
		}
	}
	for index := range kept {
		kept[index].give(givens, every, stage)
	}
	return kept
}

// library reports whether a folder is one of modules that others call.
func library(folder string) bool {
	return slices.ContainsFunc(strings.Split(folder, "/"), func(part string) bool { return part == "modules" || part == "module" || part == "terraform-modules" })
}

// give fills the inputs of a root: what Terraform reads by itself, then the file for
// production (https://developer.hashicorp.com/terraform/language/values/variables).
func (r *root) give(givens map[string]map[string]Value, every []root, stage func(string) Stage) {
	var own, production []string
	for name := range givens {
		folder, base := path.Dir(name), path.Base(name)
		switch {
		case folder == r.at && (strings.HasPrefix(base, "terraform.tfvars") || strings.HasSuffix(strings.TrimSuffix(base, ".json"), ".auto.tfvars")):
			own = append(own, name)
		case stage(name) == Production && r.near(folder, every):
			production = append(production, name)
		}
	}
	slices.Sort(own)
	slices.Sort(production)
	if len(production) > 1 {
		production = production[:1] // one of several regions or the like: the first stands for all
	}
	for _, name := range append(own, production...) {
		r.files = append(r.files, name)
		for key, value := range givens[name] {
			r.inputs[key] = value
		}
	}
}

// near reports whether values in a folder are for this root: it is in it or in a folder
// beside it, and in none of another.
func (r *root) near(folder string, every []root) bool {
	inside := r.at == "." || folder == r.at || strings.HasPrefix(folder, r.at+"/")
	beside := path.Dir(r.at) != r.at && (folder == path.Dir(r.at) || strings.HasPrefix(folder, path.Dir(r.at)+"/") && valueFolder.MatchString(strings.TrimPrefix(folder, path.Dir(r.at)+"/")))
	if !inside && !beside {
		return false
	}
	return !slices.ContainsFunc(every, func(other root) bool {
		return other.at != r.at && len(other.at) > len(r.at) && (folder == other.at || strings.HasPrefix(folder, other.at+"/"))
	})
}

var valueFolder = regex.New(`(?i)^(?:tf)?(?:vars?|variables|env|envs|environments?|config|params)(?:/|$)`)
