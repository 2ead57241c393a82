package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/aws/smithy-go"
	"golang.org/x/sync/errgroup"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func kmsEntry() entry {
	return entry{
		service: "kms", scope: regional, kinds: []string{"aws.kms.key"},
		actions: []string{"kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListKeys"},
		collect: collectKeys,
	}
}

func collectKeys(ctx context.Context, v *visit, region string) error {
	client := kms.NewFromConfig(v.in(region))
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(v.bounds.Workers)
	list := kms.NewListKeysPaginator(client, &kms.ListKeysInput{Limit: sdk.Int32(1000)})
	err := v.pages("KMS", "ListKeys", list.HasMorePages, func() (*string, error) {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, k := range page.Keys {
			group.Go(func() error { return v.key(groupCtx, client, k, region) })
		}
		return page.NextMarker, nil
	})
	if err != nil {
		v.kindGap(err, region, "aws.kms.key")
	}
	return group.Wait()
}

// key tells one key, unless it is AWS's own.
func (v *visit) key(ctx context.Context, client *kms.Client, k types.KeyListEntry, region string) error {
	var facts kinds.Key
	var p partial
	head := collectors.Head{Kind: "aws.kms.key", ID: sdk.ToString(k.KeyArn), Name: sdk.ToString(k.KeyId), Region: region}
	out, err := client.DescribeKey(ctx, &kms.DescribeKeyInput{KeyId: k.KeyId})
	all := factNames(facts)
	if !p.ok(err, all...) || !p.has(out.KeyMetadata != nil, "KMS", "DescribeKey", all...) {
		return v.emit(head, facts, p)
	}
	m := out.KeyMetadata
	if m.KeyManager == types.KeyManagerTypeAws {
		return nil
	}
	facts = kinds.Key{
		Manager: string(m.KeyManager), State: string(m.KeyState), Spec: string(m.KeySpec), Usage: string(m.KeyUsage), Source: string(m.Origin),
	}
	if facts.Spec == string(types.KeySpecSymmetricDefault) && facts.Source == string(types.OriginTypeAwsKms) {
		rotation, err := client.GetKeyRotationStatus(ctx, &kms.GetKeyRotationStatusInput{KeyId: k.KeyId})
		if p.ok(err, "rotation") {
			facts.Rotation = &rotation.KeyRotationEnabled
		}
	}
	policy, err := client.GetKeyPolicy(ctx, &kms.GetKeyPolicyInput{KeyId: k.KeyId, PolicyName: sdk.String("default")})
	if p.ok(err, "policy") {
		if facts.Policy, err = kinds.ParseDocument(sdk.ToString(policy.Policy)); err != nil {
			p.ok(&smithy.OperationError{ServiceID: "KMS", OperationName: "GetKeyPolicy", Err: &answerError{err.Error()}}, "policy")
		}
	}
	return v.emit(head, facts, p)
}
