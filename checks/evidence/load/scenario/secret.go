package scenario

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/config/regex"
)

// secretPrefix is how the variable of a secret begins: no other can be called so.
const secretPrefix = "secret:"

// secretOrVariable finds variables, the doubled braces that are none, and secrets.
var secretOrVariable = regex.New(config.SecretReference.String() + `|` + variablePattern.String())

// secretIn returns the name of the secret that a word stands for; empty: it is none.
func secretIn(word string) string {
	if found := config.SecretReference.FindStringSubmatch(word); found != nil && found[0] == word {
		return found[1]
	}
	return ""
}

// strayReference says that a text would refer to a secret and does not.
func strayReference(text string) error {
	if strings.Contains(secretOrVariable.ReplaceAllString(text, ""), "${") {
		return &unknownError{fmt.Sprintf("%q holds a reference that is none", shorten(text)), "write ${secret:NAME}; a name is made of letters, digits and _"}
	}
	return nil
}

// Secrets returns the names of the secrets that the steps use, in the order in which
// they are first used.
func (p *Program) Secrets() []string { return slices.Clone(p.secrets) }

// Fill gives the user the value of a secret.
func (u *User) Fill(name, value string) {
	if place, used := u.program.secretPlaces[name]; used {
		u.values[place] = value
	}
}

// Give gives the values of secrets to every user that is made from now on. hide takes
// them out of what faults show.
func (p *Program) Give(secrets map[string]string, hide func(string) string) {
	p.given, p.hide = secrets, hide
}
