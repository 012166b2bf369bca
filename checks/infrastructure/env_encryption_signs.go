package infrastructure

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/secret"
	"github.com/golive-app/golive/checks/evidence/source/lines"
	"github.com/golive-app/golive/config/regex"
)

// sign is a text by which a secret manager is known.
type sign struct {
	manager string
	hints   []string // one stands in the line of every match, so that few lines need the expression
	pattern *regex.Expression
}

// knownSigns are the ways in which a repository says where its secrets are.
var knownSigns = []sign{
	{"External Secrets", []string{"Secret"}, regex.New(`(?m)^\s*kind:\s*["']?(?:ExternalSecret|ClusterExternalSecret|SecretStore|ClusterSecretStore|PushSecret)\b`)},
	{"HashiCorp Vault", []string{"vault", "Vault", "VAULT", "hvac"}, regex.New(`vault\.hashicorp\.com/(?:agent-inject|role)|(?m)^\s*kind:\s*["']?Vault(?:Static|Dynamic|PKI)Secret\b|\b(?:data|resource)\s+"vault_(?:generic|kv)_|hashicorp/vault(?:/api|-action)|["']node-vault["']|\bimport hvac\b|VAULT_ADDR\b`)},
	{"Secrets Store CSI", []string{"secrets-store", "SecretProviderClass"}, regex.New(`secrets-store\.csi\.k8s\.io|(?m)^\s*kind:\s*["']?SecretProviderClass\b`)},
	{"AWS Secrets Manager", []string{"secretsmanager", "secrets-manager", "SecretsManager"}, regex.New(`arn:aws[\w-]*:secretsmanager:[\w*${]|"aws_secretsmanager_secret|service/secretsmanager|client-secrets-manager|SecretsManagerClient|boto3\.client\(["']secretsmanager["']|AWS::SecretsManager::Secret|aws-secretsmanager-get-secrets`)},
	{"AWS Systems Manager", []string{"ssm"}, regex.New(`arn:aws[\w-]*:ssm:[\w-]*:\d*:parameter|"aws_ssm_parameter"|service/ssm\b|client-ssm\b|\{\{resolve:ssm(?:-secure)?:|boto3\.client\(["']ssm["']`)},
	{"Google Secret Manager", []string{"secretmanager", "secret_manager", "secret-manager", "/secrets/", "-secrets"}, regex.New(`secretmanager\.googleapis\.com|"google_secret_manager_secret|cloud\.google\.com/go/secretmanager|@google-cloud/secret-manager|google\.cloud import secretmanager|projects/[\w-]+/secrets/|--(?:set|update)-secrets`)},
	{"Azure Key Vault", []string{"vault", "Vault", "azsecrets"}, regex.New(`vault\.azure\.net|@Microsoft\.KeyVault\(|"azurerm_key_vault_secret|@azure/keyvault-secrets|azure\.keyvault\.secrets|azsecrets\b|AddAzureKeyVault`)},
	{"Doppler", []string{"doppler", "Doppler"}, regex.New(`\bdoppler\s+(?:run|secrets|setup)\b|dopplerhq/|(?m)^\s*kind:\s*["']?DopplerSecret\b`)},
	{"Infisical", []string{"infisical", "Infisical"}, regex.New(`\binfisical\s+(?:run|export|init)\b|@infisical/|infisical/secrets-action|(?m)^\s*kind:\s*["']?InfisicalSecret\b`)},
	{"1Password", []string{"op ", "op\t", "1password/", "op://", "OnePasswordItem"}, regex.New(`\bop\s+run\s+--|1password/load-secrets-action|\bop://[\w -]+/|(?m)^\s*kind:\s*["']?OnePasswordItem\b`)},
	{"the platform's secrets", []string{"secret", "config:set", "vercel", "sync:", "fromDatabase:"}, regex.New(`\b(?:flyctl|fly)\s+secrets\s+(?:set|import)\b|\bheroku\s+config:set\b|\bwrangler\s+secret\s+put\b|\bvercel\s+(?:env\s+(?:add|pull)|pull)\b|(?m)^\s+sync:\s*false\s*$|^\s*fromDatabase:`)},
	{"Docker secrets", []string{"/run/secrets/"}, regex.New(`/run/secrets/\w`)},
	{"Kubernetes Secrets made outside", []string{"secretKeyRef", "secretRef"}, regex.New(`\bsecretKeyRef:|\bsecretRef:`)},
}

// signWords are the hints of all signs, and of code that reads its environment.
var signWords = func() *lines.Words {
	words := slices.Clone(environmentHints)
	for _, one := range knownSigns {
		words = append(words, one.hints...)
	}
	slices.Sort(words)
	return lines.NewWords(slices.Compact(words)...)
}()

// Which of signWords each of knownSigns, and environmentRead, needs one of.
var (
	signBits = func() (bits []lines.Present) {
		for _, one := range knownSigns {
			bits = append(bits, signWords.Of(one.hints))
		}
		return bits
	}()
	environmentBits = signWords.Of(environmentHints)
)

// githubSecrets is the manager that workflowSecret points to.
const githubSecrets = "GitHub secrets"

// workflowSecret finds the secrets that a workflow takes from GitHub.
var workflowSecret = regex.New(`\$\{\{[^}]*\bsecrets\.([A-Za-z_][A-Za-z0-9_]*)`)

// variable matches a line that sets an environment variable, and no input of an
// action such as "password:".
var variable = regex.New(`^\s+[A-Z][A-Z0-9_]*:\s`)

// deploying matches what a workflow has that brings something to an environment.
var deploying = regex.New(`(?mi)^\s+environment:|^name:.*\bdeploy|^\s+[\w-]*deploy[\w-]*:\s*$`)

