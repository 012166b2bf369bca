package workflow

import (
	"slices"
	"strings"
)

// commandRule says what a command does: its program, and words of which each must
// be among its arguments, "a|b" for either. unless are words that take it away.
type commandRule struct {
	program string // "a|b" for either
	words   string // separated by spaces; a word that ends in "*" is a prefix
	unless  string
	stages  []Stage
}

var (
	build          = []Stage{StageBuild}
	test           = []Stage{StageTest}
	deploy         = []Stage{StageDeploy}
	publish        = []Stage{StagePublish}
	buildAndDeploy = []Stage{StageBuild, StageDeploy}
	buildPublish   = []Stage{StageBuild, StagePublish}
	noStage        = []Stage{}
)

// commandRules: of several that match, all count.
var commandRules = []commandRule{
	// Go
	{"go", "test", "-c|-run=^$", test}, {"go", "build|install", "*@*", build}, {"gotestsum|ginkgo", "", "", test}, {"ko", "build|publish|apply", "", build},
	{"goreleaser", "release", "--snapshot|--skip=publish", buildPublish}, {"goreleaser", "build", "", build}, {"goreleaser", "release --snapshot", "", build},
	// JavaScript
	{"jest|vitest|mocha|ava|karma|jasmine|tap|testcafe|wdio|uvu|c8|nyc", "", "--version|--help|report|merge", test}, {"react-scripts", "test", "", test}, {"playwright", "test", "--list", test},
	{"cypress", "run", "", test}, {"ng", "test|e2e", "", test}, {"node", "--test", "", test}, {"deno|bun", "test", "", test}, {"newman", "run", "", test},
	{"turbo", "test*", "", test}, {"turbo", "build*", "", build}, {"nx", "test|e2e|--target=test|--targets=test|test*", "", test}, {"nx", "build|--target=build|build*", "", build}, {"lerna", "test", "", test}, {"lerna", "build", "", build},
	{"vite|next|nuxt|astro|gatsby|svelte-kit|ng|remix|vinxi|quasar|parcel", "build|generate", "", build}, {"webpack|rollup|esbuild|tsup|ncc|electron-builder|unbuild", "", "serve|--version", build}, {"tsc", "", "--noEmit|--version", build}, {"tauri", "build", "", build}, {"vue-cli-service", "build", "", build}, {"nest", "build", "", build},
	{"npm|pnpm|yarn|lerna", "publish", "--dry-run", publish}, {"changeset", "publish", "", publish}, {"semantic-release|release-it|np", "", "--dry-run", publish}, {"vsce|ovsx", "publish", "", publish}, {"jsr|deno", "publish", "", publish},
	// Python
	{"pytest|py.test|tox|nox|behave|nosetests|robot|pabot", "", "--version|--collect-only|--help|--list|--notest", test}, {"python", "-m pytest|unittest|nose|tox|nox", "--collect-only", test}, {"manage.py|django-admin|runtests.py", "test*", "", test}, {"manage.py", "collectstatic", "", build}, {"coverage", "run", "", test},
	{"hatch", "test", "", test}, {"hatch", "run *test*", "", test}, {"python", "-m build", "", build}, {"setup.py", "test", "", test}, {"setup.py", "bdist_wheel|sdist|build", "", build}, {"setup.py", "upload", "", publish}, {"poetry|uv|hatch|flit|pdm|rye", "build", "", build}, {"twine", "upload", "", publish}, {"poetry|uv|flit|hatch|pdm", "publish", "", publish},
	{"pyproject-build|pyinstaller|cibuildwheel|maturin", "", "", build},
	// Ruby, PHP
	{"rspec|parallel_rspec|cucumber|minitest|parallel_test", "", "--version", test}, {"rake", "test*|spec*|default|ci", "", test}, {"rails", "test*|spec", "", test}, {"rake|rails", "assets:precompile|build", "", build}, {"rake", "release", "", publish}, {"gem", "build", "", build}, {"gem", "push", "", publish},
	{"phpunit|paratest|pest|codecept|phpspec|simple-phpunit", "", "--version", test}, {"artisan", "test|dusk", "", test}, {"composer", "test*", "", test}, {"composer", "build*", "", build},
	// Java and others on its machine
	{"mvn|mvnw", "test|verify|integration-test|package|install|deploy", "-DskipTests*|-Dmaven.test.skip*", test}, {"mvn|mvnw", "compile|package|install|verify|spring-boot:build-image|jib:build", "", build}, {"mvn|mvnw", "deploy|release:perform", "", publish},
	{"gradle|gradlew", "test|*:test|check|*:check|integrationTest|*Test|build|*:build", "test@x", test}, {"gradle|gradlew", "build|*:build|assemble*|*:assemble*|bootJar|jar|shadowJar|jib|bootBuildImage|dist*|bundle*", "", build}, {"gradle|gradlew", "publish*|*:publish*|jreleaser*", "", publish},
	{"sbt", "test|*test*", "", test}, {"sbt", "compile|package|assembly|*dist*", "", build}, {"lein", "test", "", test}, {"ant", "test", "", test},
	// .NET
	{"dotnet", "test", "--list-tests", test}, {"dotnet", "build|publish|pack|msbuild", "", build}, {"dotnet|nuget", "push", "", publish}, {"msbuild|xbuild", "", "", build}, {"vstest.console", "", "", test},
	// Rust, C, Swift, Elixir, Dart and others
	{"cargo", "test|nextest|llvm-cov|tarpaulin", "--no-run", test}, {"cargo|cross", "build|install", "", build}, {"cross", "test", "", test}, {"cargo", "publish", "--dry-run", publish}, {"wasm-pack", "build", "", build}, {"wasm-pack", "test", "", test},
	{"ctest", "", "", test}, {"cmake", "--build", "", build}, {"meson", "test", "", test}, {"meson|ninja", "compile", "", build}, {"bazel|bazelisk", "test", "", test}, {"bazel|bazelisk", "build", "", build},
	{"swift", "test", "", test}, {"swift", "build", "", build}, {"xcodebuild", "test*", "", test}, {"xcodebuild", "build*|archive", "", build}, {"fastlane", "*test*|scan", "", test}, {"mix", "test*|coveralls*", "", test}, {"mix", "compile|release|assets.deploy", "", build}, {"mix", "hex.publish", "", publish},
	{"flutter|dart", "test", "", test}, {"flutter", "build", "", build}, {"stack|cabal", "test", "", test}, {"stack|cabal", "build", "", build}, {"zig", "build", "", build}, {"bats", "", "--version", test}, {"shellspec", "", "", test}, {"goss|dgoss|container-structure-test", "", "", test}, {"hugo|jekyll|mkdocs|sphinx-build", "", "version|--version|serve", noStage},
	// Images
	{"docker|podman|buildah|nerdctl", "build|bake|buildx", "create|ls|imagetools|inspect|prune|rm|use|version|history|du", build}, {"docker-compose", "build", "", build}, {"docker|podman", "compose build", "", build}, {"docker|podman|buildah|nerdctl|crane|skopeo", "push|copy", "compose", publish}, {"docker", "buildx --push", "", publish}, {"docker", "imagetools create", "", publish}, {"docker", "manifest push", "", publish}, {"pack|nixpacks", "build", "", build}, {"executor", "--destination*", "", buildPublish},
	// Releases
	{"gh", "release create|upload|edit", "", publish}, {"helm", "push", "", publish}, {"cr", "upload", "", publish}, {"oras", "push", "", publish},
	// Deployments
	{"kubectl|oc", "apply|set|rollout|replace|patch|create", "--dry-run*|status|secret|namespace|ns|configmap|history|-h|undo", deploy}, {"helm", "upgrade|install", "--dry-run*|plugin|template|lint", deploy}, {"helmfile", "apply|sync", "", deploy}, {"argocd", "sync|set", "", deploy}, {"kustomize", "edit set", "", deploy}, {"flux", "reconcile", "", deploy}, {"skaffold", "run|deploy", "", deploy}, {"werf", "converge", "", buildAndDeploy},
	{"terraform|tofu|terragrunt", "apply", "plan", deploy}, {"pulumi", "up|update", "", deploy}, {"cdk|cdktf", "deploy", "", deploy}, {"sam", "deploy", "", deploy}, {"serverless|sls", "deploy", "", deploy}, {"sst", "deploy", "", deploy}, {"ansible-playbook", "", "--check|--syntax-check", deploy}, {"nomad", "run", "", deploy}, {"copilot", "deploy", "", deploy}, {"ecs-deploy|ecspresso|ecs-cli", "", "--version|init|render|verify", deploy},
	{"aws", "ecs update-service", "", deploy}, {"aws", "lambda update-function-code|publish-version", "", deploy}, {"aws", "s3 sync|cp s3://*|sync", "", deploy}, {"aws", "cloudformation deploy|update-stack", "", deploy}, {"aws", "deploy create-deployment", "", deploy}, {"aws", "elasticbeanstalk update-environment", "", deploy}, {"aws", "apprunner start-deployment", "", deploy}, {"aws", "amplify start-*", "", deploy}, {"eb", "deploy", "", deploy},
	{"gcloud", "run deploy|replace|update|services", "list|describe", deploy}, {"gcloud", "app deploy", "", deploy}, {"gcloud", "functions deploy", "", deploy}, {"gcloud", "deploy releases create|promote", "", deploy}, {"gsutil", "rsync", "", deploy}, {"az", "webapp|functionapp|containerapp|staticwebapp up|deploy|update|deployment", "show|list", deploy}, {"azd", "deploy|up", "", deploy}, {"swa", "deploy", "", deploy},
	{"flyctl|fly", "deploy", "--build-only", deploy}, {"vercel", "deploy|--prod|--prebuilt", "pull|build", deploy}, {"vercel", "deploy", "", deploy}, {"netlify", "deploy", "", deploy}, {"railway", "up|redeploy|deploy", "", deploy}, {"heroku", "container:release|releases:*", "", deploy}, {"render", "deploys create", "", deploy}, {"doctl", "create-deployment|update", "", deploy}, {"wrangler", "deploy|publish", "--dry-run", deploy}, {"wrangler", "pages deploy|publish", "", deploy}, {"firebase", "deploy", "", deploy}, {"surge", "", "", deploy}, {"gh-pages", "", "", deploy},
	{"cap|mina|dep", "*deploy*", "", deploy}, {"kamal", "deploy|redeploy|setup", "", deploy}, {"dokku|caprover", "deploy|ps:rebuild|git:*", "", deploy}, {"cf", "push", "", deploy}, {"docker", "stack deploy", "", deploy}, {"docker", "service update", "", deploy}, {"supabase", "deploy|push", "", deploy}, {"convex", "deploy", "", deploy}, {"rsync|scp|lftp", "*:*", "", deploy}, {"now", "", "--version", deploy}, {"eas", "update|submit", "", deploy}, {"dpl", "", "--version", deploy}, {"fastlane", "*deploy*|*release*|beta", "", deploy},
	{"git", "push heroku*|dokku*|*git.heroku.com*", "", deploy},
}

