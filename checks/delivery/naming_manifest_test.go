package delivery

import (
	"path"
	"testing"

	"github.com/golive-app/golive/checks"
)

func TestVersionsThatManifestsState(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		path, text, want string // want is empty: none is stated
		line             int
	}{
		"Elixir":                   {"mix.exs", "defmodule A do\n  @version \"1.4.0\"\n  def project, do: [version: @version]\nend\n", "1.4.0", 2},
		"Elixir, in the list":      {"mix.exs", "[app: :a,\n version: \"1.4.0\",\n deps: [{:b, \"~> 2.0\"}]]\n", "1.4.0", 2},
		"Gradle":                   {"build.gradle", "plugins { id 'x' version '9.9' }\nversion = '1.4.0'\n", "1.4.0", 2},
		"Gradle in Kotlin":         {"build.gradle.kts", "group = \"a\"\nversion = \"1.4.0\"\n", "1.4.0", 2},
		"Gradle, computed":         {"build.gradle.kts", "version = \"$base\"\n", "", 0},
		"properties":               {"gradle.properties", "org.gradle.jvmargs=-Xmx2g\nversion=1.4.0\n", "1.4.0", 2},
		"Maven":                    {"pom.xml", "<project><parent><artifactId>p</artifactId><version>9.9.9</version></parent>\n<artifactId>shop</artifactId>\n<version>1.4.0</version>\n<dependencies><dependency><version>2.0</version></dependency></dependencies></project>", "1.4.0", 3},
		"Maven, its parent's":      {"pom.xml", "<project><parent><version>9.9.9</version></parent></project>", "", 0},
		"Maven, a property":        {"pom.xml", "<project><version>${revision}</version></project>", "", 0},
		"Maven, broken":            {"pom.xml", "<project><version>1.4", "", 0},
		".NET":                     {"Shop.csproj", "<Project>\n <PropertyGroup>\n  <Version>1.4.0</Version>\n </PropertyGroup>\n <ItemGroup><PackageReference Include=\"x\"><Version>9.0</Version></PackageReference></ItemGroup></Project>", "1.4.0", 3},
		".NET, of its build":       {"Directory.Build.props", "<Project><PropertyGroup><Version>$(V)</Version></PropertyGroup></Project>", "", 0},
		"Composer":                 {"composer.json", "{\n \"name\": \"acme/shop\",\n \"version\": \"1.4.0\"\n}", "1.4.0", 3},
		"Composer without one":     {"composer.json", "{\"name\": \"acme/shop\"}", "", 0},
		"Ansible Galaxy":           {"galaxy.yml", "namespace: acme\nname: shop\nversion: 1.4.0\n", "1.4.0", 3},
		"Python":                   {"setup.cfg", "[metadata]\nname = shop\nversion = 1.4.0\n", "1.4.0", 3},
		"Python, from a file":      {"setup.cfg", "[metadata]\nversion = attr: shop.__version__\n", "", 0},
		"a placeholder until then": {"mix.exs", "version: \"0.0.0-dev\"\n", "", 0},
	} {
		read := manifestReader(path.Base(test.path))
		if read == nil {
			t.Fatalf("%s: %s is read by nothing", name, test.path)
		}
		found, stated := read([]byte(test.text))
		if stated != (test.want != "") || found.version != test.want || found.line != test.line {
			t.Errorf("%s: %+v, %v", name, found, stated)
		}
	}
	if versionReader(checks.File{Path: "deep/down/mix.exs"}) != nil {
		t.Error("a manifest that no tag can name is read")
	}
}
