package monitoring

import (
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// queueClients are libraries by which programs put work into queues, by the kinds of
// manifests that name them.
var queueClients = map[string]map[string]bool{
	"npm": names("bull", "bullmq", "@nestjs/bull", "@nestjs/bullmq", "bee-queue", "kue", "agenda", "pg-boss", "graphile-worker", "amqplib", "amqp-connection-manager", "rhea", "kafkajs", "node-rdkafka", "@confluentinc/kafka-javascript", "@aws-sdk/client-sqs", "sqs-consumer", "sqs-producer", "@google-cloud/pubsub",
		"@google-cloud/tasks", "@azure/service-bus", "@azure/storage-queue", "@azure/event-hubs", "nats", "@nats-io/jetstream", "pulsar-client", "celery-node", "@temporalio/client", "@temporalio/worker", "inngest", "@trigger.dev/sdk", "faktory-worker", "rsmq"),
	"go": names("github.com/rabbitmq/amqp091-go", "github.com/streadway/amqp", "github.com/segmentio/kafka-go", "github.com/ibm/sarama", "github.com/IBM/sarama", "github.com/Shopify/sarama", "github.com/twmb/franz-go", "github.com/confluentinc/confluent-kafka-go", "github.com/confluentinc/confluent-kafka-go/v2", "github.com/hibiken/asynq", "github.com/gocraft/work", "github.com/RichardKnop/machinery",
		"github.com/RichardKnop/machinery/v2", "github.com/nats-io/nats.go", "github.com/nsqio/go-nsq", "github.com/apache/pulsar-client-go", "cloud.google.com/go/pubsub", "cloud.google.com/go/pubsub/v2", "cloud.google.com/go/cloudtasks", "github.com/aws/aws-sdk-go-v2/service/sqs", "github.com/riverqueue/river", "github.com/ThreeDotsLabs/watermill", "github.com/contribsys/faktory_worker_go", "go.temporal.io/sdk",
		"github.com/Azure/azure-sdk-for-go/sdk/messaging/azservicebus", "github.com/adjust/rmq/v5"),
	"python": names("celery", "kombu", "rq", "django-rq", "dramatiq", "huey", "arq", "pika", "aio-pika", "kafka-python", "confluent-kafka", "aiokafka", "faust-streaming", "google-cloud-pubsub", "google-cloud-tasks", "azure-servicebus", "nats-py", "pulsar-client", "django-q", "django-q2", "procrastinate", "taskiq", "temporalio", "nameko"),
	"ruby":   names("sidekiq", "resque", "delayed_job", "delayed_job_active_record", "good_job", "solid_queue", "que", "sneakers", "bunny", "ruby-kafka", "rdkafka", "karafka", "aws-sdk-sqs", "shoryuken", "sucker_punch"),
	"php":    names("php-amqplib/php-amqplib", "laravel/horizon", "symfony/messenger", "enqueue/enqueue", "enqueue/amqp-ext", "pda/pheanstalk"),
	"java":   names("spring-boot-starter-amqp", "spring-rabbit", "amqp-client", "spring-kafka", "kafka-clients", "kafka-streams", "spring-cloud-stream", "spring-cloud-aws-starter-sqs", "spring-boot-starter-activemq", "spring-boot-starter-artemis", "activemq-client", "aws-java-sdk-sqs", "google-cloud-pubsub", "azure-messaging-servicebus", "jobrunr", "spring-boot-starter-pulsar", "quarkus-messaging-kafka", "quarkus-messaging-rabbitmq"),
	"rust":   names("lapin", "rdkafka", "aws-sdk-sqs", "async-nats", "apalis", "pulsar", "fang", "sidekiq"),
	"dotnet": names("rabbitmq.client", "masstransit", "masstransit.rabbitmq", "nservicebus", "confluent.kafka", "azure.messaging.servicebus", "hangfire", "hangfire.core", "hangfire.aspnetcore", "awssdk.sqs", "rebus", "wolverinefx", "easynetq"),
}

func names(all ...string) map[string]bool {
	set := map[string]bool{}
	for _, one := range all {
		set[one] = true
	}
	return set
}

// queueClient reports whether a dependency puts work into a queue.
func queueClient(kind, name string) bool { return queueClients[kind][name] }

// broker matches images of what keeps queues.
var broker = regex.New(`(?i)(?:^|/)(?:rabbitmq|kafka|cp-kafka|redpanda|nats|activemq\w*|artemis|pulsar|nsq|beanstalkd|elasticmq|faktory|temporal\w*)(?:[:@-]|$)`)

// brokerIn names a broker that is declared; empty where none is.
func brokerIn(declared *manifest.Declared) string {
	for _, set := range declared.Kubernetes {
		for _, w := range set.Workloads {
			for _, c := range w.Containers {
				if broker.MatchString(c.Image) {
					return "the image " + wording.Quoted(c.Image) + " in " + wording.QuotedPath(w.Path)
				}
			}
		}
	}
	for _, project := range declared.Compose {
		for _, service := range project.Services {
			if broker.MatchString(service.Image) {
				return "the image " + wording.Quoted(service.Image) + " in " + wording.QuotedPath(service.Path)
			}
		}
	}
	if declared.Terraform != nil {
		for _, one := range declared.Terraform.Of("aws_sqs_queue", "aws_mq_broker", "aws_msk_cluster", "aws_msk_serverless_cluster", "aws_kinesis_stream", "google_pubsub_subscription", "google_cloud_tasks_queue", "azurerm_servicebus_queue", "azurerm_servicebus_subscription") {
			return wording.Quoted(one.Label()) + " in " + wording.QuotedPath(one.Place().Path)
		}
	}
	return ""
}
