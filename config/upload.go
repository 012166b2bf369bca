package config

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// Upload is how staging takes a file in, for performance.media-storage to try.
type Upload struct {
	Path    string   `yaml:"path,omitempty" json:"Path,omitzero" reads:"path" example:"/api/uploads" jsonschema_description:"Path under environments.staging.url that takes a file in. golive sends a picture of less than 2 KiB that it makes itself with POST, as a form (multipart/form-data), once a run, where staging is proven to run the release; where the service itself answers it afterwards, a page (HTML) and a drawing (SVG) with a script that does nothing too. Needs allow_writes."`
	Field   string   `yaml:"field,omitempty" json:"Field,omitzero" reads:"form-field" default:"file" example:"avatar" jsonschema_description:"Field of the form that the file goes in."`
	Headers []string `yaml:"headers,omitempty" json:"Headers,omitzero" reads:"header" example:"[\"Authorization: Bearer ${secret:UPLOAD_TOKEN}\"]" jsonschema_description:"Headers that say who uploads: a test user. ${secret:NAME} stands for the file OWNER/REPO/NAME in GOLIVE_SECRETS_DIR, which golive's operator puts there."`
	Address string   `yaml:"address,omitempty" json:"Address,omitzero" reads:"answer-field" example:"data.url" jsonschema_description:"Field of the answer (JSON) that says where the file came to stand. Without it golive takes the header Location, or the one field that looks like it."`
	Delete  string   `yaml:"delete,omitempty" json:"Delete,omitzero" reads:"path" example:"/api/uploads/{id}" jsonschema_description:"Path that deletes the file with DELETE, as the same user; {id} stands for the field id of the answer, {data.key} for one further in. Without it the file stays, which the item says."`
}

// fileField is the field of a form where a policy names none. The tag says so.
const fileField = "file"

// Declared reports whether there is an upload to try.
func (u Upload) Declared() bool { return u.Path != "" }

// Form is the field that a file goes in.
func (u Upload) Form() string {
	if u.Field == "" {
		return fileField
	}
	return u.Field
}

// answerField is a field of JSON as people write it: "data.url", "files[].url".
const answerField = `(\[\]\.)?[A-Za-z_][A-Za-z0-9_-]{0,63}(\[\])?(\.[A-Za-z_][A-Za-z0-9_-]{0,63}(\[\])?){0,9}`

var (
	answerFieldShape = regex.New(`^` + answerField + `$`)
	formFieldShape   = regex.New(`^[A-Za-z0-9_.\[\]-]{1,100}$`)
	// Placeholder matches what stands for a field of the answer in Upload.Delete.
	Placeholder = regex.New(`\{([^{}]*)\}`)
)

func uploadKinds() map[string]kind {
	shaped := func(noun, example string, shape *regex.Expression) kind {
		return kind{noun: noun, example: example, pattern: shape.String(), faults: func(text string) (problem, advice string) {
			if !shape.MatchString(text) {
				return "is no " + noun[2:], "write it as " + example
			}
			return "", ""
		}}
	}
	return map[string]kind{
		"answer-field": shaped("a field of an answer", "data.url", answerFieldShape),
		"form-field":   shaped("a field of a form", "file", formFieldShape),
	}
}

// faults finds what no single key of the mapping tells.
func (u Upload) faults() (key, problem, advice string) {
	if u.Path == "" && (u.Field != "" || len(u.Headers) > 0 || u.Address != "" || u.Delete != "") {
		return "path", "is missing, and a file is sent to a path", "write path: /api/uploads or one that exists"
	}
	if strings.ContainsAny(u.Path, "{}") {
		return "path", "holds {…}, and a file is sent before anything is answered", "write the path as it is, such as /api/uploads"
	}
	places := Placeholder.FindAllStringSubmatch(u.Delete, -1)
	if u.Delete != "" && len(places) == 0 {
		return "delete", "holds no {…}, and what it deletes would not be what was uploaded", "write it as /api/uploads/{id}"
	}
	for _, one := range places {
		if !answerFieldShape.MatchString(one[1]) {
			return "delete", fmt.Sprintf("holds %q, which is no field of an answer", one[0]), "write it as /api/uploads/{id}"
		}
	}
	return "", "", ""
}
