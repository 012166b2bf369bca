package secret

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// Rules of files that are secrets by themselves.
const (
	RuleEnvironment = "env-file"
	RulePrivateKey  = "private-key-file"
	RuleState       = "state-file"
	RuleKubeconfig  = "kubeconfig"
	RuleRegistry    = "npmrc-token"
	RuleCredentials = "credentials-file"
)

var (
	privateArmour = regex.New(`-----BEGIN[ A-Z0-9_-]{0,100}PRIVATE KEY(?: BLOCK)?-----`)
	puttyKey      = regex.New(`(?m)^PuTTY-User-Key-File-\d`)
	kubeKind      = regex.New(`(?m)^kind:[ \t]*["']?Config\b`)
	kubeSecret    = regex.New(`(?m)^[ \t-]*(token|client-key-data|password):[ \t]*["']?([^\s"']+)`)
	npmrcSecret   = regex.New(`(?m)^[^#;\n]*(?:_authToken|_auth|_password)[ \t]*=[ \t]*["']?([^\s"']+)`)
	netrcSecret   = regex.New(`(?m)\bpassword[ \t]+(\S+)`)
	dockerAuth    = regex.New(`"(?:auth|identitytoken)"[ \t\r\n]*:[ \t\r\n]*"([^"]{8,})"`)
	awsSecret     = regex.New(`(?mi)^[ \t]*aws_secret_access_key[ \t]*=[ \t]*(\S+)`)
)

// Named tells what a file is a secret by, if it is one by itself: a committed
// environment file with values, a private key, a Terraform state, a kubeconfig
// or a package registry's settings with a token.
func Named(salt, name string, content []byte) []Match {
	match, value := matchOfName(name, content)
	if match == nil {
		return nil
	}
	match.Hash = Hash(salt, string(content))
	if value != "" {
		match.Hash = Hash("", match.Hash+value)
	}
	return []Match{*match}
}

// matchOfName is Named without the hash, which takes longer than all the rest and is
// needed of few files. value is what the file is a secret for, "" for all of it.
func matchOfName(name string, content []byte) (found *Match, value string) {
	base := strings.ToLower(path.Base(name))
	match := Match{Kind: KindFile, Strong: true}
	one := func(rule, title string, line int, note string) (*Match, string) {
		match.Rule, match.Title, match.Note = rule, title, note
		match.Line, match.EndLine = line, line
		return &match, ""
	}
	if environment, sample := EnvironmentFile(name); environment {
		return environmentMatch(match, string(content), sample), ""
	}
	switch {
	case keyStore(base):
		return one(RulePrivateKey, "Key store", 0, "")
	case privateKeyName(base) && (privateArmour.Match(content) || puttyKey.Match(content)):
		if bytes.Contains(content, []byte("ENCRYPTED")) {
			match.Strong = false
			return one(RulePrivateKey, "Private key file", lineOf(content, privateArmour.FindIndex(content)), "it is protected by a passphrase")
		}
		if found := privateArmour.FindIndex(content); found != nil && !keyBody(string(content[found[0]:])) {
			match.Placeholder = true
		}
		return one(RulePrivateKey, "Private key file", lineOf(content, privateArmour.FindIndex(content)), "")
	case strings.HasSuffix(base, ".tfstate") || strings.HasSuffix(base, ".tfstate.backup"):
		match.Strong = bytes.Contains(content, []byte(`"attributes"`)) || bytes.Contains(content, []byte(`"sensitive"`)) || bytes.Contains(content, []byte(`"outputs"`))
		return one(RuleState, "Terraform state", 0, "a state holds every attribute of its resources in plain text, passwords too")
	case (bytes.Contains(content, []byte("clusters:")) || strings.Contains(base, "kubeconfig")) && kubeKind.Match(content):
		return firstReal(match, RuleKubeconfig, "Kubeconfig with credentials", content, kubeSecret, 2)
	case base == ".npmrc" || base == ".yarnrc":
		return firstReal(match, RuleRegistry, "Registry token in "+path.Base(name), content, npmrcSecret, 1)
	case base == ".netrc" || base == "_netrc":
		return firstReal(match, RuleCredentials, "Password in "+path.Base(name), content, netrcSecret, 1)
	case base == ".dockerconfigjson" || base == ".dockercfg" || strings.HasSuffix(name, ".docker/config.json"):
		return firstReal(match, RuleCredentials, "Registry credentials", content, dockerAuth, 1)
	case base == "credentials" && strings.Contains(name, ".aws/"):
		return firstReal(match, RuleCredentials, "AWS credentials file", content, awsSecret, 1)
	case base == ".git-credentials":
		return one(RuleCredentials, "Git credentials file", 0, "")
	}
	return nil, ""
}

// environmentMatch describes an environment file: how many values it has and
// how many of them are secrets.
func environmentMatch(match Match, content string, sample bool) *Match {
	values, secrets, line := 0, 0, 0
	for _, assignment := range ParseEnvironment(content) {
		if assignment.Value == "" || Placeholder(assignment.Value) || Reference(assignment.Value) || Encrypted(assignment.Value) || strings.HasPrefix(assignment.Name, "DOTENV_PUBLIC_KEY") {
			continue
		}
		values++
		if assignment.Plain() && (!sample || Random(assignment.Value)) {
			secrets++
			if line == 0 {
				line = assignment.Line
			}
		}
	}
	if values == 0 || (sample && secrets == 0) {
		return nil
	}
	match.Rule, match.Title, match.Line, match.EndLine = RuleEnvironment, "Environment file with values", line, line
	match.Strong = secrets > 0
	match.Note = fmt.Sprintf("%d plain values, %d of them secrets by their name", values, secrets)
	if sample {
		match.Strong = false
	}
	return &match
}

// firstReal describes the first value of the group that is no placeholder and
// no reference, and returns it.
func firstReal(match Match, rule, title string, content []byte, pattern *regex.Expression, group int) (*Match, string) {
	for _, found := range pattern.FindAllSubmatchIndex(content, -1) {
		value := string(content[found[2*group]:found[2*group+1]])
		if Placeholder(value) || Reference(value) || Encrypted(value) {
			continue
		}
		match.Rule, match.Title = rule, title
		match.Line = lineOf(content, found[2*group:])
		match.EndLine, match.Tail = match.Line, tail(value)
		return &match, value
	}
	return nil, ""
}

func keyStore(base string) bool {
	for _, extension := range []string{".p12", ".pfx", ".jks", ".keystore", ".bcfks"} {
		if strings.HasSuffix(base, extension) {
			return true
		}
	}
	return false
}

func privateKeyName(base string) bool {
	switch path.Ext(base) {
	case ".pem", ".key", ".ppk", ".pkcs8", ".p8", ".pk8":
		return true
	}
	return strings.HasPrefix(base, "id_rsa") || strings.HasPrefix(base, "id_dsa") || strings.HasPrefix(base, "id_ecdsa") || strings.HasPrefix(base, "id_ed25519")
}

// lineOf returns the line, from 1, of a match's first byte, or 1.
func lineOf(content []byte, found []int) int {
	if len(found) == 0 {
		return 1
	}
	return bytes.Count(content[:found[0]], []byte("\n")) + 1
}
