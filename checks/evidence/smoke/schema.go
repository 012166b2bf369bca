package smoke

import _ "embed"

//go:embed smoke.schema.json
var schema []byte

// Schema returns the JSON Schema (draft 2020-12) of the file, for editors. The reader is
// stricter where a schema has no words: variables that nothing sets, expressions, paths
// of JSON.
func Schema() []byte { return schema }
