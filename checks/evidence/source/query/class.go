package query

import (
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// builtins are classes of the language's own, which ask no database.
var builtins = map[string]bool{
	"Math": true, "Object": true, "Array": true, "Promise": true, "Map": true, "Set": true, "JSON": true, "Date": true, "Number": true, "String": true, "Reflect": true, "Buffer": true,
}

// keepsModels matches names of what programs keep their models in, in small letters.
var keepsModels = regex.New(`^(?:\w*models?|\w*db|database|orm|sequelize|mongoose|connection|conn|entities|schemas?|dal|store|ctx|context|persistence|repositories)$`)

// asksClass reports whether a chain asks a class, by its name: User.findAll(),
// this.User.findAll(), models.User.findAll(), ctx.models.User.findAll().
func (c chain) asksClass() bool {
	if namesClass(c.first()) {
		return true
	}
	at := len(c.names) - 2
	if at < 0 || !namesClass(c.names[at]) {
		return false
	}
	holder := c.first()
	if at > 0 {
		holder = c.names[at-1]
	}
	return keepsModels.MatchString(strings.ToLower(holder))
}

// namesClass reports whether a name is that of a class, and not of a constant or of one
// of the language's own.
func namesClass(name string) bool {
	return name != "" && !builtins[name] && name[0] >= 'A' && name[0] <= 'Z' && (strings.ToUpper(name) != name || len(name) <= 3)
}