// runners are programs that start another one: what follows counts, without
// their own options.
var runners = []string{
	"sudo", "time", "npx", "bunx", "pnpx", "nice", "env", "command", "exec", "xvfb-run", "dotenv", "cross-env", "dotenvx", "doppler", "infisical", "stdbuf", "nohup", "ionice", "catchsegv", "nix-shell",
}

// runnersWith are runners that take a word before what they start.
var runnersWith = map[string][]string{
	"poetry": {"run"}, "uv": {"run"}, "pipenv": {"run"}, "bundle": {"exec"}, "pdm": {"run"}, "rye": {"run"}, "hatch": {"run"}, "npm": {"exec", "x"}, "pnpm": {"exec", "dlx"}, "yarn": {"exec", "dlx"}, "bun": {"x"},
	"uvx": {""}, "pipx": {"run"}, "mise": {"exec", "x"}, "dotnet": {"tool"}, "rbenv": {"exec"}, "coverage": {"run"}, "devbox": {"run"}, "nix": {"develop"}, "rtk": {""},
}

// packageManagers run a project's scripts by name.
var packageManagers = []string{"npm", "pnpm", "yarn", "bun"}

// targets are programs whose first argument names what a file of the project says.
var targets = []string{"make", "gmake", "just", "task", "mage", "invoke", "inv", "rake", "earthly", "dagger", "mise", "ant", "grunt", "gulp", "poe", "hatch", "tox", "nox", "composer", "bin/rails", "cargo-make", "nx", "wireit", "script", "lerna", "moon", "turbo"}

