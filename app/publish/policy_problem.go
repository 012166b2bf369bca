package publish

import (
	"fmt"
	"strings"
)

// builtIn is the source of a policy that stands in no file.
const builtIn = "built-in defaults"

// shownProblems is how many problems of a policy file the comment lists; the
// check run annotates all that are known.
const shownProblems = 10

// policyProblem says why a policy file does not hold, and which one counts.
func (p page) policyProblem() string {
	problems := strings.Split(strings.TrimSpace(p.run.PolicyProblem), "\n")
	var out strings.Builder
	if len(problems) == 1 {
		out.WriteString("> [!WARNING]\n> **The policy file does not hold**: " + inline(problems[0], longText) + "\n")
	} else {
		fmt.Fprintf(&out, "> [!WARNING]\n> **The policy file does not hold**, for %s:\n", counted(len(problems), "reason"))
		for index, problem := range problems {
			if index == shownProblems {
				fmt.Fprintf(&out, "> - … and %d more\n", len(problems)-shownProblems)
				break
			}
			out.WriteString("> - " + inline(problem, longText) + "\n")
		}
		out.WriteString(">\n")
	}
	return out.String() + "> " + p.instead() + "; nothing was skipped because of this.\n"
}

// instead says which policy counts while a file cannot be used.
func (p page) instead() string {
	if p.run.Policy.Source == "" || p.run.Policy.Source == builtIn {
		return "No earlier one that could be used is known, so golive's built-in defaults count instead"
	}
	return "What counts instead: " + p.policy()
}
