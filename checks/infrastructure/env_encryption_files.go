package infrastructure

import (
	"bytes"
	"path"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/secret"
	"github.com/golive-app/golive/config/regex"
)

var (
	composeFile = regex.New(`(?i)^(?:docker-)?compose[^/]*\.ya?ml$`)
	valuesFile  = regex.New(`(?i)^values[^/]*\.ya?ml$`)
	secretsFile = regex.New(`(?i)secrets?[^/]*\.(?:ya?ml|json)$`)
)

// textFiles are the extensions of files that hold configuration, or read it.
var textFiles = func() map[string]bool {
	extensions := map[string]bool{}
	for extension := range strings.FieldsSeq("go js jsx ts tsx cjs cjsx cts ctsx mjs mjsx mts mtsx vue svelte py rb php java kt scala cs rs ex exs sh bash yml yaml json toml tf tfvars hcl properties ini conf cfg env gradle kts xml agekey txt key tpl") {
		extensions["."+extension] = true
	}
	return extensions
}()

// worthReading reports whether a file can hold configuration, or read it.
func worthReading(file checks.File) bool {
	switch file.Class {
	case checks.ClassVendored, checks.ClassDocumentation:
		return holdsSecrets(file.Path) && file.Class != checks.ClassVendored
	}
	return holdsSecrets(file.Path) || textFiles[strings.ToLower(path.Ext(file.Path))] || strings.HasPrefix(strings.ToLower(path.Base(file.Path)), "dockerfile")
}

// holdsSecrets reports whether a file is of a kind that is made to hold
// secrets.
func holdsSecrets(name string) bool {
	base := strings.ToLower(path.Base(name))
	environment, _ := secret.EnvironmentFile(name)
	return environment || base == ".env.vault" || base == ".sops.yaml" || base == "master.key" || strings.HasSuffix(base, ".enc") ||
		strings.HasSuffix(base, ".tfvars") || strings.HasSuffix(base, ".tfvars.json") || secretsFile.MatchString(base) || valuesFile.MatchString(base) || composeFile.MatchString(base)
}

// read takes what one file tells.
func (f *envFacts) read(file checks.File, content []byte) {
	base := strings.ToLower(path.Base(file.Path))
	f.readKeys(file, content)
	if how := encryptedWhole(content); how != "" {
		f.encrypted = append(f.encrypted, encryptedFile{path: file.Path, how: how})
		return
	}
	if bytes.IndexByte(content, 0) >= 0 {
		return
	}
	environment, sample := secret.EnvironmentFile(file.Path)
	switch {
	case base == ".env.vault":
		f.encrypted = append(f.encrypted, encryptedFile{path: file.Path, how: "dotenv vault"})
	case base == ".env.keys":
		// Its private keys are found by readKeys.
	case environment && sample:
		f.readSample(file, string(content))
	case environment:
		f.readEnvironment(file, string(content))
	case strings.HasSuffix(base, ".tfvars") || strings.HasSuffix(base, ".tfvars.json"):
		f.readTerraformVariables(file, string(content))
	case strings.HasSuffix(base, ".yml"), strings.HasSuffix(base, ".yaml"), secretsFile.MatchString(base):
		f.readYAML(file, content)
	}
	f.readSigns(file, content)
}

// encryptedWhole tells by what a whole file is encrypted, from its first bytes;
// empty: it is not.
func encryptedWhole(content []byte) string {
	for _, one := range encryptions {
		if bytes.HasPrefix(content, one.mark) {
			return one.how
		}
	}
	return ""
}

// encryptions are what files begin with that are encrypted as a whole.
var encryptions = []struct {
	mark []byte
	how  string
}{
	{[]byte("\x00GITCRYPT\x00"), "git-crypt"},
	{[]byte("$ANSIBLE_VAULT;"), "Ansible Vault"},
	{[]byte("age-encryption.org/v1"), "age"},
	{[]byte("-----BEGIN AGE ENCRYPTED FILE-----"), "age"},
	{[]byte("-----BEGIN PGP MESSAGE-----"), "OpenPGP"},
}

var (
	sopsMark   = regex.New(`(?m)^sops_mac=|^"?sops"?:|^\s+"sops":`)
	sopsCode   = regex.New(`(?m)^sops_mac="?ENC\[|^\s+"?mac"?:\s*"?ENC\[`)
	recipients = regex.New(`(?m)"?(?:__map_)?recipient"?\s*[:=]\s*"?age1|"?(?:__map_)?fp"?\s*[:=]\s*"?[0-9A-Fa-f]{16,}|__map_recipient=age1|__map_fp=`)
	sharedKeys = regex.New(`(?m)arn:aws[\w-]*:kms:|projects/[^/\s]+/locations/[^/\s]+/keyRings/|vault\.azure\.net|"?vault_address"?\s*[:=]`)
)

