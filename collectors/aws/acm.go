package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/acm"
	"github.com/aws/aws-sdk-go-v2/service/acm/types"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func acmEntry() entry {
	return entry{
		service: "acm", scope: regional, kinds: []string{"aws.acm.certificate"}, actions: []string{"acm:DescribeCertificate", "acm:ListCertificates"},
		collect: func(ctx context.Context, v *visit, region string) error {
			client := acm.NewFromConfig(v.in(region))
			list := acm.NewListCertificatesPaginator(client, &acm.ListCertificatesInput{
				// Without this list only RSA keys of 1024 and 2048 bits are listed.
				Includes: &types.Filters{KeyTypes: types.KeyAlgorithm("").Values()}, MaxItems: sdk.Int32(1000),
			})
			return each(ctx, v, listed{"ACM", "ListCertificates", region, "aws.acm.certificate"}, list.HasMorePages,
				func() ([]types.CertificateSummary, *string, error) {
					page, err := list.NextPage(ctx)
					if err != nil {
						return nil, nil, err
					}
					return page.CertificateSummaryList, page.NextToken, nil
				},
				func(ctx context.Context, c types.CertificateSummary) error {
					return v.certificate(ctx, client, c, region)
				})
		},
	}
}

func (v *visit) certificate(ctx context.Context, client *acm.Client, c types.CertificateSummary, region string) error {
	facts := kinds.Certificate{Domain: sdk.ToString(c.DomainName)}
	var p partial
	out, err := client.DescribeCertificate(ctx, &acm.DescribeCertificateInput{CertificateArn: c.CertificateArn})
	paths := []string{"status", "type", "in_use", "expires", "key_type", "renewals"}
	if p.ok(err, paths...) && p.has(out.Certificate != nil, "ACM", "DescribeCertificate", paths...) {
		d := out.Certificate
		facts.Status, facts.Type, facts.InUse = string(d.Status), string(d.Type), len(d.InUseBy) > 0
		facts.Expires, facts.KeyType, facts.Renewals = moment(d.NotAfter), string(d.KeyAlgorithm), d.RenewalEligibility == types.RenewalEligibilityEligible
	}
	return v.emit(collectors.Head{Kind: "aws.acm.certificate", ID: sdk.ToString(c.CertificateArn), Name: facts.Domain, Region: region}, facts, p)
}
