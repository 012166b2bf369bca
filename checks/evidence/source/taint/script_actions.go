package taint

import "github.com/golive-app/golive/checks/evidence/source/program"

// action notes the function of an action of Sails, which whoever asks gives its inputs:
// module.exports = {inputs: {name: {type: "string"}}, exits: {…}, fn: async function (inputs) {…}}.
// Helpers are written alike; an action answers, and so says of its exits how.
// https://sailsjs.com/documentation/concepts/actions-and-controllers
func (e *engine) action(x *program.Object) {
	if !e.tables.schemas {
		return
	}
	var inputs *program.Object
	var function *program.Function
	answers := false
	for _, entry := range x.Entries {
		switch value := entry.Value.(type) {
		case *program.Object:
			if entry.Name == "inputs" {
				inputs = value
			}
			answers = answers || entry.Name == "exits" && saysHow(value)
		case *program.Closure:
			if entry.Name == "fn" {
				function = value.Function
			}
		}
	}
	if inputs == nil || function == nil || len(function.Params) == 0 || !answers {
		return
	}
	known := e.handlers[function]
	known.inputs = &model{members: map[string]give{}}
	for _, entry := range inputs.Entries {
		if given, ok := entry.Value.(*program.Object); ok {
			known.inputs.members[entry.Name] = e.inputOf(given)
		}
	}
	e.handlers[function] = known
}

// saysHow reports whether an exit says how a request is answered.
func saysHow(exits *program.Object) bool {
	for _, exit := range exits.Entries {
		described, ok := exit.Value.(*program.Object)
		if !ok {
			continue
		}
		for _, entry := range described.Entries {
			switch entry.Name {
			case "responseType", "statusCode", "viewTemplatePath":
				return true
			}
		}
	}
	return false
}

// inputOf is what an input of an action is, by its type and what it has to be.
func (e *engine) inputOf(described *program.Object) give {
	made := give{some: true, hints: object}
	for _, entry := range described.Entries {
		switch entry.Name {
		case "type":
			switch kind, _ := e.file.Top().Constant(entry.Value); kind {
			case "string":
				made.hints = text
			case "number", "boolean":
				return give{}
			}
		case "isIn", "isUUID", "isInteger", "isEmail", "isIP", "isCreditCard", "isNumber", "regex", "custom":
			return give{}
		}
	}
	return made
}
