package permission

import (
	"context"
	"fmt"
	"net/url"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load/scenario"
	"github.com/golive-app/golive/checks/evidence/smoke"
	"github.com/golive-app/golive/checks/wording"
)

// Tried is what the routes answered.
type Tried struct {
	Roles  []scenario.MatrixRole
	Routes []Route
	Lacks  string // why nothing was tried; empty: something was
}

// Route is one route and what each role was answered.
type Route struct {
	scenario.MatrixRoute
	Skipped string // why it was not tried; empty: it was
	Allowed []Cell
	Denied  []Cell
}

// Cell is what one role was answered.
type Cell struct {
	Role     string
	Exchange *checks.Exchange
}

// Try asks for every route as every role: those that may not come first, so that what
// they ask for is still there. An error means that golive stopped.
func Try(ctx context.Context, staging checks.Staging, file File) (Tried, error) {
	address, err := url.Parse(staging.Address())
	if err != nil {
		return Tried{}, fmt.Errorf("try who may do what: %w", err)
	}
	matrix, wrong := compile(file.Text, address.Host)
	if wrong != nil {
		return Tried{}, fmt.Errorf("try who may do what: %w", wrong)
	}
	user := matrix.User()
	for _, name := range matrix.Secrets() {
		value, err := staging.Secret(name)
		if err != nil {
			return Tried{Lacks: "the secret " + wording.Quoted(name) + " cannot be had: " + err.Error()}, nil
		}
		user.Fill(name, value)
	}
	may, why := staging.MayWrite()
	tried := Tried{Roles: matrix.Roles}
	for _, route := range matrix.Routes {
		one := Route{MatrixRoute: route}
		if scenario.Writes(route.Method) && !may {
			one.Skipped = "it may change data, and " + why
			tried.Routes = append(tried.Routes, one)
			continue
		}
		if one.Denied, err = ask(ctx, staging, user, route.Deny); err != nil {
			return Tried{}, err
		}
		if one.Allowed, err = ask(ctx, staging, user, route.Allow); err != nil {
			return Tried{}, err
		}
		tried.Routes = append(tried.Routes, one)
	}
	return tried, nil
}

// ask sends the requests of some roles.
func ask(ctx context.Context, staging checks.Staging, user *scenario.User, cells []scenario.MatrixCell) ([]Cell, error) {
	var answered []Cell
	for _, cell := range cells {
		request, err := smoke.Request(user, cell.Step)
		if err != nil {
			answered = append(answered, Cell{cell.Role, &checks.Exchange{Method: cell.Step.Method, Failure: err.Error()}})
			continue
		}
		exchanges, err := staging.Ask(ctx, []checks.Probe{request})
		if err != nil {
			return nil, err
		}
		answered = append(answered, Cell{cell.Role, &exchanges[0]})
	}
	return answered, nil
}
