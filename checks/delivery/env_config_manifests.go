package delivery

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/checks/evidence/secret"
	"github.com/golive-app/golive/checks/wording"
)

// Manifests reads what a release declares, once for all items.
type Manifests interface {
	Declared(ctx context.Context, src checks.Source) (*manifest.Declared, error)
}

// declaredConfig is what manifests come to, with the overlays and the charts that make
// them.
type declaredConfig struct {
	names   map[string]bool // that containers are given
	objects []string        // ConfigMaps and Secrets whose names of variables are seen
	values  []readable
	runs    int // containers that are given any
	where   string
}

// readDeclared takes what containers of Kubernetes are given.
func (f *configFacts) readDeclared(declared *manifest.Declared) {
	f.manifests.names = map[string]bool{}
	for _, set := range declared.Kubernetes {
		for _, object := range set.Of("ConfigMap", "Secret", "SealedSecret", "ExternalSecret") {
			f.manifests.object(set, object)
		}
		for _, w := range set.Workloads {
			if w.Kind == "Job" || w.Kind == "CronJob" {
				continue
			}
			pairs := w.Variables()
			for _, c := range w.Containers {
				for _, name := range c.Variables {
					f.manifests.names[name] = true
				}
				if len(c.Variables) > 0 {
					f.manifests.runs++
					f.manifests.where = w.Kind + " " + wording.Quoted(w.Name) + " (" + wording.QuotedPath(w.Path) + ")"
				}
			}
			for _, pair := range pairs {
				f.manifests.value(set, w.Object, w.Kind+" "+w.Name, pair[0], pair[1], len(w.Containers) > 1)
			}
		}
	}
}

// object takes the variables that an object holds for containers to be given.
func (d *declaredConfig) object(set kubernetes.Set, object kubernetes.Object) {
	if object.Kind == "ExternalSecret" && node.Path(object.Root, "spec", "dataFrom") != nil {
		return // whose names nobody sees here
	}
	d.objects = append(d.objects, object.Name)
	take := func(key, value *yaml.Node) {
		d.names[key.Value] = true
		if object.Kind == "ConfigMap" && value.Kind == yaml.ScalarNode {
			d.value(set, object, "ConfigMap "+object.Name, key, value, false)
		}
	}
	for _, part := range []string{"data", "stringData"} {
		node.Each(node.Field(object.Root, part), take)
	}
	node.Each(node.Path(object.Root, "spec", "encryptedData"), take)
	for _, one := range node.Items(node.Path(object.Root, "spec", "data")) {
		d.names[node.Text(node.Field(one, "secretKey"))] = true
	}
}

// value takes a value that is written there.
func (d *declaredConfig) value(set kubernetes.Set, object kubernetes.Object, where string, key, value *yaml.Node, beside bool) {
	name, text := node.Text(key), node.Text(value)
	if set.Partial || text == "" || strings.Contains(text, "\n") || strings.Contains(text, "{{") || secret.Reference(text) {
		return
	}
	at := object.PlaceOf(value)
	d.values = append(d.values, readable{name: name, where: where, path: at.Path, line: at.Line, value: checks.Hide(text), beside: beside, grade: checks.E2, perhaps: !set.Production})
}

// holds reports whether what containers are given as a whole is an object whose
// variables are seen. kustomize puts a hash behind the name of what it makes.
func (d *declaredConfig) holds(name string) bool {
	return name != "" && slices.ContainsFunc(d.objects, func(own string) bool { return own == name || strings.HasPrefix(own, name+"-") })
}

// fromManifests reports whether manifests say what production is given, as far as the
// code demands anything: most of it stands there, and nothing is given as a whole that
// nobody sees.
func (c *configuration) fromManifests() bool {
	demanded, given := 0, 0
	for _, key := range c.facts.keys {
		if key.demanded() && !key.build {
			demanded++
			if c.facts.manifests.names[key.name] {
				given++
			}
		}
	}
	return c.facts.manifests.runs > 0 && given >= 2 && 2*given >= demanded
}

// declaredWhere words where a variable would be set that manifests do not give.
func (c *configuration) declaredWhere() string {
	if c.facts.manifests.where == "" {
		return "Set it where production is configured."
	}
	return fmt.Sprintf("Set it where the others are: in `env` of %s, or in the Secret that it takes them from.", c.facts.manifests.where)
}

// judged are the values of production that files show, each place once: those that
// containers come to, and those of files that name production.
func (f *configFacts) judged() []readable {
	found := f.readable()
	for _, one := range f.manifests.values {
		if !slices.ContainsFunc(found, func(known readable) bool {
			return known.name == one.name && known.path == one.path && known.line == one.line
		}) {
			found = append(found, one)
		}
	}
	return found
}

// demotes reports whether a value is only perhaps production's: no word says so.
func (r readable) demotes() bool {
	return r.perhaps && environment.StageOf(r.path) != environment.Production
}
