package secret

import (
	"fmt"

	"github.com/zricethezav/gitleaks/v8/config"
	"github.com/zricethezav/gitleaks/v8/regexp"
)

// shape is what a provider's secret looks like, whatever it is assigned to.
type shape struct {
	rule     string
	value    string   // expression of the value alone
	keywords []string // of which one stands in every value, in small letters
	kind     Kind     // "": KindProvider
	mixed    bool     // a value without some figures is a word or a chain of names
}

// shapes are tokens whose shape gitleaks' rules do not know, or know too narrowly.
// Each begins with, or holds, what its provider puts there for scanners to see.
var shapes = []shape{
	{rule: "adafruit-io-key", value: `aio_[A-Za-z0-9]{28}`, keywords: []string{"aio_"}},
	{rule: "anthropic-key", value: `sk-ant-[a-z]{2,8}[0-9]{2,3}-[\w-]{60,140}`, keywords: []string{"sk-ant-"}},
	{rule: "artifactory-token", value: `AKC[a-zA-Z0-9]{60,80}|cmVmd[A-Za-z0-9]{59}`, keywords: []string{"akc", "cmvmd"}, mixed: true},
	{rule: "asana-personal-token", value: `[0-2]/[0-9]{10,20}(?:/[0-9]{10,20})?:[0-9a-f]{32}`, keywords: []string{"0/", "1/", "2/"}},
	{rule: "astra-token", value: `AstraCS:[\w:-]{30,120}`, keywords: []string{"astracs:"}},
	{rule: "azure-storage-key", value: `AccountKey=[A-Za-z0-9+/]{86}==`, keywords: []string{"accountkey="}},
	{rule: "azure-shared-access-key", value: `SharedAccessKey=[A-Za-z0-9+/]{43}=`, keywords: []string{"sharedaccesskey="}},
	{rule: "azure-function-key", value: `[\w-]{44}AzFu[\w-]{4,8}==`, keywords: []string{"azfu"}},
	{rule: "azure-devops-token", value: `[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}`, keywords: []string{"azdo"}},
	{rule: "buildkite-token", value: `bkua_[a-z0-9]{40}|bkat_[a-z0-9]{40,80}`, keywords: []string{"bkua_", "bkat_"}},
	{rule: "circleci-token", value: `CCI(?:PAT|PRJ)_[A-Za-z0-9]{20,26}_[A-Za-z0-9]{36,70}`, keywords: []string{"ccipat_", "cciprj_"}},
	{rule: "cloudflare-service-key", value: `v1\.0-[a-f0-9]{24,64}-[a-f0-9]{64,160}`, keywords: []string{"v1.0-"}},
	{rule: "cockroach-api-key", value: `CCDB1_[A-Za-z0-9]{22}_[A-Za-z0-9]{40}`, keywords: []string{"ccdb1_"}},
	{rule: "configcat-sdk-key", value: `configcat-sdk-\d/[\w-]{22}/[\w-]{22}`, keywords: []string{"configcat-sdk-"}},
	{rule: "crates-io-token", value: `cio[A-Za-z0-9]{32}`, keywords: []string{"cio"}, mixed: true},
	{rule: "dependency-track-key", value: `odt_[A-Za-z0-9_]{32,50}`, keywords: []string{"odt_"}},
	{rule: "devcycle-key", value: `dvc_server_[a-z0-9_]{20,60}`, keywords: []string{"dvc_server_"}},
	{rule: "devcycle-key-public", value: `dvc_(?:client|mobile)_[a-z0-9_]{20,60}`, keywords: []string{"dvc_client_", "dvc_mobile_"}, kind: KindTest},
	{rule: "devin-api-key", value: `apk_(?:user_)?[A-Za-z0-9+/]{60,200}={0,2}`, keywords: []string{"apk_"}},
	{rule: "discord-bot-token", value: `[MNO][A-Za-z0-9_-]{23,25}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}`, keywords: []string{"."}, mixed: true},
	{rule: "docker-hub-token", value: `dckr_(?:pat|oat)_[\w-]{27,40}`, keywords: []string{"dckr_"}},
	{rule: "doppler-service-token", value: `dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}`, keywords: []string{"dp."}},
	{rule: "dropbox-token", value: `sl\.(?:u\.)?[\w-]{120,160}`, keywords: []string{"sl."}},
	{rule: "ebay-secret", value: `PRD-[a-f0-9]{8,12}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4,8}`, keywords: []string{"prd-"}},
	{rule: "endor-key", value: `endr\+[A-Za-z0-9-]{16}`, keywords: []string{"endr+"}},
	{rule: "figma-token", value: `fig[dour]{1,2}_[\w-]{36,60}`, keywords: figmaWords},
	{rule: "fly-token", value: `(?:FlyV1 (?:fm\d[a-z]?_)?[\w+/=,-]{60,900})|fo1_[\w-]{43}`, keywords: []string{"flyv1 ", "fo1_"}},
	{rule: "gitlab-token", value: `gl(?:(?:pat|dt|rt|rtr|ft|soat)-(?:[\w-]{20}|[\w-]{27,300}\.[0-9a-z]{2}[\w]{7})|cbt-(?:[0-9A-Za-z]{1,5}_)?[\w-]{20}|imt-[\w-]{25}|ptt-[\w-]{40}|agent-[\w-]{50}|oas-[\w-]{64})`, keywords: []string{"glpat-", "gldt-", "glrt-", "glrtr-", "glft-", "glsoat-", "glcbt-", "glimt-", "glptt-", "glagent-", "gloas-"}},
	{rule: "google-oauth-token", value: `ya29\.[\w-]{40,500}|1//0[\w-]{40,120}`, keywords: []string{"ya29.", "1//0"}},
	{rule: "google-client-secret", value: `GOCSPX-[\w-]{28}`, keywords: []string{"gocspx-"}},
	{rule: "ionic-token", value: `ion_[A-Za-z0-9]{42}`, keywords: []string{"ion_"}, mixed: true},
	{rule: "mailchimp-key", value: `[0-9a-f]{32}-us[0-9]{1,2}`, keywords: []string{"-us"}},
	{rule: "mercury-token", value: `mercury_production_[\w-]{40,120}`, keywords: []string{"mercury_production_"}},
	{rule: "midtrans-key", value: `Mid-server-[\w-]{16,40}`, keywords: []string{"mid-server-"}},
	{rule: "nuget-key", value: `oy2[a-z0-9]{43}`, keywords: []string{"oy2"}, mixed: true},
	{rule: "onesignal-key", value: `os_v2_(?:org|app)_[a-z2-7]{90,120}`, keywords: []string{"os_v2_"}},
	{rule: "openai-key", value: `sk-(?:proj|svcacct|admin)-[\w-]{40,220}|sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}`, keywords: []string{"sk-proj-", "sk-svcacct-", "sk-admin-", "t3blbkfj"}},
	{rule: "persona-key", value: `persona_production_[\w-]{20,60}`, keywords: []string{"persona_production_"}},
	{rule: "posthog-personal-key", value: `phx_\w{40,60}`, keywords: []string{"phx_"}},
	{rule: "pypi-token", value: `pypi-AgE[\w-]{50,1000}`, keywords: []string{"pypi-age"}},
	{rule: "encoded-private-key", value: `LS0tLS1CRUdJTi[A-Za-z0-9+/]{0,20}?(?:UFJJVkFURSBLRVkt|QUklWQVRFIEtFWS|BSSVZBVEUgS0VZL)[A-Za-z0-9+/]{60,900}={0,2}`, keywords: []string{"ls0tls1crudjtib"}, kind: KindPrivateKey},
	{rule: "slack-token", value: `xox[a-z](?:\.xox[a-z])?-[\w%/+=\\.-]{20,500}`, keywords: []string{"xox"}},
	{rule: "square-token", value: `sq0(?:csp|atp)-[\w-]{22,60}`, keywords: []string{"sq0csp-", "sq0atp-"}},
	{rule: "supabase-token", value: `sbp_(?:v0_)?[a-f0-9]{40}|sb_secret_[\w-]{20,60}`, keywords: []string{"sbp_", "sb_secret_"}},
	{rule: "tableau-token", value: `[A-Za-z0-9+/]{22}==:[A-Za-z0-9]{32}`, keywords: []string{"==:"}},
	{rule: "teams-webhook", value: `https://[\w.-]*(?:outlook|webhook)\.office\.com/webhook(?:b2)?/[0-9a-f-]{36}@[0-9a-f-]{36}/IncomingWebhook/[0-9a-f]{32}/[0-9a-f-]{36}(?:/[\w-]{40,60})?`, keywords: []string{"office.com/webhook"}},
	{rule: "teamwork-token", value: `tkn\.v1_[\w-]{60,120}={0,2}`, keywords: []string{"tkn.v1_"}},
	{rule: "telegram-token", value: `[0-9]{8,10}:AA[\w-]{33}`, keywords: []string{":aa"}, mixed: true},
	{rule: "telnyx-key", value: `KEY0[0-9A-F]{31}_[A-Za-z0-9]{22}|KEYU[\w-]{54,62}`, keywords: []string{"key0", "keyu"}},
	{rule: "twilio-auth-pair", value: `AC[0-9a-f]{32}:[0-9a-f]{32}`, keywords: []string{"ac"}},
	{rule: "upcloud-token", value: `ucat_[A-Z0-9]{26}`, keywords: []string{"ucat_"}},
	{rule: "vercel-token", value: `vc[apikrs]_[A-Za-z0-9]{50,64}`, keywords: []string{"vca_", "vcp_", "vci_", "vck_", "vcr_", "vcs_"}},
	// The prefix of a provider that is not in any list, told by the words that are in
	// all of them.
	{rule: "prefixed-token", value: `[a-zA-Z][a-zA-Z0-9]{1,15}[_-](?:live|prod|production|sk|pat|secret|api|key|token|server|svc)[_-][A-Za-z0-9]{20,120}`,
		keywords: []string{"live", "prod", "_sk", "-sk", "_pat", "-pat", "secret", "api", "key", "token", "server", "svc"}, kind: KindGeneric, mixed: true},
	{rule: "prefixed-live-key", value: `(?:sk|ak|pk|rk|key|secret|api)[_-](?:live|prod)[_-][A-Za-z0-9]{20,120}`, keywords: []string{"live", "prod"}, mixed: true},
}