// stagesOf tells what a command does.
func stagesOf(words []string) []Stage {
	words = unwrapped(words)
	if len(words) == 0 {
		return nil
	}
	program := strings.TrimSuffix(strings.TrimSuffix(base(words[0]), ".exe"), ".cmd")
	arguments := words[1:]
	if strings.HasPrefix(program, "python") || program == "py" || program == "php" || program == "ruby" {
		if script := scriptOf(arguments); script != "" && !slices.Contains(arguments, "-m") {
			program = base(script)
			arguments = arguments[slices.Index(arguments, script)+1:]
		} else if strings.HasPrefix(program, "python") {
			program = "python"
		}
	}
	var found []Stage
	for _, rule := range commandRules {
		if !slices.Contains(strings.Split(rule.program, "|"), program) || rule.unless != "" && hasAny(arguments, rule.unless) || !hasAll(arguments, rule.words) {
			continue
		}
		for _, stage := range rule.stages {
			if !slices.Contains(found, stage) {
				found = append(found, stage)
			}
		}
	}
	return found
}

// unwrapped takes runners, assignments and their options away.
func unwrapped(words []string) []string {
	for range 8 {
		if len(words) == 0 {
			return nil
		}
		program := base(words[0])
		rest := words[1:]
		with, named := runnersWith[program]
		switch {
		case strings.Contains(words[0], "=") && !strings.HasPrefix(words[0], "-"):
			words = rest
		case slices.Contains(runners, program):
			words = afterOptions(rest)
		case program == "timeout":
			if words = afterOptions(rest); len(words) > 0 {
				words = words[1:]
			}
		case named && len(rest) > 1 && slices.Contains(with, rest[0]):
			words = afterOptions(rest[1:])
		case startsContainer(program, rest):
			inner := inContainer(rest)
			if len(inner) == 0 {
				return words
			}
			words = inner
		default:
			return words
		}
	}
	return words
}

