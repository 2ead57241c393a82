package aws

import "context"

// wafv2 is spoken to as its API Reference says.
var wafv2 = service{id: "WAFV2", signing: "wafv2", host: "wafv2", target: "AWSWAF_20190729"}

type (
	aclPage struct {
		WebACLs    []acl
		NextMarker string
	}
	acl     struct{ ARN string }
	guarded struct {
		ResourceArns []string
	}
)

// guards answers which list of AWS WAF guards each load balancer of a region, by their ARNs. With an error it is only part of the
// answer: who is in it has a list, and of the others nobody knows.
type guards func() (map[string]string, error)

// guards asks list by list, because there are fewer of them than load balancers, and AWS takes one such call in a second.
// Source: AWS WAF Developer Guide, AWS WAF quotas.
func (v *visit) guards(ctx context.Context, region string) (map[string]string, error) {
	c := v.client(ctx, wafv2, region)
	acls, err := paged[aclPage, acl]{
		client: c, operation: "ListWebACLs",
		ask: func(token string) question {
			body := map[string]any{"Scope": "REGIONAL", "Limit": 100}
			if token != "" {
				body["NextMarker"] = token
			}
			return question{body: body}
		},
		take: func(page *aclPage) ([]acl, string) {
			if len(page.WebACLs) == 0 { // a full last page may name a next one
				return nil, ""
			}
			return page.WebACLs, page.NextMarker
		},
	}.all(ctx, v)
	out := map[string]string{}
	for _, a := range acls {
		var on guarded
		answer := c.ask(ctx, "ListResourcesForWebACL", question{body: map[string]any{"WebACLArn": a.ARN, "ResourceType": "APPLICATION_LOAD_BALANCER"}}, &on)
		if err == nil {
			err = answer
		}
		for _, arn := range on.ResourceArns {
			out[arn] = a.ARN
		}
	}
	return out, err
}
