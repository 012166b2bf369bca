package terraform

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/golive-app/golive/config/regex"
)

// unknowable is a function whose answer needs more than its arguments, or more than is
// worth computing here.
var unknowable = function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "any", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true},
	Type:     function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(arguments []cty.Value, _ cty.Type) (cty.Value, error) {
		var marks []cty.ValueMarks
		for _, one := range arguments {
			_, found := one.UnmarkDeep()
			marks = append(marks, found)
		}
		return cty.DynamicVal.WithMarks(marks...), nil
	},
})

// same is a function that hands on its first argument: for a text of JSON or YAML what
// it is made of, so that what is unknown in it hides nothing else.
var same = function.New(&function.Spec{
	Params:   []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true}},
	VarParam: &function.Parameter{Name: "more", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true},
	Type:     func(arguments []cty.Value) (cty.Type, error) { return arguments[0].Type(), nil },
	Impl:     func(arguments []cty.Value, _ cty.Type) (cty.Value, error) { return arguments[0], nil },
})

// wide matches formats that ask for more space than anybody means.
var wide = regex.New(`%[^a-zA-Z%]*\d{3}`)

// narrow is a function that formats, unless it is asked for too much space.
func narrow(of function.Function) function.Function {
	return function.New(&function.Spec{
		Params:   []function.Parameter{{Name: "format", Type: cty.String}},
		VarParam: &function.Parameter{Name: "args", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true},
		Type:     function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(arguments []cty.Value, _ cty.Type) (cty.Value, error) {
			if wide.MatchString(arguments[0].AsString()) {
				return cty.DynamicVal, nil
			}
			for _, one := range arguments[1:] {
				if !one.IsWhollyKnown() {
					return cty.DynamicVal, nil
				}
			}
			return of.Call(arguments)
		},
	})
}

// functions are those of Terraform that answer from their arguments alone; all others
// answer what is unknown. https://developer.hashicorp.com/terraform/language/functions
func functions() map[string]function.Function {
	known := map[string]function.Function{
		"abs": stdlib.AbsoluteFunc, "ceil": stdlib.CeilFunc, "floor": stdlib.FloorFunc, "max": stdlib.MaxFunc, "min": stdlib.MinFunc, "parseint": stdlib.ParseIntFunc, "signum": stdlib.SignumFunc,
		"chomp": stdlib.ChompFunc, "format": narrow(stdlib.FormatFunc), "formatlist": unknowable, "indent": unknowable, "join": stdlib.JoinFunc, "lower": stdlib.LowerFunc, "upper": stdlib.UpperFunc,
		"regex": stdlib.RegexFunc, "regexall": stdlib.RegexAllFunc, "replace": replacing, "split": stdlib.SplitFunc, "strrev": stdlib.ReverseFunc, "substr": stdlib.SubstrFunc,
		"title": stdlib.TitleFunc, "trim": stdlib.TrimFunc, "trimprefix": stdlib.TrimPrefixFunc, "trimsuffix": stdlib.TrimSuffixFunc, "trimspace": stdlib.TrimSpaceFunc,
		"chunklist": stdlib.ChunklistFunc, "coalesce": stdlib.CoalesceFunc, "coalescelist": stdlib.CoalesceListFunc, "compact": stdlib.CompactFunc, "concat": stdlib.ConcatFunc, "contains": stdlib.ContainsFunc,
		"distinct": stdlib.DistinctFunc, "element": stdlib.ElementFunc, "flatten": stdlib.FlattenFunc, "index": stdlib.IndexFunc, "keys": stdlib.KeysFunc, "length": length, "lookup": stdlib.LookupFunc,
		"merge": stdlib.MergeFunc, "range": stdlib.RangeFunc, "reverse": stdlib.ReverseListFunc, "slice": stdlib.SliceFunc, "sort": stdlib.SortFunc, "values": stdlib.ValuesFunc, "zipmap": stdlib.ZipmapFunc,
		"setintersection": stdlib.SetIntersectionFunc, "setsubtract": stdlib.SetSubtractFunc, "setunion": stdlib.SetUnionFunc, "setproduct": stdlib.SetProductFunc,
		"tobool": stdlib.MakeToFunc(cty.Bool), "tolist": stdlib.MakeToFunc(cty.List(cty.DynamicPseudoType)), "tomap": stdlib.MakeToFunc(cty.Map(cty.DynamicPseudoType)),
		"tonumber": stdlib.MakeToFunc(cty.Number), "toset": stdlib.MakeToFunc(cty.Set(cty.DynamicPseudoType)), "tostring": stdlib.MakeToFunc(cty.String),
		"jsondecode": stdlib.JSONDecodeFunc, "jsonencode": same, "yamlencode": same, "nonsensitive": same, "sensitive": same, "try": trying, "can": unknowable, "one": one,
	}
	for _, name := range []string{
		"abspath", "alltrue", "anytrue", "base64decode", "base64encode", "base64gzip", "base64sha256", "base64sha512", "basename", "bcrypt", "cidrhost", "cidrnetmask", "cidrsubnet", "cidrsubnets", "csvdecode", "dirname",
		"endswith", "ephemeralasnull", "file", "filebase64", "filebase64sha256", "filebase64sha512", "fileexists", "filemd5", "fileset", "filesha1", "filesha256", "filesha512", "formatdate", "issensitive", "log",
		"matchkeys", "md5", "pathexpand", "plantimestamp", "pow", "rsadecrypt", "sha1", "sha256", "sha512", "startswith", "strcontains", "sum", "templatefile", "templatestring", "textdecodebase64", "textencodebase64",
		"timeadd", "timecmp", "timestamp", "transpose", "type", "urlencode", "uuid", "uuidv5", "yamldecode",
		// Terragrunt's own
		"find_in_parent_folders", "get_aws_account_id", "get_env", "get_original_terragrunt_dir", "get_parent_terragrunt_dir", "get_path_from_repo_root", "get_path_to_repo_root", "get_repo_root", "get_terragrunt_dir",
		"path_relative_to_include", "path_relative_from_include", "read_terragrunt_config", "read_tfvars_file", "run_cmd", "sops_decrypt_file",
	} {
		known[name] = unknowable
	}
	return known
}