// afterOptions skips options, those with a value in a word of its own too where
// they are known.
func afterOptions(words []string) []string {
	for len(words) > 0 && (strings.HasPrefix(words[0], "-") || strings.Contains(words[0], "=")) {
		skip := 1
		if slices.Contains([]string{"-p", "--package", "-u", "-n", "--with", "--extra", "--group", "--python", "--directory", "-f", "-e", "--env-file", "--server-args"}, words[0]) && len(words) > 2 {
			skip = 2
		}
		words = words[skip:]
	}
	return words
}

// startsContainer reports whether a command runs another one in a container.
func startsContainer(program string, arguments []string) bool {
	switch {
	case len(arguments) == 0:
		return false
	case slices.Contains([]string{"docker", "podman", "nerdctl"}, program) && len(arguments) > 1 && arguments[0] == "compose", program == "docker-compose":
		return slices.Contains(arguments, "run") || slices.Contains(arguments, "exec")
	}
	return slices.Contains([]string{"docker", "podman", "nerdctl"}, program) && (arguments[0] == "run" || arguments[0] == "exec")
}

// inContainer is the command that a container runs, where a word that starts one
// is known.
func inContainer(arguments []string) []string {
	for i, word := range arguments {
		if i < 2 {
			continue
		}
		if word == "sh" || word == "bash" {
			return nil // its script is read by itself
		}
		if found := stagesOf([]string{word}); len(found) > 0 {
			return arguments[i:]
		}
		if slices.ContainsFunc(commandRules, func(rule commandRule) bool {
			return rule.words != "" && slices.Contains(strings.Split(rule.program, "|"), base(word))
		}) {
			return arguments[i:]
		}
		if slices.Contains(packageManagers, word) || word == "make" || strings.HasPrefix(word, "python") {
			return arguments[i:]
		}
	}
	return nil
}

