package config

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Mode tells whether golive's verdict may block.
type Mode string

// The modes of a policy.
const (
	ModeObserve Mode = "observe" // check runs succeed and say what the verdict would be
	ModeEnforce Mode = "enforce" // check runs conclude as the verdict says
)

// PolicyFile is where a repository keeps its policy.
const PolicyFile = ".golive.yml"

// OrganisationPolicyFile is where an owner keeps the policy of all their
// repositories: in the repository ".github", at its default branch.
const OrganisationPolicyFile = ".github/golive.yml"

// Policy is a repository's own rules for its releases. It is always read from a
// ref that the release's author does not control: the base branch of a pull
// request, the default branch for a tag.
//
// What a key means stands in its tag, once, for the JSON Schema, the
// documentation and the command line. The tag "reads" names the kind of text
// that the decoder accepts there, and "example" is written as in the file.
type Policy struct {
	Version      int                 `yaml:"version" reads:"version" jsonschema:"required" example:"1" jsonschema_description:"Version of this file's format."`
	Mode         Mode                `yaml:"mode" reads:"mode" example:"enforce" jsonschema_description:"Whether golive may block. observe: check runs succeed, and their titles say what the verdict would be. enforce: check runs conclude as the verdict says."`
	Sections     Sections            `yaml:"sections,omitempty" json:"Sections,omitzero" jsonschema_description:"The mode of single sections, where it is another than that of the whole. golive / ready counts the sections that are enforced, and says so."`
	Release      ReleasePatterns     `yaml:"release" jsonschema_description:"What counts as a release. A pull request is one when its branch, one of its labels or its title matches; a tag when its name does. A list replaces the one it stands over, and [] means none."`
	Environments Environments        `yaml:"environments,omitempty" jsonschema_description:"Where a release runs. Staging is visited where its operator or golive's lets it be; of production golive reads on GitHub what is deployed."`
	Probes       Probes              `yaml:"probes,omitempty" json:"Probes,omitzero" jsonschema_description:"What golive may do where it visits staging, beyond asking with GET, HEAD and OPTIONS."`
	Related      []RelatedRepository `yaml:"related,omitempty" json:"Related,omitempty" example:"[{repo: acme/infrastructure, path: services/shop, ref: main}]" jsonschema_description:"Other repositories that declare how the release runs: their manifests, Terraform and alerts count like those of this one. One that cannot be read leaves what depends on it unknown."`
	Roles        map[string][]string `yaml:"roles,omitempty" reads:"login" jsonschema_description:"Who may sign off what no machine can decide, and waive what the role signs. A role that is not named here is held by whoever has maintain or admin in the repository. A team is written @organisation/team, and its child teams belong to it. codeowners:db/ stands for the code owners of that file or folder, and codeowners for those of the paths that a sign-off depends on, by the CODEOWNERS of the branch that the policy is read from. Nobody signs or waives anything of a release that they wrote part of while somebody else could."`
	Load         Load                `yaml:"load,omitempty" json:"Load,omitzero" jsonschema_description:"What a release has to stand, and how that is tested: once when its content runs on staging, and on /golive loadtest. Only a host whose operator agreed is loaded."`
	Items        Items               `yaml:"items,omitempty" json:"Items,omitzero" jsonschema_description:"What single items ask for, by the item's id."`
	Secrets      Secrets             `yaml:"secrets,omitempty" json:"Secrets,omitzero" jsonschema_description:"What is known of secrets that were found."`
}

// ReleasePatterns tells what counts as a release. Patterns of branches and tags
// are globs in which "*" stops at "/" and "**" does not.
type ReleasePatterns struct {
	Branches []string `yaml:"branches" reads:"glob" example:"[\"release/**/*\"]" jsonschema_description:"Globs for the head branch of a release pull request. * stops at /, ** does not, and {a,b} is either."`
	Tags     []string `yaml:"tags" reads:"glob" example:"[\"v*\"]" jsonschema_description:"Globs for the names of release tags, without refs/tags/. * stops at /, ** does not, and {a,b} is either."`
	Labels   []string `yaml:"labels" reads:"label" example:"[\"release\"]" jsonschema_description:"Labels of a release pull request, in any case."`
	Titles   []string `yaml:"titles" reads:"expression" example:"['^Release v?\\d+']" jsonschema_description:"Regular expressions for the title of a release pull request, in RE2's syntax. They match anywhere in the title unless ^ or $ ties them."`
}