// environmentRead finds code that reads its environment.
var environmentRead = regex.New(`process\.env(?:\.|\[["'])([A-Za-z_]\w*)|import\.meta\.env\.([A-Za-z_]\w*)|\bos\.(?:Getenv|LookupEnv)\("([^"]+)"\)|\bos\.(?:environ(?:\.get\(|\[)|getenv\()["']([^"']+)["']|\bENV(?:\.fetch\(|\[)["']([^"']+)["']|\bgetenv\(["']([^"']+)["']\)|\benv\(["']([A-Z][A-Z0-9_]+)["']|System\.getenv\("([^"]+)"\)|GetEnvironmentVariable\("([^"]+)"\)|\benv::var\("([^"]+)"\)|Deno\.env\.get\(["']([^"']+)["']|viper\.(?:AutomaticEnv|BindEnv)\(|\b(?:BaseSettings|pydantic_settings|envalid|cleanEnv|dotenv|godotenv|load_dotenv)\b|process\.env(?:[^.\[\w?]|$)|\bos\.environ(?:[^.\[\w]|$)`)

// environmentHints are what a line has to hold for environmentRead to match in it.
var environmentHints = []string{
	".env", "etenv(", "LookupEnv(", ".environ", "ENV.fetch(", "ENV[", `env("`, "env('", "GetEnvironmentVariable(", "env::var(", "AutomaticEnv(", "BindEnv(",
	"BaseSettings", "pydantic_settings", "envalid", "cleanEnv", "dotenv",
}

// secretRead reports whether what code reads can be a secret: all of its
// environment, a variable that is named for one, or the address of a service,
// which holds its password.
func secretRead(name string) bool {
	return name == "" || secret.SecretName(name) || serviceAddress.MatchString(name)
}

var serviceAddress = regex.New(`(?i)(?:database|(?:^|_)db|redis|valkey|mongo(?:db)?|amqp|rabbit(?:mq)?|broker|postgres(?:ql)?|pg|mysql|mariadb|smtp|mail(?:er)?|elastic(?:search)?|kafka|nats|sql)_?(?:url|uri|dsn|connection)`)

// harmless are variables that every program reads and that are no
// configuration of its own.
var harmless = map[string]bool{"NODE_ENV": true, "PATH": true, "HOME": true, "CI": true, "DEBUG": true, "TERM": true, "NO_COLOR": true, "MODE": true, "DEV": true, "PROD": true, "SSR": true, "BASE_URL": true}

// manyManagers is from how many managers on a file deals in them, as a library
// or a scanner does: which one of them keeps the secrets here it does not tell.
const manyManagers = 4

// readSigns looks for signs of a secret manager, and for code that reads its
// environment.
func (f *envFacts) readSigns(file checks.File, data []byte) {
	switch file.Class {
	case checks.ClassTest, checks.ClassFixture, checks.ClassExample, checks.ClassDocumentation:
		return
	}
	if secret.LockFile(file.Path) {
		return // what others are made of is named there
	}
	present := signWords.In(data)
	workflow := strings.HasPrefix(file.Path, ".github/workflows/")
	if present == 0 && !workflow {
		return
	}
	content := string(data)
	var signs []managerSign
	for index, one := range knownSigns {
		if present&signBits[index] == 0 {
			continue
		}
		lines.With(content, one.hints, func(line string, number int) bool {
			if remark(line) || !one.pattern.MatchString(line) {
				return true
			}
			signs = append(signs, managerSign{place{path: file.Path, line: number}, one.manager})
			return false
		})
	}
	if len(signs) < manyManagers {
		f.managers = append(f.managers, signs...)
	}
	if workflow {
		f.readWorkflow(file.Path, content)
	}
	if file.Class == checks.ClassScript {
		return // what a build tool reads is not the configuration of what runs
	}
	if present&environmentBits == 0 {
		return
	}
	lines.With(content, environmentHints, func(line string, number int) bool {
		for _, found := range environmentRead.FindAllStringSubmatch(line, -1) {
			name := strings.Join(found[1:], "") // only one of the groups is in a match
			if !harmless[name] {
				f.reads = append(f.reads, place{file.Path, number, name})
			}
		}
		return true
	})
}

// remark reports whether a line is nothing but a comment, in most languages.
func remark(line string) bool {
	line = strings.TrimSpace(line)
	for _, opening := range []string{"#", "//", "* ", "/*", "<!--"} {
		if strings.HasPrefix(line, opening) {
			return true
		}
	}
	return false
}

// readWorkflow notes which secrets a workflow takes from GitHub, and whether it
// deploys.
func (f *envFacts) readWorkflow(name, content string) {
	deploys := deploying.MatchString(content)
	lines.With(content, []string{"secrets."}, func(line string, number int) bool {
		for _, found := range workflowSecret.FindAllStringSubmatch(line, -1) {
			if !strings.EqualFold(found[1], "GITHUB_TOKEN") && !remark(line) {
				f.workflow = append(f.workflow, workflowRead{place{name, number, found[1]}, deploys && variable.MatchString(line)})
			}
		}
		return true
	})
}

// settle decides which of the secrets that workflows take are the product's.
// Most are CI's own: the password of a registry tells nothing of where
// production's secrets are kept. The product's are those that its code reads by
// that name, and, where it reads its environment as a whole, those of a
// workflow that sets them as variables where it deploys.
func (f *envFacts) settle() {
	read, whole := map[string]bool{}, false
	for _, one := range f.reads {
		read[one.what] = true
		whole = whole || one.what == ""
	}
	for _, one := range f.workflow {
		if read[one.what] || whole && one.deploys && secretRead(one.what) {
			f.managers = append(f.managers, managerSign{one.place, githubSecrets})
		}
	}
}
