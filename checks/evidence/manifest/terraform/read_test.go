package terraform_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
)

// read reads files, of which paths that say prod, staging or dev are for those.
func read(files map[string]string) *terraform.Configuration {
	content, others := map[string][]byte{}, map[string][]byte{}
	for name, text := range files {
		if terraform.Named(name) {
			content[name] = []byte(text)
		}
		others[name] = []byte(text)
	}
	return terraform.Read(terraform.Input{Files: content, Other: func(name string) ([]byte, bool) { text, is := others[name]; return text, is }, Stage: func(name string) terraform.Stage {
		for word, stage := range map[string]terraform.Stage{"prod": terraform.Production, "staging": terraform.Staging, "dev": terraform.Local} {
			if strings.Contains(name, word) {
				return stage
			}
		}
		return terraform.Any
	}})
}

// bucket is a resource that has one argument.
func bucket(name, value string) string {
	return "resource \"aws_s3_bucket\" \"" + name + "\" {\n  bucket = " + value + "\n}\n"
}

func TestReadComputes(t *testing.T) {
	t.Parallel()
	const variable = "variable \"name\" {\n  default = \"shop\"\n}\n"
	for name, test := range map[string]struct {
		files map[string]string
		want  string // "address=bucket", with ? for what a plan alone knows
	}{
		"a literal":                            {map[string]string{"a.tf": bucket("x", `"b"`)}, "aws_s3_bucket.x=b"},
		"a variable's default":                 {map[string]string{"a.tf": variable + bucket("x", `var.name`)}, "aws_s3_bucket.x=shop"},
		"a variable in a text":                 {map[string]string{"a.tf": variable + bucket("x", `"${var.name}-media"`)}, "aws_s3_bucket.x=shop-media"},
		"values that are read by themselves":   {map[string]string{"a.tf": variable + bucket("x", `var.name`), "terraform.tfvars": `name = "t"`}, "aws_s3_bucket.x=t"},
		"configuration in JSON":                {map[string]string{"a.tf.json": `{"variable": {"name": {"type": "string", "default": "shop"}}, "resource": {"aws_s3_bucket": {"x": {"bucket": "${var.name}-media", "tags": {"a": "b"}}}}}`}, "aws_s3_bucket.x=shop-media"},
		"a list of blocks in JSON":             {map[string]string{"a.tf.json": `{"resource": [{"aws_s3_bucket": [{"x": {"bucket": "${local.b}"}}]}], "locals": {"b": "${upper(\"c\")}"}}`}, "aws_s3_bucket.x=C"},
		"JSON beside the other syntax":         {map[string]string{"a.tf.json": `{"module": {"m": {"source": "./m", "name": "q"}}}`, "m/a.tf": variable + bucket("x", `var.name`)}, "module.m.aws_s3_bucket.x=q"},
		"JSON that is none":                    {map[string]string{"a.tf.json": `[1`, "b.tf": bucket("x", `"b"`)}, "aws_s3_bucket.x=b"},
		"values of JSON":                       {map[string]string{"a.tf": variable + bucket("x", `var.name`), "terraform.tfvars.json": `{"name": "j"}`}, "aws_s3_bucket.x=j"},
		"production's stand over them":         {map[string]string{"a.tf": variable + bucket("x", `var.name`), "terraform.tfvars": `name = "t"`, "prod.tfvars": `name = "p"`, "dev.tfvars": `name = "d"`}, "aws_s3_bucket.x=p"},
		"production's in a folder":             {map[string]string{"i/a.tf": variable + bucket("x", `var.name`), "i/envs/prod/terraform.tfvars": `name = "p"`}, "aws_s3_bucket.x=p"},
		"production's beside it":               {map[string]string{"infra/main/a.tf": variable + bucket("x", `var.name`), "infra/vars/prod.tfvars": `name = "p"`}, "aws_s3_bucket.x=p"},
		"locals that lead to locals":           {map[string]string{"a.tf": "locals {\n  a = local.b\n  b = \"c\"\n}\n" + bucket("x", `local.a`)}, "aws_s3_bucket.x=c"},
		"locals that lead to themselves":       {map[string]string{"a.tf": "locals {\n  a = local.b\n  b = local.a\n}\n" + bucket("x", `local.a`)}, "aws_s3_bucket.x=?"},
		"a function":                           {map[string]string{"a.tf": variable + bucket("x", `lower(format("%s-%d", upper(var.name), 3))`)}, "aws_s3_bucket.x=shop-3"},
		"a file that is not there":             {map[string]string{"a.tf": bucket("x", `file("x")`)}, "aws_s3_bucket.x=?"},
		"a file beside it":                     {map[string]string{"i/a.tf": bucket("x", `trimspace(file("name.txt"))`), "i/name.txt": "shop\n"}, "aws_s3_bucket.x=shop"},
		"a file of the module":                 {map[string]string{"a.tf": "module \"m\" {\n  source = \"./m\"\n}\n", "m/a.tf": bucket("x", `trimspace(file("${path.module}/name.txt"))`), "m/name.txt": "shop\n"}, "module.m.aws_s3_bucket.x=shop"},
		"a folder's own path":                  {map[string]string{"a.tf": bucket("x", `"${path.module}/media"`)}, "aws_s3_bucket.x=?"},
		"a file outside":                       {map[string]string{"a.tf": bucket("x", `file("../name.txt")`), "name.txt": "shop"}, "aws_s3_bucket.x=?"},
		"a file of the machine":                {map[string]string{"a.tf": bucket("x", `file("/name.txt")`), "name.txt": "shop"}, "aws_s3_bucket.x=?"},
		"a file that climbs out and in":        {map[string]string{"i/a.tf": bucket("x", `file("../../i/name.txt")`), "i/name.txt": "shop"}, "aws_s3_bucket.x=?"},
		"a template":                           {map[string]string{"a.tf": variable + bucket("x", `templatefile("t.tftpl", { name = var.name })`), "t.tftpl": "${upper(name)}-media"}, "aws_s3_bucket.x=SHOP-media"},
		"a template that reads a file":         {map[string]string{"a.tf": bucket("x", `templatefile("t.tftpl", {})`), "t.tftpl": "${templatefile(\"t.tftpl\", {})}"}, "aws_s3_bucket.x=?"},
		"a template that is none":              {map[string]string{"a.tf": bucket("x", `templatefile("t.tftpl", {})`), "t.tftpl": "${"}, "aws_s3_bucket.x=?"},
		"a template of what a plan knows":      {map[string]string{"a.tf": bucket("x", `templatefile("t.tftpl", { name = aws_kms_key.k.arn })`), "t.tftpl": "${name}-media"}, "aws_s3_bucket.x=?"},
		"a function that nobody knows":         {map[string]string{"a.tf": bucket("x", `provider::acme::name("x")`)}, "aws_s3_bucket.x=?"},
		"what a resource alone knows":          {map[string]string{"a.tf": bucket("x", `aws_kms_key.k.arn`)}, "aws_s3_bucket.x=?"},
		"none, by count":                       {map[string]string{"a.tf": "resource \"aws_s3_bucket\" \"x\" {\n  count = 0\n}\n"}, ""},
		"by count that a plan knows":           {map[string]string{"a.tf": "variable \"n\" {}\nresource \"aws_s3_bucket\" \"x\" {\n  count = var.n\n  bucket = \"b\"\n}\n"}, "aws_s3_bucket.x=b"},
		"for each of some":                     {map[string]string{"a.tf": "resource \"aws_s3_bucket\" \"x\" {\n  for_each = toset([\"a\", \"b\"])\n  bucket = \"m-${each.key}\"\n}\n"}, `aws_s3_bucket.x["a"]=m-a aws_s3_bucket.x["b"]=m-b`},
		"a module beside it":                   {map[string]string{"a.tf": "module \"m\" {\n  source = \"./m\"\n  name = \"q\"\n}\n", "m/a.tf": variable + bucket("x", `var.name`)}, "module.m.aws_s3_bucket.x=q"},
		"a module's answer":                    {map[string]string{"a.tf": "module \"m\" {\n  source = \"./m\"\n}\n" + bucket("y", "module.m.name"), "m/a.tf": variable + "output \"name\" {\n  value = var.name\n}\n"}, "aws_s3_bucket.y=shop"},
		"a module for each":                    {map[string]string{"a.tf": "module \"m\" {\n  for_each = { a = \"1\" }\n  source = \"./m\"\n  name = each.value\n}\n", "m/a.tf": variable + bucket("x", `var.name`)}, `module.m["a"].aws_s3_bucket.x=1`},
		"a module that calls itself":           {map[string]string{"a.tf": "module \"m\" {\n  source = \"./m\"\n}\n", "m/a.tf": "module \"m\" {\n  source = \"../m\"\n}\n"}, ""},
		"modules that ask one another":         {map[string]string{"a.tf": "module \"m\" {\n  source = \"./m\"\n  name = module.n.name\n}\nmodule \"n\" {\n  source = \"./m\"\n  name = module.m.name\n}\n", "m/a.tf": variable + bucket("x", "var.name") + "output \"name\" {\n  value = var.name\n}\n"}, "module.m.aws_s3_bucket.x=? module.n.aws_s3_bucket.x=?"},
		"a module that nobody calls":           {map[string]string{"a.tf": bucket("x", `"b"`), "modules/m/a.tf": bucket("y", `"c"`)}, "aws_s3_bucket.x=b"},
		"a workspace, where a table names it":  {map[string]string{"a.tf": "locals {\n  names = { prod = \"p\", dev = \"d\" }\n}\n" + bucket("x", `local.names[terraform.workspace]`)}, "aws_s3_bucket.x=p"},
		"a workspace that nothing names":       {map[string]string{"a.tf": bucket("x", `terraform.workspace`)}, "aws_s3_bucket.x=?"},
		"an environment, where one compares":   {map[string]string{"a.tf": "variable \"environment\" {}\n" + bucket("x", `var.environment == "production" ? "p" : "d"`)}, "aws_s3_bucket.x=p"},
		"an optional attribute's default":      {map[string]string{"a.tf": "variable \"o\" {\n  type = object({ name = optional(string, \"dflt\") })\n  default = {}\n}\n" + bucket("x", `var.o.name`)}, "aws_s3_bucket.x=dflt"},
		"of production alone":                  {map[string]string{"prod/a.tf": bucket("x", `"p"`), "staging/a.tf": bucket("x", `"s"`), "dev/a.tf": bucket("x", `"d"`)}, "aws_s3_bucket.x=p"},
		"of staging where there is no other":   {map[string]string{"staging/a.tf": bucket("x", `"s"`), "dev/a.tf": bucket("x", `"d"`)}, "aws_s3_bucket.x=s"},
		"an override":                          {map[string]string{"a.tf": variable + bucket("x", `var.name`), "a_override.tf": "variable \"name\" {\n  default = \"o\"\n}\n"}, "aws_s3_bucket.x=o"},
		"Terragrunt's inputs":                  {map[string]string{"live/prod/terragrunt.hcl": "include {\n  path = find_in_parent_folders()\n}\nterraform {\n  source = \"../../mods/m\"\n}\ninputs = {\n  name = \"${local.n}-g\"\n}\nlocals {\n  n = \"p\"\n}\n", "live/terragrunt.hcl": "inputs = {\n  tail = \"t\"\n}\n", "mods/m/a.tf": variable + "variable \"tail\" {}\n" + bucket("x", `"${var.name}-${var.tail}"`)}, "aws_s3_bucket.x=p-g-t"},
		"what is unknown in a list hides none": {map[string]string{"a.tf": "resource \"aws_s3_bucket\" \"x\" {\n  bucket = [{ a = aws_kms_key.k.arn, b = \"c\" }][0].b\n}\n"}, "aws_s3_bucket.x=c"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, one := range read(test.files).All() {
				value := one.Get("bucket")
				text := value.Text()
				if value.Unknown() {
					text = "?"
				}
				got = append(got, one.Address+"="+text)
			}
			if joined := strings.Join(got, " "); joined != test.want {
				t.Errorf("%q", joined)
			}
		})
	}
}

