package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func secretsmanagerEntry() entry {
	return entry{
		service: "secretsmanager", scope: regional, kinds: []string{"aws.secretsmanager.secret"},
		actions: []string{"secretsmanager:GetResourcePolicy", "secretsmanager:ListSecrets"},
		collect: func(ctx context.Context, v *visit, region string) error {
			client := secretsmanager.NewFromConfig(v.in(region))
			list := secretsmanager.NewListSecretsPaginator(client, &secretsmanager.ListSecretsInput{MaxResults: sdk.Int32(100)})
			return each(ctx, v, listed{"Secrets Manager", "ListSecrets", region, "aws.secretsmanager.secret"}, list.HasMorePages,
				func() ([]types.SecretListEntry, *string, error) {
					page, err := list.NextPage(ctx)
					if err != nil {
						return nil, nil, err
					}
					return page.SecretList, page.NextToken, nil
				},
				func(ctx context.Context, s types.SecretListEntry) error { return v.secret(ctx, client, s, region) })
		},
	}
}

func (v *visit) secret(ctx context.Context, client *secretsmanager.Client, s types.SecretListEntry, region string) error {
	var p partial
	facts := kinds.Secret{
		Created: moment(s.CreatedDate), Rotation: sdk.ToBool(s.RotationEnabled), Changed: moment(s.LastChangedDate), Accessed: moment(s.LastAccessedDate),
		KMSKey: nonEmpty(s.KmsKeyId),
	}
	if s.RotationRules != nil && s.RotationRules.AutomaticallyAfterDays != nil {
		facts.RotationDays = sdk.Int(int(*s.RotationRules.AutomaticallyAfterDays))
	}
	policy, err := client.GetResourcePolicy(ctx, &secretsmanager.GetResourcePolicyInput{SecretId: s.ARN})
	if p.ok(err, "policy") && p.has(policy.ARN != nil, "Secrets Manager", "GetResourcePolicy", "policy") && sdk.ToString(policy.ResourcePolicy) != "" {
		facts.Policy = p.statements(*policy.ResourcePolicy, "Secrets Manager", "GetResourcePolicy")
	}
	tags := map[string]string{}
	for _, t := range s.Tags {
		tags[sdk.ToString(t.Key)] = sdk.ToString(t.Value)
	}
	return v.emit(collectors.Head{Kind: "aws.secretsmanager.secret", ID: sdk.ToString(s.ARN), Name: sdk.ToString(s.Name), Region: region, Tags: tags}, facts, p)
}
