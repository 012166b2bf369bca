package monitoring

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/golive-app/golive/checks/evidence/manifest/alert"
	"github.com/golive-app/golive/checks/snippet"
	"github.com/golive-app/golive/checks/wording"
)

//go:embed alerts.md
var alertsText string

var alertSnippets = sync.OnceValue(func() snippet.Book { return snippet.Parse(alertsText) })

// ruleText is a rule that watches the kind, in the words of the service where they are
// known.
func (f *alertFacts) ruleText() string {
	if text := f.cloudRuleText(); text != "" {
		return text
	}
	text := alertSnippets()[string(f.kind)]
	if f.kind == alert.Queue {
		for _, one := range f.queues {
			if own := alertSnippets()[brokerOf(one.Name)]; own != "" {
				text = own
				break
			}
		}
	}
	name := "SERVICE"
	for _, set := range f.declared.Kubernetes {
		for _, w := range set.Workloads {
			if !w.Ends() && len(set.ServicesOf(w)) > 0 {
				return strings.ReplaceAll(text, "SERVICE", wording.Argument(w.Name, name))
			}
		}
	}
	return text
}

// brokerOf names the broker that a client speaks to, as alerts.md has it.
func brokerOf(client string) string {
	for broker, words := range map[string][]string{
		"RabbitMQ": {"amqp", "rabbit", "pika", "bunny", "sneakers", "lapin"}, "Kafka": {"kafka", "sarama", "franz-go", "karafka"}, "SQS": {"sqs", "shoryuken"}, "Sidekiq": {"sidekiq"}, "BullMQ": {"bull"}, "Celery": {"celery"}, "asynq": {"asynq"},
	} {
		for _, word := range words {
			if strings.Contains(strings.ToLower(client), word) {
				return broker
			}
		}
	}
	return ""
}
