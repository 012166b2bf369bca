package infrastructure_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/infrastructure"
)

var encryptionItem = checks.Item{
	ID: "infrastructure.env-encryption", Section: checks.SectionInfrastructure, Kind: checks.KindAuto, Level: checks.LevelBlock,
	Minimum: checks.Minimum{Grade: checks.E2}, Role: checks.RoleSRE,
}

const (
	plainValue = "hT7kQ9vRw2zXp4Lm8Nd"
	sopsYAML   = "db_password: ENC[AES256_GCM,data:abc,iv:abc,tag:abc,type:str]\nsops:\n    age:\n        - recipient: age1aaa\n          enc: x\n        - recipient: age1bbb\n          enc: x\n    mac: ENC[AES256_GCM,data:abc,iv:a,tag:a,type:str]\n"
	reads      = "const url = process.env.DATABASE_URL\n"
)

// workload gives a container one variable.
func workload(value string) string {
	return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          image: acme/shop\n          env:\n            - name: DB_PASSWORD\n              " + value + "\n"
}

func encoded(value string) string { return base64.StdEncoding.EncodeToString([]byte(value)) }

func TestEnvEncryption(t *testing.T) {
	t.Parallel()
	external := "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: shop\n"
	for name, test := range map[string]struct {
		files    map[string]string
		verdict  checks.Verdict
		findings []string
	}{
		"a plain .env.production":            {map[string]string{".env.production": "PORT=1\nDB_PASSWORD=" + plainValue + "\n"}, checks.Fail, []string{"error env.plain"}},
		"a plain .env":                       {map[string]string{".env": "DATABASE_URL=postgres://a:" + plainValue + "@db.acme.io/x\n", "k8s/x.yaml": external}, checks.Fail, []string{"error env.plain"}},
		"a plain .env of development":        {map[string]string{".env.development": "DB_PASSWORD=" + plainValue + "\n", "k8s/x.yaml": external}, checks.Warn, []string{"warning env.plain"}},
		"an .env without secrets":            {map[string]string{".env.production": "PORT=3000\nVITE_API_URL=https://api.acme.io\n", "k8s/x.yaml": external}, checks.Pass, nil},
		"a sample .env":                      {map[string]string{".env.example": "DB_PASSWORD=" + plainValue + "\n", "k8s/x.yaml": external}, checks.Pass, nil},
		"SOPS":                               {map[string]string{"config/secrets.yaml": sopsYAML}, checks.Pass, nil},
		"SOPS with one key":                  {map[string]string{"config/secrets.yaml": strings.Replace(sopsYAML, "        - recipient: age1bbb\n          enc: x\n", "", 1)}, checks.Warn, []string{"warning env.single-recipient"}},
		"SOPS with a key service":            {map[string]string{"config/secrets.yaml": "a: ENC[AES256_GCM,data:a,iv:a,tag:a,type:str]\nsops:\n    kms:\n        - arn: arn:aws:kms:eu-west-1:1:key/2\n    mac: ENC[AES256_GCM,data:a]\n"}, checks.Pass, nil},
		"SOPS in an .env":                    {map[string]string{".env.production": "DB_PASSWORD=ENC[AES256_GCM,data:a,iv:a,tag:a,type:str]\nsops_age__list_0__map_recipient=age1aaa\nsops_age__list_1__map_recipient=age1bbb\nsops_mac=ENC[AES256_GCM,data:a]\n"}, checks.Pass, nil},
		"SOPS without its code":              {map[string]string{"config/secrets.yaml": "a: ENC[AES256_GCM,data:a,iv:a,tag:a,type:str]\nsops:\n    age:\n        - recipient: age1aaa\n        - recipient: age1bbb\n"}, checks.Warn, []string{"warning env.sops-broken"}},
		"SOPS that leaves a value out":       {map[string]string{"config/secrets.yaml": "api_token: " + plainValue + "\n" + sopsYAML}, checks.Fail, []string{"error env.settings"}},
		"a container's variable":             {map[string]string{"k8s/production/a.yaml": workload("value: " + plainValue), "k8s/x.yaml": external}, checks.Fail, []string{"error env.container"}},
		"one that refers to a Secret":        {map[string]string{"k8s/production/a.yaml": workload("valueFrom: {secretKeyRef: {name: shop, key: a}}"), "k8s/x.yaml": external}, checks.Pass, nil},
		"one that every set-up has":          {map[string]string{"k8s/production/a.yaml": workload("value: postgres"), "k8s/x.yaml": external}, checks.Pass, nil},
		"a ConfigMap":                        {map[string]string{"k8s/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\ndata:\n  DB_PASSWORD: " + plainValue + "\n", "k8s/x.yaml": external}, checks.Fail, []string{"error env.configmap"}},
		"a file of settings in a ConfigMap":  {map[string]string{"k8s/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\ndata:\n  app.properties: |\n    # db.password=x\n    db.url=jdbc:postgresql://db/x\n    db.password=" + plainValue + "\n", "k8s/x.yaml": external}, checks.Fail, []string{"error env.configmap"}},
		"one that refers to others":          {map[string]string{"k8s/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\ndata:\n  env: \"DB_PASSWORD=${DB_PASSWORD}\"\n  run.sh: |\n    DB_PASSWORD=$(cat /run/secrets/db)\n", "k8s/x.yaml": external}, checks.Pass, nil},
		"a Secret of a file by kustomize":    {map[string]string{"k8s/kustomization.yaml": "secretGenerator:\n- name: shop\n  envs: [shop.properties]\n", "k8s/shop.properties": "PASSPHRASE=" + plainValue + "\n", "k8s/x.yaml": external}, checks.Fail, []string{"error env.kubernetes-secret"}},
		"one of a file that is not there":    {map[string]string{"k8s/kustomization.yaml": "secretGenerator:\n- name: shop\n  envs: [shop.properties]\n", "k8s/x.yaml": external}, checks.Pass, nil},
		"git-crypt":                          {map[string]string{".env.production": "\x00GITCRYPT\x00\x01\x02"}, checks.Pass, nil},
		"dotenvx":                            {map[string]string{".env.production": "DOTENV_PUBLIC_KEY_PRODUCTION=\"03ab\"\nDB_PASSWORD=\"encrypted:BFaa\"\n"}, checks.Pass, nil},
		"dotenvx with its private key":       {map[string]string{".env.production": "DOTENV_PUBLIC_KEY_PRODUCTION=\"03ab\"\nDB_PASSWORD=\"encrypted:BFaa\"\n", ".env.keys": "DOTENV_PRIVATE_KEY_PRODUCTION=\"" + strings.Repeat("0a", 32) + "\"\n"}, checks.Fail, []string{"error env.private-key"}},
		"dotenvx with one value in plain":    {map[string]string{".env.production": "DOTENV_PUBLIC_KEY_PRODUCTION=\"03ab\"\nA_TOKEN=\"encrypted:BFaa\"\nB_TOKEN=" + plainValue + "\n"}, checks.Fail, []string{"error env.plain"}},
		"a dotenv vault":                     {map[string]string{".env.vault": "DOTENV_VAULT_PRODUCTION=\"abc\"\n"}, checks.Pass, nil},
		"Ansible Vault":                      {map[string]string{"group_vars/secrets.yml": "$ANSIBLE_VAULT;1.1;AES256\n6162\n"}, checks.Pass, nil},
		"an age key in the repository":       {map[string]string{"config/secrets.yaml": sopsYAML, "deploy/key.txt": "AGE-SECRET-KEY-1" + strings.Repeat("Q", 58) + "\n"}, checks.Fail, []string{"error env.private-key"}},
		"a Kubernetes Secret":                {map[string]string{"k8s/a.yaml": "kind: ConfigMap\ndata:\n  a: b\n---\nkind: Secret\nmetadata:\n  name: shop\ndata:\n  password: " + encoded(plainValue) + "\n"}, checks.Fail, []string{"error env.kubernetes-secret"}},
		"one with stringData":                {map[string]string{"k8s/a.yaml": "kind: Secret\nstringData:\n  password: " + plainValue + "\n"}, checks.Fail, []string{"error env.kubernetes-secret"}},
		"one to be filled in":                {map[string]string{"k8s/a.yaml": "kind: Secret\nstringData:\n  password: ${PASSWORD}\n  other: CHANGEME\n  empty: \"\"\n", "k8s/x.yaml": external}, checks.Pass, nil},
		"one of a service account":           {map[string]string{"k8s/a.yaml": "kind: Secret\ntype: kubernetes.io/service-account-token\ndata:\n  extra: " + encoded(plainValue) + "\n", "k8s/x.yaml": external}, checks.Pass, nil},
		"one of a development overlay":       {map[string]string{"k8s/overlays/dev/a.yaml": "kind: Secret\nstringData:\n  password: " + plainValue + "\n", "k8s/x.yaml": external}, checks.Warn, []string{"warning env.kubernetes-secret"}},
		"a Helm template":                    {map[string]string{"chart/templates/secret.yaml": "kind: Secret\ndata:\n  password: {{ .Values.password | b64enc }}\n", "k8s/x.yaml": external}, checks.Pass, nil},
		"a SealedSecret":                     {map[string]string{"k8s/a.yaml": "kind: SealedSecret\nspec:\n  encryptedData:\n    password: AgBy3i4OJSWK\n"}, checks.Pass, nil},
		"literals of kustomize":              {map[string]string{"k8s/kustomization.yaml": "kind: Kustomization\nsecretGenerator:\n- name: shop\n  literals:\n  - password=" + plainValue + "\n"}, checks.Fail, []string{"error env.kubernetes-secret"}},
		"Helm values":                        {map[string]string{"chart/values-prod.yaml": "db:\n  password: winter-is-here\n"}, checks.Fail, []string{"error env.settings"}},
		"Helm values with a default":         {map[string]string{"chart/values.yaml": "db:\n  password: postgres\n  existingSecret: shop\n  passwordKey: x\n", "k8s/x.yaml": external}, checks.Pass, nil},
		"a file named for secrets":           {map[string]string{"config/secrets.yml": "production:\n  api_token: " + plainValue + "\n"}, checks.Fail, []string{"error env.settings"}},
		"Rails, test and development only":   {map[string]string{"config/secrets.yml": "test:\n  secret_key_base: " + plainValue + "\nproduction:\n  secret_key_base: <%= ENV[\"SECRET_KEY_BASE\"] %>\n", "k8s/x.yaml": external}, checks.Pass, nil},
		"compose with a default password":    {map[string]string{"docker-compose.yml": "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: postgres\n", "k8s/x.yaml": external}, checks.Pass, nil},
		"compose with a list":                {map[string]string{"compose.prod.yaml": "services:\n  db:\n    environment:\n    - POSTGRES_PASSWORD=winter-is-here\n"}, checks.Fail, []string{"error env.compose"}},
		"compose with a variable":            {map[string]string{"compose.prod.yaml": "services:\n  db:\n    environment:\n    - POSTGRES_PASSWORD=${POSTGRES_PASSWORD:?}\n    - OTHER_TOKEN\n", "k8s/x.yaml": external}, checks.Pass, nil},
		"Terraform variables":                {map[string]string{"infra/prod.tfvars": "region = \"eu\"\ndb_password = \"" + plainValue + "\"\n"}, checks.Fail, []string{"error env.tfvars"}},
		"secrets of GitHub in a workflow":    {map[string]string{"a.js": reads, ".github/workflows/deploy.yml": "jobs:\n  a:\n    steps:\n    - env:\n        DATABASE_URL: ${{ secrets.DATABASE_URL }}\n"}, checks.Pass, nil},
		"the workflow's own token is none":   {map[string]string{"a.js": reads, ".github/workflows/ci.yml": "env:\n  T: ${{ secrets.GITHUB_TOKEN }}\n"}, checks.Warn, []string{"warning env.manager-unknown"}},
		"a registry's password is CI's own":  {map[string]string{"a.js": reads, ".github/workflows/publish.yml": "on: push\njobs:\n  a:\n    steps:\n    - with:\n        password: ${{ secrets.DOCKERHUB_TOKEN }}\n"}, checks.Warn, []string{"warning env.manager-unknown"}},
		"one that a deployment takes too":    {map[string]string{"a.js": reads, ".github/workflows/deploy.yml": "jobs:\n  deploy:\n    environment: production\n    steps:\n    - with:\n        password: ${{ secrets.DOCKERHUB_TOKEN }}\n"}, checks.Warn, []string{"warning env.manager-unknown"}},
		"all of the environment is read":     {map[string]string{"a.js": "const settings = schema.parse(process.env)\n", ".github/workflows/deploy.yml": "jobs:\n  deploy:\n    environment: production\n    env:\n      API_TOKEN: ${{ secrets.API_TOKEN }}\n"}, checks.Pass, nil},
		"and a registry's password is taken": {map[string]string{"a.js": "const settings = schema.parse(process.env)\n", ".github/workflows/deploy.yml": "jobs:\n  deploy:\n    environment: production\n    steps:\n    - with:\n        password: ${{ secrets.DOCKERHUB_TOKEN }}\n"}, checks.Warn, []string{"warning env.manager-unknown"}},
		"variables that are no secrets":      {map[string]string{"a.js": "listen(process.env.PORT); level(process.env.LOG_LEVEL)\n"}, checks.NotApplicable, nil},
		"a build tool's variable":            {map[string]string{"scripts/upload.js": "const t = process.env.UPLOAD_TOKEN\n", "a.js": "x()\n"}, checks.NotApplicable, nil},
		"secrets that only a sample names":   {map[string]string{"a.js": "x()\n", ".env.example": "JWT_SECRET=changeme\n"}, checks.Warn, []string{"warning env.manager-unknown"}},
		"a manager in a comment is none":     {map[string]string{"a.js": reads, ".env.sample": "#   SECRET_KEY_FILE=/run/secrets/key\nA=b\n"}, checks.Warn, []string{"warning env.manager-unknown"}},
		"a development container's own":      {map[string]string{".devcontainer/.env": "API_TOKEN=" + plainValue + "\n", "k8s/x.yaml": external}, checks.Warn, []string{"warning env.plain"}},
		"a local database by its own name":   {map[string]string{".env": "DATABASE_URL=postgres://shop:shop@db/shop\n", "k8s/x.yaml": external}, checks.Pass, nil},
		"a list of prefixes is no manager":   {map[string]string{"a.js": reads + "const known = ['vault:', 'arn:aws:secretsmanager:', 'op://']\n"}, checks.Warn, []string{"warning env.manager-unknown"}},
		"a list of dependencies":             {map[string]string{"a.js": reads, "pnpm-lock.yaml": "packages:\n  '@azure/keyvault-secrets@4.0.0':\n"}, checks.Warn, []string{"warning env.manager-unknown"}},
		"a library for many managers":        {map[string]string{"a.js": reads, "providers.js": "import '@azure/keyvault-secrets'\nimport '@google-cloud/secret-manager'\nimport '@infisical/sdk'\nimport 'node-vault'\nrequire('node-vault')\n// x\nconst c = new SecretsManagerClient()\n"}, checks.Warn, []string{"warning env.manager-unknown"}},
		"AWS Secrets Manager in Terraform":   {map[string]string{"infra/main.tf": "data \"aws_secretsmanager_secret_version\" \"db\" {}\n"}, checks.Pass, nil},
		"Vault annotations":                  {map[string]string{"k8s/a.yaml": "metadata:\n  annotations:\n    vault.hashicorp.com/agent-inject: \"true\"\n"}, checks.Pass, nil},
		"none in plain and no manager":       {map[string]string{"a.js": reads}, checks.Warn, []string{"warning env.manager-unknown"}},
		"no configuration secrets":           {map[string]string{"main.go": "package main\n", "index.html": "<p>"}, checks.NotApplicable, nil},
		"a mention in the documentation":     {map[string]string{"docs/a.md": "kind: ExternalSecret", "main.go": "package main\n"}, checks.NotApplicable, nil},
		"nothing at all":                     {map[string]string{}, checks.Unknown, nil},
		"broken YAML is nobody's":            {map[string]string{"k8s/secrets.yaml": "a: [\n\t- :", "k8s/x.yaml": external}, checks.Pass, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := checkstest.Judge(t, encryptionItem, infrastructure.NewEnvEncryption(manifests()), checkstest.Subject(checkstest.Tree(test.files)))
			var findings []string
			for _, finding := range result.Findings {
				findings = append(findings, string(finding.Severity)+" "+finding.Rule)
			}
			if result.Verdict() != test.verdict || !slices.Equal(findings, test.findings) {
				t.Errorf("%s %q (%s: %s), want %s %q", result.Verdict(), findings, result.Headline, result.Why, test.verdict, test.findings)
			}
			if data, err := result.MarshalJSON(); err != nil || strings.Contains(string(data), plainValue) || strings.Contains(string(data), encoded(plainValue)) {
				t.Errorf("the result prints a value: %s, %v", data, err)
			}
		})
	}
}

