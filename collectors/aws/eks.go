package aws

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/aws/smithy-go"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// eks is spoken to as the Amazon EKS API Reference says.
var eks = service{id: "EKS", signing: "eks", host: "eks"}

type (
	eksPage struct {
		Clusters  []string
		NextToken string
	}
	eksVersionPage struct {
		ClusterVersions []eksVersion
		NextToken       string
	}
	eksVersion struct {
		ClusterVersion           string
		EndOfStandardSupportDate *float64 // seconds since 1970
	}
	// An eksCluster is what is used of DescribeCluster's answer.
	eksCluster struct {
		ARN                string
		Status, Version    string
		DeletionProtection bool
		Tags               map[string]string
		AccessConfig       struct{ AuthenticationMode string }
		UpgradePolicy      struct{ SupportType string }
		ResourcesVpcConfig struct {
			EndpointPublicAccess, EndpointPrivateAccess bool
			PublicAccessCidrs                           []string
		}
		Logging struct {
			ClusterLogging []struct {
				Types   []string
				Enabled bool
			}
		}
		EncryptionConfig []struct {
			Resources []string
			Provider  struct{ KeyArn string }
		}
	}
)

func eksEntry() entry {
	return entry{
		service: "eks", scope: regional, kinds: []string{"aws.eks.cluster"}, actions: []string{"eks:DescribeCluster", "eks:DescribeClusterVersions", "eks:ListClusters"},
		collect: func(ctx context.Context, v *visit, region string) error {
			list := paged[eksPage, string]{
				client: v.client(ctx, eks, region), operation: "ListClusters",
				ask: func(token string) question {
					return question{path: "/clusters", query: query("maxResults", "100", "nextToken", token)}
				},
				take: func(page *eksPage) ([]string, string) { return page.Clusters, page.NextToken },
			}
			ends := sync.OnceValues(func() (map[string]string, error) { return v.supportEnds(ctx, list.client) })
			return list.each(ctx, v, "aws.eks.cluster", func(ctx context.Context, name string) error {
				return v.eksCluster(ctx, list.client, name, ends)
			})
		},
	}
}

// errUnlisted says that AWS tells nothing of a cluster's version.
var errUnlisted = errors.New("AWS does not list the version")

// supportEnds are the days on which AWS ends standard support of the versions of Kubernetes that it lists.
func (v *visit) supportEnds(ctx context.Context, c *client) (map[string]string, error) {
	versions, err := paged[eksVersionPage, eksVersion]{
		client: c, operation: "DescribeClusterVersions",
		ask: func(token string) question {
			return question{path: "/cluster-versions", query: query("includeAll", "true", "maxResults", "100", "nextToken", token)}
		},
		take: func(page *eksVersionPage) ([]eksVersion, string) { return page.ClusterVersions, page.NextToken },
	}.all(ctx, v)
	out := map[string]string{}
	for _, is := range versions {
		out[is.ClusterVersion] = ""
		if at := is.EndOfStandardSupportDate; at != nil {
			out[is.ClusterVersion] = time.Unix(int64(*at), 0).UTC().Format(time.DateOnly)
		}
	}
	return out, err
}

func (v *visit) eksCluster(ctx context.Context, c *client, name string, ends func() (map[string]string, error)) error {
	var facts kinds.Cluster
	var p partial
	var out struct{ Cluster eksCluster }
	err := c.ask(ctx, "DescribeCluster", question{path: "/clusters/" + url.PathEscape(name)}, &out)
	all, is := factNames(facts), out.Cluster
	if p.ok(err, all...) && p.has(is.ARN != "", c.id, "DescribeCluster", all...) {
		facts = kinds.Cluster{
			Status: is.Status, Version: is.Version, ExtendedSupport: is.UpgradePolicy.SupportType == "EXTENDED",
			PublicEndpoint: is.ResourcesVpcConfig.EndpointPublicAccess, PrivateEndpoint: is.ResourcesVpcConfig.EndpointPrivateAccess,
			PublicCIDRs: sorted(is.ResourcesVpcConfig.PublicAccessCidrs), Authentication: is.AccessConfig.AuthenticationMode,
			DeletionProtection: is.DeletionProtection,
		}
		for _, l := range is.Logging.ClusterLogging {
			if l.Enabled {
				facts.Logs = append(facts.Logs, l.Types...)
			}
		}
		slices.Sort(facts.Logs)
		known, err := ends()
		end, there := known[is.Version]
		if facts.SupportEnds = nonEmpty(&end); p.ok(err, "support_ends") && !there {
			p.ok(&smithy.OperationError{ServiceID: c.id, OperationName: "DescribeClusterVersions", Err: errUnlisted}, "support_ends")
		}
		for _, e := range is.EncryptionConfig {
			if slices.Contains(e.Resources, "secrets") {
				facts.SecretsKey = nonEmpty(&e.Provider.KeyArn)
			}
		}
	}
	return v.emit(collectors.Head{
		Kind: "aws.eks.cluster", ID: v.arn("eks", c.config.Region, "cluster/"+name), Name: name, Region: c.config.Region, Tags: is.Tags,
	}, facts, p)
}