// shapeEntropy is how random a shaped value must be: more than a mask of one
// letter, and less than every drawn one is.
const shapeEntropy = 2.5

// rules returns the shapes as rules of gitleaks' detector.
func (s shape) detected() (config.Rule, error) {
	rule := config.Rule{
		RuleID: s.rule, Description: s.rule, Entropy: shapeEntropy, Keywords: s.keywords, SecretGroup: 1,
		// a value is not part of a longer word on either side
		Regex: regexp.MustCompile(`(?:^|[^\w.+/-])(` + s.value + `)(?:[^\w/+-]|\\n|$)`),
	}
	if err := rule.Validate(); err != nil {
		return config.Rule{}, fmt.Errorf("the shape of %s: %w", s.rule, err)
	}
	return rule, nil
}

// shapeOf returns the shape that a rule is of; nil for a rule of gitleaks'.
func shapeOf(rule string) *shape {
	for i := range shapes {
		if shapes[i].rule == rule {
			return &shapes[i]
		}
	}
	return nil
}

// fits reports whether a value may be of the shape, by more than its expression.
func (s *shape) fits(value string) bool {
	if !s.mixed {
		return true
	}
	figures := 0
	for _, character := range value {
		if character >= '0' && character <= '9' {
			figures++
		}
	}
	return figures >= 3 && Random(value)
}

// figmaWords are how Figma's tokens begin. "fig" alone stands in every config.
var figmaWords = func() (words []string) {
	for _, first := range "dour" {
		words = append(words, "fig"+string(first)+"_")
		for _, second := range "dour" {
			words = append(words, "fig"+string(first)+string(second)+"_")
		}
	}
	return words
}()
