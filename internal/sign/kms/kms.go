// Package kms signs with a key that AWS KMS keeps: the private key never leaves the service.
//
// It calls kms:GetPublicKey once and kms:Sign for each signature, with a digest and never with what is signed, and nothing
// else. Whose the credentials are is the SDK's business: environment, shared files (AWS_PROFILE), the machine's role.
package kms

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/aws/smithy-go/logging"

	"github.com/assize/assize/collectors"
)

// callWithin bounds one call with all its attempts.
const callWithin = 30 * time.Second

// A Signer is a key in AWS KMS. It may be used concurrently.
type Signer struct {
	client *kms.Client
	key    string // as it was named
	region string
	public crypto.PublicKey
}

// Open finds a key, by its id, its ARN or an alias (alias/NAME, or that one's ARN), and reads its public key. Without an ARN
// the region is the SDK's. What a user can mend is a *collectors.UsageError.
func Open(ctx context.Context, key string) (*Signer, error) {
	region, err := regionOf(key)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, callWithin)
	defer cancel()
	set := []func(*config.LoadOptions) error{config.WithAppID("assize"), config.WithLogger(logging.Nop{})}
	if region != "" {
		set = append(set, config.WithRegion(region))
	}
	c, err := config.LoadDefaultConfig(ctx, set...)
	if err != nil {
		return nil, usage(fmt.Errorf("read the AWS configuration: %w", err), "look at ~/.aws/config and the variables AWS_*")
	}
	if c.Region == "" {
		return nil, usage(fmt.Errorf("nothing says in which region the AWS KMS key %s is", key), "name it by its ARN, or set AWS_REGION")
	}
	s := &Signer{client: kms.NewFromConfig(c), key: key, region: c.Region}
	out, err := s.client.GetPublicKey(ctx, &kms.GetPublicKeyInput{KeyId: &key})
	if err != nil {
		return nil, s.explain(ctx, "read the public key of", err)
	}
	if out.KeyUsage != types.KeyUsageTypeSignVerify {
		return nil, usage(fmt.Errorf("the AWS KMS key %s is for %s", key, strings.ToLower(string(out.KeyUsage))), usageHint)
	}
	if s.public, err = x509.ParsePKIXPublicKey(out.PublicKey); err != nil {
		return nil, usage(fmt.Errorf("the AWS KMS key %s is of the kind %s, which is not supported", key, out.KeySpec), usageHint)
	}
	return s, nil
}

// regionOf is the region in a key's ARN, "" when key is none.
// Source: AWS KMS Developer Guide, Key identifiers.
func regionOf(key string) (string, error) {
	if key == "" {
		return "", usage(errors.New("awskms: names no key"), "write awskms:KEY, with the key's id, ARN or alias/NAME")
	}
	if !strings.HasPrefix(key, "arn:") {
		return "", nil
	}
	parts := strings.SplitN(key, ":", 6)
	if len(parts) != 6 || parts[2] != "kms" || parts[3] == "" {
		return "", usage(fmt.Errorf("%s is no ARN of an AWS KMS key", key), "such an ARN begins with arn:aws:kms:REGION:ACCOUNT:key/ or …:alias/")
	}
	return parts[3], nil
}

// Public implements crypto.Signer.
func (s *Signer) Public() crypto.PublicKey { return s.public }

// Sign implements crypto.Signer; see SignContext.
func (s *Signer) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return s.SignContext(context.Background(), digest, opts)
}

// SignContext signs a digest as crypto.Signer says, and ends with ctx. For RSA-PSS the salt has the digest's length, which is
// the only one that AWS KMS makes. What a user can mend is a *collectors.UsageError.
func (s *Signer) SignContext(ctx context.Context, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	algorithm, err := algorithmFor(s.public, opts)
	if err != nil {
		return nil, err
	}
	if len(digest) != opts.HashFunc().Size() {
		return nil, fmt.Errorf("a digest of %d bytes is none of %s", len(digest), opts.HashFunc())
	}
	ctx, cancel := context.WithTimeout(ctx, callWithin)
	defer cancel()
	out, err := s.client.Sign(ctx, &kms.SignInput{
		KeyId: &s.key, Message: digest, MessageType: types.MessageTypeDigest, SigningAlgorithm: algorithm,
	})
	if err != nil {
		return nil, s.explain(ctx, "sign with", err)
	}
	return out.Signature, nil
}

// algorithmFor is what AWS KMS calls a way of signing.
// Source: AWS KMS API Reference, Sign, SigningAlgorithm.
func algorithmFor(public crypto.PublicKey, opts crypto.SignerOpts) (types.SigningAlgorithmSpec, error) {
	type way struct {
		rsa, pss bool
		hash     crypto.Hash
	}
	pss, isPSS := opts.(*rsa.PSSOptions)
	_, isRSA := public.(*rsa.PublicKey)
	_, isEC := public.(*ecdsa.PublicKey)
	known := map[way]types.SigningAlgorithmSpec{
		{true, false, crypto.SHA256}:  types.SigningAlgorithmSpecRsassaPkcs1V15Sha256,
		{true, true, crypto.SHA256}:   types.SigningAlgorithmSpecRsassaPssSha256,
		{false, false, crypto.SHA256}: types.SigningAlgorithmSpecEcdsaSha256,
		{false, false, crypto.SHA384}: types.SigningAlgorithmSpecEcdsaSha384,
	}
	algorithm, ok := known[way{isRSA, isPSS, opts.HashFunc()}]
	salted := isPSS && pss.SaltLength != rsa.PSSSaltLengthEqualsHash && pss.SaltLength != opts.HashFunc().Size()
	if !ok || !isRSA && !isEC || salted {
		return "", fmt.Errorf("AWS KMS does not sign so: %T, %s, %T", public, opts.HashFunc(), opts)
	}
	return algorithm, nil
}

func usage(err error, hint string) error { return &collectors.UsageError{Err: err, Hint: hint} }
