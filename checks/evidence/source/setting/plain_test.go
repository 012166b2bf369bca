package setting_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/setting"
)

func TestPlainCalls(t *testing.T) {
	t.Parallel()
	for language, examples := range map[string][][2]string{
		"Ruby": {
			{`a = ENV["A"]`, "A"}, {`a = ENV['A'] || "a"`, "A?"}, {`ENV["A"] ||= "a"`, "A?"}, {`ENV["A"] = "a"`, ""}, {`a = ENV.fetch("A")`, "A!"},
			{`a = ENV.fetch("A", "a")`, "A?"}, {`a = ENV.fetch("A") { 5 }`, "A?"}, {`# ENV["A"]`, ""}, {`x if ENV["A"].present?`, "A?"},
		},
		"PHP": {
			{`<?php $a = getenv('A');`, "A"}, {`<?php $a = getenv('A') ?: 'a';`, "A?"}, {`<?php return ['a' => env('A', 'a'), 'b' => env('B')];`, "A? B"},
			{`<?php $a = $_ENV['A'] ?? 'a';`, "A?"}, {`<?php $request->env('A');`, ""},
		},
		"Java":   {{`String a = System.getenv("A");`, "A"}, {`@Value("${A:x}") String a; @Value("${B_C}") String b;`, "A? B_C!"}, {`// System.getenv("A")`, ""}},
		"Kotlin": {{`val a = System.getenv("A") ?: "a"; val b = System.getenv("B")!!`, "A? B!"}},
		"C#": {{`var a = Environment.GetEnvironmentVariable("A");`, "A"}, {`var a = Environment.GetEnvironmentVariable("A") ?? "a";`, "A?"},
			{`var a = Environment.GetEnvironmentVariable("A") ?? throw new Exception();`, "A!"}},
		"Rust":   {{`let a = env::var("A").expect("A");`, "A!"}, {`let a = std::env::var("A").unwrap_or_default();`, "A?"}, {`let a = env::var("A")?;`, "A!"}, {`if let Ok(a) = env::var("A") {}`, "A"}},
		"Elixir": {{`a = System.get_env("A") || raise "no"`, "A!"}, {`a = System.get_env("A", "a")`, "A?"}, {`a = System.fetch_env!("A")`, "A!"}},
		"Go":     {{`os.Getenv("A")`, ""}},
	} {
		for _, one := range examples {
			var words []string
			for _, reading := range setting.ReadPlain(language, []byte(one[0])).Readings {
				words = append(words, reading.Name+map[setting.Need]string{setting.Optional: "?", setting.Demanded: "!"}[reading.Need])
			}
			if got := strings.Join(words, " "); got != one[1] {
				t.Errorf("%s: got %q, want %q", one[0], got, one[1])
			}
		}
	}
}
