package infrastructure

import (
	"bytes"
	"encoding/base64"
	"path"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/secret"
)

// template marks a file that becomes YAML only when it is rendered.
var template = regexp.MustCompile(`\{\{-?\s*[^}]*\}\}`)

// readYAML takes what a YAML file tells: Kubernetes Secrets, compose services,
// Helm values and files named for secrets. Templates are left to the values
// that fill them.
func (f *envFacts) readYAML(file checks.File, content []byte) {
	text := string(content)
	if sops, is := sopsFile(file.Path, text); is {
		f.encrypted = append(f.encrypted, sops)
		return
	}
	if strings.Contains(file.Path, "/templates/") && template.MatchString(text) {
		return
	}
	base := path.Base(file.Path)
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	for {
		var document yaml.Node
		if decoder.Decode(&document) != nil {
			return // the end, or no YAML from here on
		}
		if len(document.Content) == 0 {
			continue
		}
		root := document.Content[0]
		kind := scalar(field(root, "kind"))
		switch {
		case kind == "Secret":
			f.readKubernetesSecret(file, root)
		case kind == "SealedSecret":
			f.encrypted = append(f.encrypted, encryptedFile{path: file.Path, how: "Sealed Secrets", shared: true})
		case kind == "Kustomization" || field(root, "secretGenerator") != nil:
			f.readGenerator(file, root)
		case composeFile.MatchString(base):
			f.readCompose(file, root)
		case kind == "" && (valuesFile.MatchString(base) || secretsFile.MatchString(base)):
			f.readSettings(file, root, secretsFile.MatchString(base))
		}
	}
}

// readKubernetesSecret counts the values of a Secret: base64 is a spelling, no
// encryption (https://kubernetes.io/docs/concepts/configuration/secret/).
func (f *envFacts) readKubernetesSecret(file checks.File, root *yaml.Node) {
	if scalar(field(root, "type")) == "kubernetes.io/service-account-token" {
		return
	}
	found := plainSecrets{kind: plainKubernetes, severity: severityFor(file.Path, file.Class)}
	found.path, found.what = file.Path, scalar(field(field(root, "metadata"), "name"))
	for _, part := range []string{"data", "stringData"} {
		each(field(root, part), func(key, value *yaml.Node) {
			plain := value.Value
			if part == "data" {
				decoded, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(plain), ""))
				if err == nil {
					plain = string(decoded)
				}
			}
			if strings.TrimSpace(plain) == "" || secret.Placeholder(plain) || secret.Reference(plain) || secret.Encrypted(plain) || template.MatchString(plain) {
				return
			}
			if found.count == 0 {
				found.line = key.Line
			}
			found.count++
		})
	}
	if found.count > 0 {
		f.plain = append(f.plain, found)
	}
}

// readGenerator counts the literals from which kustomize makes a Secret.
func (f *envFacts) readGenerator(file checks.File, root *yaml.Node) {
	found := plainSecrets{place: place{path: file.Path}, kind: plainKubernetes, severity: severityFor(file.Path, file.Class)}
	for _, generator := range items(field(root, "secretGenerator")) {
		for _, literal := range items(field(generator, "literals")) {
			_, value, _ := strings.Cut(literal.Value, "=")
			if value == "" || secret.Placeholder(value) || secret.Reference(value) || secret.Encrypted(value) {
				continue
			}
			if found.count == 0 {
				found.line, found.what = literal.Line, scalar(field(generator, "name"))
			}
			found.count++
		}
	}
	if found.count > 0 {
		f.plain = append(f.plain, found)
	}
}

// readCompose counts the secrets that compose services get in plain text.
func (f *envFacts) readCompose(file checks.File, root *yaml.Node) {
	found := plainSecrets{place: place{path: file.Path}, kind: plainCompose}
	each(field(root, "services"), func(_, service *yaml.Node) {
		environment := field(service, "environment")
		each(environment, func(key, value *yaml.Node) {
			found.add(secret.Assignment{Name: key.Value, Value: value.Value, Line: key.Line}, file)
		})
		for _, item := range items(environment) {
			name, value, _ := strings.Cut(item.Value, "=")
			found.add(secret.Assignment{Name: name, Value: value, Line: item.Line}, file)
		}
	})
	if found.count > 0 {
		f.plain = append(f.plain, found)
	}
}

// readSettings counts the secrets of Helm values and of files named for
// secrets; what stands under "development" or "test" is not production's.
func (f *envFacts) readSettings(file checks.File, root *yaml.Node, named bool) {
	found := plainSecrets{place: place{path: file.Path}, kind: plainSettings}
	if named {
		found.severity = severityFor(file.Path, file.Class)
	}
	walk(root, 0, func(key, value *yaml.Node) bool {
		if elsewhere.MatchString(key.Value) && value.Kind == yaml.MappingNode {
			return false
		}
		if value.Kind == yaml.ScalarNode {
			if strings.HasPrefix(value.Value, "$ANSIBLE_VAULT;") || value.Tag == "!vault" {
				f.encrypted = append(f.encrypted, encryptedFile{path: file.Path, how: "Ansible Vault"})
				return false
			}
			found.add(secret.Assignment{Name: key.Value, Value: value.Value, Line: key.Line}, file)
		}
		return true
	})
	if found.count > 0 {
		f.plain = append(f.plain, found)
	}
}

var production = regexp.MustCompile(`(?i)(?:^|[/._-])(?:prod|production|live)(?:$|[/._-])`)

// add counts an assignment of a file that often serves development: passwords
// that every such set-up has are passed over, and what neither looks drawn by a
// machine nor stands in a file named for production is only a warning.
func (p *plainSecrets) add(assignment secret.Assignment, file checks.File) {
	if !assignment.Plain() || secret.DevelopmentDefault(assignment.Value) {
		return
	}
	if p.count == 0 {
		p.line = assignment.Line
	}
	p.count++
	severity := severityFor(file.Path, file.Class)
	if !production.MatchString(file.Path) && !secret.Random(assignment.Value) {
		severity = severity.Lower()
	}
	if p.severity == "" || severity == checks.SeverityError {
		p.severity = severity
	}
}

// field returns a mapping's value, or nil.
func field(node *yaml.Node, name string) *yaml.Node {
	var found *yaml.Node
	each(node, func(key, value *yaml.Node) {
		if key.Value == name && found == nil {
			found = value
		}
	})
	return found
}

// each calls with every pair of a mapping. Aliases are not followed.
func each(node *yaml.Node, call func(key, value *yaml.Node)) {
	if node == nil || node.Kind != yaml.MappingNode {
		return
	}
	for index := 0; index+1 < len(node.Content); index += 2 {
		call(node.Content[index], node.Content[index+1])
	}
}

func items(node *yaml.Node) []*yaml.Node {
	if node == nil || node.Kind != yaml.SequenceNode {
		return nil
	}
	return node.Content
}

func scalar(node *yaml.Node) string {
	if node == nil {
		return ""
	}
	return node.Value
}

// deepest is how far a document is walked down.
const deepest = 40

// walk calls with every pair of a document; a call that returns false keeps it
// from going further down there.
func walk(node *yaml.Node, depth int, call func(key, value *yaml.Node) bool) {
	if node == nil || depth > deepest {
		return
	}
	for _, item := range items(node) {
		walk(item, depth+1, call)
	}
	each(node, func(key, value *yaml.Node) {
		if call(key, value) {
			walk(value, depth+1, call)
		}
	})
}