func TestEnvEncryptionSaysWhereAndWhatNext(t *testing.T) {
	t.Parallel()
	files := map[string]string{".env.production": "PORT=3000\n\nDB_PASSWORD=" + plainValue + "\nJWT_SECRET=" + plainValue + "\n"}
	result := checkstest.Judge(t, encryptionItem, infrastructure.NewEnvEncryption(manifests()), checkstest.Subject(checkstest.Tree(files)))
	if result.Why != "`.env.production` has 2 secrets in plain text." || result.Findings[0].Line != 3 || !strings.Contains(result.Remedy, "sops --encrypt --age … .env.production") {
		t.Errorf("why = %q, findings = %+v, remedy = %q", result.Why, result.Findings, result.Remedy)
	}
}

func TestEnvEncryptionNotApplicableSaysWhatWasSearched(t *testing.T) {
	t.Parallel()
	result := checkstest.Judge(t, encryptionItem, infrastructure.NewEnvEncryption(manifests()), checkstest.Subject(checkstest.Tree(map[string]string{"main.go": "package main\n"})))
	if !strings.Contains(result.Why, "1 file") {
		t.Errorf("why = %q", result.Why)
	}
}

func TestEnvEncryptionFindsWhatTheRangeRemoved(t *testing.T) {
	t.Parallel()
	subject := checkstest.Subject(checkstest.Tree(map[string]string{"a.js": reads}), checkstest.Adding(checks.Commit{SHA: "c1c1c1c1c1"}),
		checkstest.Remembering(checkstest.History{"c1c1c1c1c1": {{Path: ".env", Lines: checks.Lines{First: 1, Last: 2}, Text: "A=1\nDB_PASSWORD=" + plainValue + "\n"}}}))
	result := checkstest.Judge(t, encryptionItem, infrastructure.NewEnvEncryption(manifests()), subject)
	if result.Verdict() != checks.Fail || result.Findings[0].Rule != "env.plain-history" || !strings.Contains(result.Why, "c1c1c1c") {
		t.Errorf("%s: %+v", result.Verdict(), result.Findings)
	}
}

