package workflow

import "strings"

// actionRules say what well-known actions do.
var actionRules = map[string][]Stage{
	"docker/build-push-action": build, "docker/bake-action": build, "redhat-actions/buildah-build": build, "redhat-actions/push-to-registry": publish, "mr-smithers-excellent/docker-build-push": buildPublish, "elgohr/publish-docker-github-action": buildPublish, "depot/build-push-action": build, "depot/bake-action": build, "useblacksmith/build-push-action": build, "devcontainers/ci": nil, "home-assistant/builder": buildPublish, "paketo-buildpacks/github-config": nil,
	"goreleaser/goreleaser-action": buildPublish, "pypa/cibuildwheel": build, "pypa/gh-action-pypi-publish": publish, "js-devtools/npm-publish": publish, "softprops/action-gh-release": publish, "ncipollo/release-action": publish, "actions/create-release": publish, "svenstaro/upload-release-action": publish, "actions/upload-release-asset": publish, "marvinpinto/action-automatic-releases": publish, "changesets/action": publish, "cycjimmy/semantic-release-action": publish, "katyo/publish-crates": publish, "rubygems/release-gem": publish, "helm/chart-releaser-action": publish, "shogo82148/actions-upload-release-asset": publish, "regclient/actions": nil,
	"tauri-apps/tauri-action": build, "messense/maturin-action": build, "pyo3/maturin-action": build, "actions-rs/cargo": nil, "gradle/gradle-build-action": nil, "microsoft/action-python": nil, "cypress-io/github-action": test, "grafana/k6-action": test, "reactivecircus/android-emulator-runner": test, "matt-ball/newman-action": test, "helm/chart-testing-action": nil, "ankane/setup-postgres": nil,
	"azure/webapps-deploy": deploy, "azure/functions-action": deploy, "azure/k8s-deploy": deploy, "azure/static-web-apps-deploy": deploy, "azure/container-apps-deploy-action": deploy, "azure/aci-deploy": deploy, "aws-actions/amazon-ecs-deploy-task-definition": deploy, "aws-actions/aws-cloudformation-github-deploy": deploy, "aws-actions/aws-lambda-deploy": deploy, "einaregilsson/beanstalk-deploy": deploy, "google-github-actions/deploy-cloudrun": deploy, "google-github-actions/deploy-appengine": deploy, "google-github-actions/deploy-cloud-functions": deploy, "google-github-actions/create-cloud-deploy-release": deploy, "cloudflare/wrangler-action": deploy, "cloudflare/pages-action": deploy, "amondnet/vercel-action": deploy, "bettermode-com/vercel-deploy": deploy, "nwtgck/actions-netlify": deploy, "netlify/actions": deploy, "jsmrcaga/action-netlify-deploy": deploy, "superfly/flyctl-actions": deploy, "akhileshns/heroku-deploy": deploy, "firebaseextended/action-hosting-deploy": deploy, "w9jds/firebase-action": deploy, "johnbeynon/render-deploy-action": deploy, "bervprojects/railway-deploy": deploy, "digitalocean/app_action": deploy, "appleboy/ssh-action": deploy, "appleboy/scp-action": deploy, "easingthemes/ssh-deploy": deploy, "burnett01/rsync-deployments": deploy, "samkirkland/ftp-deploy-action": deploy, "deployphp/action": deploy, "dawidd6/action-ansible-playbook": deploy, "bitovi/github-actions-deploy-docker-to-ec2": deploy, "argoproj/argo-cd-action": deploy, "jakejarvis/s3-sync-action": deploy, "dokku/github-action": deploy, "caprover/deploy-from-github": deploy, "koyeb/action-git-deploy": deploy, "benc-uk/workflow-dispatch": nil, "pulumi/actions": deploy, "hashicorp/tfc-workflows-github": deploy, "serverless/github-action": deploy, "vimtor/action-zip": nil,
	"actions/deploy-pages": deploy, "peaceiris/actions-gh-pages": deploy, "jamesives/github-pages-deploy-action": deploy, "crazy-max/ghaction-github-pages": deploy,
}

// pages are actions that put static pages online, which for most projects are
// their documentation.
var pages = []string{"actions/deploy-pages", "peaceiris/actions-gh-pages", "jamesives/github-pages-deploy-action", "crazy-max/ghaction-github-pages", "gh-pages"}

// pushes are actions that publish what they build only when they are told to.
var pushes = []string{"docker/build-push-action", "docker/bake-action", "depot/build-push-action", "depot/bake-action", "useblacksmith/build-push-action"}

// actionName is "owner/repository" of what "uses" names, in lower case.
func actionName(uses string) string {
	name, _, _ := strings.Cut(uses, "@")
	parts := strings.SplitN(strings.ToLower(name), "/", 3)
	if len(parts) < 2 {
		return ""
	}
	return parts[0] + "/" + parts[1]
}

// pinned reports whether an action is named by a full commit id, or an image by
// its digest.
func pinned(uses string) bool {
	if image, isImage := strings.CutPrefix(uses, "docker://"); isImage {
		return strings.Contains(image, "@sha256:")
	}
	_, ref, _ := strings.Cut(uses, "@")
	if len(ref) != 40 {
		return false
	}
	return strings.Trim(ref, "0123456789abcdefABCDEF") == ""
}

// ours reports whether an action is GitHub's own.
func ours(uses string) bool {
	return strings.HasPrefix(uses, "actions/") || strings.HasPrefix(uses, "github/")
}
