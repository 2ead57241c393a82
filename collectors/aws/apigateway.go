package aws

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// The two versions of API Gateway are spoken to as their API References say. Version 2 has the HTTP and WebSocket APIs.
var (
	apigateway   = service{id: "API Gateway", signing: "apigateway", host: "apigateway"}
	apigatewayV2 = service{id: "ApiGatewayV2", signing: "apigateway", host: "apigateway"}
)

type (
	restPage struct {
		Item     []restAPI
		Position string
	}
	restAPI struct {
		ID, Name, Policy      string
		EndpointConfiguration struct{ Types []string }
	}
	resourcePage struct {
		Item     []restResource
		Position string
	}
	restResource struct {
		Path            string
		ResourceMethods map[string]struct {
			AuthorizationType string
			APIKeyRequired    bool
		}
	}
	restStages struct{ Item []restStage }
	restStage  struct {
		StageName           string
		AccessLogSettings   struct{ DestinationArn string }
		TracingEnabled      bool
		WebACLArn           string `json:"webAclArn"`
		CacheClusterEnabled bool
		MethodSettings      map[string]struct {
			CachingEnabled, CacheDataEncrypted bool
			ThrottlingRateLimit                *float64
		}
		Tags map[string]string
	}
	httpPage struct {
		Items     []httpAPI
		NextToken string
	}
	httpAPI   struct{ APIID, Name, ProtocolType string }
	routePage struct {
		Items     []httpRoute
		NextToken string
	}
	httpRoute struct {
		RouteKey, AuthorizationType string
		APIKeyRequired              bool
	}
	httpStages struct {
		Items     []httpStage
		NextToken string
	}
	httpStage struct {
		StageName            string
		AccessLogSettings    struct{ DestinationArn string }
		DefaultRouteSettings struct{ ThrottlingRateLimit float64 }
		Tags                 map[string]string
	}
)

func apigatewayEntry() entry {
	return entry{
		service: "apigateway", scope: regional, kinds: []string{"aws.apigateway.stage"}, actions: []string{"apigateway:GET"},
		collect: func(ctx context.Context, v *visit, region string) error {
			group, groupCtx := errgroup.WithContext(ctx)
			group.Go(func() error { return v.restAPIs(groupCtx, v.client(ctx, apigateway, region)) })
			group.Go(func() error { return v.httpAPIs(groupCtx, v.client(ctx, apigatewayV2, region)) })
			return group.Wait()
		},
	}
}

func (v *visit) restAPIs(ctx context.Context, c *client) error {
	list := paged[restPage, restAPI]{
		client: c, operation: "GetRestApis",
		ask: func(token string) question {
			return question{path: "/restapis", query: query("limit", "500", "position", token)}
		},
		take: func(page *restPage) ([]restAPI, string) { return page.Item, page.Position },
	}
	return list.each(ctx, v, "aws.apigateway.stage", func(ctx context.Context, a restAPI) error {
		var out restStages
		err := c.ask(ctx, "GetStages", question{path: "/restapis/" + url.PathEscape(a.ID) + "/stages"}, &out)
		if err != nil {
			v.kindGap(err, c.config.Region, "aws.apigateway.stage")
			return nil
		}
		var p partial
		open, err := v.openMethods(ctx, c, a.ID)
		p.ok(err, "open")
		policy := p.apiPolicy(a.Policy)
		for _, s := range out.Item {
			facts := kinds.Stage{
				API: a.Name, Protocol: "REST", Open: open, Policy: policy, Private: slices.Contains(a.EndpointConfiguration.Types, "PRIVATE"), Tracing: s.TracingEnabled,
				AccessLog: nonEmpty(&s.AccessLogSettings.DestinationArn), WebACL: nonEmpty(&s.WebACLArn),
			}
			for _, m := range s.MethodSettings {
				facts.CacheOpen = facts.CacheOpen || s.CacheClusterEnabled && m.CachingEnabled && !m.CacheDataEncrypted
				facts.Throttled = facts.Throttled || m.ThrottlingRateLimit != nil && *m.ThrottlingRateLimit > 0
			}
			if err := v.stage(c, "/restapis/"+a.ID+"/stages/", s.StageName, facts, s.Tags, p); err != nil {
				return err
			}
		}
		return nil
	})
}