func TestEnvEncryptionUnknownWhereAFileCannotBeRead(t *testing.T) {
	t.Parallel()
	source := checkstest.Tree(map[string]string{"a.js": reads, ".env.production": "PORT=1\n"})
	source.Failing = map[string]error{".env.production": checks.ErrTooLarge}
	if result := checkstest.Judge(t, encryptionItem, infrastructure.NewEnvEncryption(manifests()), checkstest.Subject(source)); result.Verdict() != checks.Unknown {
		t.Errorf("verdict = %s", result.Verdict())
	}
}

func FuzzEnvEncryption(f *testing.F) {
	f.Add("k8s/secrets.yaml", "kind: Secret\ndata:\n  a: &x b\n  c: *x\n---\nservices: {a: {environment: [A=b]}}")
	f.Add("compose.yml", "services:\n  a:\n    environment:\n      A: b\n")
	f.Add("prod.tfvars", "a = \"b\"")
	f.Add(".env", sopsYAML)
	f.Fuzz(func(t *testing.T, name, content string) {
		result := checkstest.Judge(t, encryptionItem, infrastructure.NewEnvEncryption(manifests()), checkstest.Subject(checkstest.Tree(map[string]string{name: content})))
		for _, finding := range result.Findings {
			if finding.Line < 0 || finding.Line > strings.Count(content, "\n")+2 {
				t.Errorf("line %d is not in the file", finding.Line)
			}
		}
	})
}
