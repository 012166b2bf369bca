package performance_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/performance"
)

// item returns an item of this section that is told by usage.
func item(id string, decides bool) checks.Item {
	return checks.Item{
		ID: checks.ItemID("performance." + id), Section: checks.SectionPerformance, Kind: checks.KindMix, Level: checks.LevelWarn,
		FindingsDecide: decides, Minimum: checks.Minimum{Grade: checks.E4}, Role: checks.RoleSRE,
	}
}

// usageCase is a release, and what an item says of it.
type usageCase struct {
	files    map[string]string
	options  []checkstest.Option
	verdict  checks.Verdict
	findings string // "severity rule path:line", one a line
	says     string // is in the headline, the reason, the evidence or a remedy
}

func judgeCases(t *testing.T, item checks.Item, check checks.Check, cases map[string]usageCase) {
	t.Helper()
	for name, one := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := checkstest.Judge(t, item, check, checkstest.Subject(checkstest.Tree(one.files), one.options...))
			if result.Verdict() != one.verdict {
				t.Errorf("%s: %s", result.Verdict(), result.Headline)
			}
			if got := found(result); got != one.findings {
				t.Errorf("findings\n%s\nwant\n%s", got, one.findings)
			}
			if text := words(result); !strings.Contains(text, one.says) {
				t.Errorf("nothing says %q:\n%s", one.says, text)
			}
		})
	}
}

