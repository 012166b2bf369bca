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
			{`a = ENV["A"] || raise("no")`, "A!"},
		},
		"PHP": {
			{`<?php $a = getenv('A');`, "A"}, {`<?php $a = getenv('A') ?: 'a';`, "A?"}, {`<?php return ['a' => env('A', 'a'), 'b' => env('B')];`, "A? B"},
			{`<?php $a = $_ENV['A'] ?? 'a';`, "A?"}, {`<?php $request->env('A');`, ""},
			{`<?php $a = getenv('A') ?: throw new Exception();`, "A!"}, {`<?php $a = $_ENV['A'] ?? throw new Exception();`, "A!"},
			{`<?php return ['key' => env('APP_KEY'), 'other' => env('KEY')];`, "APP_KEY! KEY"},
		},
		"Java": {{`String a = System.getenv("A");`, "A"}, {`@Value("${A:x}") String a; @Value("${B_C}") String b;`, "A? B_C!"}, {`// System.getenv("A")`, ""},
			{`String a = Objects.requireNonNull(System.getenv("A"));`, "A!"}, {`Optional.ofNullable(System.getenv("A")).orElseThrow();`, "A!"}, {`Optional.ofNullable(System.getenv("A")).orElse("a");`, "A?"},
			{`@ConfigProperty(name = "A") String a;`, "A!"}, {`@ConfigProperty(name = "A", defaultValue = "a") String a;`, "A?"}, {`@ConfigProperty(name = "A") Optional<String> a;`, "A?"},
		},
		"Kotlin": {{`val a = System.getenv("A") ?: "a"; val b = System.getenv("B")!!`, "A? B!"}, {`val a = System.getenv("A") ?: error("no")`, "A!"}, {`val a = requireNotNull(System.getenv("A"))`, "A!"},
			{`val a = System.getenv().getValue("A"); val b = System.getenv()["B"]`, "A! B"}},
		"C#": {{`var a = Environment.GetEnvironmentVariable("A");`, "A"}, {`var a = Environment.GetEnvironmentVariable("A") ?? "a";`, "A?"},
			{`var a = Environment.GetEnvironmentVariable("A") ?? throw new Exception();`, "A!"},
			{`var a = builder.Configuration["Jwt:Key"] ?? throw new Exception();`, "Jwt__Key!"}, {`var a = configuration["A"];`, "A"}, {`var a = configuration["A"] ?? "a";`, "A?"}, {`configuration["A"] = "a";`, "A?"},
			{`var a = builder.Configuration.GetConnectionString("Shop") ?? throw new Exception();`, "ConnectionStrings__Shop!"}},
		"Rust": {{`let a = env::var("A").expect("A");`, "A!"}, {`let a = std::env::var("A").unwrap_or_default();`, "A?"}, {`let a = env::var("A")?;`, "A!"}, {`if let Ok(a) = env::var("A") {}`, "A"},
			{`let a = env::var("A").context("A is not set")?;`, "A!"}, {`const A: &str = env!("A"); let b = option_env!("B");`, "A! B?"}},
		"Elixir": {{`a = System.get_env("A") || raise "no"`, "A!"}, {`a = System.get_env("A", "a")`, "A?"}, {`a = System.fetch_env!("A")`, "A!"}},
		"Go":     {{`os.Getenv("A")`, ""}},
	} {
		for _, one := range examples {
			read := setting.ReadPlain(language, []byte(one[0]), nil)
			if got := strings.ReplaceAll(strings.Join(wordsOf(read), " "), "~", ""); got != one[1] {
				t.Errorf("%s: got %q, want %q", one[0], got, one[1])
			}
		}
	}
}
