package setting_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/setting"
)

func TestWhatFrameworksAreToldToTake(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, content, want string }{
		{"prisma/schema.prisma", "datasource db {\n  provider = \"postgresql\"\n  url = env(\"A\")\n  directUrl = env(\"B\")\n  shadowDatabaseUrl = env(\"C\")\n}\n", "A! B!~"},
		{"prisma/schema.prisma", "datasource db {\n  // url = env(\"A\")\n  url = \"file:./dev.db\"\n}\n", ""},
		{"src/main/resources/application.yml", "spring:\n  datasource:\n    url: jdbc:postgresql://${A}:${B:5432}/${C:${D}}\n# ${E}\n", "A! B? C? D?"},
		{"src/main/resources/application.yml", "a: ${A}\n---\nspring:\n  config:\n    activate:\n      on-profile: dev\nb: ${B}\n---\nspring.config.activate.on-profile: production\nc: ${C}\n", "A! C!"},
		{"src/main/resources/application-dev.yml", "a: ${A}\n", "no settings"},
		{"src/main/resources/application-prod.properties", "a=${A}\nb=${app.name}\n", "A!"},
		{"src/main/resources/application.properties", "%dev.a=${A}\nb=${B}\n", "B!"},
		{"src/main/resources/application.conf", "db { url = ${A}\n user = \"x\"\n user = ${?B}\n}\n", "A! B?"},
		{"config/packages/doctrine.yaml", "doctrine:\n  dbal:\n    url: '%env(resolve:A)%'\n    x: '%env(default::B)%'\nwhen@test:\n  y: '%env(C)%'\n", "A! B?"},
		{"config/packages/dev/mailer.yaml", "a: '%env(A)%'\n", ""},
		{"config/services.yaml", "parameters:\n  env(A): a\nservices:\n  x: '%env(A)%'\n  y: '%env(int:B)%'\n", "A!~ B!~ default A"},
		{"config/database.yml", "default: &default\n  host: <%= ENV.fetch(\"A\") { 'x' } %>\ntest:\n  url: <%= ENV.fetch('B') %>\nproduction:\n  url: <%= ENV.fetch('C') %>\n  ca: <%= ENV['D'] %>\n", "A? C! D"},
		{"appsettings.json", "{\n // x\n \"ConnectionStrings\": {\"Shop\": \"Server=db\", \"Empty\": \"\"}, \"Port\": 3, \"None\": null}", "default ConnectionStrings__Shop default Port"},
		{"appsettings.Development.json", "{\"A\": \"x\"}", "no settings"},
		{"appsettings.json", "{", ""},
		{"k8s/app.yaml", "a: ${A}", "no settings"},
	} {
		got := "no settings"
		if setting.Declares(c.file) {
			facts := setting.ReadDeclared(c.file, []byte(c.content))
			words := wordsOf(facts)
			for _, name := range facts.Defaults {
				words = append(words, "default "+name)
			}
			got = strings.Join(words, " ")
		}
		if got != c.want {
			t.Errorf("%s\n%s\n got %q\nwant %q", c.file, c.content, got, c.want)
		}
	}
}

func FuzzReadDeclared(f *testing.F) {
	f.Add("config/database.yml", []byte("a: <%= ENV['A'] %>"))
	f.Add("appsettings.json", []byte("{}"))
	f.Add("application.yml", []byte("a: ${A:${B}"))
	f.Fuzz(func(_ *testing.T, name string, content []byte) { setting.ReadDeclared(name, content) })
}
