package infrastructure

import (
	"encoding/base64"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/checks/evidence/secret"
	"github.com/golive-app/golive/config/regex"
)

// template marks a file that becomes YAML only when it is rendered.
var template = regex.New(`\{\{-?\s*[^}]*\}\}`)

// readYAML takes what a YAML file tells: Kubernetes Secrets, compose services,
// Helm values and files named for secrets. Templates are left to the values
// that fill them.
func (f *envFacts) readYAML(file checks.File, content []byte) {
	text := string(content)
	if sops, is := sopsFile(file.Path, text); is {
		f.encrypted = append(f.encrypted, sops)
		for _, root := range node.Documents(content) { // what its rules leave out stays as it is
			f.readSettings(file, root, true)
		}
		return
	}
	if strings.Contains(file.Path, "/templates/") && template.MatchString(text) {
		return
	}
	base := path.Base(file.Path)
	for _, root := range node.Documents(content) {
		kind := node.Text(node.Field(root, "kind"))
		switch {
		case kind == "Secret":
			f.readKubernetesSecret(file, root)
		case kind == "SealedSecret":
			f.encrypted = append(f.encrypted, encryptedFile{path: file.Path, how: "Sealed Secrets", shared: true})
		case kind == "Kustomization" || node.Field(root, "secretGenerator") != nil:
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
	if node.Text(node.Field(root, "type")) == "kubernetes.io/service-account-token" {
		return
	}
	found := plainSecrets{kind: plainKubernetes, severity: severityFor(file.Path, file.Class)}
	found.path, found.what = file.Path, node.Text(node.Field(node.Field(root, "metadata"), "name"))
	for _, part := range []string{"data", "stringData"} {
		node.Each(node.Field(root, part), func(key, value *yaml.Node) {
			plain := value.Value
			if part == "data" {
				decoded, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(plain), ""))
				if err == nil {
					plain = string(decoded)
				}
			}
			if !plaintext(plain) {
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
	for _, generator := range node.Items(node.Field(root, "secretGenerator")) {
		for _, literal := range node.Items(node.Field(generator, "literals")) {
			_, value, _ := strings.Cut(literal.Value, "=")
			if !plaintext(value) {
				continue
			}
			if found.count == 0 {
				found.line, found.what = literal.Line, node.Text(node.Field(generator, "name"))
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
	shared := map[*yaml.Node]bool{} // pairs that several services are given by one anchor
	node.Each(node.Field(root, "services"), func(_, service *yaml.Node) {
		environment := node.Field(service, "environment")
		node.Each(environment, func(key, value *yaml.Node) {
			if shared[key] {
				return
			}
			shared[key] = true
			found.add(secret.Assignment{Name: key.Value, Value: value.Value, Line: key.Line}, file)
		})
		for _, item := range node.Items(environment) {
			if shared[item] {
				continue
			}
			shared[item] = true
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
	node.Walk(root, deepest, func(key, value *yaml.Node) bool {
		if (elsewhere.MatchString(key.Value) || key.Value == "sops") && value.Kind == yaml.MappingNode {
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

var production = regex.New(`(?i)(?:^|[/._-])(?:prod|production|live)(?:$|[/._-])`)

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

// deepest is how far a document is walked down.
const deepest = 40
