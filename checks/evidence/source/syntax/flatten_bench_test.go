package syntax

import (
	sitter "github.com/tree-sitter/go-tree-sitter"
	"strings"
	"testing"
)

func BenchmarkFlatten(b *testing.B) {
	content := []byte(strings.Repeat("export async function f(a: string, {b, c}: Options) {\n  const rows = await db.query(`select ${a} from t`, [b]);\n  return rows.map((row) => ({ ...row, id: row.id + 1 }));\n}\n", 5000))
	g, _ := GrammarOf("TypeScript")
	parser := sitter.NewParser()
	defer parser.Close()
	_ = parser.SetLanguage(g.sitter)
	b.Run("parse", func(b *testing.B) {
		b.SetBytes(int64(len(content)))
		for b.Loop() {
			t := parser.Parse(content, nil)
			t.Close()
		}
	})
	tree := parser.Parse(content, nil)
	defer tree.Close()
	b.Run("flatten", func(b *testing.B) {
		b.SetBytes(int64(len(content)))
		for b.Loop() {
			t, err := Flatten(tree, g, content)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(t.Len()), "nodes")
		}
	})
}
