package performance

import (
	"strings"
	"testing"
)

func FuzzSchemaOfGraphQL(f *testing.F) {
	f.Add(`{"data":{"__schema":{"queryType":{"name":"Q"},"types":[{"name":"Q","fields":[{"name":"a","args":[],"type":{"kind":"LIST","ofType":{"name":"Q"}}}]}]}}}`)
	f.Add(`{"errors":[{"message":"too deep"}]}`)
	f.Add(`{"data":{"__schema":{"queryType":{"name":"Q"},"types":[{"name":"Q","fields":[{"name":"a{b}","type":{"name":"Q"}},{"name":"b","type":{"name":"Q"}}]}]}}}`)
	f.Fuzz(func(t *testing.T, body string) {
		answered := readGraph([]byte(body))
		answered.tooDeep()
		steps := around(answered.Data.Schema.QueryType.Name, answered.Data.Schema.Types)
		if steps == nil {
			return
		}
		query := deepQuery(steps)
		if len(steps) != graphDepth || strings.Count(query, "{") != graphDepth+1 || strings.Count(query, "}") != graphDepth+1 || strings.ContainsAny(query, "\"\n#") {
			t.Errorf("%q", query)
		}
	})
}
