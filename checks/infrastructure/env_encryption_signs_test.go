package infrastructure

import (
	"testing"

	"github.com/golive-app/golive/checks"
)

// A line is asked only where one of the hints stands in it, so that each way in which
// code reads its environment needs one.
func TestWhatCodeReadsOfItsEnvironmentIsSeen(t *testing.T) {
	for line, name := range map[string]string{
		`const url = process.env.DATABASE_URL`:                         "DATABASE_URL",
		`const url = process.env["DATABASE_URL"]`:                      "DATABASE_URL",
		`const url = import.meta.env.VITE_KEY`:                         "VITE_KEY",
		`url := os.Getenv("DATABASE_URL")`:                             "DATABASE_URL",
		`url, set := os.LookupEnv("DATABASE_URL")`:                     "DATABASE_URL",
		`url = os.environ["DATABASE_URL"]`:                             "DATABASE_URL",
		`url = os.environ.get("DATABASE_URL")`:                         "DATABASE_URL",
		`url = os.getenv('DATABASE_URL')`:                              "DATABASE_URL",
		`url = ENV["DATABASE_URL"]`:                                    "DATABASE_URL",
		`url = ENV.fetch("DATABASE_URL")`:                              "DATABASE_URL",
		`$url = getenv('DATABASE_URL');`:                               "DATABASE_URL",
		`'url' => env('DATABASE_URL'),`:                                "DATABASE_URL",
		`'url' => env("DATABASE_URL"),`:                                "DATABASE_URL",
		`String url = System.getenv("DATABASE_URL");`:                  "DATABASE_URL",
		`var url = Environment.GetEnvironmentVariable("DATABASE_URL")`: "DATABASE_URL",
		`let url = env::var("DATABASE_URL")?;`:                         "DATABASE_URL",
		`const url = Deno.env.get("DATABASE_URL")`:                     "DATABASE_URL",
		`viper.AutomaticEnv()`:                                         "",
		`viper.BindEnv("url")`:                                         "",
		`class Settings(BaseSettings):`:                                "",
		`from pydantic_settings import Settings`:                       "",
		`import { cleanEnv } from "../settings"`:                       "",
		`import { str } from "envalid"`:                                "",
		`import "dotenv/config"`:                                       "",
		`load_dotenv()`:                                                "",
		`_ = godotenv.Load()`:                                          "",
		`schema.parse(process.env)`:                                    "",
		`Settings(os.environ)`:                                         "",
	} {
		var facts envFacts
		facts.readSigns(checks.File{Path: "settings", Class: checks.ClassProduction}, []byte("a()\n"+line+"\n"))
		if len(facts.reads) != 1 || facts.reads[0].what != name || facts.reads[0].line != 2 {
			t.Errorf("%s: read %+v, wanted %q of line 2", line, facts.reads, name)
		}
	}
}