// What is made to fill memory or time is not computed, and what stands beside it is.
func TestReadIsBounded(t *testing.T) {
	t.Parallel()
	double := "locals {\n  a0 = \"0123456789abcdef\"\n"
	lists := "locals {\n  b0 = range(1000)\n"
	for i := range 40 {
		double += fmt.Sprintf("  a%d = \"${local.a%d}${local.a%d}\"\n", i+1, i, i)
		lists += fmt.Sprintf("  b%d = flatten([for x in local.b%d : local.b%d])\n", i+1, i, i)
	}
	for name, text := range map[string]string{
		"texts that double":        double + "}\n" + bucket("y", "local.a40"),
		"lists that multiply":      lists + "}\n" + bucket("y", "local.b40"),
		"loops in loops":           bucket("y", "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]"),
		"a number of many digits":  bucket("y", `"${1e9999999}"`),
		"a large power":            bucket("y", `"${pow(10, 999999999)}"`),
		"much space":               bucket("y", `format("%999999999d", 1)`),
		"deep brackets":            bucket("y", strings.Repeat("(", 100_000)+"1"+strings.Repeat(")", 100_000)),
		"deep lists":               bucket("y", strings.Repeat("[", 300_000)),
		"deep texts":               bucket("y", strings.Repeat(`"${`, 50_000)),
		"a long sum":               bucket("y", "1"+strings.Repeat("+1", 200_000)),
		"many denials":             bucket("y", strings.Repeat("!", 400_000)+"true"),
		"a chain of conditions":    bucket("y", strings.Repeat("true ? 1 : ", 50_000)+"1"),
		"products":                 bucket("y", "setproduct(range(1000), range(1000), range(1000))"),
		"many of a module":         "module \"m\" {\n  source = \"./m\"\n  count = 1000000\n}\n",
		"many in a dynamic block":  "resource \"aws_lb\" \"y\" {\n  dynamic \"a\" {\n    for_each = range(1000)\n    content {\n      dynamic \"a\" {\n        for_each = range(1000)\n        content {\n          dynamic \"a\" {\n            for_each = range(1000)\n            content {}\n          }\n        }\n      }\n    }\n  }\n}\n",
		"a file that is too large": bucket("y", `"`+strings.Repeat("x", 2<<20)+`"`),
		"bytes that are no text":   "\x00\xff\xfe{",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			begun := time.Now()
			found := read(map[string]string{"a/good.tf": bucket("x", `"b"`), "b/bad.tf": text, "b/m/m.tf": bucket("m", `"c"`)})
			if len(found.All()) == 0 || found.All()[0].Get("bucket").Text() != "b" {
				t.Errorf("what stands beside it is not read: %+v", found.Problems)
			}
			t.Logf("%s, %d problems", time.Since(begun), len(found.Problems))
		})
	}
}

