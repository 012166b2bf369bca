package setting_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/setting"
)

// reads writes what a piece of code reads: "NAME", "NAME?" with a default, "NAME!"
// where it stops, "~" where it may not come to it; "computed" for names it makes.
func reads(t testing.TB, language, code string) string {
	t.Helper()
	file, err := lowering.Parse(language, []byte(code))
	if err != nil {
		t.Fatal(err)
	}
	facts := setting.Read(file)
	words := wordsOf(facts)
	for range facts.Computed {
		words = append(words, "computed")
	}
	return strings.Join(words, " ")
}

func wordsOf(facts setting.Facts) []string {
	var words []string
	for _, read := range facts.Readings {
		word := read.Name + map[setting.Need]string{setting.Optional: "?", setting.Demanded: "!"}[read.Need]
		if read.Later && read.Need == setting.Demanded {
			word += "~"
		}
		words = append(words, word)
	}
	return words
}

func TestReads(t *testing.T) {
	t.Parallel()
	for language, examples := range map[string][][2]string{
		"TypeScript": {
			{`const a = process.env.A;`, "A"},
			{`import { defineConfig, env } from "prisma/config"; export default defineConfig({ datasource: { url: env("A") } });`, "A!"},
			{`const a = process.env["A"] as string;`, "A"},
			{`const a = process.env.A!;`, "A"},
			{`const a = process.env.A || "a";`, "A?"},
			{`const a = parseInt(process.env.A ?? "3", 10);`, "A?"},
			{`const a = Number(process.env.A) || 3;`, "A?"},
			{`const on = process.env.A === "1";`, "A?"},
			{`const on = !!process.env.A;`, "A?"},
			{`const { A, B = "b", ...rest } = process.env;`, "A B? computed"},
			{`const env = process.env; connect(env.A);`, "A"},
			{`import { env } from "node:process"; connect(env.A);`, "A"},
			{`const a = process.env[name];`, "computed"},
			{`process.env.A = "test";`, ""},
			{`if (!process.env.A) { throw new Error("A is not set"); }`, "A!"},
			{`if (!process.env.A || !process.env.B) { console.error("no"); process.exit(1); }`, "A! B!"},
			{`if (process.env.A) { throw new Error("not here"); }`, "A?"},
			{`const a = process.env.A; if (!a) throw new Error("A");`, "A!"},
			{`function f() { if (!process.env.A) throw new Error("A"); }`, "A!~"},
			{`if (process.env.A) { use(process.env.B); }`, "A? B"},
			{`const url = import.meta.env.VITE_API_URL;`, "VITE_API_URL"},
			{`import { z } from "zod"; const s = z.object({ A: z.string().min(1), B: z.string().optional(), C: z.coerce.number().default(3), D: own }); s.parse(process.env);`, "A! B? C? D"},
			{`import { z } from "zod"; const own = z.string().optional(); const s = z.object({ A: own, B: own.min(1) }).parse(process.env);`, "A? B?"},
			{`import { z } from "zod"; const own = z.string(); const s = z.object({ A: own }).parse(process.env);`, "A!"},
			{`import { z } from "zod"; const s = z.object({ A: z.string() }); const p = s.safeParse(process.env); export const mail = () => p.success ? p.data : null;`, "A!~"},
			{`import { z } from "zod"; const s = z.object({ A: z.string() }); const p = s.safeParse(process.env); if (!p.success) { throw p.error }`, "A!"},
			{`import { z } from "zod"; export const Status = z.object({ OPEN: z.string() });`, ""},
			{`import { createEnv } from "@t3-oss/env-nextjs"; import { z } from "zod"; export const env = createEnv({ server: { A: z.string().url() }, client: { NEXT_PUBLIC_B: z.string().optional() }, runtimeEnv: { A: process.env.A } });`, "A! NEXT_PUBLIC_B?"},
			{`import { cleanEnv, str, port } from "envalid"; const env = cleanEnv(process.env, { A: str(), B: port({ default: 3000 }), C: str({ devDefault: "x" }) });`, "A! B? C!"},
			{`import * as Joi from "joi"; ConfigModule.forRoot({ validationSchema: Joi.object({ A: Joi.string().required(), B: Joi.string() }) });`, "A! B"},
			{`class S { constructor(private config: ConfigService) {} f() { return this.config.get<string>("A", "a") + this.config.getOrThrow("B") + this.config.get("database.host"); } }`, "A? B!~"},
			{`const a = requireEnv("A"), b = getEnv("B", "b"), c = getEnv("C");`, "A! B? C"},
			{`import env from "env-var"; const a = env.get("A").required().asString(), b = env.get("B").default("b").asString();`, "A! B?"},
			{`const environment = load("A"); envelope("B"); setEnv("C", "d");`, ""},
		},
		"Python": {
			{"import os\na = os.environ['A']\n", "A!"},
			{"import os\na = os.environ.get('A')\nb = os.getenv('B', 'b')\nc = os.getenv('C')\n", "A B? C"},
			{"from os import environ, getenv\na = environ['A']\nb = getenv('B')\n", "A! B"},
			{"import os\ntry:\n    a = os.environ['A']\nexcept KeyError:\n    a = None\n", "A?"},
			{"import os\nif 'A' in os.environ:\n    a = os.environ['A']\n", "A? A!~"},
			{"import os\ndef f():\n    return os.environ['A']\n", "A!~"},
			{"import os\nos.environ['A'] = 'x'\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n", "DJANGO_SETTINGS_MODULE?"},
			{"import os\na = os.environ.get('A') or 'a'\nb = os.environ[name]\n", "A? computed"},
			{"import environ\nenv = environ.Env(DEBUG=(bool, False))\na = env('A') if env('DEBUG') else env('A')\nb = env.bool('B', default=False)\nc = env.db('DATABASE_URL')\nd = env.str('D')\n", "DEBUG? A!~ DEBUG? B? DATABASE_URL! D!"},
			{"from decouple import config\na = config('A')\nb = config('B', default='b', cast=int)\n", "A! B?"},
			{"from pydantic_settings import BaseSettings, SettingsConfigDict\nclass S(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix='shop_')\n    token: str\n    port: int = 80\n    proxy: str | None = None\n    key: str = Field(alias='API_KEY')\n    many: str = Field('x')\n", "SHOP_TOKEN! SHOP_PORT? SHOP_PROXY? API_KEY! SHOP_MANY?"},
		},
		"Go": {
			{"package a\nimport \"os\"\nfunc f() { a := os.Getenv(\"A\"); _ = a }", "A"},
			{"package a\nimport (\"os\"; \"log\")\nfunc f() {\n\ta := os.Getenv(\"A\")\n\tif a == \"\" {\n\t\tlog.Fatal(\"A\")\n\t}\n}", "A!"},
			{"package a\nimport \"os\"\nfunc f() string {\n\ta := os.Getenv(\"A\")\n\tif a == \"\" {\n\t\ta = \"a\"\n\t}\n\treturn a\n}", "A?"},
			{"package a\nimport \"os\"\nfunc f() { if a, ok := os.LookupEnv(\"A\"); ok { use(a) } }", "A?"},
			{"package a\nimport \"os\"\nconst name = \"A\"\nfunc f(key string) string { return os.Getenv(name) + os.Getenv(key) }", "A computed"},
			{"package a\ntype C struct {\n\tA string `env:\"A,required\"`\n\tB string `env:\"B\" envDefault:\"b\"`\n\tC string `envconfig:\"C\" required:\"true\"`\n\tD string `json:\"d\" env:\"D\"`\n}", "A! B? C! D"},
			{"package a\nfunc f() { viper.BindEnv(\"db.url\", \"DATABASE_URL\"); viper.AutomaticEnv() }", "DATABASE_URL computed"},
			{"package a\nvar a = getEnv(\"A\", \"a\")\nvar b = mustGetenv(\"B\")", "A? B!"},
			{"package a\nfunc f() { app.Flags = []cli.Flag{&cli.StringFlag{Name: \"a\", EnvVars: []string{\"A\"}}} }", "A?"},
		},
	} {
		for _, one := range examples {
			if got := reads(t, language, one[0]); got != one[1] {
				t.Errorf("%s\n got %s\nwant %s", one[0], got, one[1])
			}
		}
	}
}

func TestAReadHasItsLine(t *testing.T) {
	t.Parallel()
	file, err := lowering.Parse("JavaScript", []byte("\n\nconst a = process.env.A\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(setting.Read(file).Readings); got != "[{A 3 process.env  false}]" {
		t.Error(got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("TypeScript", `const { A = process.env.B || "b" } = process.env; if (!process.env.C) throw 1`)
	f.Add("Python", "import os\nclass S(BaseSettings):\n    a: str = Field(alias='A')\n")
	f.Add("Go", "package a\ntype C struct {\n\tA string `env:\"A,required\"`\n}")
	f.Fuzz(func(t *testing.T, language, code string) {
		if file, err := lowering.Parse(language, []byte(code)); err == nil {
			setting.Read(file)
		}
	})
}
