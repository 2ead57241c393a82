package aws

import (
	"context"
	"encoding/json"
	"path"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func sqsEntry() entry {
	return entry{
		service: "sqs", scope: regional, kinds: []string{"aws.sqs.queue"}, actions: []string{"sqs:GetQueueAttributes", "sqs:ListQueues"},
		collect: func(ctx context.Context, v *visit, region string) error {
			client := sqs.NewFromConfig(v.in(region))
			list := sqs.NewListQueuesPaginator(client, &sqs.ListQueuesInput{MaxResults: sdk.Int32(1000)})
			return each(ctx, v, listed{"SQS", "ListQueues", region, "aws.sqs.queue"}, list.HasMorePages,
				func() ([]string, *string, error) {
					page, err := list.NextPage(ctx)
					if err != nil {
						return nil, nil, err
					}
					return page.QueueUrls, page.NextToken, nil
				},
				func(ctx context.Context, url string) error { return v.queue(ctx, client, url, region) })
		},
	}
}

func (v *visit) queue(ctx context.Context, client *sqs.Client, url, region string) error {
	var facts kinds.Queue
	var p partial
	name := path.Base(url)
	out, err := client.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{QueueUrl: &url, AttributeNames: []types.QueueAttributeName{types.QueueAttributeNameAll}})
	all := factNames(facts)
	if p.ok(err, all...) && p.has(out.Attributes["QueueArn"] != "", "SQS", "GetQueueAttributes", all...) {
		facts.KMSKey = nonEmpty(sdk.String(out.Attributes["KmsMasterKeyId"]))
		facts.Encrypted = facts.KMSKey != nil || out.Attributes["SqsManagedSseEnabled"] == "true"
		if document := out.Attributes["Policy"]; document != "" {
			facts.Policy = p.statements(document, "SQS", "GetQueueAttributes")
		}
		var redrive struct {
			Target string `json:"deadLetterTargetArn"`
		}
		if text := out.Attributes["RedrivePolicy"]; text != "" {
			p.has(json.Unmarshal([]byte(text), &redrive) == nil, "SQS", "GetQueueAttributes", "dead_letter")
		}
		facts.DeadLetter = nonEmpty(&redrive.Target)
	}
	return v.emit(collectors.Head{Kind: "aws.sqs.queue", ID: v.arn("sqs", region, name), Name: name, Region: region}, facts, p)
}
