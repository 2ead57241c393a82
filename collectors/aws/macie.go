package aws

import (
	"context"

	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// macie is spoken to as the Amazon Macie API Reference says.
var macie = service{id: "Macie2", signing: "macie2", host: "macie2"}

func macieEntry() entry {
	return entry{
		service: "macie", scope: regional, kinds: []string{"aws.macie.settings"},
		actions: []string{"macie2:GetAutomatedDiscoveryConfiguration", "macie2:GetMacieSession"},
		collect: func(ctx context.Context, v *visit, region string) error {
			c := v.client(ctx, macie, region)
			var facts kinds.MacieSettings
			var p partial
			var session, discovery struct{ Status string }
			err := c.ask(ctx, "GetMacieSession", question{path: "/macie"}, &session)
			all := factNames(facts)
			if absent(err) {
				return v.settings("aws.macie.settings", "Macie", region, facts, p)
			}
			if p.ok(err, all...) && p.has(session.Status != "", c.id, "GetMacieSession", all...) {
				facts.Enabled = session.Status == "ENABLED"
				err = c.ask(ctx, "GetAutomatedDiscoveryConfiguration", question{path: "/automated-discovery/configuration"}, &discovery)
				if p.ok(err, "discovery") && p.has(discovery.Status != "", c.id, "GetAutomatedDiscoveryConfiguration", "discovery") {
					facts.Discovery = facts.Enabled && discovery.Status == "ENABLED"
				}
			}
			return v.settings("aws.macie.settings", "Macie", region, facts, p)
		},
	}
}
