package checks

// Role is who may sign an item.
type Role string

// The roles. Without a policy a maintainer of the repository who wrote nothing
// in the release holds every one of them.
const (
	RoleSenior         Role = "senior"
	RoleQA             Role = "qa"
	RoleDBA            Role = "dba"
	RoleSecurity       Role = "security"
	RoleSRE            Role = "sre"
	RoleReleaseManager Role = "release-manager"
)

// Somebody is a person of the role, as a sentence names one: "an SRE".
func (r Role) Somebody() string {
	switch r {
	case RoleSenior:
		return "a senior"
	case RoleQA:
		return "a QA engineer"
	case RoleDBA:
		return "a DBA"
	case RoleSecurity:
		return "a security engineer"
	case RoleSRE:
		return "an SRE"
	case RoleReleaseManager:
		return "a release manager"
	}
	return "somebody of the role " + string(r)
}