// Environments are where a release runs. Staging is visited where that is allowed; of
// production golive reads on GitHub what is deployed.
type Environments struct {
	Staging    Staging    `yaml:"staging,omitempty" jsonschema_description:"Where a release is proven before it goes live."`
	Production Production `yaml:"production,omitempty" jsonschema_description:"Where a release goes live."`
}

// Staging is the environment that a release is proven on.
type Staging struct {
	URL        string   `yaml:"url,omitempty" reads:"url" example:"https://staging.example.com" jsonschema_description:"Where staging answers. It is a hint: golive visits a host that its operator names in GOLIVE_ALLOW_HOSTS, or that serves /.well-known/golive.txt with the line OWNER/REPO."`
	Version    string   `yaml:"version,omitempty" reads:"path" example:"/version" jsonschema_description:"Path at that address which tells the commit that is deployed, as JSON ({\"commit\": \"a1b2c3d\"}) or as text. Without it, golive looks at /version and a few others, at headers, and at GitHub's deployments."`
	Headers    []string `yaml:"headers,omitempty" json:"Headers,omitzero" reads:"header" example:"[\"X-Staging-Key: ${secret:STAGING_KEY}\"]" jsonschema_description:"Headers that every request to staging carries, such as one that opens a wall before it. ${secret:NAME} stands for the file OWNER/REPO/NAME in GOLIVE_SECRETS_DIR, which golive's operator puts there."`
	Deployment string   `yaml:"deployment,omitempty" reads:"environment" example:"staging" jsonschema_description:"Name of the GitHub environment that deployments to staging use; without it, the one whose name says staging, UAT or the like."`
}

// Production is the environment that a release goes live on.
type Production struct {
	URL        string `yaml:"url,omitempty" reads:"url" example:"https://www.example.com" jsonschema_description:"Where production answers. Not visited yet."`
	Deployment string `yaml:"deployment,omitempty" reads:"environment" example:"production" jsonschema_description:"Name of the GitHub environment that deployments to production use; without it, production, prod or live. A release's range starts at what was last deployed there."`
}

// role is one that a policy may name.
type role struct{ name, means string }

// policyRoles are the roles that a policy may name, in the order in which they
// are shown.
func policyRoles() []role {
	return []role{
		{"senior", "Signs what needs an experienced developer's eye."},
		{"qa", "Signs what was tested by hand."},
		{"dba", "Signs what concerns the database."},
		{"security", "Signs what concerns security."},
		{"sre", "Signs what concerns operation."},
		{"release-manager", "Signs what concerns the release as a whole, waives any item that may be waived or approves that it does not apply, and may take back what others said of items."},
		{RoleLoadTesters, "Starts load tests, beside whoever has maintain or admin. Signs nothing."},
	}
}

// DefaultPolicy is what holds for a repository without a policy file.
func DefaultPolicy() Policy {
	return Policy{
		Version: 1,
		Mode:    ModeObserve,
		Release: ReleasePatterns{
			Branches: []string{
				"release/**/*", "hotfix/**/*", "release-please--*/**", "changeset-release/**/*",
			},
			Tags:   []string{"release/v*"},
			Labels: []string{"release"},
			Titles: []string{
				`^chore(\([^)]*\))?: release( |$)`, `^Version Packages`, `^Release v?\d+\.\d+\.\d+`,
			},
		},
	}
}

// Snapshot writes all that a policy says, defaults included, in one way only.
func (p Policy) Snapshot() string {
	data, err := json.Marshal(p)
	if err != nil { // strings, numbers and lists of them always encode
		panic(fmt.Sprintf("encode policy: %v", err))
	}
	return string(data)
}

// Hash identifies what a policy says, whatever its file looks like.
func (p Policy) Hash() string { return HashSnapshot(p.Snapshot()) }

// HashSnapshot is Hash of the policy that a snapshot was made of.
func HashSnapshot(snapshot string) string {
	sum := sha256.Sum256([]byte(snapshot))
	return hex.EncodeToString(sum[:8])
}
