package aws

import (
	"context"
	"path"
	"strconv"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/smithy-go"
	"golang.org/x/sync/errgroup"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func snsEntry() entry {
	return entry{
		service: "sns", scope: regional, kinds: []string{"aws.sns.topic"}, actions: []string{"sns:GetTopicAttributes", "sns:ListTopics"},
		collect: collectTopics,
	}
}

func collectTopics(ctx context.Context, v *visit, region string) error {
	client := sns.NewFromConfig(v.in(region))
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(v.bounds.Workers)
	list := sns.NewListTopicsPaginator(client, &sns.ListTopicsInput{})
	err := v.pages("SNS", "ListTopics", list.HasMorePages, func() (*string, error) {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, t := range page.Topics {
			group.Go(func() error { return v.topic(groupCtx, client, sdk.ToString(t.TopicArn), region) })
		}
		return page.NextToken, nil
	})
	if err != nil {
		v.kindGap(err, region, "aws.sns.topic")
	}
	return group.Wait()
}

func (v *visit) topic(ctx context.Context, client *sns.Client, arn, region string) error {
	var facts kinds.Topic
	var p partial
	out, err := client.GetTopicAttributes(ctx, &sns.GetTopicAttributesInput{TopicArn: &arn})
	all := factNames(facts)
	if p.ok(err, all...) && p.has(out.Attributes["TopicArn"] != "", "SNS", "GetTopicAttributes", all...) {
		facts.KMSKey = nonEmpty(sdk.String(out.Attributes["KmsMasterKeyId"]))
		for name, into := range map[string]*int{"SubscriptionsConfirmed": &facts.Confirmed, "SubscriptionsPending": &facts.Pending} {
			n, err := strconv.Atoi(out.Attributes[name])
			p.has(err == nil, "SNS", "GetTopicAttributes", strings.ToLower(strings.TrimPrefix(name, "Subscriptions")))
			*into = n
		}
		if document := out.Attributes["Policy"]; document != "" {
			if facts.Policy, err = kinds.ParseDocument(document); err != nil {
				p.ok(&smithy.OperationError{ServiceID: "SNS", OperationName: "GetTopicAttributes", Err: &answerError{err.Error()}}, "policy")
			}
		}
	}
	name := path.Base(strings.ReplaceAll(arn, ":", "/"))
	return v.emit(collectors.Head{Kind: "aws.sns.topic", ID: arn, Name: name, Region: region}, facts, p)
}