func found(result checks.Result) string {
	var lines []string
	for _, finding := range result.Findings {
		line := string(finding.Severity) + " " + finding.Rule
		if finding.Path != "" {
			line += " " + finding.Path
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func words(result checks.Result) string {
	lines := []string{result.Headline, result.Why, result.Remedy}
	for _, one := range result.Evidence {
		lines = append(lines, one.Grade.String()+" "+string(one.Outcome)+" "+one.Summary)
	}
	for _, one := range result.Findings {
		lines = append(lines, one.Message, one.Remedy)
	}
	return strings.Join(lines, "\n")
}

const (
	server  = "const express = require('express')\nconst app = express()\napp.get('/orders', list)\n"
	library = "export const add = (a, b) => a + b\n"
)

func TestCaching(t *testing.T) {
	t.Parallel()
	judgeCases(t, item("caching", false), performance.NewCaching(manifest.NewReader(nil), projecttest.Reader(t)), map[string]usageCase{
		"nothing is cached": {
			files: map[string]string{"src/app.js": server}, verdict: checks.Warn, findings: "warning caching.none", says: "app.use(express.static(",
		},
		"Redis keeps values": {
			files:   map[string]string{"src/app.js": server, "src/cache.ts": "import Redis from 'ioredis'\nconst redis = new Redis()\nexport const get = (id) => redis.get(id)\nexport const set = (id, v) => redis.setex(id, 60, v)\n"},
			verdict: checks.Warn, says: "E2 supports ioredis keeps values: 1 read, 1 write in 1 file",
		},
		"a delivery network of Terraform": {
			files: map[string]string{"src/app.js": server, "infra/a.tf": "resource \"aws_cloudfront_distribution\" \"cdn\" {\n  enabled = true\n}\n"}, verdict: checks.Warn, says: "by configuration (CloudFront)",
		},
		"one that keeps nothing": {
			files:   map[string]string{"src/app.js": server, "infra/a.tf": "resource \"aws_cloudfront_distribution\" \"cdn\" {\n  enabled = true\n  default_cache_behavior {\n    cache_policy_id = \"4135ea2d-6df8-44a3-9df3-4b5a84be39ad\"\n  }\n}\n"},
			verdict: checks.Warn, findings: "warning caching.none\nwarning caching.network-off infra/a.tf", says: "keeps nothing",
		},
		"a store of Terraform is no cache by itself": {
			files: map[string]string{"src/app.js": server, "infra/a.tf": "resource \"aws_elasticache_replication_group\" \"r\" {\n}\n"}, verdict: checks.Warn, findings: "warning caching.none", says: "E2 neutral ElastiCache is declared",
		},
		"Caddy, in a block": {
			files: map[string]string{"src/app.js": server, "Caddyfile": "example.com {\n  header {\n    Cache-Control \"public, max-age=60\"\n  }\n}\n"}, verdict: checks.Warn, says: "by configuration (Caddy)",
		},
		"a delivery network of an Ingress": {
			files: map[string]string{"src/app.js": server, "k8s/b.yaml": "apiVersion: cloud.google.com/v1\nkind: BackendConfig\nmetadata: {name: shop}\nspec:\n  cdn:\n    enabled: true\n"}, verdict: checks.Warn, says: "by configuration (Cloud CDN)",
		},
		"a route of the Gateway API": {
			files:   map[string]string{"src/app.js": server, "k8s/r.yaml": "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: shop}\nspec:\n  rules:\n  - filters:\n    - type: ResponseHeaderModifier\n      responseHeaderModifier: {set: [{name: Cache-Control, value: 'public, max-age=60'}]}\n"},
			verdict: checks.Warn, says: "by configuration (the gateway)",
		},
		"a route that lets nothing be kept": {
			files:   map[string]string{"src/app.js": server, "k8s/r.yaml": "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: shop}\nspec: {rules: [{filters: [{responseHeaderModifier: {set: [{name: Cache-Control, value: 'no-store'}]}}]}]}\n"},
			verdict: checks.Warn, findings: "warning caching.none",
		},
		"a queue is no cache": {
			files:   map[string]string{"src/app.js": server, "src/jobs.ts": "import { Queue } from 'bullmq'\nimport Redis from 'ioredis'\nexport const jobs = new Queue('a', { connection: new Redis() })\n"},
			verdict: checks.Warn, findings: "warning caching.none", says: "it serves for queue (BullMQ)",
		},
		"a proxy that keeps answers": {
			files: map[string]string{"src/app.js": server, "deploy/nginx.conf": "server {\n  proxy_cache pages;\n}\n"}, verdict: checks.Warn, says: "by configuration (nginx)",
		},
		"a value without an end": {
			files:   map[string]string{"src/app.js": server, "src/cache.ts": "import { createClient } from 'redis'\nconst cache = createClient()\nexport const get = (k) => cache.get(k)\nexport const put = (k, v) => cache.set(k, v)\n"},
			verdict: checks.Warn, findings: "warning caching.no-expiry src/cache.ts", says: "maxmemory-policy",
		},
		"each process has its own": {
			files:   map[string]string{"shop/urls.py": "from django.urls import path\nurlpatterns = [path('a', view)]\n", "shop/settings.py": "CACHES = {'default': {'BACKEND': 'django.core.cache.backends.locmem.LocMemCache'}}\n", "shop/views.py": "from django.core.cache import cache\ndef view(r): return cache.get('a')\n"},
			verdict: checks.Warn, findings: "warning caching.local-backend shop/settings.py", says: "django.core.cache.backends.redis.RedisCache",
		},
		"a cache that nobody asks": {
			files:   map[string]string{"app.py": "from flask import Flask\nfrom flask_caching import Cache\napp = Flask(__name__)\ncache = Cache(app)\n"},
			verdict: checks.Warn, findings: "warning caching.none\nwarning caching.unused app.py", says: "@cache.cached(timeout=60)",
		},
		"a library": {files: map[string]string{"src/add.js": library}, verdict: checks.NotApplicable, says: "not a service"},
		"a port without a framework that is known": {
			files: map[string]string{"src/add.js": library, "Dockerfile": "FROM node\nEXPOSE 8080\n"}, verdict: checks.Unknown, says: "",
		},
		"a language that is not read": {
			files: map[string]string{"src/add.js": library, "app/order.rb": "class Order; end\n"}, verdict: checks.Unknown, says: "",
		},
	})
}

func TestMediaStorage(t *testing.T) {
	t.Parallel()
	judgeCases(t, item("media-storage", false), performance.NewMediaStorage(manifest.NewReader(nil), projecttest.Reader(t)), map[string]usageCase{
		"a bucket that everybody can list": {
			files:   map[string]string{"src/app.js": server + "const { S3Client } = require('@aws-sdk/client-s3')\nnew S3Client({}).send(new PutObjectCommand({}))\n", "infra/a.tf": "resource \"aws_s3_bucket\" \"media\" {\n  acl = \"public-read\"\n}\n"},
			verdict: checks.Warn, findings: "warning media.public-bucket infra/a.tf", says: "E2 neutral 1 bucket is declared in Terraform",
		},
		"a disk": {
			files:   map[string]string{"src/app.js": server + "const upload = require('multer')({ dest: 'uploads/' })\n"},
			verdict: checks.Warn, findings: "warning media.local-disk src/app.js", says: "getSignedUrl",
		},
		"S3 with addresses": {
			files:   map[string]string{"src/app.js": server, "src/s3.ts": "import { S3Client } from '@aws-sdk/client-s3'\nimport { getSignedUrl } from '@aws-sdk/s3-request-presigner'\n"},
			verdict: checks.Warn, says: "E2 supports files can go to AWS S3, also by addresses that clients send them to directly",
		},
		"either of them": {
			files:   map[string]string{"src/app.js": server + "const upload = require('multer')({ dest: 'uploads/' })\n", "src/s3.ts": "import { S3Client } from '@aws-sdk/client-s3'\n"},
			verdict: checks.Warn, findings: "notice media.local-disk src/app.js", says: "or to the machine's disk",
		},
		"a temporary file on the way": {
			files:   map[string]string{"app.py": "import tempfile, boto3\nfrom fastapi import FastAPI, UploadFile\napp = FastAPI()\ns3 = boto3.client('s3')\n@app.post('/a')\ndef up(file: UploadFile):\n    with open(tempfile.mktemp(), 'wb') as out: out.write(file.file.read())\n"},
			verdict: checks.Warn, says: "to a temporary file first, which is in order",
		},
		"uploads that go nowhere": {
			files:   map[string]string{"app.py": "from fastapi import FastAPI, UploadFile\napp = FastAPI()\n@app.post('/a')\ndef up(file: UploadFile): keep(file)\n"},
			verdict: checks.Warn, findings: "warning media.no-object-store app.py", says: "s3.upload_fileobj",
		},
		"Django's default": {
			files:   map[string]string{"shop/models.py": "from django.db import models\nclass Order(models.Model):\n    invoice = models.FileField()\n", "shop/settings.py": "MEDIA_ROOT = BASE_DIR / 'media'\n", "shop/urls.py": "from django.urls import path\nurlpatterns = [path('a', view)]\n"},
			verdict: checks.Warn, findings: "warning media.local-storage shop/settings.py", says: "storages.backends.s3.S3Storage",
		},
		"nothing is uploaded": {files: map[string]string{"src/app.js": server}, verdict: checks.NotApplicable, says: "no upload and no client of an object store found in 1 file"},
	})
}

func TestPayload(t *testing.T) {
	t.Parallel()
	const model = "const mongoose = require('mongoose')\nconst schema = new mongoose.Schema({ email: String, password: String })\nmodule.exports = mongoose.model('User', schema)\n"
	const routes = server + "const User = require('./user')\napp.get('/me', async (req, res) => {\n  const user = await User.findById(req.id)\n  res.json(user)\n})\n"
	judgeCases(t, item("payload", true), performance.NewPayload(projecttest.Reader(t)), map[string]usageCase{
		"a password is sent": {
			files: map[string]string{"src/user.js": model, "src/app.js": routes}, verdict: checks.Fail, findings: "error payload.secret-field src/app.js", says: "select: false",
		},
		"it was sent before this release": {
			files: map[string]string{"src/user.js": model, "src/app.js": routes}, options: []checkstest.Option{checkstest.Changing(checks.Change{Path: "src/other.js"})},
			verdict: checks.Warn, findings: "warning payload.secret-field src/app.js", says: "there before this release",
		},
		"Prisma's schema": {
			files:   map[string]string{"prisma/schema.prisma": "model User {\n  id String @id\n  passwordHash String\n  passwordChanged Boolean\n}\n", "src/app.js": server + "app.get('/me', async (req, res) => res.json(await prisma.user.findUnique({ where: { id } })))\n"},
			verdict: checks.Fail, findings: "error payload.secret-field src/app.js", says: "satisfies Prisma.UserSelect",
		},
		"Prisma's client leaves it out": {
			files:   map[string]string{"prisma/schema.prisma": "model User {\n  passwordHash String\n}\n", "src/db.ts": "import { PrismaClient } from '@prisma/client'\nexport const prisma = new PrismaClient({ omit: { user: { passwordHash: true } } })\n", "src/app.js": server + "app.get('/me', async (req, res) => res.json(await prisma.user.findUnique({ where: { id } })))\n"},
			verdict: checks.Warn, says: "nothing secret is sent",
		},
		"a serializer of every field": {
			files:   map[string]string{"shop/urls.py": "from django.urls import path\nurlpatterns = [path('a', view)]\n", "shop/serializers.py": "from django.contrib.auth.models import User\nclass UserSerializer(serializers.ModelSerializer):\n    class Meta:\n        model = User\n        fields = '__all__'\n"},
			verdict: checks.Fail, findings: "error payload.secret-serializer shop/serializers.py", says: `fields = ["id", "username", "email"]`,
		},
		"a password that is only written": {
			files:   map[string]string{"shop/urls.py": "from django.urls import path\nurlpatterns = [path('a', view)]\n", "shop/serializers.py": "from django.contrib.auth.models import User\nclass UserSerializer(serializers.ModelSerializer):\n    class Meta:\n        model = User\n        fields = '__all__'\n        extra_kwargs = {'password': {'write_only': True}}\n"},
			verdict: checks.Warn, findings: "notice payload.all-fields shop/serializers.py", says: "",
		},
		"a list without an end": {
			files:   map[string]string{"src/app.js": server + "app.get('/a', async (req, res) => res.json(await prisma.order.findMany()))\n"},
			verdict: checks.Warn, findings: "warning payload.unbounded-list src/app.js", says: "take: size + 1",
		},
		"GraphQL without a bound": {
			files:   map[string]string{"src/app.ts": "import { ApolloServer } from '@apollo/server'\nnew ApolloServer({ schema })\n"},
			verdict: checks.Unknown, findings: "warning payload.graphql-limit src/app.ts", says: "maxDepth",
		},
		"response models": {
			files:   map[string]string{"app.py": "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/a', response_model=Order)\ndef a(): return load()\n@app.get('/b')\ndef b(): return load()\n"},
			verdict: checks.Warn, says: "1 of 2 handlers declare what they send",
		},
		"a library": {files: map[string]string{"src/add.js": library}, verdict: checks.NotApplicable, says: "no API"},
	})
}
