package performance

import (
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
	"github.com/golive-app/golive/checks/wording"
)

// buckets are the resources that keep files.
func buckets(configuration *terraform.Configuration) []*terraform.Resource {
	return configuration.Of("aws_s3_bucket", "google_storage_bucket", "azurerm_storage_container", "digitalocean_spaces_bucket", "cloudflare_r2_bucket")
}

// listable are buckets whose files everybody can list.
func listable(configuration *terraform.Configuration) []checks.Finding {
	var findings []checks.Finding
	add := func(r *terraform.Resource, argument string) {
		at := r.At(argument)
		findings = append(findings, checks.Finding{
			Rule: "media.public-bucket", Severity: checks.SeverityWarning, Path: at.Path, Line: at.Line, EndLine: at.Line, Message: wording.Quoted(r.Label()) + " lets everybody list what is in the bucket (" + wording.Quoted(argument) + ")",
			Remedy: "Keep it private, and hand files out by signed addresses or a delivery network that alone may read it.", Fingerprint: checks.Fingerprint("media.public-bucket", at.Path, r.Address),
		})
	}
	for _, one := range configuration.All() {
		switch one.Kind {
		case "aws_s3_bucket", "aws_s3_bucket_acl", "digitalocean_spaces_bucket":
			if strings.HasPrefix(one.Get("acl").Text(), "public-read") {
				add(one, "acl")
			}
		case "google_storage_bucket_iam_member", "google_storage_bucket_iam_binding":
			member, role := one.Get("member").Text(), one.Get("role").Text()
			members, _ := one.Get("members").Items()
			for _, other := range members {
				member += " " + other.Text()
			}
			if (strings.Contains(member, "allUsers") || strings.Contains(member, "allAuthenticatedUsers")) && role != "roles/storage.legacyObjectReader" {
				add(one, "role")
			}
		case "azurerm_storage_container":
			if one.Get("container_access_type").Text() == "container" {
				add(one, "container_access_type")
			}
		}
	}
	return findings
}
