package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func lambdaEntry() entry {
	return entry{
		service: "lambda", scope: regional, kinds: []string{"aws.lambda.function"},
		actions: []string{"lambda:GetPolicy", "lambda:ListFunctionUrlConfigs", "lambda:ListFunctions"},
		collect: func(ctx context.Context, v *visit, region string) error {
			client := lambda.NewFromConfig(v.in(region))
			list := lambda.NewListFunctionsPaginator(client, &lambda.ListFunctionsInput{MaxItems: sdk.Int32(50)})
			return each(ctx, v, listed{"Lambda", "ListFunctions", region, "aws.lambda.function"}, list.HasMorePages,
				func() ([]types.FunctionConfiguration, *string, error) {
					page, err := list.NextPage(ctx)
					if err != nil {
						return nil, nil, err
					}
					return page.Functions, page.NextMarker, nil
				},
				func(ctx context.Context, f types.FunctionConfiguration) error {
					return v.function(ctx, client, f, region)
				})
		},
	}
}

func (v *visit) function(ctx context.Context, client *lambda.Client, f types.FunctionConfiguration, region string) error {
	var p partial
	facts := kinds.Function{
		Runtime: nonEmpty(sdk.String(string(f.Runtime))), Role: sdk.ToString(f.Role), TimeoutSeconds: int(sdk.ToInt32(f.Timeout)), Tracing: "PassThrough",
	}
	if f.VpcConfig != nil {
		facts.VPC = nonEmpty(f.VpcConfig.VpcId)
	}
	if f.TracingConfig != nil {
		facts.Tracing = string(f.TracingConfig.Mode)
	}
	if f.DeadLetterConfig != nil {
		facts.DeadLetter = nonEmpty(f.DeadLetterConfig.TargetArn)
	}
	policy, err := client.GetPolicy(ctx, &lambda.GetPolicyInput{FunctionName: f.FunctionName})
	if !absent(err) && p.ok(err, "policy") {
		facts.Policy = p.statements(sdk.ToString(policy.Policy), "Lambda", "GetPolicy")
	}
	urls := lambda.NewListFunctionUrlConfigsPaginator(client, &lambda.ListFunctionUrlConfigsInput{FunctionName: f.FunctionName})
	p.ok(v.pages("Lambda", "ListFunctionUrlConfigs", urls.HasMorePages, func() (*string, error) {
		page, err := urls.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, u := range page.FunctionUrlConfigs {
			if u.AuthType == types.FunctionUrlAuthTypeNone {
				facts.OpenURLs++
			}
		}
		return page.NextMarker, nil
	}), "open_urls")
	return v.emit(collectors.Head{Kind: "aws.lambda.function", ID: sdk.ToString(f.FunctionArn), Name: sdk.ToString(f.FunctionName), Region: region}, facts, p)
}
