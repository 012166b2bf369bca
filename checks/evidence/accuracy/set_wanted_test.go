package accuracy

import (
	"regexp"
	"testing"
)

func TestWanted(t *testing.T) {
	t.Parallel()
	folder := checkout(t, map[string]string{
		"data/a/a.go":     "package a\nfunc f() {\n\tfor range ids {\n\t\tg() // want \"in a loop\"\n\t}\n\tfor range 3 {\n\t\tg() // want \"in a loop\"\n\t}\n}\n",
		"data/a/b.go":     "package a\nfunc g() {}\n",
		"data/other/a.go": "package other // want \"x\"\n",
		"data/readme.txt": "want",
	})
	samples, err := Wanted{Folder: "x", Under: "data", Rule: "nplusone.", Says: regexp.MustCompile(`// want "`), Beside: regexp.MustCompile(`/other/`), Loop: regexp.MustCompile(`range \d`)}.Samples(folder)
	if err != nil || len(samples) != 1 {
		t.Fatalf("%d samples, %v", len(samples), err)
	}
	one := samples[0]
	if one.ID != "data/a" || len(one.Files) != 2 || len(one.Labels) != 1 || one.Labels[0].Line != 4 || one.Labels[0].Path != "app/a.go" || len(one.Aside) != 1 || one.Aside[0] != 7 || one.Whole != "nplusone." {
		t.Errorf("%+v", one)
	}
	alone, err := Wanted{Folder: "x", Under: "data", Alone: true, Rule: "nplusone.", Says: regexp.MustCompile(`// want "`), Of: regexp.MustCompile(`/b\.go$`)}.Samples(folder)
	if err != nil || len(alone) != 1 || alone[0].ID != "data/a/b.go" || len(alone[0].Labels) != 0 {
		t.Errorf("%+v, %v", alone, err)
	}
	if _, err := (Wanted{Under: "data", Of: regexp.MustCompile(`nothing`), Says: regexp.MustCompile(`x`)}).Samples(folder); err == nil {
		t.Error("nothing was read, and nothing said")
	}
}

func TestDiagnosed(t *testing.T) {
	t.Parallel()
	const tests = "mod tests {\n#[test]\nfn some() {\n  let source = r#\"\nfor o in orders:\n    o.customer\n\"#;\n  let diags = run(source);\n  assert_eq!(diags.len(), 2);\n}\n" +
		"#[test]\nfn none() {\n  let source = r#\"pass\"#;\n  assert!(diags.is_empty());\n}\n#[test]\nfn beside() {\n  let source = r#\"pass\"#;\n  assert!(diags.is_empty());\n}\n#[test]\nfn other() {\n  assert!(works());\n}\n}\n"
	folder := checkout(t, map[string]string{"src/pass.rs": tests})
	samples, err := Diagnosed{Folder: "x", Test: "src/pass.rs", Language: "Python", File: "shop/views.py", Rule: "nplusone.", Beside: regexp.MustCompile(`^beside$`)}.Samples(folder)
	if err != nil || len(samples) != 2 {
		t.Fatalf("%d samples, %v", len(samples), err)
	}
	some, none := samples[0], samples[1]
	if some.ID != "src/pass.rs#some" || len(some.Labels) != 1 || !some.Labels[0].Positive || some.Labels[0].EndLine != 4 || some.Whole != "" {
		t.Errorf("%+v", some)
	}
	if len(none.Labels) != 0 || none.Whole != "nplusone." || none.Files["shop/views.py"] != "pass" {
		t.Errorf("%+v", none)
	}
	if _, err := (Diagnosed{Test: "src/none.rs"}).Samples(folder); err == nil {
		t.Error("a file that is not there")
	}
}

func TestDocumented(t *testing.T) {
	t.Parallel()
	folder := checkout(t, map[string]string{"bad.py": "class S:\n    def get_a(self, x):\n        \"\"\"Asks: triggers ORM001.\"\"\"\n        return x.a.all()\n    def get_b(self, x):\n        \"\"\"A plain one.\"\"\"\n        return x.b\n"})
	samples, err := Documented{Folder: "x", Files: []string{"bad.py"}, File: "shop/serializers.py", Rule: "nplusone.", Says: regexp.MustCompile(`triggers ORM`)}.Samples(folder)
	if err != nil || len(samples) != 1 || len(samples[0].Labels) != 1 || samples[0].Labels[0].Line != 2 || samples[0].Labels[0].EndLine != 4 || samples[0].Whole != "nplusone." {
		t.Errorf("%+v, %v", samples, err)
	}
}
