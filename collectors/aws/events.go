package aws

import (
	"context"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// events is spoken to as the Amazon EventBridge API Reference says.
var events = service{id: "EventBridge", signing: "events", host: "events", target: "AWSEvents"}

type (
	eventsPage struct {
		EventBuses []eventBus
		NextToken  string
	}
	eventBus struct{ Arn, Name, Policy string }
)

func eventsEntry() entry {
	return entry{
		service: "events", scope: regional, kinds: []string{"aws.events.bus"}, actions: []string{"events:ListEventBuses"},
		collect: func(ctx context.Context, v *visit, region string) error {
			list := paged[eventsPage, eventBus]{
				client: v.client(ctx, events, region), operation: "ListEventBuses",
				ask: func(token string) question {
					return question{body: map[string]any{"Limit": 100, "NextToken": nonEmpty(&token)}}
				},
				take: func(page *eventsPage) ([]eventBus, string) { return page.EventBuses, page.NextToken },
			}
			return list.each(ctx, v, "aws.events.bus", func(_ context.Context, b eventBus) error {
				var facts kinds.EventBus
				var p partial
				if b.Policy != "" {
					facts.Policy = p.statements(b.Policy, events.id, list.operation)
				}
				return v.emit(collectors.Head{Kind: "aws.events.bus", ID: b.Arn, Name: b.Name, Region: region}, facts, p)
			})
		},
	}
}
