package link

import (
	"fmt"
	"strings"
	"testing"
)

func TestANameIsFoundBehindALongBarrel(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"app.ts":              "import { last, deep } from './all';\n",
		"all/last.ts":         "export function last() {}\n",
		"all/inner/index.ts":  "export * from './deep';\n",
		"all/inner/deep.ts":   "export function deep() {}\n",
		"shop/__init__.py":    "",
		"shop/app.py":         "from shop.models import Last\n",
		"shop/models/last.py": "class Last:\n    def load(self):\n        pass\n",
	}
	var script, python strings.Builder
	for i := range 150 {
		files[fmt.Sprintf("all/m%d.ts", i)] = fmt.Sprintf("export const one%d = 1;\n", i)
		files[fmt.Sprintf("shop/models/m%d.py", i)] = fmt.Sprintf("class One%d:\n    pass\n", i)
		fmt.Fprintf(&script, "export * from './m%d';\n", i)
		fmt.Fprintf(&python, "from .m%d import *\n", i)
	}
	files["all/index.ts"] = script.String() + "export * from './inner';\nexport * from './last';\n"
	files["shop/models/__init__.py"] = python.String() + "from .last import *\n"
	check(t, files, []call{
		{"app.ts", "./all.last", "all/last.ts:1 last"},
		{"app.ts", "./all.deep", "all/inner/deep.ts:1 deep"},
		{"app.ts", "./all.nobody", "-"},
		{"shop/app.py", "shop.models.Last.load", "shop/models/last.py:2 Last.load"},
	})
}
