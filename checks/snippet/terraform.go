package snippet

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
	"github.com/golive-app/golive/checks/wording"
)

// Terraform writes what to set in a resource, as its file has it: each setting is a path
// and a value, such as "settings.backup_configuration.enabled = true". Of a module of
// others it names the inputs.
func Terraform(resource *terraform.Resource, settings ...string) string {
	head := "resource \"" + wording.Argument(resource.Kind, "TYPE") + "\" \"" + wording.Argument(resource.Name, "NAME") + "\" {\n"
	if resource.Module != "" {
		head = "module \"" + wording.Argument(resource.Name, "NAME") + "\" {\n"
	}
	var body strings.Builder
	var open []string
	leave := func(depth int) {
		for len(open) > depth {
			open = open[:len(open)-1]
			body.WriteString(strings.Repeat("  ", len(open)+1) + "}\n")
		}
	}
	for _, setting := range settings {
		path, value, _ := strings.Cut(setting, " = ")
		parts := strings.Split(resource.Argument(path), ".")
		blocks, last := parts[:len(parts)-1], parts[len(parts)-1]
		shared := 0
		for shared < len(open) && shared < len(blocks) && open[shared] == blocks[shared] {
			shared++
		}
		leave(shared)
		for _, name := range slices.Clone(blocks[shared:]) {
			opening := " {\n"
			if resource.Module != "" {
				opening = " = {\n"
			}
			body.WriteString(strings.Repeat("  ", len(open)+1) + name + opening)
			open = append(open, name)
		}
		body.WriteString(strings.Repeat("  ", len(open)+1) + last + " = " + value + "\n")
	}
	leave(0)
	return "```hcl\n" + head + "  # …\n" + body.String() + "}\n```"
}
