package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func (r *bucketReader) logging(ctx context.Context) {
	out, err := r.client.GetBucketLogging(ctx, &s3.GetBucketLoggingInput{Bucket: r.name}, r.in)
	if r.ok(err, "logging") && out.LoggingEnabled != nil {
		r.facts.Logging = &kinds.BucketLogging{
			Bucket: sdk.ToString(out.LoggingEnabled.TargetBucket), Prefix: sdk.ToString(out.LoggingEnabled.TargetPrefix),
		}
	}
}

func (r *bucketReader) lifecycle(ctx context.Context) {
	out, err := r.client.GetBucketLifecycleConfiguration(ctx, &s3.GetBucketLifecycleConfigurationInput{Bucket: r.name}, r.in)
	if absent(err) || !r.ok(err, "lifecycle") {
		return
	}
	for _, is := range out.Rules {
		rule := kinds.LifecycleRule{ID: sdk.ToString(is.ID), Enabled: is.Status == types.ExpirationStatusEnabled}
		if is.Expiration != nil {
			rule.ExpireDays = whole(is.Expiration.Days)
		}
		if is.NoncurrentVersionExpiration != nil {
			rule.ExpireOldDays = whole(is.NoncurrentVersionExpiration.NoncurrentDays)
		}
		if is.AbortIncompleteMultipartUpload != nil {
			rule.AbortUploadDays = whole(is.AbortIncompleteMultipartUpload.DaysAfterInitiation)
		}
		r.facts.Lifecycle = append(r.facts.Lifecycle, rule)
	}
}

func (r *bucketReader) replication(ctx context.Context) {
	out, err := r.client.GetBucketReplication(ctx, &s3.GetBucketReplicationInput{Bucket: r.name}, r.in)
	if absent(err) || !r.ok(err, "replication") {
		return
	}
	if !r.has(out.ReplicationConfiguration != nil, "S3", "GetBucketReplication", "replication") {
		return
	}
	for _, is := range out.ReplicationConfiguration.Rules {
		rule := kinds.ReplicationRule{ID: sdk.ToString(is.ID), Enabled: is.Status == types.ReplicationRuleStatusEnabled}
		if is.Destination != nil {
			rule.Bucket, rule.Account = sdk.ToString(is.Destination.Bucket), nonEmpty(is.Destination.Account)
		}
		r.facts.Replication = append(r.facts.Replication, rule)
	}
}

func (r *bucketReader) objectLock(ctx context.Context) {
	out, err := r.client.GetObjectLockConfiguration(ctx, &s3.GetObjectLockConfigurationInput{Bucket: r.name}, r.in)
	if absent(err) || !r.ok(err, "object_lock") {
		return
	}
	is := out.ObjectLockConfiguration
	if !r.has(is != nil, "S3", "GetObjectLockConfiguration", "object_lock") {
		return
	}
	r.facts.ObjectLock = &kinds.ObjectLock{Enabled: is.ObjectLockEnabled == types.ObjectLockEnabledEnabled}
	if is.Rule != nil && is.Rule.DefaultRetention != nil {
		retention := is.Rule.DefaultRetention
		r.facts.ObjectLock.Mode = nonEmpty(sdk.String(string(retention.Mode)))
		r.facts.ObjectLock.Days = whole(retention.Days)
		if sdk.ToInt32(retention.Years) > 0 {
			r.facts.ObjectLock.Days = sdk.Int(365 * int(*retention.Years))
		}
	}
}

func (r *bucketReader) tagging(ctx context.Context) {
	out, err := r.client.GetBucketTagging(ctx, &s3.GetBucketTaggingInput{Bucket: r.name}, r.in)
	if absent(err) || !r.ok(err, "tags") {
		return
	}
	r.tags = map[string]string{}
	for _, t := range out.TagSet {
		r.tags[sdk.ToString(t.Key)] = sdk.ToString(t.Value)
	}
}
