package infrastructure

import (
	"regexp"
	"strings"

	"github.com/golive-app/golive/checks"
)

// sign is a text by which a secret manager is known.
type sign struct {
	manager string
	hint    string // stands in every match, so that most files need no expression
	pattern *regexp.Regexp
}

// knownSigns are the ways in which a repository says where its secrets are.
var knownSigns = []sign{
	{"External Secrets", "Secret", regexp.MustCompile(`(?m)^\s*kind:\s*["']?(?:ExternalSecret|ClusterExternalSecret|SecretStore|ClusterSecretStore|PushSecret)\b`)},
	{"HashiCorp Vault", "ault", regexp.MustCompile(`vault\.hashicorp\.com/(?:agent-inject|role)|(?m)^\s*kind:\s*["']?Vault(?:Static|Dynamic|PKI)Secret\b|\b(?:data|resource)\s+"vault_(?:generic|kv)_|hashicorp/vault(?:/api|-action)|["']node-vault["']|\bimport hvac\b|VAULT_ADDR\b`)},
	{"Secrets Store CSI", "ecret", regexp.MustCompile(`secrets-store\.csi\.k8s\.io|(?m)^\s*kind:\s*["']?SecretProviderClass\b`)},
	{"AWS Secrets Manager", "ecret", regexp.MustCompile(`arn:aws[\w-]*:secretsmanager:|"aws_secretsmanager_secret|service/secretsmanager|client-secrets-manager|SecretsManagerClient|boto3\.client\(["']secretsmanager["']|AWS::SecretsManager::Secret|aws-secretsmanager-get-secrets`)},
	{"AWS Systems Manager", "ssm", regexp.MustCompile(`arn:aws[\w-]*:ssm:[\w-]*:\d*:parameter|"aws_ssm_parameter"|service/ssm\b|client-ssm\b|\{\{resolve:ssm(?:-secure)?:|boto3\.client\(["']ssm["']`)},
	{"Google Secret Manager", "ecret", regexp.MustCompile(`secretmanager\.googleapis\.com|"google_secret_manager_secret|cloud\.google\.com/go/secretmanager|@google-cloud/secret-manager|google\.cloud import secretmanager|projects/[\w-]+/secrets/|--(?:set|update)-secrets`)},
	{"Azure Key Vault", "ault", regexp.MustCompile(`vault\.azure\.net|@Microsoft\.KeyVault\(|"azurerm_key_vault_secret|@azure/keyvault-secrets|azure\.keyvault\.secrets|azsecrets\b|AddAzureKeyVault`)},
	{"Doppler", "oppler", regexp.MustCompile(`\bdoppler\s+(?:run|secrets|setup)\b|dopplerhq/|(?m)^\s*kind:\s*["']?DopplerSecret\b`)},
	{"Infisical", "nfisical", regexp.MustCompile(`\binfisical\s+(?:run|export|init)\b|@infisical/|infisical/secrets-action|(?m)^\s*kind:\s*["']?InfisicalSecret\b|"workspaceId"`)},
	{"1Password", "", regexp.MustCompile(`\bop\s+run\s+--|1password/load-secrets-action|\bop://[\w -]+/|(?m)^\s*kind:\s*["']?OnePasswordItem\b`)},
	{"GitHub secrets", "secrets.", regexp.MustCompile(`\$\{\{[^}]*\bsecrets\.([A-Za-z_][A-Za-z0-9_]*)`)},
	{"the platform's secrets", "", regexp.MustCompile(`\b(?:flyctl|fly)\s+secrets\s+(?:set|import)\b|\bheroku\s+config:set\b|\bwrangler\s+secret\s+put\b|\bvercel\s+env\s+(?:add|pull)\b|(?m)^\s+sync:\s*false\s*$|^\s*fromDatabase:`)},
	{"Docker secrets", "/run/secrets/", regexp.MustCompile(`/run/secrets/\w`)},
	{"Kubernetes Secrets made outside", "secretKeyRef", regexp.MustCompile(`\bsecretKeyRef:|\bsecretRef:`)},
}

// environmentRead finds code that reads its environment.
var environmentRead = regexp.MustCompile(`process\.env(?:\.|\[["'])([A-Za-z_]\w*)|import\.meta\.env\.([A-Za-z_]\w*)|\bos\.(?:Getenv|LookupEnv)\("([^"]+)"\)|\bos\.(?:environ(?:\.get\(|\[)|getenv\()["']([^"']+)["']|\bENV(?:\.fetch\(|\[)["']([^"']+)["']|\bgetenv\(["']([^"']+)["']\)|\benv\(["']([A-Z][A-Z0-9_]+)["']|System\.getenv\("([^"]+)"\)|GetEnvironmentVariable\("([^"]+)"\)|\benv::var\("([^"]+)"\)|Deno\.env\.get\(["']([^"']+)["']|viper\.(AutomaticEnv|BindEnv)\(|\b(BaseSettings|pydantic_settings|envalid|cleanEnv)\b`)

// harmless are variables that every program reads and that are no
// configuration of its own.
var harmless = map[string]bool{"NODE_ENV": true, "PATH": true, "HOME": true, "CI": true, "DEBUG": true, "TERM": true, "NO_COLOR": true, "MODE": true, "DEV": true, "PROD": true, "SSR": true, "BASE_URL": true}

// readSigns looks for signs of a secret manager, and for code that reads its
// environment.
func (f *envFacts) readSigns(file checks.File, content string) {
	switch file.Class {
	case checks.ClassTest, checks.ClassFixture, checks.ClassExample, checks.ClassDocumentation:
		return
	}
	for _, one := range knownSigns {
		if !strings.Contains(content, one.hint) {
			continue
		}
		if one.manager == "GitHub secrets" && !strings.HasPrefix(file.Path, ".github/") {
			continue
		}
		for _, found := range one.pattern.FindAllStringSubmatchIndex(content, -1) {
			if one.manager == "GitHub secrets" && strings.EqualFold(content[found[2]:found[3]], "GITHUB_TOKEN") {
				continue
			}
			f.managers = append(f.managers, managerSign{place{path: file.Path, line: lineAt(content, found[0])}, one.manager})
			break
		}
	}
	for _, found := range environmentRead.FindAllStringSubmatchIndex(content, -1) {
		name := ""
		for group := 2; group+1 < len(found); group += 2 {
			if found[group] >= 0 {
				name = content[found[group]:found[group+1]]
			}
		}
		if !harmless[name] {
			f.reads = append(f.reads, place{file.Path, lineAt(content, found[0]), name})
		}
	}
}

func lineAt(content string, offset int) int { return strings.Count(content[:offset], "\n") + 1 }
