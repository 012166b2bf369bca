package query

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// listed is the action by which a view set answers with a list.
// https://www.django-rest-framework.org/api-guide/viewsets/#introspecting-viewset-actions
const listed = "list"

// chosenByAction are the serializers that a method returns where the action is the list,
// and those that it returns for other actions: if self.action == "retrieve": …
func (f *file) chosenByAction(method *program.Function) (listing, others []string) {
	unclear := false
	program.VisitStatements(method.Body, func(s program.Statement) bool {
		branch, ok := s.(*program.Branch)
		if !ok {
			return true
		}
		actions := actionsOf(branch.Condition)
		if len(actions) == 0 {
			return true
		}
		program.VisitStatements(branch.Then, func(s program.Statement) bool {
			result, ok := s.(*program.Return)
			if !ok || len(result.X) != 1 {
				return true
			}
			switch origin := method.Origin(result.X[0]); {
			case !slices.Contains(actions, listed):
				others = append(others, origin)
			case strings.HasSuffix(lastPartOf(origin), "Serializer"):
				listing = append(listing, origin)
			default: // super().get_serializer_class()
				unclear = true
			}
			return true
		}, nil)
		return true
	}, nil)
	if unclear {
		return nil, others
	}
	return listing, others
}

// actionsOf are the actions that a condition compares the view's with; none where it
// asks anything else as well.
func actionsOf(condition program.Expression) []string {
	compared, ok := condition.(*program.Binary)
	if !ok {
		return nil
	}
	if compared.Operator == "or" {
		left, right := actionsOf(compared.Left), actionsOf(compared.Right)
		if len(left) == 0 || len(right) == 0 {
			return nil
		}
		return append(left, right...)
	}
	member, ok := compared.Left.(*program.Member)
	if !ok || member.Name != "action" || program.LastName(member.X) != "self" || compared.Operator != "==" && compared.Operator != "in" {
		return nil
	}
	return texts(compared.Right)
}
