package contract

import (
	"encoding/json"
	"fmt"

	"github.com/getkin/kin-openapi/openapi3"
)

// CheckAnswer returns nil where an answer of the simulation is one that GitHub
// describes for the operation, named by its template: what the simulation leaves
// out or spells otherwise, golive would learn wrongly.
func (d *Description) CheckAnswer(method, template string, status int, body []byte) error {
	item := d.document.Paths.Find(template)
	if item == nil || item.GetOperation(method) == nil {
		return fmt.Errorf("%w: %s %s", ErrNoOperation, method, template)
	}
	response := item.GetOperation(method).Responses.Status(status)
	if response == nil || response.Value == nil {
		return fmt.Errorf("%s %s is never answered with %d", method, template, status)
	}
	described := response.Value.Content.Get("application/json")
	if described == nil {
		return fmt.Errorf("%s %s: the answer %d has no JSON", method, template, status)
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return fmt.Errorf("%s %s: %w", method, template, err)
	}
	if err := described.Schema.Value.VisitJSON(value, openapi3.MultiErrors(), openapi3.VisitAsResponse()); err != nil {
		return fmt.Errorf("%s %s: %w", method, template, err)
	}
	return nil
}

// Properties returns the names that a schema of the description has.
func (d *Description) Properties(schema string) []string {
	var names []string
	if found := d.document.Components.Schemas[schema]; found != nil && found.Value != nil {
		for name := range found.Value.Properties {
			names = append(names, name)
		}
	}
	return names
}
