package aws

import (
	"context"
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
		ID, Name              string
		EndpointConfiguration struct{ Types []string }
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
	httpAPI    struct{ APIID, Name, ProtocolType string }
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
		for _, s := range out.Item {
			facts := kinds.Stage{
				API: a.Name, Protocol: "REST", Private: slices.Contains(a.EndpointConfiguration.Types, "PRIVATE"), Tracing: s.TracingEnabled,
				AccessLog: nonEmpty(&s.AccessLogSettings.DestinationArn), WebACL: nonEmpty(&s.WebACLArn),
			}
			for _, m := range s.MethodSettings {
				facts.CacheOpen = facts.CacheOpen || s.CacheClusterEnabled && m.CachingEnabled && !m.CacheDataEncrypted
				facts.Throttled = facts.Throttled || m.ThrottlingRateLimit != nil && *m.ThrottlingRateLimit > 0
			}
			if err := v.stage(c, "/restapis/"+a.ID+"/stages/", s.StageName, facts, s.Tags); err != nil {
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
		return stages.each(ctx, v, "aws.apigateway.stage", func(_ context.Context, s httpStage) error {
			return v.stage(c, "/apis/"+a.APIID+"/stages/", s.StageName, kinds.Stage{
				API: a.Name, Protocol: a.ProtocolType, AccessLog: nonEmpty(&s.AccessLogSettings.DestinationArn),
				Throttled: s.DefaultRouteSettings.ThrottlingRateLimit > 0,
			}, s.Tags)
		})
	})
}

// stage tells one stage. Source of its ARN: Service Authorization Reference, Amazon API Gateway Management.
func (v *visit) stage(c *client, path, name string, facts kinds.Stage, tags map[string]string) error {
	return v.emit(collectors.Head{
		Kind: "aws.apigateway.stage", Name: facts.API + " " + name, Region: c.config.Region, Tags: tags,
		ID: strings.Join([]string{"arn", v.partition, "apigateway", c.config.Region, "", path + name}, ":"),
	}, facts, partial{})
}
