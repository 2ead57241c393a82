package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/account"
	accounttypes "github.com/aws/aws-sdk-go-v2/service/account/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/s3control"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func accountEntry() entry {
	return entry{
		service: "account", scope: global, kinds: []string{"aws.account"},
		actions: []string{"account:GetAlternateContact", "ec2:DescribeRegions", "iam:ListAccountAliases", "s3:GetAccountPublicAccessBlock"},
		collect: collectAccount,
	}
}

func collectAccount(ctx context.Context, v *visit, region string) error {
	facts := kinds.Account{Partition: v.partition, Regions: v.enabled}
	var p partial
	if v.unreadable != nil {
		gap := *v.unreadable
		gap.Path = "regions"
		p.gaps = append(p.gaps, gap)
	}
	aliases, err := iam.NewFromConfig(v.in(region)).ListAccountAliases(ctx, nil)
	if p.ok(err, "alias") && len(aliases.AccountAliases) > 0 {
		facts.Alias = &aliases.AccountAliases[0]
	}
	client := account.NewFromConfig(v.in(region))
	for kind, into := range map[accounttypes.AlternateContactType]**kinds.Contact{
		accounttypes.AlternateContactTypeBilling: &facts.Contacts.Billing, accounttypes.AlternateContactTypeOperations: &facts.Contacts.Operations,
		accounttypes.AlternateContactTypeSecurity: &facts.Contacts.Security,
	} {
		path := map[accounttypes.AlternateContactType]string{
			accounttypes.AlternateContactTypeBilling: "contacts.billing", accounttypes.AlternateContactTypeOperations: "contacts.operations",
			accounttypes.AlternateContactTypeSecurity: "contacts.security",
		}[kind]
		out, err := client.GetAlternateContact(ctx, &account.GetAlternateContactInput{AlternateContactType: kind})
		if absent(err) {
			continue
		}
		if p.ok(err, path) && p.has(out.AlternateContact != nil, "Account", "GetAlternateContact", path) {
			c := out.AlternateContact
			*into = &kinds.Contact{Name: sdk.ToString(c.Name), Title: sdk.ToString(c.Title), Email: sdk.ToString(c.EmailAddress)}
		}
	}
	block, err := s3control.NewFromConfig(v.in(region), v.withoutAccountHost).
		GetPublicAccessBlock(ctx, &s3control.GetPublicAccessBlockInput{AccountId: &v.account})
	if !absent(err) && p.ok(err, "s3_public_access_block") {
		if c := block.PublicAccessBlockConfiguration; p.has(c != nil, "S3 Control", "GetPublicAccessBlock", "s3_public_access_block") {
			facts.S3PublicAccessBlock = &kinds.PublicAccessBlock{
				BlockPublicACLs: sdk.ToBool(c.BlockPublicAcls), IgnorePublicACLs: sdk.ToBool(c.IgnorePublicAcls),
				BlockPublicPolicy: sdk.ToBool(c.BlockPublicPolicy), RestrictPublicBuckets: sdk.ToBool(c.RestrictPublicBuckets),
			}
		}
	}
	return v.emit(collectors.Head{Kind: "aws.account", ID: v.account, Name: "account " + v.account}, facts, p)
}