// scriptOf is the file that an interpreter is given.
func scriptOf(arguments []string) string {
	for _, argument := range arguments {
		if strings.HasPrefix(argument, "-") {
			continue
		}
		return argument
	}
	return ""
}

func hasAll(arguments []string, words string) bool {
	for _, word := range strings.Fields(words) {
		if !hasAny(arguments, word) {
			return false
		}
	}
	return true
}

func hasAny(arguments []string, alternatives string) bool {
	return slices.ContainsFunc(strings.Split(alternatives, "|"), func(alternative string) bool {
		if alternative == "test@x" { // gradle's "-x test"
			at := slices.Index(arguments, "-x")
			return at >= 0 && at+1 < len(arguments) && strings.HasSuffix(arguments[at+1], "test")
		}
		return slices.ContainsFunc(arguments, func(argument string) bool { return matchesWord(alternative, argument) })
	})
}

// matchesWord compares a word with a pattern whose ends may be "*".
func matchesWord(pattern, word string) bool {
	before, after := strings.HasPrefix(pattern, "*"), strings.HasSuffix(pattern, "*")
	core := strings.Trim(pattern, "*")
	switch {
	case before && after:
		return strings.Contains(word, core)
	case before:
		return strings.HasSuffix(word, core)
	case after:
		return strings.HasPrefix(word, core)
	}
	return word == core
}

// namedStages tells a stage by the name of a script, a target or a job.
func namedStages(name string) []Stage {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	has := func(any ...string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(any, word) })
	}
	var found []Stage
	if has("translate", "translation", "translations", "i18n", "skip", "specs", "cleanup", "remove", "delete", "destroy", "decision", "wait", "tag", "sync") {
		return nil
	}
	if has("lint", "linter", "linting", "format", "prettier", "typecheck", "types", "docs", "doc", "documentation", "storybook", "clean", "install", "prepare", "setup", "stop", "down", "label", "coverage",
		"report", "benchmark", "image", "visualizer", "analyze", "analysis", "stats") && !has("test", "tests", "build", "deploy") {
		return nil
	}
	if has("deploy", "deployment", "deploys", "rollout", "ship") && !has("lint", "docs", "documentation", "storybook", "check", "preview", "prisma", "migrate", "migration", "migrations", "db", "database") {
		found = append(found, StageDeploy)
	}
	if has("publish", "release") && !has("build", "compile", "check", "prepare", "notes", "draft", "changelog", "pr", "label") {
		found = append(found, StagePublish)
	}
	testing := slices.ContainsFunc(words, func(word string) bool {
		return strings.HasPrefix(word, "test") && !slices.Contains([]string{"testdata", "testenv", "testenvs", "testbed", "testflight", "testpypi"}, word) ||
			strings.HasSuffix(word, "test") && !slices.Contains([]string{"latest", "attest", "contest", "fastest", "greatest", "pentest", "nextest"}, word)
	})
	if (testing || has("test", "tests", "testing", "spec", "e2e", "unittest", "unittests", "pytest", "jest", "vitest", "phpunit", "rspec", "cypress", "playwright", "integration", "smoke", "acceptance")) && !has("openapi", "open", "setup", "lint", "data", "fixtures", "build", "types", "report", "image", "db", "database", "install", "deploy", "label", "summary", "results", "prepare") {
		found = append(found, StageTest)
	}
	if has("build", "compile", "bundle", "package", "dist", "builds", "assemble") && !has("docs", "documentation", "storybook", "label") {
		found = append(found, StageBuild)
	}
	return found
}