// A module of modules, each of which calls two, ends.
func TestReadEndsOnModulesThatGrow(t *testing.T) {
	t.Parallel()
	files := map[string]string{"a.tf": bucket("x", `"b"`)}
	for i := range 30 {
		files[fmt.Sprintf("m%d/a.tf", i)] = fmt.Sprintf("module \"a\" {\n  source = \"../m%d\"\n}\nmodule \"b\" {\n  source = \"../m%d\"\n}\n", i+1, i+1) + bucket("x", `"b"`)
	}
	if found := read(files); len(found.All()) == 0 {
		t.Error("nothing is read")
	}
}

// Many services and many that scale them are put together in time.
func TestReadPutsManyTogether(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range 1200 {
		fmt.Fprintf(&text, "resource \"aws_ecs_service\" \"s%d\" {\n  desired_count = 2\n}\nresource \"aws_appautoscaling_target\" \"t%d\" {\n  resource_id = \"service/a/${aws_ecs_service.s%d.name}\"\n}\n", i, i, i)
	}
	found := read(map[string]string{"a.tf": text.String()}).Services()
	if len(found) != 500 || found[0].Scaler == nil || found[499].Scaler.Name != "t499" {
		t.Errorf("%d services", len(found))
	}
}

func TestInvalidFilesAreSaid(t *testing.T) {
	t.Parallel()
	found := read(map[string]string{"a.tf": bucket("x", `"b"`), "bad.tf": "resource \"a\" \"b\" {\n  x = = 1\n}\n", "bad.tfvars": "a = (\n", "c.tfvars.json": "[1"})
	if len(found.Problems) != 3 || found.Problems[0].Path != "bad.tf" || found.Problems[0].Line != 2 || len(found.All()) != 1 {
		t.Errorf("%v", found.Problems)
	}
}

