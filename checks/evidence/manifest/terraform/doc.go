// Package terraform reads configuration of Terraform, OpenTofu and Terragrunt without
// running it: variables, locals, modules of the same repository and what can be computed
// of expressions become resources with the lines they stand at. What only a plan or a
// provider knows stays unknown. Modules that are kept elsewhere are not fetched; of some
// well known ones the inputs are read as the resource that they make. It judges nothing.
package terraform
