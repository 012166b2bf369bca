package performance

import (
	"net/http"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// uploads matches paths of files that people uploaded.
var uploads = regex.New(`(?i)/(?:uploads?|media|user-?content|user-?files|avatars?|attachments?|storage|photos?|pictures?|rails/active_storage|wp-content/uploads|profile[_-]?(?:images?|pics?|photos?)|covers?|thumbs?|thumbnails?|documents?|galler(?:y|ies))/`)

// assets matches paths of what a build makes: nobody uploads it.
var assets = regex.New(`(?i)(?:^|/)(?:static|assets?|build|dist|_next|_nuxt|_astro|_app|packs|bundles?|css|js|fonts?|icons?|favicons?|theme|themes|vendor|node_modules|webjars)/|/(?:favicon|logo|apple-touch|og-?image|sprite)[^/]*$`)

// mediaNames matches names of fields that hold the address of a file.
var mediaNames = regex.New(`(?i)(?:image|img|avatar|photo|picture|thumb(?:nail)?|file|attachment|logo|cover|poster|media|video|audio|document|pdf|download)s?[_-]?(?:url|uri|src|href|path|link)?$`)

// strangers are hosts at which files of other services stand: no upload of the product's.
var strangers = regex.New(`(?i)(?:^|\.)(?:gravatar\.com|githubusercontent\.com|lh\d\.googleusercontent\.com|unsplash\.com|picsum\.photos|placehold\.co|via\.placeholder\.com|placekitten\.com|dummyimage\.com|ytimg\.com|youtube\.com|vimeo(?:cdn)?\.com|fbcdn\.net|twimg\.com|google-analytics\.com|doubleclick\.net|facebook\.com|shields\.io|wikimedia\.org|example\.(?:com|org|net))$`)

// storeHosts name object stores, and delivery networks that stand before one, by their
// hosts.
var storeHosts = []struct {
	name string
	host *regex.Expression
}{
	{"AWS S3", regex.New(`(?i)(?:^|[.-])s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$`)},
	{"CloudFront", regex.New(`(?i)\.cloudfront\.net$`)},
	{"Google Cloud Storage", regex.New(`(?i)(?:^|\.)storage\.(?:googleapis|cloud\.google)\.com$`)},
	{"Firebase Storage", regex.New(`(?i)(?:^firebasestorage\.googleapis\.com|\.firebasestorage\.app)$`)},
	{"Azure Blob Storage", regex.New(`(?i)\.(?:blob\.core\.(?:windows\.net|usgovcloudapi\.net|chinacloudapi\.cn)|azureedge\.net|azurefd\.net)$`)},
	{"Cloudflare R2", regex.New(`(?i)\.(?:r2\.cloudflarestorage\.com|r2\.dev)$`)},
	{"Cloudflare Images", regex.New(`(?i)(?:^|\.)imagedelivery\.net$`)},
	{"DigitalOcean Spaces", regex.New(`(?i)\.digitaloceanspaces\.com$`)},
	{"Backblaze B2", regex.New(`(?i)\.backblazeb2\.com$`)},
	{"Wasabi", regex.New(`(?i)\.wasabisys\.com$`)},
	{"Linode Object Storage", regex.New(`(?i)\.linodeobjects\.com$`)},
	{"Scaleway", regex.New(`(?i)\.scw\.cloud$`)},
	{"OVH", regex.New(`(?i)\.(?:io|storage)\.[a-z]+\.cloud\.ovh\.net$`)},
	{"Alibaba OSS", regex.New(`(?i)\.aliyuncs\.com$`)},
	{"Supabase Storage", regex.New(`(?i)\.supabase\.(?:co|in)$`)},
	{"Vercel Blob", regex.New(`(?i)\.blob\.vercel-storage\.com$`)},
	{"Cloudinary", regex.New(`(?i)(?:^|\.)cloudinary\.com$`)},
	{"imgix", regex.New(`(?i)\.imgix\.net$`)},
	{"ImageKit", regex.New(`(?i)(?:^|\.)imagekit\.io$`)},
	{"Uploadcare", regex.New(`(?i)(?:^|\.)ucarecdn?\.(?:com|net)$`)},
	{"bunny.net", regex.New(`(?i)\.b-cdn\.net$`)},
	{"Fastly", regex.New(`(?i)\.(?:fastly\.net|fastlylb\.net)$`)},
	{"Akamai", regex.New(`(?i)\.(?:akamaized\.net|akamaihd\.net|edgekey\.net)$`)},
}

// storeOf names the store that a host is of; empty: none that is known.
func storeOf(host string) string {
	for _, one := range storeHosts {
		if one.host.MatchString(host) {
			return one.name
		}
	}
	return ""
}

// storeHeaders are those by which an object store shows through the service's own
// address.
var storeHeaders = []struct{ header, name string }{
	{"X-Amz-Request-Id", "AWS S3"}, {"X-Amz-Version-Id", "AWS S3"}, {"X-Amz-Server-Side-Encryption", "AWS S3"}, {"X-Amz-Cf-Id", "CloudFront"}, {"X-Goog-Generation", "Google Cloud Storage"}, {"X-Goog-Hash", "Google Cloud Storage"},
	{"X-Ms-Blob-Type", "Azure Blob Storage"}, {"X-Oss-Request-Id", "Alibaba OSS"}, {"X-Bz-File-Id", "Backblaze B2"}, {"X-Cld-Error", "Cloudinary"}, {"X-Imgix-Id", "imgix"}, {"X-Minio-Deployment-Id", "MinIO"},
}

// shownBy names the store that an answer's headers are of; empty: none.
func shownBy(header http.Header) string {
	for _, one := range storeHeaders {
		if header.Get(one.header) != "" {
			return one.name
		}
	}
	switch server := strings.ToLower(header.Get("Server")); {
	case strings.HasPrefix(server, "amazons3"):
		return "AWS S3"
	case strings.HasPrefix(server, "uploadserver"):
		return "Google Cloud Storage"
	case strings.HasPrefix(server, "minio"):
		return "MinIO"
	case strings.HasPrefix(server, "windows-azure-blob"):
		return "Azure Blob Storage"
	}
	return ""
}
