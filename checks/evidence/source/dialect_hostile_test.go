package source

import (
	"strings"
	"testing"
	"time"
)

// hostile are pieces of code per language that cost a naive reader much when
// they are repeated, and a word that makes the file worth parsing.
var hostile = map[string]struct{ word, nest, shadow string }{
	"Python": {"print(1)\n", "print((", "def print(print=print(1)):\n print(2)\n"},
	"Go":     {"package a\nfunc f() { println(1) }\n", "func() { println(", "func println(println int) { println(1) }\n"},
	"Java":   {"class A { void f() { System.out.println(1); } }\n", "System.out.println((", "class System { void f(Object System) { System.out.println(1);\n"},
	"Kotlin": {"fun f() { println(1) }\n", "println({ ", "fun println(println: Int) { println(1) \n"},
	"Ruby":   {"puts 1\n", "puts(p([", "def puts(p)\n p puts\n"},
	"PHP":    {"<?php\ndd(1);\n", "dd((", "function dd($x) { dd(1);\n"},
	"Rust":   {"fn f() { dbg!(1); }\n", "dbg!(vec![", "macro_rules! dbg { () => { dbg!(1) } }\nfn f() { dbg!(2) \n"},
	"C#":     {"class A { void F() { Console.Write(1); } }\n", "Console.Write((", "class Console { void F(int Console) { Console.Write(1);\n"},
}

func TestHostileSyntaxEndsInTimeInEveryLanguage(t *testing.T) {
	t.Parallel()
	reader := newReader(t, ReaderCommand, func(options *ReaderOptions) { options.FileTimeout = 300 * time.Millisecond })
	for language, code := range hostile {
		extension := map[string]string{"Python": "py", "Go": "go", "Java": "java", "Kotlin": "kt", "Ruby": "rb", "PHP": "php", "Rust": "rs", "C#": "cs"}[language]
		content := &files{content: map[string]string{
			"nested." + extension:  code.word + strings.Repeat(code.nest, 5_000),
			"shadows." + extension: code.word + strings.Repeat(code.shadow, 2_000),
			"words." + extension:   strings.Repeat(code.word, 3_000),
			"open." + extension:    code.word + strings.Repeat("[({\n", 10_000) + "\"",
			"line." + extension:    code.word + strings.Repeat("a;", 200_000),
		}}
		facts, skipped, err := reader.FactsOf(t.Context(), content, content.Files(), all)
		if err != nil || len(facts)+len(skipped) != len(content.content) {
			t.Errorf("%s: %d facts, skipped %v, %v", language, len(facts), skipped, err)
		}
		calm := &files{content: map[string]string{"calm." + extension: code.word}}
		if facts, skipped, err := reader.FactsOf(t.Context(), calm, calm.Files(), all); err != nil || len(facts) != 1 {
			t.Errorf("%s afterwards: skipped %v, %v", language, skipped, err)
		}
	}
}

// TestFindingsOfOneFileAreBounded shows that no file can fill a report.
func TestFindingsOfOneFileAreBounded(t *testing.T) {
	t.Parallel()
	facts, err := readFacts("Python", whole, []byte(strings.Repeat("print(1)\n", maxCalls+5)+"import pdb\n"), inTime())
	if err != nil || len(facts.DebugCalls) != maxCalls {
		t.Errorf("%d calls, %v", len(facts.DebugCalls), err)
	}
}

func FuzzDialects(f *testing.F) {
	for language, code := range hostile {
		for _, seed := range []string{
			code.word, code.word + code.nest, code.shadow, code.nest + code.word, "# golive-allow debug-leftovers: x\n" + code.word,
			"// golive-allow debug-leftovers: x\n" + code.word, "\xff\xfe" + code.word + "\x80(", strings.Replace(code.word, "(", "\n(", 1),
		} {
			f.Add(language, []byte(seed))
		}
	}
	f.Fuzz(func(t *testing.T, language string, content []byte) {
		if len(content) > 1<<16 {
			return
		}
		start := time.Now()
		facts, err := readFacts(language, whole, content, func() bool { return time.Since(start) > 2*time.Second })
		if err != nil {
			return
		}
		wellFormed(t, content, facts)
	})
}