func (v *visit) httpAPIs(ctx context.Context, c *client) error {
	list := paged[httpPage, httpAPI]{
		client: c, operation: "GetApis",
		ask: func(token string) question {
			return question{path: "/v2/apis", query: query("maxResults", "500", "nextToken", token)}
		},
		take: func(page *httpPage) ([]httpAPI, string) { return page.Items, page.NextToken },
	}
	return list.each(ctx, v, "aws.apigateway.stage", func(ctx context.Context, a httpAPI) error {
		stages := paged[httpStages, httpStage]{
			client: c, operation: "GetStages",
			ask: func(token string) question {
				return question{path: "/v2/apis/" + url.PathEscape(a.APIID) + "/stages", query: query("maxResults", "500", "nextToken", token)}
			},
			take: func(page *httpStages) ([]httpStage, string) { return page.Items, page.NextToken },
		}
		var p partial
		open, err := v.openRoutes(ctx, c, a)
		p.ok(err, "open")
		return stages.each(ctx, v, "aws.apigateway.stage", func(_ context.Context, s httpStage) error {
			return v.stage(c, "/apis/"+a.APIID+"/stages/", s.StageName, kinds.Stage{
				API: a.Name, Protocol: a.ProtocolType, AccessLog: nonEmpty(&s.AccessLogSettings.DestinationArn),
				Throttled: s.DefaultRouteSettings.ThrottlingRateLimit > 0, Open: open,
			}, s.Tags, p)
		})
	})
}

// stage tells one stage. Source of its ARN: Service Authorization Reference, Amazon API Gateway Management.
func (v *visit) stage(c *client, path, name string, facts kinds.Stage, tags map[string]string, p partial) error {
	return v.emit(collectors.Head{
		Kind: "aws.apigateway.stage", Name: facts.API + " " + name, Region: c.config.Region, Tags: tags,
		ID: strings.Join([]string{"arn", v.partition, "apigateway", c.config.Region, "", path + name}, ":"),
	}, facts, p)
}

// apiPolicy reads the policy of a REST API, which AWS sends with a backslash before each quotation mark.
func (p *partial) apiPolicy(document string) []kinds.Statement {
	if document == "" {
		return nil
	}
	var plain string
	if json.Unmarshal([]byte(`"`+document+`"`), &plain) == nil {
		document = plain
	}
	return p.statements(document, apigateway.id, "GetRestApis")
}

// openMethods are the methods of a REST API for which nobody has to sign in.
func (v *visit) openMethods(ctx context.Context, c *client, id string) ([]string, error) {
	resources, err := paged[resourcePage, restResource]{
		client: c, operation: "GetResources",
		ask: func(token string) question {
			return question{path: "/restapis/" + url.PathEscape(id) + "/resources", query: query("embed", "methods", "limit", "500", "position", token)}
		},
		take: func(page *resourcePage) ([]restResource, string) { return page.Item, page.Position },
	}.all(ctx, v)
	var out []string
	for _, r := range resources {
		for name, m := range r.ResourceMethods {
			switch {
			case m.AuthorizationType == "" && err == nil:
				err = holdsNothing(c.id, "GetResources")
			case m.AuthorizationType == "NONE" && !m.APIKeyRequired && name != http.MethodOptions:
				out = append(out, name+" "+r.Path)
			}
		}
	}
	return sorted(out), err
}

// openRoutes are the same of an HTTP or WebSocket API. A route without a word of authorization has none.
func (v *visit) openRoutes(ctx context.Context, c *client, a httpAPI) ([]string, error) {
	routes, err := paged[routePage, httpRoute]{
		client: c, operation: "GetRoutes",
		ask: func(token string) question {
			return question{path: "/v2/apis/" + url.PathEscape(a.APIID) + "/routes", query: query("maxResults", "500", "nextToken", token)}
		},
		take: func(page *routePage) ([]httpRoute, string) { return page.Items, page.NextToken },
	}.all(ctx, v)
	var out []string
	for _, r := range routes {
		asks := r.AuthorizationType != "" && r.AuthorizationType != "NONE" || r.APIKeyRequired
		if asks || a.ProtocolType == "WEBSOCKET" && r.RouteKey != "$connect" || strings.HasPrefix(r.RouteKey, http.MethodOptions+" ") {
			continue
		}
		out = append(out, r.RouteKey)
	}
	return sorted(out), err
}
