package aws

import (
	"context"
	"slices"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"
	"golang.org/x/sync/errgroup"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func s3Entry() entry {
	return entry{
		service: "s3", scope: global, kinds: []string{"aws.s3.bucket"},
		actions: []string{
			"s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketLogging", "s3:GetBucketObjectLockConfiguration",
			"s3:GetBucketOwnershipControls", "s3:GetBucketPolicy", "s3:GetBucketPublicAccessBlock", "s3:GetBucketTagging", "s3:GetBucketVersioning",
			"s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration", "s3:ListAllMyBuckets",
		},
		collect: collectBuckets,
	}
}

func collectBuckets(ctx context.Context, v *visit, region string) error {
	client := s3.NewFromConfig(v.in(region))
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(2 * v.bounds.Workers)
	list := s3.NewListBucketsPaginator(client, &s3.ListBucketsInput{MaxBuckets: sdk.Int32(1000)})
	err := v.pages("S3", "ListBuckets", list.HasMorePages, func() (*string, error) {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, b := range page.Buckets {
			group.Go(func() error { return v.bucket(groupCtx, client, b) })
		}
		return page.ContinuationToken, nil
	})
	if err != nil {
		v.kindGap(err, everywhere, "aws.s3.bucket")
	}
	return group.Wait()
}

// A bucketReader asks for one bucket, in its region.
type bucketReader struct {
	client *s3.Client
	name   *string
	in     func(*s3.Options)
	facts  *kinds.Bucket
	tags   map[string]string
	partial
}

// bucket reads one bucket.
func (v *visit) bucket(ctx context.Context, client *s3.Client, b types.Bucket) error {
	r := &bucketReader{client: client, name: b.Name, facts: &kinds.Bucket{Created: moment(b.CreationDate)}}
	region, err := r.region(ctx, b)
	unread := slices.DeleteFunc(factNames(*r.facts), func(path string) bool { return path == "created" })
	if r.ok(err, append(unread, "origin.region", "tags")...) {
		r.in = func(o *s3.Options) { o.Region = region }
		for _, read := range []func(context.Context){
			r.versioning, r.encryption, r.publicAccessBlock, r.policy, r.access, r.ownership, r.logging, r.lifecycle, r.replication, r.objectLock, r.tagging,
		} {
			read(ctx)
		}
		r.consistent()
	}
	head := collectors.Head{Kind: "aws.s3.bucket", ID: "arn:" + v.partition + ":s3:::" + sdk.ToString(b.Name), Name: sdk.ToString(b.Name), Region: region, Tags: r.tags}
	return v.emit(head, *r.facts, r.partial)
}

// region is where the bucket is. S3 says so in the list; servers that speak its language may not.
func (r *bucketReader) region(ctx context.Context, b types.Bucket) (string, error) {
	if region := sdk.ToString(b.BucketRegion); region != "" {
		return region, nil
	}
	out, err := r.client.GetBucketLocation(ctx, &s3.GetBucketLocationInput{Bucket: b.Name})
	if err != nil {
		return "", err
	}
	return legacyRegion(string(out.LocationConstraint)), nil
}

// legacyRegion is the region of a location constraint. Source: Amazon S3 API Reference, GetBucketLocation.
func legacyRegion(constraint string) string {
	switch constraint {
	case "":
		return "us-east-1"
	case "EU":
		return "eu-west-1"
	}
	return constraint
}

func (r *bucketReader) versioning(ctx context.Context) {
	out, err := r.client.GetBucketVersioning(ctx, &s3.GetBucketVersioningInput{Bucket: r.name}, r.in)
	if r.ok(err, "versioning") {
		r.facts.Versioning = kinds.Versioning{Status: "never", MFADelete: out.MFADelete == types.MFADeleteStatusEnabled}
		if out.Status != "" {
			r.facts.Versioning.Status = strings.ToLower(string(out.Status))
		}
	}
}

// consistent holds versioning, of which S3 says by nothing that there is none, against what there is in buckets with versions alone.
// Source: Amazon S3 User Guide, Locking objects with Object Lock; Requirements and considerations for replication.
func (r *bucketReader) consistent() {
	if r.facts.Versioning.Status == "never" && (r.facts.ObjectLock != nil && r.facts.ObjectLock.Enabled || len(r.facts.Replication) > 0) {
		r.has(false, "S3", "GetBucketVersioning", "versioning")
	}
}

func (r *bucketReader) encryption(ctx context.Context) {
	out, err := r.client.GetBucketEncryption(ctx, &s3.GetBucketEncryptionInput{Bucket: r.name}, r.in)
	if absent(err) || !r.ok(err, "encryption") {
		return
	}
	if r.has(out.ServerSideEncryptionConfiguration != nil, "S3", "GetBucketEncryption", "encryption") {
		for _, rule := range out.ServerSideEncryptionConfiguration.Rules {
			if is := rule.ApplyServerSideEncryptionByDefault; is != nil {
				r.facts.Encryption = &kinds.BucketEncryption{
					Algorithm: string(is.SSEAlgorithm), KMSKey: nonEmpty(is.KMSMasterKeyID), BucketKey: sdk.ToBool(rule.BucketKeyEnabled),
				}
			}
		}
	}
}

func (r *bucketReader) publicAccessBlock(ctx context.Context) {
	out, err := r.client.GetPublicAccessBlock(ctx, &s3.GetPublicAccessBlockInput{Bucket: r.name}, r.in)
	if absent(err) || !r.ok(err, "public_access_block") {
		return
	}
	if is := out.PublicAccessBlockConfiguration; r.has(is != nil, "S3", "GetPublicAccessBlock", "public_access_block") {
		r.facts.PublicAccessBlock = &kinds.PublicAccessBlock{
			BlockPublicACLs: sdk.ToBool(is.BlockPublicAcls), IgnorePublicACLs: sdk.ToBool(is.IgnorePublicAcls),
			BlockPublicPolicy: sdk.ToBool(is.BlockPublicPolicy), RestrictPublicBuckets: sdk.ToBool(is.RestrictPublicBuckets),
		}
	}
}

func (r *bucketReader) policy(ctx context.Context) {
	out, err := r.client.GetBucketPolicy(ctx, &s3.GetBucketPolicyInput{Bucket: r.name}, r.in)
	if absent(err) || !r.ok(err, "policy") {
		return
	}
	if r.facts.Policy, err = kinds.ParseDocument(sdk.ToString(out.Policy)); err != nil {
		r.ok(&smithy.OperationError{ServiceID: "S3", OperationName: "GetBucketPolicy", Err: &answerError{err.Error()}}, "policy")
	}
}

func (r *bucketReader) access(ctx context.Context) {
	out, err := r.client.GetBucketAcl(ctx, &s3.GetBucketAclInput{Bucket: r.name}, r.in)
	if !r.ok(err, "grants") {
		return
	}
	for _, g := range out.Grants {
		if g.Grantee == nil {
			continue
		}
		uri := sdk.ToString(g.Grantee.URI)
		who := uri
		for _, other := range []*string{g.Grantee.ID, g.Grantee.EmailAddress} {
			if who == "" {
				who = sdk.ToString(other)
			}
		}
		r.facts.Grants = append(r.facts.Grants, kinds.Grant{
			Grantee: who, Permission: string(g.Permission),
			Public: strings.HasSuffix(uri, "/global/AllUsers") || strings.HasSuffix(uri, "/global/AuthenticatedUsers"),
		})
	}
}

func (r *bucketReader) ownership(ctx context.Context) {
	out, err := r.client.GetBucketOwnershipControls(ctx, &s3.GetBucketOwnershipControlsInput{Bucket: r.name}, r.in)
	if absent(err) || !r.ok(err, "ownership") {
		return
	}
	if r.has(out.OwnershipControls != nil && len(out.OwnershipControls.Rules) > 0, "S3", "GetBucketOwnershipControls", "ownership") {
		r.facts.Ownership = sdk.String(string(out.OwnershipControls.Rules[0].ObjectOwnership))
	}
}
