package performance

import (
	"net/http"
	"regexp"
	"strings"
)

// uploads matches paths of files that people uploaded.
var uploads = regexp.MustCompile(`(?i)/(?:uploads?|media|user-?content|user-?files|avatars?|attachments?|storage|photos?|pictures?|rails/active_storage|wp-content/uploads|profile[_-]?(?:images?|pics?|photos?)|covers?|thumbs?|thumbnails?|documents?|galler(?:y|ies))/`)

// assets matches paths of what a build makes: nobody uploads it.
var assets = regexp.MustCompile(`(?i)(?:^|/)(?:static|assets?|build|dist|_next|_nuxt|_astro|_app|packs|bundles?|css|js|fonts?|icons?|favicons?|theme|themes|vendor|node_modules|webjars)/|/(?:favicon|logo|apple-touch|og-?image|sprite)[^/]*$`)

// mediaNames matches names of fields that hold the address of a file.
var mediaNames = regexp.MustCompile(`(?i)(?:image|img|avatar|photo|picture|thumb(?:nail)?|file|attachment|logo|cover|poster|media|video|audio|document|pdf|download)s?[_-]?(?:url|uri|src|href|path|link)?$`)

// strangers are hosts at which files of other services stand: no upload of the product's.
var strangers = regexp.MustCompile(`(?i)(?:^|\.)(?:gravatar\.com|githubusercontent\.com|lh\d\.googleusercontent\.com|unsplash\.com|picsum\.photos|placehold\.co|via\.placeholder\.com|placekitten\.com|dummyimage\.com|ytimg\.com|youtube\.com|vimeo(?:cdn)?\.com|fbcdn\.net|twimg\.com|google-analytics\.com|doubleclick\.net|facebook\.com|shields\.io|wikimedia\.org|example\.(?:com|org|net))$`)

// storeHosts name object stores, and delivery networks that stand before one, by their
// hosts.
var storeHosts = []struct {
	name string
	host *regexp.Regexp
}{
	{"AWS S3", regexp.MustCompile(`(?i)(?:^|[.-])s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$`)},
	{"CloudFront", regexp.MustCompile(`(?i)\.cloudfront\.net$`)},
	{"Google Cloud Storage", regexp.MustCompile(`(?i)(?:^|\.)storage\.(?:googleapis|cloud\.google)\.com$`)},
	{"Firebase Storage", regexp.MustCompile(`(?i)(?:^firebasestorage\.googleapis\.com|\.firebasestorage\.app)$`)},
	{"Azure Blob Storage", regexp.MustCompile(`(?i)\.(?:blob\.core\.(?:windows\.net|usgovcloudapi\.net|chinacloudapi\.cn)|azureedge\.net|azurefd\.net)$`)},
	{"Cloudflare R2", regexp.MustCompile(`(?i)\.(?:r2\.cloudflarestorage\.com|r2\.dev)$`)},
	{"Cloudflare Images", regexp.MustCompile(`(?i)(?:^|\.)imagedelivery\.net$`)},
	{"DigitalOcean Spaces", regexp.MustCompile(`(?i)\.digitaloceanspaces\.com$`)},
	{"Backblaze B2", regexp.MustCompile(`(?i)\.backblazeb2\.com$`)},
	{"Wasabi", regexp.MustCompile(`(?i)\.wasabisys\.com$`)},
	{"Linode Object Storage", regexp.MustCompile(`(?i)\.linodeobjects\.com$`)},
	{"Scaleway", regexp.MustCompile(`(?i)\.scw\.cloud$`)},
	{"OVH", regexp.MustCompile(`(?i)\.(?:io|storage)\.[a-z]+\.cloud\.ovh\.net$`)},
	{"Alibaba OSS", regexp.MustCompile(`(?i)\.aliyuncs\.com$`)},
	{"Supabase Storage", regexp.MustCompile(`(?i)\.supabase\.(?:co|in)$`)},
	{"Vercel Blob", regexp.MustCompile(`(?i)\.blob\.vercel-storage\.com$`)},
	{"Cloudinary", regexp.MustCompile(`(?i)(?:^|\.)cloudinary\.com$`)},
	{"imgix", regexp.MustCompile(`(?i)\.imgix\.net$`)},
	{"ImageKit", regexp.MustCompile(`(?i)(?:^|\.)imagekit\.io$`)},
	{"Uploadcare", regexp.MustCompile(`(?i)(?:^|\.)ucarecdn?\.(?:com|net)$`)},
	{"bunny.net", regexp.MustCompile(`(?i)\.b-cdn\.net$`)},
	{"Fastly", regexp.MustCompile(`(?i)\.(?:fastly\.net|fastlylb\.net)$`)},
	{"Akamai", regexp.MustCompile(`(?i)\.(?:akamaized\.net|akamaihd\.net|edgekey\.net)$`)},
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
