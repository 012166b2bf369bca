package checks

import "context"

// CodeOwners is the file that says who owns which files, as it stands on a
// branch. Without a path there is none.
type CodeOwners struct {
	Path     string
	Data     []byte
	TooLarge bool // the forge does not read it
}

// CodeOwnerReader tells who owns files and who is in a team.
type CodeOwnerReader interface {
	// CodeOwners reads the file of a branch; that there is none is no error.
	CodeOwners(ctx context.Context, branch string) (CodeOwners, error)
	// TeamMembers lists the logins of a team "organisation/team", those of its
	// child teams too. ErrForbidden is wrapped where the App may not read members.
	TeamMembers(ctx context.Context, team string) ([]string, error)
}