// sopsFile describes a file encrypted by SOPS, with who can open it
// (https://getsops.io/docs/#sops-file-format): false for any other file.
func sopsFile(name, content string) (encryptedFile, bool) {
	if !strings.Contains(content, "ENC[AES256_GCM,") || !sopsMark.MatchString(content) {
		return encryptedFile{}, false
	}
	file := encryptedFile{
		path: name, how: "SOPS", recipients: len(recipients.FindAllString(content, -1)), shared: sharedKeys.MatchString(content),
	}
	switch {
	case !sopsCode.MatchString(content):
		file.broken = "no code of authentication (`mac`)"
	case file.recipients == 0 && !file.shared:
		file.broken = "nobody's key"
	}
	return file, true
}

func (f *envFacts) readEnvironment(file checks.File, content string) {
	if sops, is := sopsFile(file.Path, content); is {
		f.encrypted = append(f.encrypted, sops)
	} else if strings.Contains(content, "encrypted:") && strings.Contains(content, "DOTENV_PUBLIC_KEY") {
		f.encrypted = append(f.encrypted, encryptedFile{path: file.Path, how: "dotenvx"})
	}
	if count, line := countPlain(content); count > 0 {
		f.plain = append(f.plain, plainSecrets{
			place: place{path: file.Path, line: line}, count: count, kind: plainEnvironment, severity: severityFor(file.Path, file.Class),
		})
	}
	f.readSample(file, content)
}

// readSample takes the names of the variables that an environment file sets:
// the product reads them.
func (f *envFacts) readSample(file checks.File, content string) {
	for _, assignment := range secret.ParseEnvironment(content) {
		if !harmless[assignment.Name] {
			f.reads = append(f.reads, place{file.Path, assignment.Line, assignment.Name})
		}
	}
}

var variableLine = regex.New(`^\s*"?([A-Za-z_][A-Za-z0-9_-]*)"?\s*[:=]\s*"([^"]*)"`)

func (f *envFacts) readTerraformVariables(file checks.File, content string) {
	if sops, is := sopsFile(file.Path, content); is {
		f.encrypted = append(f.encrypted, sops)
		return
	}
	found := plainSecrets{place: place{path: file.Path}, kind: plainTerraform, severity: severityFor(file.Path, file.Class)}
	for index, line := range strings.Split(content, "\n") {
		match := variableLine.FindStringSubmatch(line)
		if match == nil || !(secret.Assignment{Name: match[1], Value: match[2]}).Plain() {
			continue
		}
		if found.count == 0 {
			found.line = index + 1
		}
		found.count++
	}
	if found.count > 0 {
		f.plain = append(f.plain, found)
	}
}

var (
	ageKey      = regex.New(`AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}`)
	dotenvxKey  = regex.New(`(?m)^\s*(?:export\s+)?DOTENV_PRIVATE_KEY\w*\s*=\s*["']?[0-9a-f]{64}`)
	pgpKey      = regex.New(`-----BEGIN PGP PRIVATE KEY BLOCK-----\s`)
	railsKey    = regex.New(`^[0-9a-f]{32}\s*$`)
	gitCryptKey = []byte("\x00GITCRYPTKEY")
)

// readKeys looks for private keys that open what is encrypted here.
func (f *envFacts) readKeys(file checks.File, content []byte) {
	switch file.Class {
	case checks.ClassTest, checks.ClassFixture, checks.ClassExample, checks.ClassDocumentation:
		return
	}
	at := func(what string, found []int) {
		f.keys = append(f.keys, place{file.Path, bytes.Count(content[:found[0]], []byte("\n")) + 1, what})
	}
	if found := ageKey.FindIndex(content); found != nil {
		at("age private key", found)
	}
	// The expression is slow, and hardly a file holds the name.
	if bytes.Contains(content, []byte("DOTENV_PRIVATE_KEY")) {
		if found := dotenvxKey.FindIndex(content); found != nil {
			at("dotenvx private key", found)
		}
	}
	if found := pgpKey.FindIndex(content); found != nil && bytes.Contains(content[found[1]:], []byte("-----END PGP PRIVATE KEY BLOCK-----")) {
		at("OpenPGP private key", found)
	}
	if bytes.HasPrefix(content, gitCryptKey) {
		at("git-crypt key", []int{0})
	}
	if strings.HasSuffix(file.Path, "config/master.key") || strings.HasPrefix(path.Base(path.Dir(file.Path)), "credentials") && strings.HasSuffix(file.Path, ".key") {
		if railsKey.Match(content) {
			at("Rails master key", []int{0})
		}
	}
}

var elsewhere = regex.New(`(?i)(?:^|[/._-])(?:dev|develop|development|devcontainer|local|test|tests|testing|ci|e2e|sandbox|demo|kind|minikube)(?:$|[/._-])`)

// severityFor ranks plain text by where it stands: what names itself a
// development or test set-up is no production value.
func severityFor(name string, class checks.PathClass) checks.Severity {
	severity := checks.SeverityError
	if elsewhere.MatchString(name) {
		severity = checks.SeverityWarning
	}
	switch class {
	case checks.ClassTest, checks.ClassFixture, checks.ClassExample, checks.ClassDocumentation, checks.ClassVendored:
		severity = severity.Lower()
	}
	return severity
}
