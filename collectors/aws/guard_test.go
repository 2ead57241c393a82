package aws

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/middleware"
)

// wire counts what reaches the network.
type wire struct{ sent atomic.Int64 }

func (w *wire) RoundTrip(*http.Request) (*http.Response, error) {
	w.sent.Add(1)
	return nil, errors.New("sent")
}

// TestNothingIsWritten tries to get writes and the fetching of secrets through a session, in every way that the clients
// offer, and looks whether anything reaches the wire.
func TestNothingIsWritten(t *testing.T) {
	s, err := newFake(t).collector().open(t.Context(), defaultProfile)
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{}
	s.config.HTTPClient = &http.Client{Transport: w}
	ctx, c := t.Context(), s.config
	rename := func(o *iam.Options) { // a middleware of a caller's, before all others
		o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
			return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("Early", func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (
				middleware.InitializeOutput, middleware.Metadata, error) {
				return next.HandleInitialize(ctx, in)
			}), middleware.Before)
		})
	}
	writes := map[string]func() error{
		"iam:CreateUser": func() error {
			_, err := iam.NewFromConfig(c).CreateUser(ctx, &iam.CreateUserInput{UserName: sdk.String("x")})
			return err
		},
		"iam:CreateUser behind a middleware": func() error {
			_, err := iam.NewFromConfig(c).CreateUser(ctx, &iam.CreateUserInput{UserName: sdk.String("x")}, rename)
			return err
		},
		"iam:DeleteUser from another region": func() error {
			_, err := iam.NewFromConfig(s.in("eu-west-1")).DeleteUser(ctx, &iam.DeleteUserInput{UserName: sdk.String("x")})
			return err
		},
		"s3:PutBucketPolicy": func() error {
			_, err := s3.NewFromConfig(c).PutBucketPolicy(ctx, &s3.PutBucketPolicyInput{Bucket: sdk.String("b"), Policy: sdk.String("{}")})
			return err
		},
		"s3:DeleteBucket with options": func() error {
			_, err := s3.NewFromConfig(c).DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: sdk.String("b")}, func(o *s3.Options) { o.Region = "eu-west-1" })
			return err
		},
		"s3:GetObject": func() error {
			_, err := s3.NewFromConfig(c).GetObject(ctx, &s3.GetObjectInput{Bucket: sdk.String("b"), Key: sdk.String("k")})
			return err
		},
		"ec2:TerminateInstances": func() error {
			_, err := ec2.NewFromConfig(c).TerminateInstances(ctx, &ec2.TerminateInstancesInput{InstanceIds: []string{"i-1"}})
			return err
		},
		"ec2:GetPasswordData": func() error {
			_, err := ec2.NewFromConfig(c).GetPasswordData(ctx, &ec2.GetPasswordDataInput{InstanceId: sdk.String("i-1")})
			return err
		},
		"account:CloseAccount and the like": func() error {
			_, err := account.NewFromConfig(c).DisableRegion(ctx, &account.DisableRegionInput{RegionName: sdk.String("eu-south-1")})
			return err
		},
		"sts:AssumeRole": func() error {
			_, err := sts.NewFromConfig(c).AssumeRole(ctx, &sts.AssumeRoleInput{RoleArn: sdk.String("arn:aws:iam::123456789012:role/r"), RoleSessionName: sdk.String("s")})
			return err
		},
		"sts:GetSessionToken": func() error {
			_, err := sts.NewFromConfig(c).GetSessionToken(ctx, &sts.GetSessionTokenInput{})
			return err
		},
	}
	for name, write := range writes {
		var refused *writeError
		if err := write(); !errors.As(err, &refused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := w.sent.Load(); n != 0 {
		t.Errorf("%d requests reached the wire", n)
	}
	if _, err := iam.NewFromConfig(c).ListAccountAliases(ctx, nil); err == nil || w.sent.Load() == 0 {
		t.Error("a read does not reach the wire either: the test proves nothing")
	}
}

func TestReads(t *testing.T) {
	for operation, want := range map[string]bool{
		"GetBucketPolicy": true, "ListBuckets": true, "DescribeVpcs": true, "BatchGetImage": true, "LookupEvents": true,
		"GenerateCredentialReport": true,
		"":                         false, "getBucketPolicy": false, "PutBucketPolicy": false, "GenerateServiceLastAccessedDetails": false,
		"GetSecretValue": false, "BatchGetSecretValue": false, "AssumeRole": false, "CreateUser": false, "Decrypt": false,
	} {
		if reads(operation) != want {
			t.Errorf("reads(%q) is %v", operation, !want)
		}
	}
	for _, e := range table() {
		for _, action := range e.actions {
			if _, name, _ := strings.Cut(action, ":"); !reads(name) && name != "ViewBudget" && name != "GET" { // no operation has that name
				t.Errorf("the table asks for %s", action)
			}
		}
	}
}
