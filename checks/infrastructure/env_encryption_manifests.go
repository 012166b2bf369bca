package infrastructure

import (
	"encoding/base64"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/checks/evidence/manifest/render"
	"github.com/golive-app/golive/checks/evidence/secret"
	"github.com/golive-app/golive/config/regex"
)

// readDeclared counts the secrets that objects of Kubernetes give to containers in
// plain text, and those of Secrets that kustomize makes of files. What charts make is
// left to the values that it is made of.
func (f *envFacts) readDeclared(declared *manifest.Declared, files []checks.File) {
	known := map[string]checks.File{}
	for _, file := range files {
		known[file.Path] = file
	}
	f.readCloud(declared.Terraform, known)
	for _, set := range declared.Kubernetes {
		if set.Chart {
			continue
		}
		for _, object := range set.Of("ConfigMap") {
			found := plainSecrets{place: place{path: object.Path, what: object.Name}, kind: plainConfigMap}
			node.Each(node.Field(object.Root, "data"), func(key, value *yaml.Node) {
				found.give(object, key, value, known)
				found.giveText(object, value, known)
			})
			f.plainly(found)
		}
		for _, object := range set.Of("Secret") {
			if render.IsKustomization(object.Path) {
				f.readGenerated(object, known)
			}
		}
		for _, w := range set.Workloads {
			found := plainSecrets{place: place{path: w.Path, what: named(w)}, kind: plainContainer}
			for _, pair := range w.Variables() {
				found.give(w.Object, pair[0], pair[1], known)
			}
			f.plainly(found)
		}
	}
}

// give counts one variable where its value is a secret in plain text.
func (p *plainSecrets) give(object kubernetes.Object, key, value *yaml.Node, known map[string]checks.File) {
	if value.Kind != yaml.ScalarNode || strings.Contains(value.Value, "\n") {
		return
	}
	name := node.Text(key)
	at := object.PlaceOf(value)
	before := p.count
	p.add(secret.Assignment{Name: name, Value: value.Value, Line: at.Line}, known[at.Path])
	if before == 0 && p.count == 1 {
		p.path, p.line = at.Path, at.Line
	}
}

// setting matches a line of a file of settings, whatever its format.
var setting = regex.New(`^\s*["']?([A-Za-z_][\w.-]*)["']?\s*[=:]\s*["']?([^"'\s]+)["']?[,;]?\s*$`)

// giveText counts the settings that stand in a text, such as a file of variables or of
// properties in a ConfigMap.
func (p *plainSecrets) giveText(object kubernetes.Object, value *yaml.Node, known map[string]checks.File) {
	if value.Kind != yaml.ScalarNode || len(value.Value) > maxBackupBytes {
		return
	}
	shift := 0
	if strings.Contains(value.Value, "\n") {
		shift = 1 // a block begins below its name
	}
	for index, line := range strings.Split(value.Value, "\n") {
		match := setting.FindStringSubmatch(line)
		if match == nil || remark(line) {
			continue
		}
		p.give(object, &yaml.Node{Kind: yaml.ScalarNode, Value: match[1]}, &yaml.Node{Kind: yaml.ScalarNode, Value: match[2], Line: value.Line + index + shift}, known)
	}
}

// plainly notes what was counted, once: several overlays are made of one base.
func (f *envFacts) plainly(found plainSecrets) {
	if found.count == 0 {
		return
	}
	for _, one := range f.plain {
		if one.place == found.place && one.kind == found.kind {
			return
		}
	}
	f.plain = append(f.plain, found)
}

// readGenerated counts the values of a Secret that a kustomization makes of files in
// the repository. Those that are written out in it are counted there.
func (f *envFacts) readGenerated(object kubernetes.Object, known map[string]checks.File) {
	for _, one := range f.plain {
		if one.path == object.Path && one.kind == plainKubernetes {
			return
		}
	}
	file := known[object.Path]
	found := plainSecrets{place: place{path: object.Path, line: object.Line, what: object.Name}, kind: plainKubernetes, severity: severityFor(file.Path, file.Class)}
	node.Each(node.Field(object.Root, "data"), func(_, value *yaml.Node) {
		decoded, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(value.Value), ""))
		if plain := string(decoded); err == nil && plaintext(plain) {
			found.count++
		}
	})
	f.plainly(found)
}

// plaintext reports whether a value of a Secret is one that anybody can read.
func plaintext(value string) bool {
	return strings.TrimSpace(value) != "" && !secret.Placeholder(value) && !secret.Reference(value) && !secret.Encrypted(value) && !template.MatchString(value) && encryptedWhole([]byte(value)) == ""
}