// FuzzRead reads the same bytes as each kind of file: whatever they hold, the reader
// comes back.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		bucket("x", `"${var.a}${local.b}${module.m.c}"`), "locals {\n  a = [for k, v in local.a : { (k) = v... }]\n}\n", "module \"m\" {\n  source = \"./\"\n  for_each = toset([\"a\"])\n}\n",
		"variable \"a\" {\n  type = map(object({ b = optional(list(any), [1]) }))\n  default = { x = {} }\n}\n" + bucket("x", "var.a"), "resource \"aws_lb\" \"a\" {\n  dynamic \"b\" {\n    for_each = null\n    content {\n      c = b.value\n    }\n  }\n  lifecycle {\n    ignore_changes = [a[0].b, all]\n  }\n}\n",
		"inputs = merge(local.a, { b = 1 })\nterraform {\n  source = \"..//m\"\n}\n", "{\"a\": [1, {\"b\": null}]}", "a = <<E\n${\nE\n", "resource \"aws_ecs_task_definition\" \"a\" {\n  container_definitions = jsonencode([{ name = var.x, environment = [] }])\n}\n",
		"module \"d\" {\n  source = \"terraform-aws-modules/rds/aws\"\n  backup_retention_period = { a = 1 }\n}\n", "resource \"aws_s3_bucket\" \"x\" {\n  for_each = { for k in setproduct([1], [2]) : k[0] => k[1] }\n  bucket = each.value.z\n}\n",
		`{"resource": {"aws_lb": {"a": [{"dynamic": {"b": {"for_each": "${[1]}", "content": {"c": "${b.value}"}}}, "x": "%{ if true }"}]}}, "variable": {"v": {"type": "map(any)"}}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		files := map[string]string{}
		for _, name := range []string{"a.tf", "m/b.tf", "prod.tfvars", "x.tfvars.json", "j.tf.json", "g/terragrunt.hcl", "root.hcl"} {
			files[name] = text
		}
		found := read(files)
		for _, one := range found.All() {
			_, _, _ = one.Get("bucket").References(), one.Get("container_definitions").Field("a"), one.Label()
		}
		_ = found.Databases()
	})
}
