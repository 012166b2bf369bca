package config

// Mode tells whether golive's verdict may block.
type Mode string

// The modes of a policy.
const (
	ModeObserve Mode = "observe" // check runs succeed and say what the verdict would be
	ModeEnforce Mode = "enforce" // check runs conclude as the verdict says
)

// PolicyFile is where a repository keeps its policy.
const PolicyFile = ".golive.yml"

// Policy is a repository's own rules for its releases. It is always read from a
// ref that the release's author does not control: the base branch of a pull
// request, the default branch for a tag.
type Policy struct {
	Version int                 `yaml:"version"` // of the file's format; 1
	Mode    Mode                `yaml:"mode"`
	Release ReleasePatterns     `yaml:"release"`
	Roles   map[string][]string `yaml:"roles"` // role → logins, such as "@dana"
}

// ReleasePatterns tells what counts as a release. Patterns of branches and tags
// are globs in which "*" stops at "/" and "**" does not.
type ReleasePatterns struct {
	Branches []string `yaml:"branches"`
	Tags     []string `yaml:"tags"`
	Labels   []string `yaml:"labels"`
	Titles   []string `yaml:"titles"` // regular expressions
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
