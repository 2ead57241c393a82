package aws

import (
	"context"
	"regexp"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// ecr is spoken to as the Amazon ECR API Reference says.
var ecr = service{id: "ECR", signing: "ecr", host: "api.ecr", target: "AmazonEC2ContainerRegistry_V20150921"}

type (
	ecrPage struct {
		Repositories []ecrRepository
		NextToken    string
	}
	ecrRepository struct {
		RepositoryArn, RepositoryName, ImageTagMutability string
		ImageScanningConfiguration                        struct{ ScanOnPush bool }
		EncryptionConfiguration                           struct{ EncryptionType, KmsKey string }
	}
	// An ecrScanning says which repositories the registry has scanned, whatever they say themselves.
	ecrScanning struct {
		ScanningConfiguration *struct {
			Rules []struct {
				ScanFrequency     string
				RepositoryFilters []struct{ Filter, FilterType string }
			}
		}
	}
)

func ecrEntry() entry {
	return entry{
		service: "ecr", scope: regional, kinds: []string{"aws.ecr.repository"},
		actions: []string{"ecr:DescribeRepositories", "ecr:GetLifecyclePolicy", "ecr:GetRegistryScanningConfiguration", "ecr:GetRepositoryPolicy"},
		collect: func(ctx context.Context, v *visit, region string) error {
			list := paged[ecrPage, ecrRepository]{
				client: v.client(ctx, ecr, region), operation: "DescribeRepositories",
				ask: func(token string) question {
					return question{body: map[string]any{"maxResults": 1000, "nextToken": nonEmpty(&token)}}
				},
				take: func(page *ecrPage) ([]ecrRepository, string) { return page.Repositories, page.NextToken },
			}
			var scanning ecrScanning
			err := list.client.ask(ctx, "GetRegistryScanningConfiguration", question{body: struct{}{}}, &scanning)
			return list.each(ctx, v, "aws.ecr.repository", func(ctx context.Context, r ecrRepository) error {
				return v.imageRepository(ctx, list.client, r, func(p *partial) bool {
					return r.ImageScanningConfiguration.ScanOnPush || p.ok(err, "scanned") &&
						p.has(scanning.ScanningConfiguration != nil, ecr.id, "GetRegistryScanningConfiguration", "scanned") && scanning.covers(r.RepositoryName)
				})
			})
		},
	}
}

// covers says whether the registry has a repository scanned.
func (s ecrScanning) covers(repository string) bool {
	for _, rule := range s.ScanningConfiguration.Rules {
		for _, f := range rule.RepositoryFilters {
			if rule.ScanFrequency != "MANUAL" && wildcard(f.Filter).MatchString(repository) {
				return true
			}
		}
	}
	return false
}

// wildcard is a filter of ECR, in which a star stands for anything. One without a star matches whatever contains it.
// Source: Amazon ECR User Guide, Using filters.
func wildcard(filter string) *regexp.Regexp {
	if !strings.Contains(filter, "*") {
		return regexp.MustCompile(regexp.QuoteMeta(filter))
	}
	return regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(filter), `\*`, ".*") + "$")
}

func (v *visit) imageRepository(ctx context.Context, c *client, r ecrRepository, scanned func(*partial) bool) error {
	var p partial
	facts := kinds.ImageRepository{Immutable: strings.HasPrefix(r.ImageTagMutability, "IMMUTABLE"), Scanned: scanned(&p)}
	if strings.HasPrefix(r.EncryptionConfiguration.EncryptionType, "KMS") {
		facts.KMSKey = nonEmpty(&r.EncryptionConfiguration.KmsKey)
	}
	named := question{body: map[string]string{"repositoryName": r.RepositoryName}}
	var policy struct{ PolicyText string }
	if err := c.ask(ctx, "GetRepositoryPolicy", named, &policy); !absent(err) && p.ok(err, "policy") {
		facts.Policy = p.statements(policy.PolicyText, c.id, "GetRepositoryPolicy")
	}
	var lifecycle struct{ LifecyclePolicyText string }
	if err := c.ask(ctx, "GetLifecyclePolicy", named, &lifecycle); !absent(err) && p.ok(err, "expires") {
		facts.Expires = p.has(lifecycle.LifecyclePolicyText != "", c.id, "GetLifecyclePolicy", "expires")
	}
	return v.emit(collectors.Head{Kind: "aws.ecr.repository", ID: r.RepositoryArn, Name: r.RepositoryName, Region: c.config.Region}, facts, p)
}
