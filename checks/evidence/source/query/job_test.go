package query_test

import "testing"

// TestWhoWaits tells what a queue or a clock runs from what a request waits for.
func TestWhoWaits(t *testing.T) {
	t.Parallel()
	const (
		python = "from shop.models import Item\n"
		loop   = "    for i in ids:\n        Item.objects.get(pk=i)\n"
		script = "import { prisma } from './prisma'\n"
		body   = " {\n  for (const o of job.data) await prisma.item.findMany({ where: { id: o.id } })\n}"
		golang = "package a\nimport (\n\t\"database/sql\"\n\t\"github.com/hibiken/asynq\"\n\t\"github.com/robfig/cron/v3\"\n)\n"
		each   = " {\n\tfor _, id := range ids {\n\t\tdb.QueryRow(\"SELECT 1 FROM t WHERE id = $1\", id)\n\t}\n}\n"
	)
	for name, test := range map[string]struct {
		file, code string
		job, waits bool
	}{
		"a task of Celery":                      {"a.py", "from celery import shared_task\n" + python + "@shared_task\ndef fill(ids):\n" + loop, true, false},
		"what a task alone calls":               {"a.py", "from celery import shared_task\n" + python + "@shared_task(bind=True)\ndef task(self, ids):\n    fill(ids)\ndef fill(ids):\n" + loop, true, false},
		"what a view calls too":                 {"a.py", "from celery import shared_task\n" + python + "@shared_task\ndef task(ids):\n    fill(ids)\ndef view(request):\n    fill(request.GET)\ndef fill(ids):\n" + loop, false, true},
		"what others call too":                  {"a.py", "from celery import shared_task\n" + python + "@shared_task\ndef task(ids):\n    fill(ids)\ndef run(ids):\n    fill(ids)\ndef fill(ids):\n" + loop, false, false},
		"a job of APScheduler":                  {"a.py", "from apscheduler.schedulers.background import BackgroundScheduler\n" + python + "def fill():\n    for i in Item.objects.all():\n        Item.objects.get(pk=i.id)\nscheduler.add_job(fill, 'cron', hour=3)\n", true, false},
		"a worker of BullMQ":                    {"a.ts", "import { Worker } from 'bullmq'\n" + script + "new Worker('nightly', async (job) =>" + body + ")\n", true, false},
		"a processor that has a job's type":     {"a.ts", "import { Job } from 'bullmq'\n" + script + "export async function fill(job: Job<Order[]>)" + body + "\n", true, false},
		"a worker of the browser":               {"a.ts", script + "new Worker('nightly', async (job) =>" + body + ")\n", false, false},
		"node-cron":                             {"a.ts", "import cron from 'node-cron'\n" + script + "cron.schedule('0 3 * * *', async () => {\n  for (const o of await load()) await prisma.item.findMany({ where: { id: o.id } })\n})\n", true, false},
		"a task of asynq":                       {"a.go", golang + "func fill(ctx context.Context, task *asynq.Task) error" + each, true, false},
		"what cron is given":                    {"a.go", golang + "func run(c *cron.Cron) { c.AddFunc(\"@daily\", fill) }\nfunc fill()" + each, true, false},
		"a function that has a task of its own": {"a.go", golang + "func fill(ctx context.Context, task *shop.Task) error" + each, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hits := linked(t, map[string]string{test.file: test.code}, nil)[test.file]
			if len(hits) != 1 || hits[0].Job != test.job || hits[0].Handler != test.waits {
				t.Errorf("want one with job %t and handler %t: %+v", test.job, test.waits, hits)
			}
		})
	}
}
