package source

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/setting"
)

// "A!" stands for a variable that is demanded when the program starts, "A!~" for one
// that is demanded later or never, "A?" for one with a default.
func TestWhatIsDemandedWhenTheProgramStarts(t *testing.T) {
	t.Parallel()
	for language, examples := range map[string][][2]string{
		"Ruby": {
			{`KEY = ENV.fetch("A")`, "A!"},
			{"class Mailer\n  FROM = ENV.fetch('A')\nend", "A!"},
			{"def key\n  ENV.fetch('A')\nend", "A!~"},
			{"Rails.application.configure do\n  config.host = ENV.fetch('A')\nend", "A!"},
			{"Sidekiq.configure_server do |config|\n  config.redis = ENV.fetch('A')\nend", "A!~"},
			{"if Rails.env.production?\n  host = ENV.fetch('A')\nelse\n  host = ENV.fetch('B')\nend", "A! B!~"},
			{"host = ENV.fetch('A') if ENV['B']", "B A!~"},
			{"key = ENV['A'] || raise('A is not set')", "A!"},
			{"key = other || ENV.fetch('A')", "A!~"},
			{"=begin\nENV.fetch('A')\n=end\nputs 'x'", ""},
			{"puts \"set ENV.fetch('A')\"", ""},
		},
		"PHP": {
			{"<?php\n$a = getenv('A') ?: throw new Exception('A');", "A!"},
			{"<?php\nfunction key() { return getenv('A') ?: throw new Exception('A'); }", "A!~"},
			{"<?php\nreturn ['key' => env('APP_KEY'), 'url' => env('URL', 'x'), 'b' => env('B')];", "APP_KEY! URL? B"},
			{"<?php\n/*\n getenv('A') ?: throw\n*/", ""},
		},
		"Java": {
			{`class A { static final String KEY = Objects.requireNonNull(System.getenv("A")); }`, "A!"},
			{`class A { final String key = Objects.requireNonNull(System.getenv("A")); }`, "A!~"},
			{`class A { public static void main(String[] args) { run(Objects.requireNonNull(System.getenv("A"))); } }`, "A!"},
			{`class A { String key() { return Objects.requireNonNull(System.getenv("A")); } }`, "A!~"},
			{`@Component class A { A(@Value("${A}") String a, @Value("${B:x}") String b) {} }`, "A! B?"},
			{`@Component @Profile("s3") class A { @Value("${A}") String a; }`, "A!~"},
		},
		"Kotlin": {
			{`val key = System.getenv("A") ?: error("A")`, "A!"},
			{`fun main() { val key = System.getenv("A")!! }`, "A!"},
			{`fun key() = System.getenv("A")!!`, "A!~"},
			{`val key by lazy { System.getenv("A")!! }`, "A!~"},
			{`class A { val key = System.getenv("A")!! }`, "A!~"},
			{`class A { companion object { val key = System.getenv("A")!! } }`, "A!"},
			{`object Config { val key = System.getenv("A")!! }`, "A!"},
		},
		"C#": {
			{"var builder = WebApplication.CreateBuilder(args);\nvar key = builder.Configuration[\"Jwt:Key\"] ?? throw new Exception();", "Jwt__Key!"},
			{`class Program { static void Main() { var a = Environment.GetEnvironmentVariable("A") ?? throw new Exception(); } }`, "A!"},
			{`class Mail { string Key() { return Environment.GetEnvironmentVariable("A") ?? throw new Exception(); } }`, "A!~"},
			{"services.AddDbContext<Shop>(o => o.UseNpgsql(config.GetConnectionString(\"Shop\") ?? throw new Exception()));", "ConnectionStrings__Shop!~"},
		},
		"Rust": {
			{`fn main() { let a = std::env::var("A").expect("A"); }`, "A!"},
			{`fn key() -> String { std::env::var("A").unwrap() }`, "A!~"},
			{`fn main() { if tls { let a = env::var("A").unwrap(); } }`, "A!~"},
			{`fn main() { let a = load(|| env::var("A").unwrap()); }`, "A!~"},
			{`#[tokio::main] async fn main() -> anyhow::Result<()> { let a = env::var("A").context("A")?; let b = env::var("B").unwrap_or_default(); Ok(()) }`, "A! B?"},
		},
	} {
		for _, one := range examples {
			facts, err := readFacts(language, whole, []byte(one[0]), func() bool { return false })
			if err != nil {
				t.Errorf("%s\n%v", one[0], err)
			}
			var words []string
			for _, read := range facts.Settings.Readings {
				word := read.Name + map[setting.Need]string{setting.Optional: "?", setting.Demanded: "!"}[read.Need]
				if read.Later && read.Need == setting.Demanded {
					word += "~"
				}
				words = append(words, word)
			}
			if got := strings.Join(words, " "); got != one[1] {
				t.Errorf("%s: %s\n got %q\nwant %q", language, one[0], got, one[1])
			}
		}
	}
}

func TestFilesOfTestsAreNotReadForVariables(t *testing.T) {
	t.Parallel()
	facts, err := readFacts("Ruby", callsAlone, []byte("KEY = ENV.fetch('A')\nbinding.pry\n"), func() bool { return false })
	if err != nil || len(facts.Settings.Readings) > 0 || len(facts.DebugCalls) != 1 {
		t.Errorf("%v %+v", err, facts)
	}
}
