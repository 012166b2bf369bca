package usage

import "github.com/golive-app/golive/checks/evidence/source/program"

// pythonQuery tells the entity of a query of SQLAlchemy, SQLModel or Django.
func pythonQuery(f *program.Function, x *program.Call) (answer Answer, ok bool) {
	limited, filtered := false, false
	one := x
	terminal := ""
	for range 12 {
		member, isMember := one.Callee.(*program.Member)
		if !isMember {
			return answer, false
		}
		switch member.Name {
		case "limit", "slice", "paginate":
			limited = true
		case "filter", "filter_by", "where", "exclude":
			filtered = true
		case "values", "values_list", "only", "defer", "with_entities", "options":
			return answer, false
		case "first", "one", "one_or_none", "scalar_one", "scalar_one_or_none", "get_or_404", "first_or_404", "get", "all", "scalar", "create", "latest", "last":
			if terminal == "" {
				terminal = member.Name
			}
		}
		switch member.Name {
		case "query", "get", "exec", "execute", "scalars", "scalar":
			if entity := queriedModel(f, one); entity != "" {
				return Answer{Entity: entity, Library: "SQLAlchemy", List: terminal == "all", Limited: limited, Filtered: filtered}, terminal != ""
			}
		}
		switch inner := member.X.(type) {
		case *program.Call:
			one = inner
			continue
		case *program.Member: // User.objects, User.query
			if inner.Name == "objects" || inner.Name == "query" {
				if name := modelName(f, inner.X); name != "" {
					list := terminal == "all" || terminal == "" && (member.Name == "filter" || member.Name == "all")
					return Answer{Entity: name, List: list, Limited: limited, Filtered: filtered}, true
				}
			}
		}
		return answer, false
	}
	return answer, false
}

// queriedModel returns User of query(User), session.get(User, 1), exec(select(User)).
func queriedModel(f *program.Function, call *program.Call) string {
	if len(call.Arguments) == 0 {
		return ""
	}
	x := call.Arguments[0].Value
	for range 8 {
		inner, ok := x.(*program.Call)
		if !ok {
			break
		}
		if member, ok := inner.Callee.(*program.Member); ok && lastName(f.Origin(inner.Callee)) != "select" {
			x = member.X
			continue
		}
		if len(inner.Arguments) != 1 {
			return ""
		}
		x = inner.Arguments[0].Value
	}
	return modelName(f, x)
}

func modelName(f *program.Function, x program.Expression) string {
	switch one := x.(type) {
	case *program.Name:
		if one.Name != "" && one.Name[0] >= 'A' && one.Name[0] <= 'Z' {
			return one.Name
		}
	case *program.Member:
		if one.Name != "" && one.Name[0] >= 'A' && one.Name[0] <= 'Z' {
			return one.Name
		}
	}
	return ""
}
