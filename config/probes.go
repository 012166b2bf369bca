package config

import (
	"reflect"

	"go.yaml.in/yaml/v3"
)

// Probes say what golive may do beyond reading where it visits staging.
type Probes struct {
	AllowWrites  bool     `yaml:"allow_writes,omitempty" json:"AllowWrites,omitzero" example:"true" jsonschema_description:"Whether steps of .golive/smoke.yml, routes of .golive/authz.yml and the upload below may send what changes data: POST, PUT, PATCH and DELETE. They go to environments.staging.url alone, and never to production. Without it they are left out, which the item says."`
	EndedSession []string `yaml:"ended_session,omitempty" json:"EndedSession,omitzero" reads:"header" example:"[\"Authorization: Bearer ${secret:ENDED_TOKEN}\"]" jsonschema_description:"Headers of a test user whose session has ended, such as a token that staging signed and that is past its exp. security.authentication sees that they are refused. ${secret:NAME} stands for the file OWNER/REPO/NAME in GOLIVE_SECRETS_DIR, which golive's operator puts there. Without them a token is tried that has ended and that nobody signed."`
	Upload       Upload   `yaml:"upload,omitempty" json:"Upload,omitzero" jsonschema_description:"How staging takes a file in, so that performance.media-storage can see where an uploaded file comes to stand. Without it nothing is uploaded."`
	Injection    bool     `yaml:"injection,omitempty" json:"Injection,omitzero" example:"true" jsonschema_description:"Whether security.injection tries staging's GET routes with harmless marks: markup, a quote, the path of a file that every system has; routes that hand out downloads get the last alone. At the rate of all other requests, at most 100 of them, and never to production. Without it nothing of the kind is sent."`
}

// truth reads true or false.
func (r *policyReader) truth(node *yaml.Node, into reflect.Value, path string) {
	node = follow(node)
	var value bool
	if node.Kind != yaml.ScalarNode || node.Tag != "!!bool" || node.Decode(&value) != nil {
		r.report(node, path, path+" is "+describe(node)+"; true or false is wanted", "write it as true, without quotes")
		return
	}
	into.SetBool(value)
}
